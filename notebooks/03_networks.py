# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Networks: every depth, every layer
#
# *Sections 5 and 9 of the paper; Figures 6 and 7 and Appendix A.*
#
# **After this chapter you can**
#
# - say what training does to alignment in 42 settings of depth, width, optimiser, activation, batch size and data;
# - name the thresholds at which the paper's claim holds, and those at which it does not;
# - follow alignment from layer to layer, before and after training;
# - derive from neural collapse where the curve of a trained layer must break off.
#
# *Reading: @reading@. Running: @running@.*

# %% tags=["hide-input", "install"]
# @install@

# %%
import numpy as np

from repalign import spectrum
from repalign.paper import results
from repalign.paper.chapters import explorers
from repalign.paper.chapters.exercises import check
from repalign.paper.readings.common import LEVELS, curve, curves
from repalign.paper.readings.networks import (
    DATASETS,
    SWEEPS,
    comparison,
    label,
    of_sweep,
    run_index,
)
from repalign.paper.statistics import standard_error
from repalign.plot import LINES, mean_curve, plt, use_style

use_style()

# %% [markdown]
# ## The claim
#
# Chapter 2 watched one network. Is it always so? The paper's main claim is breadth: whatever the depth, the width, the
# optimiser, the activation or the batch size, and on every data set, training makes the final hidden layer better aligned
# with the labels than **the inputs** are, and than **the same layer before training** is; on training and on test samples.
#
# So here are five sweeps around one network of four layers of 128 ReLUs, which Adam trains in batches of 128. One thing is
# changed at a time, 14 settings in all, each on three data sets, and each with five networks that start and shuffle
# differently. That makes 42 settings and 210 networks.
#
# *A unit for the threshold.* Rows have length one, so the squared singular values add up to $n$, and none exceeds
# $\sqrt n$. To compare data sets of different sizes, thresholds are given as $\tau/\sqrt n$ in this chapter. At
# $\tau = 0.2\sqrt n$, a direction counts if it carries at least 4 % of $\Phi$.

# %%
# True: train all networks again, for about as long as is printed below,
# and put the results in the place of the stored ones.
RECOMPUTE = False
if RECOMPUTE:
    from repalign.cli import main

    main(["run", "networks", "layers", "--out", "runs", "--update"])

# %%
stored, layers = results.load("networks"), results.load("layers")
runs = stored.provenance["runs"]


def minutes(records):
    """What runs took, on the wall of a busy machine and of one of its cores."""
    wall, cpu = (
        sum(record[f"{clock}_seconds"] for record in records) / 60
        for clock in ("wall", "cpu")
    )
    return f"{wall:.0f} minutes on a busy machine, {cpu:.0f} of one core"


for dataset, name in DATASETS.items():
    mine = stored["dataset"] == dataset
    own = [run for run in runs if run["config"]["dataset"] == dataset]
    config = own[0]["config"]
    epochs, reached = stored["epochs"][mine], stored["converged"][mine]
    right = stored["train_accuracy"][mine].mean(axis=1)
    sizes = [
        stored[f"{dataset}.{each}.shape"][0] for each in ("train", "test")
    ]
    print(f"{name}: {sizes[0]} training and {sizes[1]} test samples")
    print(f"    goal: loss times {config['goal']:g}, reached by", end=" ")
    print(f"{reached.sum()} of {len(reached)} settings")
    print(f"    {epochs.min()} to {epochs.max()} epochs,", end=" ")
    print(f"at most {config['max_epochs']} are allowed")
    print(f"    right signs in training: {right.min():.1%} or more")
    if 0 < reached.sum() < len(reached):
        missed = stored["setting"][mine & ~stored["converged"]]
        print("    goal not reached:", ", ".join(map(label, missed)))
    print(f"    {minutes(own)}")
print("layers, further below:", minutes(layers.provenance["runs"]))

# %% [markdown]
# **When training stops.** The paper trains "until convergence". Here that is: until the loss of an epoch, mean over the five
# networks, is down to the printed fraction of the loss of always answering 0, or the epochs are used up. Which of the two it
# was is stored, and printed. (CIFAR-10 is hard for such networks: they are still learning when they are measured, though
# they have most training labels right.)
# **Learning rates** are chosen per setting, on the training loss alone: a sixth network tries each of three or four rates
# for a few epochs, and the rate with the lowest loss is used. The loss is logistic, and squared for the CT slices, whose
# target is a number, not a label. The pictures are the first two classes of MNIST and CIFAR-10; the CT slices are those of
# the first two patients.

# %%
rates = stored["learning_rate"]
print(
    f"{'learning rates':23}", *(f"{name:>10}" for name in DATASETS.values())
)
for sweep in SWEEPS:
    for setting in of_sweep(stored, sweep).values():
        if setting != "base" or sweep == "depth":
            where = [run_index(stored, each, setting) for each in DATASETS]
            print(
                f"{label(setting):23}",
                *(f"{rate:10g}" for rate in rates[where]),
            )

# %% [markdown]
# ## All settings in the hand
#
# Left, the final hidden layer before training, a curve for each setting of the sweep; in the middle, after it, with what
# shuffled labels reach as a grey area. The dashed orange curve is the inputs in both. Right, any two settings against each
# other. Things to try:
#
# - Stay with *depth*. Before training, more layers mean less alignment; after it, the networks of eight layers have caught up.
# - Choose <a href="#networks?split=1">test samples</a>. The gain is there too, but smaller.
# - <a href="#networks?dataset=1">MNIST</a>: the inputs are aligned already, and training makes nearly all of it.
# - <a href="#networks?dataset=0&level=0.1">CT slices at a threshold of 0.1</a>: the inputs are *above* most trained layers.
#   <a href="#networks?dataset=0&level=0.4">At 0.4</a> they are far below.

# %%
explorers.networks()

# %% [markdown]
# ## Figure 6 at a glance
#
# Rows are data sets, columns sweeps. Solid: after training; dashed: before; orange: the inputs. Means of five networks on
# training samples, with standard errors as bands.

# %% mystnb={"image": {"alt": "Fifteen small plots of alignment against the threshold, data sets by sweeps. Dashed curves before training fall early, more so for deeper and narrower networks; solid curves after training stay high and break off together, above the inputs at large thresholds."}}
COLOURS = ("#0064a6", "#007a58", "#8a3f78", "#1f2328")
INPUTS = "#d06a00"


def draw(ax, dataset, sweep, split="train"):
    """One small plot of Figure 6."""
    inputs = curve(stored.spectrum(f"{dataset}.{split}"))
    ax.plot(LEVELS, inputs, color=INPUTS, linewidth=2)
    for colour, (value, setting) in zip(
        COLOURS, of_sweep(stored, sweep).items(), strict=False
    ):
        before, after = curves(stored, f"{dataset}.{setting}.{split}")
        line = {"ax": ax, "color": colour, "linewidth": 1.2}
        mean_curve(LEVELS, before, linestyle="--", **line)
        mean_curve(LEVELS, after, label=label(value), **line)
    ax.set(xscale="log", ylim=(-0.02, 1.05))
    ax.tick_params(labelsize="x-small")


figure, axes = plt.subplots(
    len(DATASETS), len(SWEEPS), figsize=(8.4, 5.6), sharex=True, sharey=True
)
for row, (dataset, name) in zip(axes, DATASETS.items(), strict=True):
    for ax, sweep in zip(row, SWEEPS, strict=True):
        draw(ax, dataset, sweep)
    row[0].set_ylabel(f"{name}\nshare of $\\|y\\|^2$")
for top, bottom, text in zip(axes[0], axes[-1], SWEEPS.values(), strict=True):
    top.set_title(text)
    top.legend(
        fontsize="x-small",
        loc="lower left",
        handlelength=1,
        frameon=True,
        framealpha=0.8,
        edgecolor="none",
    )
    bottom.set_xlabel(r"$\tau / \sqrt{n}$")
plt.show()

# %% [markdown]
# Appendix A shows the same on test samples; in the explorer that is one switch.
#
# ## All 42 settings at one threshold
#
# A curve can hide an exception. So here is every setting as a row: open circles before training, dots after it (with standard
# errors, mostly smaller than the dot), crosses what shuffled labels reach on the trained layer, and the inputs as a line.

# %% mystnb={"image": {"alt": "Dots for 14 settings on three data sets at thresholds 0.2 and 0.4: after training nearly all are high; before training most are low; on CT slices the line of the inputs lies above most dots at 0.2 and below them at 0.4."}}
figure, axes = plt.subplots(
    1, 2 * len(DATASETS), figsize=(8.4, 4), sharex=True, sharey=True
)
columns = [(dataset, level) for dataset in DATASETS for level in (0.2, 0.4)]
for ax, (dataset, level) in zip(axes, columns, strict=True):
    every = comparison(stored, dataset, "train", [level])
    rows = np.arange(len(every.settings))
    after = every.trained[..., 0]
    dots = {"marker": "o", "linestyle": "none", "markersize": 5}
    ax.axvline(every.inputs, color=INPUTS, linewidth=2)
    ax.errorbar(
        after.mean(1),
        rows,
        xerr=standard_error(after, axis=1),
        color=COLOURS[0],
        **dots,
    )
    ax.plot(
        every.start[..., 0].mean(1), rows, color="0.35", mfc="none", **dots
    )
    ax.plot(every.null[:, 0], rows, "x", markersize=3, color="0.5")
    ax.set_title(f"{DATASETS[dataset]}, {level}", fontsize="x-small")
    ax.set(xlim=(-0.05, 1.05), xticks=(0, 0.5, 1))
    ax.tick_params(labelsize="x-small")
names = [label(name) for name in every.settings]
axes[0].set_yticks(rows, names, fontsize="x-small")
axes[0].invert_yaxis()
_ = figure.supxlabel(
    r"share of $\|y\|^2$ with $\sigma \geq \tau$", fontsize="small"
)
plt.show()

# %% [markdown]
# Counted at more thresholds, and on test samples too: in how many of the 14 settings is the trained layer above the same
# layer before training, and above the inputs? "Clearly" means: by more than Student's
# quantile of the standard error, 2.8 for five networks.

# %%
levels = np.array([0.004, 0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5])
print(f"{'at tau / sqrt(n) of':26}", *(f"{level:5}" for level in levels))
largest_null = 0
for dataset, name in DATASETS.items():
    for split in ("train", "test"):
        every = comparison(stored, dataset, split, levels)
        above, below = every.beyond_inputs()
        print(f"{name}, {split}, of {len(every.settings)}")
        for text, counts in {
            "after > before": every.after_start(),
            "clearly above the inputs": above,
            "clearly below the inputs": below,
        }.items():
            print(f"  {text:24}", *(f"{count:5}" for count in counts))
        largest_null = max(largest_null, every.null[:, levels == 0.2].max())
print(f"the most that shuffled labels reach at 0.2: {largest_null:.1%}")

# %% [markdown]
# **After against before.** The claim holds without exception, wherever either layer has anything left. (At the largest
# thresholds both are next to zero, and nobody is ahead.) Depth matters most: eight layers of random weights leave next to nothing of
# the labels on large singular values, and training brings it all back. Optimiser and batch size
# matter little, except on CIFAR-10, where they decide how far training gets.
#
# **After against the inputs.** Here it depends on the data and on the threshold, of which the paper says nothing.
#
# - On MNIST it holds in every setting, at every threshold, on both kinds of samples.
# - On CIFAR-10 it holds too, and the gain is large: next to nothing of the labels lies on large singular values of the inputs.
#   (One hidden layer has nothing there either.)
#   On test samples the gain is smaller, since these networks fit better than they generalise; at the smallest threshold of the
#   table, where nearly every direction of the inputs counts, it is not there in all settings.
# - On CT slices the inputs are ahead at small thresholds in nearly all settings, and far behind at large ones. Why? Look at
#   the first directions of both, each with its $\sigma/\sqrt n$ and its share of the target:

# %%
for name, spec in {
    "inputs": stored.spectrum("ct_slices.train"),
    "base, trained": stored.spectrum("ct_slices.base.train", 1, 0),
}.items():
    sigma = spec.singular_values[:6] / np.sqrt(spec.n_samples)
    shares = spec.squared_projections[:6] / spec.target_norm_sq
    print(
        f"{name:14}",
        *(f"{a:.2f}: {b:.3f} " for a, b in zip(sigma, shares, strict=True)),
    )

# %% [markdown]
# The inputs hold the target on several middling directions. Training moves most of it to a single large one, and what is left
# over lies on directions too small to count. It is the trade of the peaks in chapter 5: equal directions for unequal
# ones. (Ours are the slices of two patients; the paper has those of many, and more to gain.)
#
# Nothing of this is luck of the labels: shuffled, they reach next to nothing at these thresholds.
#
# ## Layer by layer
#
# Figure 7 asks where in the network it happens. Three hidden layers of 128 this time, Adam at its default rate, batches of 64,
# a fixed number of epochs: far beyond the one at which the training labels are right, and on CIFAR-10 about up to it. Scrub
# through the depth with the slider *Layer*, and press play for the training.

# %%
explorers.layers()

# %% mystnb={"image": {"alt": "Alignment curves of the inputs and three hidden layers, dashed before and solid after training, on three data sets."}}
DEPTH = layers["mnist_train_layers.residual"].shape[1]
figure, axes = plt.subplots(1, len(DATASETS), figsize=(8.4, 3), sharey=True)
for ax, (dataset, name) in zip(axes, DATASETS.items(), strict=True):
    ax.plot(
        LEVELS,
        curve(layers.spectrum(f"{dataset}_train_inputs")),
        color=INPUTS,
        linewidth=2,
        label="inputs",
    )
    ends = curves(layers, f"{dataset}_train_ends")
    for layer, colour in zip(range(DEPTH), COLOURS, strict=False):
        before, after = ends[:, :, layer]
        line = {"ax": ax, "color": colour}
        mean_curve(LEVELS, before, linestyle="--", **line)
        mean_curve(LEVELS, after, label=f"layer {layer + 1}", **line)
    ax.set(xscale="log", xlabel=r"$\tau / \sqrt{n}$", title=name)
axes[0].set_ylabel(r"share of $\|y\|^2$")
axes[0].legend(fontsize="x-small")
plt.show()

# %%
print(f"training samples, means over networks: inputs, layers 1 to {DEPTH};")
print("in how many the share falls (before), rises (after) at every step")
for level in (0.1, 0.2, 0.4):
    print(f"at tau = {level} sqrt(n)")
    for dataset, name in DATASETS.items():
        inputs = curve(layers.spectrum(f"{dataset}_train_inputs"), [level])[0]
        ends = curves(layers, f"{dataset}_train_ends", [level])[..., 0]
        for each, when, sign in zip(
            ends, ("before", "after"), (-1, 1), strict=True
        ):
            path = np.column_stack([np.full(len(each), inputs), each])
            ordered = (sign * np.diff(path) > -0.001).all(axis=1).sum()
            print(
                f"    {name:9} {when:6}",
                *(f"{value:.3f}" for value in path.mean(axis=0)),
                f" ({ordered} of {len(path)})",
            )

# %% [markdown]
# **Before training** the means have the paper's order at each of these thresholds: a layer of random weights loses some of
# what the one before it had. It is not so in each network, least of all on CIFAR-10 at the smallest threshold; and over the whole
# curve the first random layer there is not clearly below the inputs (E5.2 in the ledger). **After training** the
# order is reversed on the pictures, in every network and at every threshold of the table: each layer is better aligned than the
# one before it. On the CT slices that is so in most networks at the large threshold. At the small ones the last layer is the
# least aligned, even after training, and below the inputs, as in the sweeps.
#
# ## Neural collapse
#
# Long after the training labels are right, training goes on to do something else: the samples of each class contract, until
# a class is nearly one point. That is the first sign of **neural collapse** (Papyan, Han and Donoho 2020),
# NC1 $= \operatorname{tr}(\Sigma_W \Sigma_B^+) / k$ for $k$ classes: the covariance $\Sigma_W$ within the classes measured by that
# between their means, $\Sigma_B$. Section 9 of the paper suggests that it goes with alignment. For two
# classes one can say how.
#
# Suppose that two classes of $n/2$ samples each have collapsed to two points of length one, with the cosine $c$ between them.
# Then $\Phi$ has rank two. Its left singular vectors are the constant one and the labels,
#
# $$
# u_1 = \tfrac{1}{\sqrt n}(1, \dots, 1)^\top,\quad \sigma_1^2 = \tfrac n2 (1 + c), \qquad
# u_2 = \tfrac{1}{\sqrt n}\, y,\quad \sigma_2^2 = \tfrac n2 (1 - c) ,
# $$
#
# (in the other order if $c < 0$), so the alignment is all of $\lVert y \rVert^2$ for every
# $\tau \leq \sqrt{n (1 - c) / 2}$, and zero beyond. This is the sharp edge of the trained curves in Figure 6.
# And the edge can be foretold: what ReLUs put out is never negative, so $c \geq 0$, and the edge lies at
# $\tau/\sqrt n = \sqrt{1/2}$ at most. Networks of tanh may put the classes on opposite sides.

# %%
print("means over the networks, training samples, before -> after training")
for dataset in ("mnist", "cifar10"):
    collapse = layers[f"{dataset}_train_collapse"].mean(axis=1)
    sigma = layers[f"{dataset}_train_ends.singular_values"][..., :2]
    n = layers[f"{dataset}_train_ends.shape"][0]
    two = (sigma**2).sum(axis=-1).mean(axis=1) / n
    for layer in range(DEPTH):
        (start, end), (few, most) = collapse[[0, -1], layer], two[:, layer]
        print(
            f"{DATASETS[dataset]}, layer {layer + 1}:",
            f"NC1 {start:.2g} -> {end:.2g},",
            f"top two hold {few:.3f} -> {most:.3f} of Phi",
        )

print("where the labels lie after training, MNIST: tau / sqrt(n) of the edge")
for value, setting in of_sweep(stored, "activation").items():
    members = [
        stored.spectrum(f"mnist.{setting}.train", 1, seed)
        for seed in range(stored[f"mnist.{setting}.train.residual"].shape[1])
    ]
    edges = [
        spec.singular_values[spec.squared_projections.argmax()]
        / np.sqrt(spec.n_samples)
        for spec in members
    ]
    print(f"    {label(value):10}", *(f"{edge:.3f}" for edge in edges))

# %% [markdown]
# On CIFAR-10 the two go together: NC1 of the last layer falls as long as training goes on, and alignment grows. On
# MNIST NC1 falls in the first few epochs and then no further (choose MNIST in the explorer), although alignment is nearly
# perfect. There two directions hold nearly all of $\Phi$, and the labels are one of them: in $\Phi$, whose rows have length one, the
# samples *are* two points. What NC1 still sees is that their lengths differ before, which alignment does not see. So neural collapse
# implies alignment, but alignment does not wait for it.
#
# The edges lie where the argument puts them: networks of ReLUs at or just under the limit $\sqrt{1/2} = 0.707$, those of
# LeakyReLUs, which can be a little negative, around it, PReLUs, which learn how negative, further out, and tanh close
# to 1, its classes on opposite sides. So a curve that breaks off later does not mean more alignment. It tells where the
# activation lets two classes stand.
#
# ## Do it yourself, here and now
#
# One setting of your choice on a small task: scikit-learn's handwritten digits, odd against even (1797 images of 8 x 8 pixels,
# part of the library, so nothing is downloaded). Change any line under *your choice*, run the cell, and look. For MNIST in
# place of the digits, take `X, y, X_test, y_test = samples.split("mnist", 2000, 500)` from `repalign.paper.datasets`.

# %%
import time

import torch
from sklearn.datasets import load_digits

from repalign import prepare, signed_labels
from repalign.paper.experiments.networks import final_layer
from repalign.paper.networks import ACTIVATIONS, mlp
from repalign.paper.training import Ensemble

# Your choice.
DEPTH, WIDTH, ACTIVATION = 4, 128, "relu"  # tanh, prelu, leaky_relu
OPTIMIZER, LEARNING_RATE = "adam", 1e-3  # sgd 0.3, momentum 0.03, rmsprop
BATCH_SIZE, EPOCHS, SEEDS = 128, 30, 3

torch.set_num_threads(1)  # small matrices gain nothing from more
digits = load_digits()
mixed = np.random.default_rng(0).permutation(len(digits.data))
pixels, odd = digits.data[mixed] / 16, signed_labels(digits.target[mixed] % 2)
X, X_test, y, y_test = pixels[:1400], pixels[1400:], odd[:1400], odd[1400:]

first = [
    mlp(
        X.shape[1],
        [WIDTH] * DEPTH,
        activation=ACTIVATIONS[ACTIVATION],
        seed=seed,
    )
    for seed in range(SEEDS)
]
ensemble = Ensemble(
    first,
    torch.tensor(X).float(),
    torch.tensor(y).float(),
    optimizer=OPTIMIZER,
    learning_rate=LEARNING_RATE,
    batch_size=BATCH_SIZE,
)
start = time.perf_counter()
for _ in range(EPOCHS):
    loss = ensemble.train_epoch()
seconds = time.perf_counter() - start


def measured(networks, inputs, target):
    """Alignment curves of the final hidden layers, array (S, t)."""
    inputs = torch.tensor(inputs).float()
    return np.array(
        [
            curve(spectrum(final_layer(network, inputs), target))
            for network in networks
        ]
    )


last = ensemble.networks()
live = {
    "training": (X, y),
    "test": (X_test, y_test),
}
for samples, (inputs, target) in live.items():
    before, after = (measured(each, inputs, target) for each in (first, last))
    own = curve(spectrum(prepare(inputs), target))
    at = np.argmin(np.abs(LEVELS - 0.2))
    print(
        f"{samples}, tau = {LEVELS[at]} sqrt(n): of {SEEDS} networks,",
        f"{(after[:, at] > own[at]).sum()} are above the inputs,",
        f"{(after[:, at] > before[:, at]).sum()} above their start",
    )
    live[samples] = own, before, after

# %% tags=["nbval-ignore-output"] mystnb={"image": {"alt": "Alignment curves of the live run on training and test samples: inputs, before and after training."}}
print(f"{SEEDS} networks: {seconds:.1f} s, loss {loss.mean():.2g}")
figure, axes = plt.subplots(1, 2, figsize=(7.5, 2.8), sharey=True)
for ax, (samples, (own, before, after)) in zip(
    axes, live.items(), strict=True
):
    ax.plot(LEVELS, own, label="inputs", **LINES[1])
    ax.plot(LEVELS, before.T, color=LINES[2]["color"], linestyle="--")
    ax.plot(LEVELS, after.T, color=LINES[0]["color"])
    ax.set(
        xscale="log", xlabel=r"$\tau / \sqrt{n}$", title=f"{samples} samples"
    )
axes[0].set_ylabel(r"share of $\|y\|^2$")
plt.show()

# %% [markdown]
# The numbers of the live run can differ in late digits from machine to machine.
#
# ## Exercises
#
# ### Exercise 3.1: the edge
#
# Two classes of 5000 samples each have collapsed to two points of length one, at an angle of 60 degrees. Up to which threshold
# $\tau$ (not divided by $\sqrt n$) does the alignment stay at $\lVert y \rVert^2$?
#
# <details><summary>Hint</summary>
#
# The cosine of the angle is $c$ above. Or build the matrix: 5000 rows $(1, 0)$ and 5000 rows
# $(\cos 60°, \sin 60°)$, and ask `spectrum`.
#
# </details>

# %%
answer = ...  # a threshold
check("3.1", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
points = np.array([[1.0, 0.0], [np.cos(np.pi / 3), np.sin(np.pi / 3)]])
phi, y2 = np.repeat(points, 5000, axis=0), np.repeat([1.0, -1.0], 5000)
spec = spectrum(phi, y2)
answer = spec.singular_values[np.argmax(spec.squared_projections)]
formula = np.sqrt(10000 * (1 - np.cos(np.pi / 3)) / 2)
print(f"{answer:.1f}; by the formula {formula:.1f}")
check("3.1", answer)

# %% [markdown]
# ### Exercise 3.2: where the inputs are ahead
#
# On CT slices, training samples: which is the highest of the stored thresholds `LEVELS` up to 0.4 at which the inputs are above
# the *base* setting after training, mean over the five networks?
#
# <details><summary>Hint</summary>
#
# `curve(stored.spectrum("ct_slices.train"))` and `curves(stored, "ct_slices.base.train")[1].mean(0)`, both at `LEVELS`.
#
# </details>

# %%
answer = ...  # one of LEVELS
check("3.2", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
ahead = curve(stored.spectrum("ct_slices.train")) > curves(
    stored, "ct_slices.base.train"
)[1].mean(0)
answer = LEVELS[ahead & (LEVELS <= 0.4)].max()
print(answer)
check("3.2", answer)

# %% [markdown]
# ### Exercise 3.3: no further
#
# After which of the stored epochs is NC1 of the last hidden layer on MNIST lowest (training samples, mean over the five
# networks)?
#
# <details><summary>Hint</summary>
#
# `layers["mnist_train_collapse"]` has the axes checkpoint, network, layer; `layers["mnist_epochs"]` are the epochs.
#
# </details>

# %%
answer = ...  # an epoch
check("3.3", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
means = layers["mnist_train_collapse"][..., -1].mean(axis=1)
answer = int(layers["mnist_epochs"][means.argmin()])
print(f"epoch {answer}: {means.min():.3f}; in the end {means[-1]:.3f}")
check("3.3", answer)

# %% [markdown]
# ## Summary
#
# - Training aligned the final hidden layer in every setting of depth, width, optimiser, activation and batch size, compared
#   with the same layer before training.
# - Compared with the inputs it depends on the data and on the threshold: on large singular values the trained layers win, on
#   small ones the inputs may hold more, as they do on the CT slices.
# - Random layers lose alignment from one to the next; trained ones gain it, on the CT slices at a large threshold only.
# - Collapse of two classes to two points means perfect alignment, up to a threshold that their angle sets. The converse does
#   not hold.
#
# ## References
#
# - E. Imani, W. Hu, M. White (2022). [Representation Alignment in Neural Networks](https://arxiv.org/abs/2112.07806).
#   *Transactions on Machine Learning Research.*
# - V. Papyan, X. Y. Han, D. L. Donoho (2020).
#   [Prevalence of neural collapse during the terminal phase of deep learning training](https://arxiv.org/abs/2008.08186). *PNAS.*
# - F. Graf et al. (2011). *Relative location of CT slices on axial axis.* UCI Machine Learning Repository. CC BY 4.0.
# - A. Krizhevsky (2009). *Learning multiple layers of features from tiny images.*

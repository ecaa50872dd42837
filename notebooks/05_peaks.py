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
# # Peaks: when transfer helps and when it hurts
#
# *Section 7.1 of the paper; Figures 10, 11 and 12.*
#
# **After this chapter you can**
#
# - build a pair of tasks of which you know that they are related, or not;
# - show positive and negative transfer in alignment, in learning curves and in weights;
# - say at which thresholds the paper's claim holds and at which it does not;
# - hold transfer against the right null, a source that means nothing;
# - ask, on samples that nobody trained on, whether alignment predicts transfer, and whether anything simpler does.
#
# *Reading: @reading@. Running: @running@.*

# %% tags=["hide-input", "install"]
# @install@

# %%
import numpy as np

from repalign import alignment, alignment_curve, prepare, spectrum
from repalign.paper import results
from repalign.paper.chapters import explorers
from repalign.paper.chapters.exercises import check
from repalign.paper.datasets.peaks import (
    PEAKS,
    peaks,
    peaks_inputs,
    peaks_variables,
    shared,
)
from repalign.paper.readings.peaks import foretold, tangent, targets
from repalign.paper.statistics import (
    over_runs,
    paired_difference,
    standard_error,
)
from repalign.plot import LINES, plt, use_style

use_style()

# %% [markdown]
# ## A family of tasks
#
# Six variables $A$ to $F$ are uniform on $[0, 1)$. A **peaks function** takes three of them:
#
# $$
# P_{XYZ} = \begin{cases} Y & \text{if } X > 0.5 \\ Z & \text{otherwise.} \end{cases}
# $$
#
# There are 120. Networks see each variable through ten Gaussian bumps, 60 inputs in all, of length one. Two functions of the
# same three variables are *related*: what one must know of the inputs, the other must too. Two functions that share none are
# not.

# %%
# True: train again, for about as long as is printed below, and put the
# results in the place of the stored ones.
RECOMPUTE = False
if RECOMPUTE:
    from repalign.cli import main

    main(["run", "peaks", "tangent", "--out", "runs", "--update"])

# %%
stored = results.load("peaks")
for seed, names in enumerate(stored["functions"]):
    print(
        f"run {seed}: source {names[0]}, related {names[1]}, unrelated {names[2]}"
    )

config = stored.provenance["runs"][0]["config"]
print(
    f"{config['n_samples']} points, hidden layer {config['hidden']}, {config['epochs']} epochs of Adam"
)
seconds = sum(run["wall_seconds"] for run in stored.provenance["runs"])
print(f"{seconds / 60:.0f} minutes when it was stored, on one thread")

# %% [markdown]
# ## Training on a source
#
# A network with one hidden layer is trained on the source $S$. Its hidden layer is then measured against three label vectors:
# $S$, the related $T_1$ and the unrelated $T_2$. Scrub through the epochs. Then choose a task for the linear model below: it is
# trained by gradient descent on 100 points only, on three representations, and every learning curve is a closed form.

# %%
explorers.peaks()

# %% [markdown]
# What you see is one run. Over all of them, in shares of $\lVert y \rVert^2$ at a few thresholds (Figure 10):

# %%
KINDS = ("S ", "T1", "T2")
n_runs = len(stored["functions"])


def share(name, kind, tau, *index):
    spectra = (stored.spectrum(name, seed, *index) for seed in range(n_runs))
    return np.array(
        [
            alignment(spec, tau)[kind] / spec.target_norm_sq[kind]
            for spec in spectra
        ]
    )


print("mean over runs, and difference after training with its standard error")
print(
    "         tau  inputs  before   after   after - inputs    after - before"
)
for kind, label in enumerate(KINDS):
    for tau in (1.0, 2.0, 3.0, 4.0, 6.0, 8.0):
        inputs = share("inputs", kind, tau)
        before, after = (
            share("one_layers", kind, tau, c, 0) for c in (0, -1)
        )
        differences = [
            paired_difference(after, other) for other in (inputs, before)
        ]
        print(
            f"{label}  {tau:8.0f} {inputs.mean():7.3f} {before.mean():7.3f} {after.mean():7.3f}",
            end="  ",
        )
        print(
            "  ".join(
                f"{mean:+.3f} +- {error:.3f}" for mean, error in differences
            )
        )

# %% mystnb={"image": {"alt": "Alignment curves of source, related and unrelated task for inputs, hidden layer before and after training: after training the source is highest, the related task above the others at small and medium thresholds, the unrelated task below both."}}
taus = np.geomspace(0.3, 40, 150)
figure, axes = plt.subplots(1, 3, figsize=(8.4, 2.9), sharey=True)
cases = {
    "inputs": ("inputs",),
    "before training": ("one_layers", 0, 0),
    "after training": ("one_layers", -1, 0),
}
for kind, (ax, label) in enumerate(
    zip(axes, ("source", "related", "unrelated"), strict=True)
):
    for (name, (where, *index)), line in zip(
        cases.items(), (LINES[1], LINES[2], LINES[0]), strict=True
    ):
        spectra = [
            stored.spectrum(where, seed, *index) for seed in range(n_runs)
        ]
        curves = np.array(
            [
                alignment_curve(spec, taus, normalized=True)[:, kind]
                for spec in spectra
            ]
        )
        error = standard_error(curves)
        ax.plot(taus, curves.mean(0), label=name, **line)
        ax.fill_between(
            taus,
            curves.mean(0) - error,
            curves.mean(0) + error,
            color=line["color"],
            alpha=0.2,
        )
    ax.set(
        xscale="log", xlabel=r"threshold $\tau$", title=label, ylim=(0, 1.02)
    )
axes[0].set_ylabel(r"share of $\|y\|^2$")
axes[0].legend(fontsize="x-small")
plt.show()

# %% [markdown]
# The source gains at every threshold of the table, and the unrelated task loses at every one: after training it is below the
# inputs *and* below the untrained layer. The related task is above both, by several standard errors, **up to a threshold**. Look at the
# last rows of the table: there the inputs win it back. The paper does not say at which thresholds it looks. Why the inputs
# hold out so long: their 60 bumps are all alike, so their singular values are too, nearly equal and large, and about half of
# any peaks function is linear in them. That half sits on large singular values, and the other half is not to be had at all.
# Training trades equal directions for unequal ones.
#
# ### A source that means nothing
#
# Training changes a layer whatever the labels are. So what is owed to the source? The same networks were trained as long on the
# labels of $S$ *shuffled* among the samples: the same inputs, the same steps, nothing to learn. What they gain is the null of
# this chapter, and the ledger holds every claim of transfer against it.


# %%
def in_words(values, form="+.3f"):
    """Mean over the runs and half of its 95 % interval."""
    estimate = over_runs(values)
    pairs = zip(estimate.mean, estimate.half_width, strict=True)
    return "  ".join(f"{mean:{form}} +- {half:.3f}" for mean, half in pairs)


def gained(stored):
    """Share at tau = 2 after training less that of the inputs: S, T1, T2."""
    spectra = [
        [stored.spectrum(name, run, *index) for run in range(n_runs)]
        for name, *index in (("inputs",), ("one_layers", -1, 0))
    ]
    shares = [
        [alignment(spec, 2.0) / spec.target_norm_sq for spec in each]
        for each in spectra
    ]
    return np.subtract(shares[1], shares[0])


print("share at tau = 2 after training less inputs: S, T1, T2")
print("trained on S:          ", in_words(gained(stored)))
null = targets.shuffled_source(gained)(stored)
print("on a shuffled source:  ", in_words(null))

# %% [markdown]
# A meaningless source gives none of them anything. What $S$ and $T_1$ gain, and nearly all that $T_2$ loses, is owed to what the
# source means.
#
# ## Learning curves and weights
#
# The same for the linear model on 100 points (Figure 11), mean and standard error over the runs, at the best of three step
# sizes. To the right, the norm of the weights against the share of the loss that it has reduced.

# %% mystnb={"image": {"alt": "For the related and the unrelated task: train and test error over steps and the norm of the weights against the loss reduced, for the three representations."}}
figure, axes = plt.subplots(2, 3, figsize=(8.4, 5))
steps = stored["steps"]
for row, kind in zip(axes, (1, 2), strict=True):
    for r, (name, line) in enumerate(
        zip(cases, (LINES[1], LINES[2], LINES[0]), strict=True)
    ):
        train, test, weights = (
            stored[f"few_{part}"][:, r, kind]
            for part in ("train", "test", "weights")
        )
        for ax, curves in zip(row[:2], (train, test), strict=True):
            relative = curves / curves[:, :1]
            error = standard_error(relative)
            ax.plot(steps + 1, relative.mean(0), label=name, **line)
            low, high = relative.mean(0) - error, relative.mean(0) + error
            ax.fill_between(
                steps + 1, low, high, color=line["color"], alpha=0.2
            )
        row[2].plot(
            (1 - train / train[:, :1]).mean(0), weights.mean(0), **line
        )
    label = ("source", "related", "unrelated")[kind]
    row[0].set(xscale="log", title=f"{label}: train error", xlabel="step + 1")
    row[1].set(
        xscale="log",
        title=f"{label}: test error",
        xlabel="step + 1",
        ylim=(None, 1.2),
    )
    row[2].set(
        title=f"{label}: weights",
        xlabel="share of the loss reduced",
        ylabel=r"$\|w\|$",
        ylim=(0, 20),
    )
axes[0, 0].legend(fontsize="x-small")
plt.show()

print("lowest test error, relative to its start, mean over runs")
for kind, label in enumerate(KINDS):
    lowest = [
        (
            stored["few_test"][:, r, kind]
            / stored["few_test"][:, r, kind, :1]
        ).min(1)
        for r in range(3)
    ]
    mean, error = paired_difference(lowest[2], lowest[0])
    values = ", ".join(
        f"{name} {value.mean():.3f}"
        for name, value in zip(cases, lowest, strict=True)
    )
    print(f"{label}: {values}")
    print(f"    after training less inputs: {mean:+.3f} +- {error:.3f}")

# %% [markdown]
# ## Layers
#
# With three hidden layers one can ask where in the network the source takes over (Figure 12). Choose a layer, and scrub.

# %%
explorers.peaks_layers()

# %%
print("share at tau = 2 after training, mean and standard error over runs")
print("inputs            layer 1          layer 2          layer 3")
for kind, label in enumerate(KINDS):
    layers = [share("three_ends", kind, 2.0, 1, layer) for layer in range(3)]
    shares = [share("inputs", kind, 2.0), *layers]
    print(
        label,
        "  ".join(
            f"{each.mean():.3f} +- {standard_error(each):.3f}"
            for each in shares
        ),
    )

# %% [markdown]
# The closer to the output, the better for the source: the order of the layers is the paper's. For the related task it is the
# other way round: the first layer is best aligned with it, and the last is less aligned than the inputs are. Is that
# specialisation? The heights of the curves fall as much from the first layer to the last where the source was shuffled (E7.9 in
# the ledger), so the fall in alignment alone does not show it. What does is the number of tasks that a layer serves. For each
# of the 119 functions other than $S$ a linear model is trained on the layer with 100 samples, or 1000, that no network has
# seen, and is tested on 1000 more. A layer *helps* where the lowest held-out loss is below that on the inputs.

# %%
sizes = [f"{config[name]} samples" for name in ("n_few", "n_many")]
print("targets of 119 helped by layer 1, 2, 3: mean +- half of 95 % interval")
for size, label in enumerate(sizes):
    for name, count in (
        ("against the inputs", targets.helped),
        ("against the layer before training", targets.helped_by_training),
    ):
        helped = [count(stored, layer)[:, size] for layer in range(3)]
        print(f"{label}, {name}:")
        print("    ", in_words(np.transpose(helped), ".1f"))
related = np.array(
    [
        [
            targets.related_benefit(stored, layer)[:, size]
            for layer in range(3)
        ]
        for size in range(2)
    ]
)
print("T1 alone, held-out loss saved against the inputs by layer 1, 2, 3")
for label, saved in zip(sizes, related, strict=True):
    print(f"{label}:", in_words(saved.T))

# %% [markdown]
# The deeper the layer, the fewer tasks it helps, against the inputs and against the same layer before training. Whoever
# transfers should not always take the last layer. And mind the last lines: at $\tau = 2$ the last layer is less aligned with
# $T_1$ than the inputs are, and yet a linear model on it does better. An alignment at one threshold is not the transfer itself.
#
# ## Does alignment predict transfer?
#
# Figure 10 has one related and one unrelated task. The 119 others of every source share none, some or all of its variables.
# For each, take the *gain*: alignment after training less that of the inputs, on the 10000 samples. And take the *benefit*: by
# how much the lowest held-out loss on the trained layer is below that on the inputs, a share of the loss at the start. The
# linear models see other samples than those that alignment is measured on, and are tested on yet others, so that nothing but
# the representation is common to both.

# %% mystnb={"image": {"alt": "Held-out loss saved against the gain in alignment for 119 targets of one source, in four groups by the number of shared variables: both rise together, also within a group."}}
source = 0
gain = targets.gain(stored, "one")[source, targets.LEVEL]
benefit = targets.benefit(stored, "one")[source, 0]
common = targets.in_common(stored)[source]
figure, ax = plt.subplots(figsize=(6, 3.4))
for count, line, mark in zip(range(4), LINES, "os^D", strict=True):
    chosen = common == count
    ax.plot(
        gain[chosen],
        benefit[chosen],
        mark,
        color=line["color"],
        label=f"{count} shared",
        markersize=4,
    )
ax.axhline(0, color="0.7", linewidth=1)
ax.axvline(0, color="0.7", linewidth=1)
ax.set(
    xlabel=r"gain in alignment at $\tau$ = 2",
    ylabel="held-out loss saved",
    title=f"source {stored['functions'][source, 0]}, 100 samples",
)
ax.legend()
plt.show()

saving = targets.saving(stored, "one")[source]
for count in range(4):
    chosen = common == count
    sooner = [np.sum(each[chosen] > 1) for each in saving]
    print(
        f"{count} shared, {chosen.sum()} targets: less loss for {np.sum(benefit[chosen] > 0)};",
        ", ".join(
            f"down to {goal:.0%} in fewer steps for {each}"
            for goal, each in zip(stored["goals"], sooner, strict=True)
        ),
    )

# %% [markdown]
# All that share three variables reach a lower loss, none that shares none does, and of those that share two most do, but not
# all. Fewer are sooner at a goal, and not even all that share three are. Could the number of shared variables say it alone? Here
# are both, at four thresholds, as rank correlations over the 119 targets, mean over the sources:

# %%
for depth in targets.DEPTHS:
    found = foretold.correlation()(stored, depth)
    beyond = foretold.beyond_counting(stored, depth)
    signs = foretold.same_sign(stored, depth)
    for size, label in enumerate(sizes):
        counting = (found - beyond)[:, :1, size]
        print(
            f"{depth} hidden, {label}; counting alone: {in_words(counting)}"
        )
        print(
            "         tau      gain             less counting    right signs"
        )
        for level, q in enumerate(stored["levels"]):
            values = [each[:, level, size] for each in (found, beyond, signs)]
            print(f"    {100 * q:8.0f} ", in_words(np.transpose(values)))

# %% [markdown]
# *Right signs* is the share of targets where gain and benefit have the same sign, less what is had by always naming the commoner
# one. So: at a low threshold alignment orders targets better than counting does, and with one hidden layer it tells positive
# from negative transfer far better than that guess; with three hardly any target profits, and the guess is hard to beat. At high
# thresholds counting is better: at the two highest with 1000 samples, at the highest with 100 and one hidden layer. There is no
# threshold for all ends: what can be learned from many samples sits on small singular values too, and what is learned in few
# steps on large ones. With 1000 samples and a low threshold both come close to one and the same number, what a linear model can
# reach on the layer at all; the test with teeth is that with 100.
#
# ### Does it say more than something simpler?
#
# A correlation may be owed to a third thing. A **partial** rank correlation takes off what the others say: the number of shared
# variables; what the best linear model on the layer can reach; and a **probe**, ridge regression with each sample left out,
# on the same 100 labelled samples that alignment is then measured on too, since whoever chooses a layer has no 10000 labels.

# %%
print(
    "gain at tau = 2 with transfer: 100 samples, 1000, steps to 80 %, to 60 %"
)
for depth in targets.DEPTHS:
    print(f"{depth} hidden")
    for name, measure in (
        ("given the number of shared variables", foretold.given_count()),
        ("among those that share two", foretold.among_two_shared),
        ("given the number and the reach", foretold.given_reach()),
        (
            "correlation less that of the reach alone",
            foretold.ahead(
                foretold.at_level, foretold.reached, foretold.transfer
            ),
        ),
    ):
        print(f"    {name}: {in_words(measure(stored, depth))}")
    print("  from 100 labels, with transfer by 100 samples, 1000")
    scouted, probed = foretold.scouted, foretold.probed
    added = foretold.adds(scouted, probed)(stored, depth)
    print("    alignment, given probe and number:", in_words(added))
    added = foretold.adds(probed, scouted)(stored, depth)
    print("    probe, given alignment and number:", in_words(added))
print("over three layers, given number and effective rank")
print("    ", in_words(foretold.given_rank()(stored)))

# %% [markdown]
# Alignment says more than the number of shared variables and than the effective rank of the layer, clearly so for the loss that
# is reached. For speed the threshold is decisive: among the targets that share two variables, and with one hidden layer, a gain at
# $\tau = 2$ says nothing of how soon the held-out loss falls a little. Given what a linear model can reach at all it still adds much
# with 100 samples; with 1000, where nearly all that can be reached is reached, the reach alone is the better guide. And from 100
# labels the probe adds to alignment with one hidden layer, and alignment to the probe with three: neither makes the other
# superfluous.
#
# ### Is it dead units?
#
# Negative transfer has another explanation: ReLU units that training leaves inactive are lost for any other task (Maennel et
# al. 2020). The paper says that this cannot be its case. Count the units that are active on less than a hundredth of the
# samples, take them out of the layer *before* training, and see what that costs the targets that share no variable.

# %%
for depth in targets.DEPTHS:
    before, after = targets.idle_units(stored, depth).mean(axis=0)
    print(f"{depth} hidden: idle units {before} before, {after} after")
    training, idle = targets.costs(stored, depth)
    print("    held-out loss added by training:  ", in_words(training))
    print("    by taking out the idle units alone:", in_words(idle))

# %% [markdown]
# Inactivity explains next to nothing of it. In the deeper network training even wakes up units that slept at the start.
#
# ## Beyond the paper: the kernel beside the layer
#
# The convergence rate of chapter 4 was derived for the **neural tangent kernel**: the inner products of the network's gradients
# with respect to all its parameters. The paper moves it to the hidden representation. Do the two say the same of transfer?
# And is it features that align, or functions? Outputs multiplied by a large $\alpha$, less what they are at the start, and the
# loss divided by $\alpha^2$, make training **lazy** (Chizat et al. 2019): the network learns the source while its weights, and
# with them its features, hardly move.

# %%
kernel = results.load("tangent")
for scaling, alpha in enumerate(kernel["alphas"]):
    loss, moved = (
        kernel["loss"][:, scaling, -1:],
        kernel["moved"][:, [scaling]],
    )
    print(
        f"alpha {alpha:g}: loss {in_words(loss)} of its start, weights moved by {in_words(moved)} of their length"
    )
heights = tangent.heights(kernel)
print("height of the alignment curve, mean over runs:     S     T1     T2")
for features, name in enumerate(("hidden layer", "kernel")):
    start = heights[:, 0, 0, features].mean(axis=0).round(3)
    print(f"{name:>14} at the start        {start}")
    for scaling, how in enumerate(("rich", "lazy")):
        end = heights[:, scaling, 1, features].mean(axis=0).round(3)
        print(f"{name:>14} after {how} training {end}")

# %% mystnb={"image": {"alt": "Alignment curves of source, related and unrelated task after training, for the hidden layer and the tangent kernel, in rich and in lazy training."}}
figure, axes = plt.subplots(1, 3, figsize=(8.4, 2.9), sharey=True)
for kind, (ax, label) in enumerate(
    zip(axes, ("source", "related", "unrelated"), strict=True)
):
    lines = iter(LINES)
    for scaling, how in enumerate(("rich", "lazy")):
        for features, name in enumerate(("hidden layer", "kernel")):
            curves = kernel["curve"][:, scaling, 1, features, kind]
            ax.plot(
                kernel["levels"],
                curves.mean(axis=0),
                label=f"{name}, {how}",
                **next(lines),
            )
    ax.set(
        xscale="log",
        xlabel=r"threshold $\tau / \sqrt{n}$",
        title=label,
        ylim=(0, 1.02),
    )
axes[0].set_ylabel(r"share of $\|y\|^2$")
axes[0].legend(fontsize="x-small")
plt.show()

# %% [markdown]
# Rich training moves the weights by more than their own length, lazy training by a small part of it, and both learn the source.
# It is the features that gain alignment: lazy training adds little to either curve. But layer and kernel do not say the same.
# The kernel is the better aligned with all three tasks, and it does not turn away from the unrelated one, which the layer loses.
# That is no contradiction. The layer says what a new output layer can make of it, the kernel what all weights together could
# still learn; negative transfer shows in the first alone. And a word of caution: a shuffled source lifts the kernel's curves too,
# all three alike, though by less (B5.1 in the ledger).
#
# ## Do it yourself, here and now
#
# The training is small, so it runs live. Several seeds are trained **at once**, as an ensemble: their weights are stacked, and
# one batched product serves them all.

# %%
import time

import torch

from repalign.paper.networks import hidden_layers, mlp
from repalign.paper.training import Ensemble, squared_loss

torch.set_num_threads(1)
SEEDS, EPOCHS = 3, 15
variables = peaks_variables(5000, np.random.default_rng(0))
X = peaks_inputs(variables)
names = ("ABC", "BAC", "DEF")
Y = np.column_stack([peaks(name, variables) for name in names])
Y -= Y.mean(axis=0)

inputs = torch.tensor(X, dtype=torch.float32).expand(SEEDS, -1, -1)
labels = torch.tensor(Y[:, 0], dtype=torch.float32).expand(SEEDS, -1)
networks = [mlp(60, [60], seed=seed) for seed in range(SEEDS)]
ensemble = Ensemble(
    networks, inputs, labels, seeds=range(SEEDS), loss=squared_loss
)
start = time.perf_counter()
for _ in range(EPOCHS):
    ensemble.train_epoch()
seconds = time.perf_counter() - start

tau = 2 * np.sqrt(
    len(X) / 10000
)  # singular values grow like the square root of the number of points
after = [
    spectrum(prepare(hidden_layers(each, inputs[0])[-1]), Y)
    for each in ensemble.networks()
]
before = spectrum(prepare(X), Y)
gains = np.array(
    [alignment(spec, tau) / spec.target_norm_sq for spec in after]
)
gains -= alignment(before, tau) / before.target_norm_sq
for kind, name in enumerate(names):
    direction = (
        "gains"
        if (gains[:, kind] > 0).all()
        else "loses"
        if (gains[:, kind] < 0).all()
        else "is undecided"
    )
    print(
        f"trained on {names[0]}: {name} {direction} in every one of {SEEDS} seeds"
    )

# %% tags=["nbval-ignore-output"]
print(
    f"{SEEDS} networks, {EPOCHS} epochs of {len(X)} points: {seconds:.1f} s"
)
print(gains.round(3))

# %% [markdown]
# ## Exercises
#
# ### Exercise 5.1: count the cousins
#
# How many of the 120 peaks functions share exactly two variables with $P_{ABC}$?
#
# <details><summary>Hint</summary>
#
# Choose the two that are shared, the one that is not, and an order of the three. `shared` counts for you.
#
# </details>

# %%
answer = ...  # a whole number
check("5.1", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
answer = sum(shared("ABC", name) == 2 for name in PEAKS)
print(answer)
check("5.1", answer)

# %% [markdown]
# ### Exercise 5.2: where the claim ends
#
# Take the mean over all runs, one hidden layer. At which is the highest of the thresholds 1.0, 1.5, ... 15.0 is the *related*
# task better aligned after training than with the inputs?
#
# <details><summary>Hint</summary>
#
# `share("inputs", 1, tau)` and `share("one_layers", 1, tau, -1, 0)` from above hold the runs.
#
# </details>

# %%
answer = ...  # a threshold
check("5.2", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
grid = np.arange(1.0, 15.5, 0.5)
better = [
    share("one_layers", 1, tau, -1, 0).mean() > share("inputs", 1, tau).mean()
    for tau in grid
]
answer = float(grid[better].max())
print(answer)
check("5.2", answer)

# %% [markdown]
# ## Summary
#
# - Training on a source task turns the hidden layer towards that task, towards related ones, and away from unrelated ones.
# - Learning curves and weights of a linear model on few points go the same way: that is positive and negative transfer.
# - A source of shuffled labels does none of this: transfer is owed to what the source means, not to training as such.
# - On samples that nobody trained on, the gain in alignment at a low threshold orders 119 targets as transfer does, and says more
#   than the number of shared variables. At a high threshold it says less. It is a prediction, not a rule with a threshold.
# - The deeper the layer that is transferred, the fewer tasks it helps; units that fell idle are not why others are hurt.
#
# ## References
#
# - E. Imani, W. Hu, M. White (2022). [Representation Alignment in Neural Networks](https://arxiv.org/abs/2112.07806).
#   *Transactions on Machine Learning Research.*
# - R. Caruana (1997). *Multitask learning.* Machine Learning 28, with the peaks functions.
# - L. Chizat, E. Oyallon, F. Bach (2019). [On lazy training in differentiable
#   programming](https://arxiv.org/abs/1812.07956). *NeurIPS.*
# - H. Maennel and others (2020). [What do neural networks learn when trained with random
#   labels?](https://arxiv.org/abs/2006.10455) *NeurIPS.*

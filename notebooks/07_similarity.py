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
# # Similarity: does the right source align better?
#
# *Section 7.3 of the paper; Figure 14, Table 1 and Appendix D.*
#
# **After this chapter you can**
#
# - say by how much a network that was trained on similar things is better aligned with a task, in which layers and at which
#   thresholds;
# - tell a source that is *similar* from one that is simply *better*;
# - put an honest error on a mean over tasks that share their classes;
# - say which scores rank sources and layers, and how well.
#
# *Reading: @reading@. Running: @running@.*

# %% tags=["hide-input", "install"]
# @install@

# %%
import json

import numpy as np

from repalign import alignment_curve, prepare, signed_labels, spectrum
from repalign.paper import results
from repalign.paper.chapters import explorers
from repalign.paper.chapters.exercises import check
from repalign.paper.readings import similarity
from repalign.paper.readings.similarity import (
    LEVELS,
    fine_tuning,
    mean_over_tasks,
    ranking,
)
from repalign.paper.statistics import Estimate, standard_error
from repalign.plot import LINES, plt, use_style

use_style()

# %% [markdown]
# ## The question
#
# In chapter 5 tasks were related because we made them so. Among pictures nobody knows how related two tasks are, but some are
# surely closer than others. The paper follows Yosinski and others and splits ImageNet into 551 classes of *artificial* things
# and 449 of *natural* ones. A ResNet18 is trained on each half. The target tasks are pairs of classes of CIFAR-10, two
# artificial ones (6 pairs) or two natural ones (15 pairs). For an artificial pair the artificial half is the **similar
# source**, for a natural pair the natural half. Is the network from the similar source better aligned with the pair?
#
# For every layer and every pair the paper subtracts two alignment curves:
#
# $$
# D(\tau) = \frac{A_{\text{similar}}(\tau) - A_{\text{dissimilar}}(\tau)}{\lVert y \rVert^2} .
# $$
#
# *A slip in the text.* Section 7.3 says that for a target of artificial objects "the alignment curve of the model pre-trained
# on ImageNet-Natural" is subtracted "from the alignment curve of the model pre-trained on ImageNet-Natural". That names one
# model on both sides, and the difference would be zero. What is meant is clear from the caption of Figure 14: the less similar
# source is subtracted from the more similar one, as above.
#
# ## What was done here
#
# ImageNet is too large for two processor cores. The same question is asked one size smaller: the sources are two parts of
# CIFAR-100, six superclasses each, and the targets are the paper's. Both sources start from the same random weights in each
# run.

# %%
# True: train and measure again, for about as long as is printed below, and
# put the results in the place of the stored ones.
RECOMPUTE = False
if RECOMPUTE:
    from repalign.cli import main

    main(["run", "similarity", "--out", "runs", "--update"])

# %%
from repalign.paper.datasets.kinds import SOURCES, TARGETS

stored = results.load("similarity")
config = stored.provenance["runs"][0]["config"]
n_seeds, epochs = len(stored["source_loss"]), config["training"]["epochs"]
for k, (kind, names) in enumerate(SOURCES.items()):
    print(f"{kind} source: {len(names)} classes, a superclass a line")
    for start in range(0, len(names), 5):
        print("   ", ", ".join(names[start : start + 5]).replace("_", " "))
    right = ", ".join(
        f"{each:.1%}" for each in stored["source_accuracy"][:, k]
    )
    print(f"    right on test pictures after training: {right}")
    print("    its targets: pairs of", ", ".join(TARGETS[kind]))

records = [json.loads(str(run)).values() for run in stored["training"]]
seconds = sum(sum(each["seconds"]) for run in records for each in run)
n_pictures, n_features = stored["blocks.7.shape"]
print(f"chance: {1 / len(names):.1%}; {epochs} epochs on", end=" ")
print(f"{config['n_source']} pictures a class; runs: {n_seeds}")
print(
    f"ResNet18 with {config['width']} base channels for 32 x 32 pixels",
    end=": ",
)
print(f"{n_features - 1} features at the end")
print(f"fine-tuning: {config['tuning']['epochs']} epochs on", end=" ")
print(f"{config['n_per_class']} pictures a class")
print(f"alignment: {n_pictures} pictures a pair")
print(f"training took {seconds / 60:.0f} minutes, one thread a network")

# %% [markdown]
# Keep in mind what is smaller than in the paper: few epochs, pictures of 32 by 32 pixels, thirty classes a source and not five
# hundred, fewer channels. What is the same: the plan of the network, all 21 pairs with 2000 pictures each, and that nothing
# of CIFAR-10 was seen in training. "The last four hidden layers" are the last four residual blocks here, averaged over places;
# which ones they are in the paper it does not say.
#
# ## All pairs in the hand
#
# In the first chart every pair is a thin line, their mean is blue, and the pair of your choice is dashed, with a thin line for
# each run beside it. The grey band at zero is what the mean shows when labels are shuffled. The second chart is the same at one
# threshold, layer by layer; the third shows the curves that are subtracted. Things to try:
#
# - Scrub through the layers, from 1 to 4. Layer 4 is next to the output.
# - <a href="#similarity?layer=3&pair=0">Airplanes or automobiles</a>,
#   <a href="#similarity?layer=3&pair=12">cats or dogs</a>: which of the two gains more from its own kind?
# - Find a pair for which the similar source is behind. Is it behind in every run?

# %%
explorers.similarity()

# %% [markdown]
# ## Figure 14, with errors
#
# How sure is a mean of 21 pairs? Pairs that share a class are not independent: there are only ten classes. So the error does
# not come from 21 values but from leaving out one class after another (a jackknife). What the runs differ by is added to it,
# and with so few runs that part is rough. The bands are 95 % intervals, by Student's quantile for as many classes and runs: what
# lies beside zero with its whole band is *clear*. The grey band is 95 % of what shuffled labels give in
# the last layer. Mind the right end: where the curves break off, a small shift of the edge makes a large difference, of either
# sign.

# %% mystnb={"image": {"alt": "Difference of alignment between similar and dissimilar source against the threshold, for the last four residual blocks, each with an error band: for all tasks with equal weight, and for artificial and natural tasks with equal parts."}}
names = similarity.layer_names(stored)
similar, dissimilar = similarity.shares(stored)
difference = np.moveaxis(similar - dissimilar, 2, -1)  # pairs last
ways = {
    "every pair the same, as in the paper": None,
    "equal parts of both kinds": (0.5, 0.5),
}
SHADES = ("#9ec4e6", "#5b9bd0", "#1f6fb2", "#0b3d6e")
figure, axes = plt.subplots(1, 2, figsize=(8.6, 3.3), sharey=True)
for ax, (title, parts) in zip(axes, ways.items(), strict=True):
    if parts is None:  # what was stored is for pairs that count the same
        shown = stored["taus"] >= LEVELS[0]
        low, _, high = stored["null_difference"].mean(axis=0)[-1][:, shown]
        ax.fill_between(
            stored["taus"][shown],
            low,
            high,
            color="0.75",
            label="shuffled labels",
        )
    estimate = mean_over_tasks(stored, difference, parts)
    for name, colour, mean, half in zip(
        names, SHADES, estimate.mean, estimate.half_width, strict=True
    ):
        ax.plot(LEVELS, mean, color=colour, label=name)
        ax.fill_between(
            LEVELS,
            mean - half,
            mean + half,
            color=colour,
            alpha=0.2,
        )
    ax.axhline(0, color="0.4", linewidth=0.8)
    ax.set(xscale="log", xlabel=r"threshold $\tau$", title=title)
axes[0].set_ylabel("similar less dissimilar")
axes[0].legend(fontsize="x-small")
plt.show()


# %%
def counts(values, chosen, parts):
    """At how many thresholds the mean is clearly above and below zero."""
    side = mean_over_tasks(stored, values, parts).side()[chosen]
    return f"{(side > 0).sum():3d} above, {(side < 0).sum():2d} below"


# Thresholds at which a layer still holds one percent of the labels.
held = np.maximum(similar, dissimilar).mean(axis=(0, 2)) > 0.01
print("thresholds with a mean clearly above or below zero; its range")
for title, parts in ways.items():
    print(title)
    for layer, name in enumerate(names):
        mean = mean_over_tasks(stored, difference[:, layer], parts).mean
        print(f"    {name}: of {held[layer].sum()}", end=" ")
        print(counts(difference[:, layer], held[layer], parts), end="; ")
        print(f"{mean.min():+.3f} to {mean.max():+.3f}")
    for layer, before in ((1, 0), (2, 1), (3, 2), (3, 0)):
        step = difference[:, layer] - difference[:, before]
        print(f"    {names[layer]} less {names[before]}:", end=" ")
        print(f"of {held[layer].sum()}", counts(step, held[layer], parts))

# %% [markdown]
# **Why two panels?** One source may simply be the *better* one. Suppose it is the natural one, for artificial pairs too. Then
# $D$ would be positive for 15 pairs and negative for 6, and the paper's mean over 21 pairs would be positive: not from
# similarity, but from counting more natural pairs than artificial ones. Give both kinds equal parts, and what one source is
# better at for all pairs cancels. The panel on the right is the one that speaks of similarity.

# %%
WAYS = {
    "artificial pairs": (1, 0),
    "natural pairs": (0, 1),
    "equal parts": (0.5, 0.5),
    "natural better": (-0.5, 0.5),
}
print("share of ||y||^2 in the last layer, similar less dissimilar source;")
print("last column: natural less artificial source, equal parts of both")
print("    tau   " + " ".join(f"{way:16}" for way in WAYS))
for index in range(14, 50, 6):
    at = difference[:, -1, index]
    estimates = [
        mean_over_tasks(stored, at, parts) for parts in WAYS.values()
    ]
    cells = [f"{each.mean:+.3f} ± {each.error:.3f}" for each in estimates]
    print(f"{LEVELS[index]:7g}   " + " ".join(f"{cell:16}" for cell in cells))

for way in ("equal parts", "natural better"):
    sides = mean_over_tasks(stored, difference, WAYS[way]).side()[held]
    print(f"{way}, {sides.size} thresholds of all layers:", end=" ")
    print(f"{(sides > 0).sum()} above zero, {(sides < 0).sum()} below")

# %% [markdown]
# ## One by one
#
# Appendix D of the paper shows the single tasks. Here they are for each layer, means of the runs.

# %% mystnb={"image": {"alt": "Four panels, one a layer: the difference between similar and dissimilar source against the threshold, a thin line for each of the 21 pairs, artificial pairs in one colour and natural ones in another."}}
kinds = stored["pair_kinds"]
single = difference.mean(axis=0)  # (layers, thresholds, pairs)
figure, axes = plt.subplots(1, 4, figsize=(9, 2.6), sharey=True)
for ax, name, of_layer in zip(axes, names, single, strict=True):
    for kind, line in ((1, LINES[2]), (0, LINES[1])):
        ax.plot(
            LEVELS,
            of_layer[:, kinds == kind],
            color=line["color"],
            linewidth=0.8,
        )
    ax.axhline(0, color="0.4", linewidth=0.8)
    ax.set(xscale="log", xlabel=r"$\tau$", title=name)
    for kind, line in ((0, LINES[1]), (1, LINES[2])):
        ax.plot([], [], color=line["color"], label=similarity.KINDS[kind])
axes[0].set_ylabel("similar less dissimilar")
axes[0].legend(fontsize="x-small")
plt.show()

# %%
tau = 2.0
at = difference[..., LEVELS.tolist().index(tau), :]  # runs, layers, pairs
tasks = similarity.task_names(stored)
order = at.mean(axis=0)[-1].argsort()
print(f"last layer, tau = {tau:g}: mean of the runs (run by run)")
for rank, index in enumerate(order):
    if rank < 4 or rank >= len(order) - 4:
        task, kind = list(tasks.items())[index]
        runs = ", ".join(f"{run:+.3f}" for run in at[:, -1, index])
        print(f"    {task} ({kind}): {at[:, -1, index].mean():+.3f} ({runs})")
    elif rank == 4:
        print("    ...")
for name, of_layer in zip(names, at.mean(axis=0), strict=True):
    ahead = [
        f"{(of_layer[kinds == k] > 0).sum()} of {(kinds == k).sum()} {kind}"
        for k, kind in enumerate(similarity.KINDS)
    ]
    print(f"{name}: similar ahead in {' and '.join(ahead)} pairs")

# %% [markdown]
# ## Table 1: fine-tuning
#
# Does the better aligned source also serve better in use? Each network gets a new output layer and is trained on, on all
# artificial or all natural classes of CIFAR-10 at once. Errors hold what the runs differ by and the finite number of test
# pictures. The row *start* is a network that starts from random weights and is trained just as briefly. The paper's networks
# and training are far larger, so compare differences, not levels. And since one source can be better for both targets, the last
# line has the mean of both gains, in which that cancels.

# %%
PAPER = {  # Table 1: source -> (artificial, natural), in percent
    "artificial": (97.14, 90.49),
    "natural": (95.70, 94.55),
}
accuracy, gain, both = fine_tuning.table_1(stored)
print("test accuracy in percent   artificial classes   natural classes")
for source, *row in zip(
    stored["networks"].tolist(), accuracy.mean, accuracy.error, strict=True
):
    cells = [
        f"{100 * mean:.2f} ± {100 * error:.2f}"
        for mean, error in zip(*row, strict=True)
    ]
    print(f"    {source:20}   {cells[0]:18}   {cells[1]}")
    if source in PAPER:
        paper = [f"{each:.2f}" for each in PAPER[source]]
        print(f"        {'in the paper':16}   {paper[0]:18}   {paper[1]}")

papers = [
    PAPER["artificial"][0] - PAPER["natural"][0],
    PAPER["natural"][1] - PAPER["artificial"][1],
]
papers.append(np.mean(papers))
estimates = [*map(Estimate, *gain), both]
print("what the similar source gains, in points; if not clear: about zero")
for label, each, runs, paper in zip(
    ("artificial", "natural", "equal parts"),
    estimates,
    fine_tuning.gains(stored).T,
    papers,
    strict=True,
):
    said = ("below", "about", "above")[1 + int(each.side())]
    print(
        f"    {label}: {100 * each.mean:+.2f} ± {100 * each.error:.2f},",
        end=" ",
    )
    print(f"{said} zero (runs", end=" ")
    print(", ".join(f"{100 * run:+.2f}" for run in runs), end="; ")
    print(f"paper {paper:+.2f})")


# %% [markdown]
# Read the three lines together. Where both gains are above zero, each kind is served best by its own source. Where one is below
# zero, one source is the better one for both targets, although it resembles only one of them: similarity is not all that
# counts. What it adds is in the last line.
#
# ## Beyond the paper: does alignment rank sources and layers?
#
# Whoever transfers has a task and a choice: which network, and which of its layers? Alignment is one score to choose by. There
# are others: **kernel-target alignment**, a single number without a threshold; the **evidence** of a Bayesian linear model,
# which is what LogME ranks by; and simply the accuracy of a **linear probe** on test pictures. What they must predict is the
# test accuracy of a linear model on the two classes after $t$ steps of gradient descent, at the best of three step sizes.
#
# - *Layers*: Spearman's correlation of score and accuracy over the four layers of a network. 1 is a perfect order, 0 a
#   random one.
# - *Source*: of two sources, how often the one with the higher score is the more accurate one. A coin gets 0.5.
# - *Both*: Spearman's correlation over all eight layers of both sources.
# - *Lost*: points of accuracy that the best scored of the eight is behind the most accurate one.
#
# All four are means over pairs, layers and runs, with errors as above. The probe has an advantage that is not fair: it has seen
# the test pictures.

# %%
scores = ranking.scores(stored)
columns = ("layers", "source", "both", "lost, points")
for step, t in enumerate(stored["descent_steps"]):
    outcome = stored["descent_accuracy"][:, :2, ..., step]
    print(f"linear model after {t} steps; mean accuracy {outcome.mean():.1%}")
    print(" " * 27 + " ".join(f"{column:12}" for column in columns))
    for name, score in scores.items():
        measured = (
            ranking.order_of_layers(score, outcome),
            ranking.right_source(score, outcome).mean(axis=1),
            ranking.order_of_all(score, outcome),
            100 * ranking.cost_of_choice(score, outcome),
        )
        estimates = [mean_over_tasks(stored, values) for values in measured]
        cells = [f"{each.mean:.2f} ± {each.error:.2f}" for each in estimates]
        print(f"  {name:24} " + " ".join(f"{cell:12}" for cell in cells))

# %% [markdown]
# And **fine-tuning**? There all layers move, so that only sources can be ranked. Each point below is a pair: to the right,
# the natural source is better aligned with it; above, the network from the natural source tells the two classes better apart
# after fine-tuning. If similarity decided everything, natural pairs would lie in the upper right corner and artificial ones in
# the lower left. Whether alignment says *more* than the kind is what the correlation within the natural pairs asks.

# %% mystnb={"image": {"alt": "Scatter plot of 21 pairs: difference in alignment between natural and artificial source against the difference in accuracy after fine-tuning; artificial and natural pairs have different colours and marks."}}
by_score = {
    name: (score[:, 1, -1] - score[:, 0, -1]).mean(axis=0)
    for name, score in scores.items()
}
tuned = (stored["tuned_pairs"][:, 1] - stored["tuned_pairs"][:, 0]).mean(
    axis=0
)
figure, ax = plt.subplots(figsize=(5.4, 3.4))
for kind, mark, line in ((0, "s", LINES[1]), (1, "o", LINES[2])):
    ax.plot(
        by_score["alignment, tau = 2"][kinds == kind],
        100 * tuned[kinds == kind],
        mark,
        color=line["color"],
        label=f"{similarity.KINDS[kind]} pairs",
    )
ax.axhline(0, color="0.7", linewidth=1)
ax.axvline(0, color="0.7", linewidth=1)
ax.set(
    xlabel=r"alignment at $\tau = 2$, natural less artificial source",
    ylabel="accuracy, points",
)
ax.legend(fontsize="small")
plt.show()

groups = ("all pairs", "artificial pairs", "natural pairs")
print("Spearman's correlation with the difference after fine-tuning,")
print("mean of the runs, and half of its 95 % interval")
print(" " * 27 + " ".join(f"{group:16}" for group in groups))
for name, score in scores.items():
    estimate = similarity.agreement(stored, ranking.leads(stored, score))
    halves = zip(estimate.mean, estimate.half_width, strict=True)
    cells = [f"{rho:+.2f} ± {half:.2f}" for rho, half in halves]
    print(f"  {name:24} " + " ".join(f"{cell:16}" for cell in cells))

# %% [markdown]
# The intervals leave out one class after another, as above, and are as wide as few classes make them. Of a correlation within one
# kind they say next to nothing: there are four artificial classes and six natural ones.
#
# ## Do it yourself, here and now
#
# The same in small: the sources are two halves of scikit-learn's handwritten digits, 0 to 4 and 5 to 9; the targets are all
# pairs within a half, on pictures that were not trained on. *Similar* means more here than above: the source knows the very
# classes. Change `HALVES`, for instance to even and odd digits, and see whether the answer stays.

# %%
import time

import torch
from sklearn.datasets import load_digits

from repalign.paper.networks import hidden_layers, mlp

HALVES = ((0, 1, 2, 3, 4), (5, 6, 7, 8, 9))
SEEDS, STEPS = 3, 60
torch.set_num_threads(1)
digits = load_digits()
pictures = torch.tensor(digits.data / 16, dtype=torch.float32)
trained_on = np.arange(len(pictures)) % 2 == 0


def train(half, seed):
    """A network that tells the digits of a half apart."""
    rows = np.isin(digits.target, half) & trained_on
    labels = torch.tensor(np.searchsorted(half, digits.target[rows]))
    network = mlp(64, [64, 64], n_outputs=len(half), seed=seed)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    for _ in range(STEPS):
        loss = torch.nn.functional.cross_entropy(
            network(pictures[rows]), labels
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return network


def share_of_pair(network, pair, tau):
    """Alignment of both hidden layers with two digits."""
    rows = np.isin(digits.target, pair) & ~trained_on
    y = signed_labels(digits.target[rows])
    spectra = [
        spectrum(prepare(layer), y)
        for layer in hidden_layers(network, pictures[rows])
    ]
    return [
        alignment_curve(spec, [tau], normalized=True)[0] for spec in spectra
    ]


start = time.perf_counter()
tau = 2 * np.sqrt(180 / 2000)  # the 2 belongs to 2000 pictures; here are 180
ahead = []  # one row a seed and pair: similar less dissimilar in each layer
for seed in range(SEEDS):
    networks = [train(half, seed) for half in HALVES]
    for k, half in enumerate(HALVES):
        for pair in [(a, b) for a in half for b in half if a < b]:
            own, other = (
                share_of_pair(networks[which], pair, tau)
                for which in (k, 1 - k)
            )
            ahead.append(np.subtract(own, other))
ahead = np.reshape(ahead, (SEEDS, -1, 2))
seconds = time.perf_counter() - start
for layer, of_layer in enumerate(ahead.mean(axis=1).T, start=1):
    above = (of_layer > 0).sum()
    print(f"hidden layer {layer}: mean over pairs above zero", end=" ")
    print(f"in {above} of {SEEDS} runs")

# %% tags=["nbval-ignore-output"]
print(f"{2 * SEEDS} networks, {ahead.shape[1]} pairs: {seconds:.1f} s")
print("means, a row a run, a column a layer:")
print(ahead.mean(axis=1).round(3))

# %% [markdown]
# ## Exercises
#
# ### Exercise 7.1: equal parts
#
# By how much is the similar source ahead in the last layer at $\tau = 2$, as a share of $\lVert y \rVert^2$, mean of the runs,
# if artificial and natural pairs count for one half each?
#
# <details><summary>Hint</summary>
#
# `difference` from above has runs, layers, thresholds and pairs; `kinds` is 0 for artificial and 1 for natural pairs. Take the
# mean of each kind, then the mean of both.
#
# </details>

# %%
answer = ...  # a share
check("7.1", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
at_two = difference[:, -1, LEVELS == 2.0].mean(axis=0)[0]
answer = np.mean([at_two[kinds == kind].mean() for kind in (0, 1)])
print(f"{answer:.4f}; every pair the same: {at_two.mean():.4f}")
check("7.1", answer)

# %% [markdown]
# ### Exercise 7.2: how many test pictures?
#
# Two networks are right on about 95 % of the test pictures, and each is tested on 4000 pictures of its own. From which
# difference of their accuracies on, in percentage points, is it larger than two standard errors?
#
# <details><summary>Hint</summary>
#
# The accuracy of a network that is right with probability $p$ has the variance $p(1 - p)/n$. Variances of independent numbers
# add up.
#
# </details>

# %%
answer = ...  # percentage points
check("7.2", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
p, n = 0.95, 4000
answer = 100 * 2 * np.sqrt(2 * p * (1 - p) / n)
print(f"{answer:.2f} points;", end=" ")
print("what the paper's artificial targets gain:", end=" ")
print(f"{PAPER['artificial'][0] - PAPER['natural'][0]:.2f}")
check("7.2", answer)

# %% [markdown]
# ### Exercise 7.3: errors without care
#
# Take $D$ of the *natural* pairs in the last layer at $\tau = 2$, means of the runs. How many times larger is the error from
# leaving out classes than the naive one, the standard deviation of the 15 values over $\sqrt{15}$?
#
# <details><summary>Hint</summary>
#
# `mean_over_tasks(stored, values, (0, 1))` gives mean and error of the natural pairs alone. Hand it the mean of the runs as one run,
# `values[None]`, so that the error is of the classes only.
#
# </details>

# %%
answer = ...  # a ratio
check("7.3", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
natural = at_two[kinds == 1]
naive = standard_error(natural)
careful = mean_over_tasks(stored, at_two[None], (0, 1)).error
answer = careful / naive
print(f"{careful:.4f} against {naive:.4f}: {answer:.2f} times")
check("7.3", answer)

# %% [markdown]
# ## Summary
#
# - Whether the similar source aligns better is a difference of two curves. It has an error, and that error must know that pairs
#   share classes.
# - A mean over many natural and few artificial pairs mixes *similar* with *better*. Equal parts of both kinds tell them apart.
# - Fine-tuning asks the same of all layers at once, with accuracies in the place of alignment.
# - Alignment, kernel-target alignment and evidence can rank layers and sources before anything is trained on them. How well is
#   in the table, with errors, beside the plain alternative: train a linear probe and look.
#
# ## References
#
# - E. Imani, W. Hu, M. White (2022). [Representation Alignment in Neural Networks](https://arxiv.org/abs/2112.07806).
#   *Transactions on Machine Learning Research.*
# - J. Yosinski, J. Clune, Y. Bengio, H. Lipson (2014).
#   [How transferable are features in deep neural networks?](https://arxiv.org/abs/1411.1792) *NeurIPS.*
# - K. You, Y. Liu, J. Wang, M. Long (2021).
#   [LogME: practical assessment of pre-trained models for transfer learning](https://arxiv.org/abs/2102.11005). *ICML.*
# - N. Cristianini, J. Shawe-Taylor, A. Elisseeff, J. Kandola (2001). *On kernel-target alignment.* NeurIPS.
# - K. He, X. Zhang, S. Ren, J. Sun (2016). [Deep residual learning for image recognition](https://arxiv.org/abs/1512.03385).
#   *CVPR.*
# - A. Krizhevsky (2009). *Learning multiple layers of features from tiny images*, with CIFAR-10 and CIFAR-100. Of their
#   pictures only measurements are shown here.

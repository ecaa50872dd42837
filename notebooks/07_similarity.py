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

# %% tags=["remove-cell", "install"]
# @install@

# %% tags=["hide-input"]
from itertools import combinations

import numpy as np
import torch
from sklearn.datasets import load_digits

from repalign import alignment_curve, prepare, signed_labels, spectrum
from repalign.cli import main
from repalign.paper import results
from repalign.paper.chapters import explorers, measured
from repalign.paper.chapters.exercises import check
from repalign.paper.figures import similarity as figures
from repalign.paper.networks import hidden_layers, mlp
from repalign.paper.readings import similarity
from repalign.paper.readings.similarity import (
    LEVELS,
    fine_tuning,
    mean_over_tasks,
)
from repalign.paper.statistics import standard_error

# %% [markdown]
# **Is a network better aligned with a task when it was trained on similar things?** The tasks are pairs of animals, such as cats or
# dogs, and pairs of vehicles; one network was trained on natural things, one on artificial ones. Every task is
# a thin line: what the similar source is ahead of the other, against the threshold. Point at a line to read its name, press it to
# choose its task, and scrub through the blocks, of which the last is next to the output. How many lines stay above zero?

# %%
explorers.similarity()

# %% [markdown]
# The mean of all tasks is blue, and the one of your choice is dashed, with a thin line for each run beside it. What the mean shows
# when labels are shuffled is a grey band at zero, hardly wider than its line. *Block by block* is the same at one threshold, *The
# chosen task* the curves that are subtracted. Things to try:
#
# - <a href="#similarity?layer=3&pair=0">Airplanes or automobiles</a>,
#   <a href="#similarity?layer=3&pair=12">cats or dogs</a>: which of the two gains more from its own kind?
# - Find a pair for which the similar source is behind. Is it behind in every run?
#
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

# %% tags=["hide-input"]
# True: train and measure again, and put the results in the place of the
# stored ones.
RECOMPUTE = False
if RECOMPUTE:
    main(["run", "similarity", "--out", "runs", "--update"])
stored = results.load("similarity")
measured.how("similarity")

# %%
figures.sources()

# %%
figures.trained_sources()

# %% [markdown]
# Keep in mind what is smaller than in the paper: few epochs, pictures of 32 by 32 pixels, thirty classes a source and not five
# hundred, fewer channels. What is the same: the plan of the network, all 21 pairs with 2000 pictures each, and that nothing
# of CIFAR-10 was seen in training. "The last four hidden layers" are the last four residual blocks here, averaged over places;
# which ones they are in the paper it does not say.
#
# For all layers, thresholds and pairs $D$ is one subtraction. In the last layer, at $\tau = 2$, mean of runs and pairs:

# %%
difference = similarity.differences(stored)  # runs, layers, thresholds, pairs
kinds = stored["pair_kinds"]  # 0: artificial, 1: natural
at_two = difference[:, -1, LEVELS == 2.0].mean(axis=0)[0]
print(at_two.mean().round(3))

# %% [markdown]
# ## Figure 14, with errors
#
# How sure is a mean of 21 pairs? Pairs that share a class are not independent: there are only ten classes. So the error does
# not come from 21 values but from leaving out one class after another (a jackknife). What the runs differ by is added to it,
# and with so few runs that part is rough. The bands are 95 % intervals, by Student's quantile for as many classes and runs: what
# lies beside zero with its whole band is *clear*. The grey band, hardly wider than the line at zero, is 95 % of what shuffled labels
# give in the last layer. Mind the right end: where the curves break off, a small shift of the edge makes a large difference, of either
# sign, and bands reach out of the chart.

# %%
figures.difference()

# %%
figures.clear()

# %% [markdown]
# Each block by itself is clearly ahead at most thresholds. That later blocks are further ahead than earlier ones, the paper's second
# sentence on this figure, is clear almost nowhere (<a href="../book/reproduction.html#e9-2">E9.2</a>).
#
# **Why two charts?** One source may simply be the *better* one. Suppose it is the natural one, for artificial pairs too. Then $D$
# would be positive for 15 pairs and negative for 6, and the paper's mean over 21 pairs would be positive: not from similarity, but
# from counting more natural pairs than artificial ones. (In our runs it is the artificial one that is better, and the plain mean
# understates similarity.) Give both kinds equal parts, and what one source is better at for all pairs cancels. The chart *equal
# parts of both kinds* is the one that speaks of similarity. In the last layer:

# %%
figures.by_kind()

# %%
figures.similar_or_better()

# %% [markdown]
# Here it is the artificial source that is better for both kinds. With that cancelled the similar source is ahead, at nearly every
# threshold. But natural pairs alone show nothing clear, and few networks stand behind all of it, so
# <a href="../book/reproduction.html">the ledger</a> of the paper's claims leaves <a href="../book/reproduction.html#e9-1">E9.1</a>
# undecided.
#
# ## One by one
#
# Appendix D of the paper shows the single tasks. Here they are for each layer, means of the runs.

# %%
figures.single()

# %%
figures.in_order()

# %%
figures.ahead()

# %% [markdown]
# ## Table 1: fine-tuning
#
# Does the better aligned source also serve better in use? Each network gets a new output layer and is trained on, on all
# artificial or all natural classes of CIFAR-10 at once. Errors hold what the runs differ by and the finite number of test
# pictures. The row *start* is a network that starts from random weights and is trained just as briefly. The paper's networks
# and training are far larger, so compare differences, not levels. And since one source can be better for both targets, the last
# line of the second table has the mean of both gains, in which that cancels.

# %%
figures.table_1()

# %%
figures.gains()

# %% [markdown]
# Read the three lines together. Where both gains are above zero, each kind is served best by its own source. Where one is below
# zero, one source is the better one for both targets, although it resembles only one of them: similarity is not all that counts.
# What it adds is in the last line. Here the artificial source is the better one for both, and what is similar adds to that.
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
figures.scores()

# %% [markdown]
# And **fine-tuning**? There all layers move, so that only sources can be ranked. Each point below is a pair: to the right,
# the natural source is better aligned with it; above, the network from the natural source tells the two classes better apart
# after fine-tuning. If similarity decided everything, natural pairs would lie in the upper right corner and artificial ones in
# the lower left. Whether alignment says *more* than the kind is what the correlation within the natural pairs asks.

# %%
figures.tuned()

# %%
figures.agreement()

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
HALVES = ((0, 1, 2, 3, 4), (5, 6, 7, 8, 9))
digits = load_digits()
pictures = torch.tensor(digits.data / 16).float()
trained_on = np.arange(len(pictures)) % 2 == 0
torch.set_num_threads(1)  # small matrices gain nothing from more


# %%
def train(half, seed):
    """A network that tells the digits of a half apart."""
    rows = np.isin(digits.target, half) & trained_on
    labels = torch.tensor(np.searchsorted(half, digits.target[rows]))
    network = mlp(64, [64, 64], n_outputs=len(half), seed=seed)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    for _ in range(60):
        guesses = network(pictures[rows])
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(guesses, labels).backward()
        optimizer.step()
    return network


# %%
def share_of_pair(network, pair):
    """Alignment of both hidden layers with two digits."""
    rows = np.isin(digits.target, pair) & ~trained_on
    y = signed_labels(digits.target[rows])
    tau = 2 * np.sqrt(180 / 2000)  # 2 belongs to 2000 pictures; here are 180
    curves = [
        alignment_curve(spectrum(prepare(layer), y), [tau], normalized=True)
        for layer in hidden_layers(network, pictures[rows])
    ]
    return np.ravel(curves)


# %% [markdown]
# For three runs and the pairs of both halves, what the network from the pair's own half is ahead of the other:

# %%
ahead = []
for seed in range(3):
    networks = [train(half, seed) for half in HALVES]
    for k, half in enumerate(HALVES):
        for pair in combinations(half, 2):
            own = share_of_pair(networks[k], pair)
            other = share_of_pair(networks[1 - k], pair)
            ahead.append(own - other)
means = np.reshape(ahead, (3, -1, 2)).mean(axis=1)  # one row per run
for layer, above in enumerate((means > 0).sum(axis=0), start=1):
    print(f"hidden layer {layer}: above zero in {above} of 3 runs")

# %% tags=["nbval-ignore-output"]
means.round(3)

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
# `at_two` from above has the pairs' means of the runs; `kinds` is 0 for artificial and 1 for natural pairs. Take the mean of each
# kind, then the mean of both.
#
# </details>

# %%
answer = ...  # a share
check("7.1", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
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
print(f"{fine_tuning.gains_of(fine_tuning.PAPER)[0]:.2f}")
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
#   share classes. Here the similar source is ahead, on artificial pairs clearly, on natural ones not; as a whole the question stays
#   open.
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

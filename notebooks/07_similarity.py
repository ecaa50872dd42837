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
# - tell a source that is *similar* from one that is simply *better*, and either from one that was trained longer;
# - put an honest error on a mean over tasks that share their classes;
# - say which layers fine-tuning aligns, and what the last layers of a network lose;
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
# - At the threshold 2, find a pair and a block for which the similar source is behind. Is it behind in every run?
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
# Keep in mind what is smaller than in the paper: pictures of 32 by 32 pixels, thirty classes a source and not five hundred, fewer
# channels, twenty epochs (whether they are enough is asked <a href="#is-it-similarity">below</a>). What is the same: the plan of
# the network, all 21 pairs with 2000 pictures each, and that nothing of CIFAR-10 was seen in training. "The last four hidden
# layers" are the last four residual blocks here, averaged over places; which ones they are in the paper it does not say.
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
# lies beside zero with its whole band is *clear*. In one mean every pair counts the same, as in the paper, in the
# other both kinds have equal parts. The grey band, hardly wider than the line at zero, is 95 % of what shuffled labels give in the
# last layer. Mind the right end: where the curves break off, a small shift of the edge makes a large difference, of either
# sign, and bands reach out of the chart.

# %%
figures.difference()

# %%
figures.clear()

# %% [markdown]
# Each block by itself is clearly ahead at most thresholds. That later blocks are further ahead than earlier ones, the paper's
# second sentence on this figure, is clear at about half of the thresholds for the sixth block over the fifth. For the last one it
# is so if every pair counts the same, and hardly anywhere in equal parts; of the seventh over the sixth it is clear hardly anywhere
# (<a href="../book/reproduction.html#e9-2">E9.2</a>).
#
# **Why two means?** One source may simply be the *better* one. Suppose it is the natural one, for artificial pairs too. Then $D$
# would be positive for 15 pairs and negative for 6, and the paper's mean over 21 pairs would be positive: not from similarity, but
# from counting more natural pairs than artificial ones. Give both kinds equal parts, and what one source is better at for all pairs
# cancels. The mean with *equal parts* is the one that speaks of similarity. In the last layer:

# %%
figures.by_kind()

# %%
figures.similar_or_better()

# %% [markdown]
# Hardly anywhere is one source clearly better for both kinds. In the mean the similar one is ahead for either, for artificial pairs
# not clearly in this layer. <a href="../book/reproduction.html">The ledger</a> of the paper's claims leaves
# <a href="../book/reproduction.html#e9-1">E9.1</a> undecided all the same: the claim is of every threshold and every layer, and four
# artificial classes are few.
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
# What it adds is in the last line. Here artificial classes gain clearly from their own source. Natural ones gain nothing that is
# clear, although in alignment, above, their own source was ahead: what is aligned before fine-tuning is not all that counts after it.
#
# ## Is it similarity?
#
# *Beyond the paper.* Two objections to all of the above. **Any two networks differ.** So two more sources were trained, each of
# three superclasses of artificial and three of natural things: neither resembles a task more than the other by design. How far do
# they lie apart, whichever is ahead? And **they may have been trained too briefly**. So the two sources were also trained for fewer
# epochs, each time with a learning rate that falls to zero. There are two runs of each.

# %%
figures.mixed_sources()

# %%
figures.long_enough()

# %% [markdown]
# Over all pairs, mixed sources lie much less far apart than the similar source is ahead; of either kind alone that is not clear in
# most blocks (<a href="../book/reproduction.html#b6-1">B6.1</a>). And the lead is not owed to stopping early: over all pairs it is
# there after a quarter of the training, and grows (<a href="../book/reproduction.html#b6-2">B6.2</a>). What training changes is the
# balance. After five epochs the natural source has learned little, and natural pairs gain nothing clear from it: one would call the
# artificial source the *better* one. After twenty, that is no longer clear. Who compares sources must say how far they were
# trained.
#
# ## While it is fine-tuned
#
# *Beyond the paper*, which leaves "the relationship between alignment in hidden layers and dynamics of a fine-tuned multi-class
# network" for future work. Here $Y$ has a column for each class, and the height of a layer's curve is its mean over thresholds,
# from 0, nothing aligned, to 1.

# %%
figures.during_fine_tuning()

# %% [markdown]
# Accuracy comes first: while the new output layer learns what the hidden layers have to offer, these hardly move. Then they turn
# towards the classes that they are tuned on, though not towards those of the other kind, which nobody names to them, and rather
# away from these (<a href="../book/reproduction.html#b3-1">B3.1</a>); the last block most, the early ones hardly at all
# (<a href="../book/reproduction.html#b3-2">B3.2</a>). The source that was behind draws nearer, but on artificial classes eight epochs
# do not make both alike (<a href="../book/reproduction.html#b3-3">B3.3</a>).
#
# ## The tunnel: do the last layers lose anything?
#
# *Beyond the paper.* [Masarczyk and others](https://arxiv.org/abs/2305.19753) find that a trained network has two parts: first
# layers that make its classes separable, then a *tunnel* that compresses them and loses what other tasks would need.
# [Others](https://arxiv.org/abs/2405.15018) find that it depends on the data. Each source and its start are held against its own
# thirty classes, those of the other source, and both targets, on test pictures.

# %%
figures.tunnel()

# %% [markdown]
# There is no tunnel here. Alignment with the own classes rises most in the last two blocks
# (<a href="../book/reproduction.html#b4-1">B4.1</a>), and with most foreign ones it rises even from the seventh block to the last,
# which has as many channels. Only at a hundredth of $\sqrt n$, about what a linear probe could use, a little is lost there in most
# cases (<a href="../book/reproduction.html#b4-2">B4.2</a>): where a tunnel would begin. That the last block compresses is true, its
# effective rank is lower everywhere, but it is so before training too (<a href="../book/reproduction.html#b4-4">B4.4</a>). A
# network of eight blocks that must tell thirty classes apart may have no layers to spare.
#
# ## Beyond the paper: does alignment rank sources and layers?
#
# Whoever transfers has a task and a choice: which network, and which of its layers? Alignment is one score to choose by. There
# are others: **kernel-target alignment**, a single number without a threshold; the **evidence** of a Bayesian linear model,
# which is what LogME ranks by; the **H-score**, how much of the variation lies between classes; **NCTI**, how near the features
# are to neural collapse; and simply the accuracy of a **linear probe**, cross-validated or on test pictures. What they must
# predict is the test accuracy of a linear model on the two classes after $t$ steps of gradient descent, at the best of three
# step sizes.
#
# - *Layers*: Spearman's correlation of score and accuracy over the four layers of a network. 1 is a perfect order, 0 a
#   random one.
# - *Source*: of two sources, how often the one with the higher score is the more accurate one. A coin gets 0.5.
# - *Both*: Spearman's correlation over all eight layers of both sources.
# - *Lost*: points of accuracy that the best scored of the eight is behind the most accurate one.
#
# All four are means over pairs, layers and runs, with errors as above. The last probe has an advantage that is not fair: it has
# seen the test pictures.

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
# ### Exercise 7.1: ahead and behind
#
# Invented numbers: in the mean over 15 natural pairs the similar source is ahead by 0.10 of $\lVert y \rVert^2$, in the mean over
# 6 artificial pairs it is *behind* by 0.04. Errors are small. Suppose that what similarity adds is the same for every pair, and
# that one source may be better than the other, by the same for every pair too. What explains both numbers? (With paper and pencil.)
#
# - **A** Similarity works for natural things only; for artificial ones a similar source does harm.
# - **B** There are too few artificial pairs: the mean over all 21 is positive, and is what similarity adds.
# - **C** The natural source is better for every pair, by more than what similarity adds.
# - **D** The natural source is better for every pair, and similarity adds nothing: one cause is enough for both signs.
#
# <details><summary>Hint</summary>
#
# $D$ is the similar source less the other one. Which of the two is the natural source for an artificial pair? Let similarity add
# $s$ and the natural source be better by $b$: what are the two means?
#
# </details>

# %%
answer = ...  # a letter, A to D
check("7.1", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
s, b = np.linalg.solve([[1, 1], [1, -1]], [0.10, -0.04])
invented = np.where(kinds == 1, s + b, s - b)
print(f"similar adds {s:.2f}, natural is better by {b:.2f}")
parts = [at_two[kinds == kind].mean() for kind in (0, 1)]
print(f"mean over all pairs: invented {invented.mean():.3f}", end=", ")
print(f"measured {at_two.mean():.3f}; measured in equal parts", end=" ")
print(f"{np.mean(parts):.3f}")
answer = "C"
print("Table 1 of the paper, gains of the similar source in points:", end=" ")
print(fine_tuning.gains_of(fine_tuning.PAPER)[:2].round(2))
check("7.1", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# If *better* adds $b$ where the natural source is the similar one and takes $b$ off where it is not, and *similar* adds $s$ to
# all, then the mean over natural pairs is $s + b$ and that over artificial ones $s - b$. Half of their sum is $s = 0.03$, half of
# their difference $b = 0.07$. The plain mean is $s + b\,(15 - 6)/21 = 0.06$: twice what similarity adds. It would be a lead even
# with $s = 0$. The same arithmetic takes Table 1 of the paper apart: from the two gains printed
# above follow the part of similarity and the part of the better source.
#
# </details>
#
# ### Exercise 7.2: how many test pictures?
#
# Two networks are right on about 95 % of the test pictures, and each is tested on 4000 pictures of its own. From which
# difference of their accuracies on is it larger than two standard errors? Give percentage points, the number without the % sign.
# (With a pocket calculator.)
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
# <details><summary>In words</summary>
#
# Each accuracy has the variance $p(1 - p)/n$, and their difference has twice that. The paper's 1.44 points would be clear by this
# rule, which knows neither runs nor that both networks share test pictures.
#
# </details>
#
# ### Exercise 7.3: a jackknife by hand
#
# Three classes make three pairs. Invented values of $D$: 0.02 for cats or dogs, 0.07 for cats or birds, 0.18 for dogs or birds.
# What is the jackknife's error of their mean? With $n$ classes, $m_c$ the mean over the pairs without class $c$, and $\bar m$ the
# mean of the $m_c$, it is
#
# $$
# \sqrt{\frac{n - 1}{n} \sum_c (m_c - \bar m)^2} .
# $$
#
# (With paper and pencil.) Then compare with the naive error, the standard deviation of the three values over $\sqrt 3$. Is the
# lead clear?
#
# <details><summary>Hint</summary>
#
# Leave out cats: which pairs are left? There are three classes, so $n = 3$.
#
# </details>

# %%
answer = ...  # an error, as a share
check("7.3", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
by_pair = {("cat", "dog"): 0.02, ("cat", "bird"): 0.07, ("dog", "bird"): 0.18}
without = np.array(
    [
        np.mean(
            [value for pair, value in by_pair.items() if name not in pair]
        )
        for name in ("cat", "dog", "bird")
    ]
)
answer = np.sqrt(2 / 3 * np.sum((without - without.mean()) ** 2))
naive = standard_error(list(by_pair.values()))
print(f"without cats, dogs, birds: {without}; mean {without.mean():.3f}")
print(f"error {answer:.4f}, naive {naive:.4f}: {answer / naive:.2f} times")
check("7.3", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Without one of three classes a single pair is left, so that the $m_c$ are the three values themselves. The sum of squares is the
# same in both errors; the jackknife takes $2/3$ of it and the naive one $1/6$. So with three classes the honest error is twice
# the naive one, whatever the values are, and here it is larger than the mean. What three classes tell is far less than what three
# independent tasks would.
#
# </details>
#
# ### Exercise 7.4: errors without care
#
# Take $D$ of the *natural* pairs in the last layer at $\tau = 2$, means of the runs. How many times larger is the error from
# leaving out classes than the naive one, the standard deviation of the 15 values over $\sqrt{15}$? Guess first: above or below the
# factor of Exercise 7.3, above or below 1? Then compute it in the notebook.
#
# <details><summary>Hint</summary>
#
# `mean_over_tasks(stored, values, (0, 1))` gives mean and error of the natural pairs alone: the pair of numbers holds the weights
# of artificial and of natural pairs. Hand it the mean of the runs as one run, `at_two[None]`, so that the error is of the classes
# only. `standard_error(at_two[kinds == 1])` is the naive one.
#
# </details>

# %%
answer = ...  # a ratio
check("7.4", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
natural = at_two[kinds == 1]
naive = standard_error(natural)
careful = mean_over_tasks(stored, at_two[None], (0, 1)).error
answer = careful / naive
print(f"{careful:.4f} against {naive:.4f}: {answer:.2f} times")
check("7.4", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# The jackknife sees of the 15 values only what belongs to classes. If every value were the sum of a part of the one class and a
# part of the other, six numbers would stand behind the fifteen, and the factor would be $\sqrt 7$, the largest that six classes
# allow. If the values were independent after all, it would be about $\sqrt{2.5}$: the jackknife is then too careful. With three
# classes there is no such freedom, three numbers stand behind three values, and the factor is always 2. A naive error that is too
# small by such factors makes a lead clear that is not.
#
# </details>
#
# ### Exercise 7.5: how many runs?
#
# The mean of $D$ over independent runs is 0.05, and the runs have a standard deviation of 0.035 (with $n - 1$ in the denominator).
# Leave the classes aside. How many runs are needed at least, if both numbers stay, for the 95 % interval by Student's quantile to
# lie above zero? Guess first. (With paper and pencil; the quantiles for 1 to 5 degrees of freedom are 12.71, 4.30, 3.18, 2.78,
# 2.57.)
#
# <details><summary>Hint</summary>
#
# Half of the interval is the quantile times $0.035 / \sqrt n$. With $n$ runs there are $n - 1$ degrees of freedom.
#
# </details>

# %%
answer = ...  # a number of runs
check("7.5", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
quantiles = np.array([12.71, 4.30, 3.18, 2.78, 2.57])
runs = np.arange(2, 7)
halves = quantiles * 0.035 / np.sqrt(runs)
for n, half in zip(runs, halves, strict=True):
    print(f"{n} runs: 0.05 with an interval of {half:.3f} to each side")
answer = int(runs[halves < 0.05][0])
check("7.5", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# With two runs the interval reaches six times as far as the lead itself, since two numbers say next to nothing of their own
# spread: the quantile is 12.7 and not 2. Each further run helps twice, by $\sqrt n$ and by a smaller quantile. That is why
# this chapter calls its part of the error that comes from the runs rough.
#
# </details>
#
# ### Exercise 7.6: pairs across the halves
#
# In the live cells above every target is a pair within one half of the digits. Now take the 25 pairs *across* the halves, one
# digit of each, such as 0 or 7. Let *own* always be the network of the first half, and *other* that of the second. What does the
# mean of *own* less *other* over these pairs measure?
#
# - **A** Which half made the better source, not similarity.
# - **B** Similarity again: the first network knows one of the two digits, and so it must be ahead.
# - **C** Nothing but chance: both know one digit of each pair, so only seeds differ.
# - **D** Half of what similarity adds, since one digit of the two is known and not both.
#
# Argue first; then try it in the notebook, with a few lines after the model of the loop above.
#
# <details><summary>Hint</summary>
#
# Exchange the names of the two halves. What happens to the mean? And what would happen to a lead that is owed to similarity?
#
# </details>

# %%
answer = ...  # a letter
check("7.6", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell", "nbval-ignore-output"] jupyter={"source_hidden": true} cellView="form"
answer = "A"
across = [(low, high) for low in HALVES[0] for high in HALVES[1]]
for seed in range(2):
    first, second = (train(half, seed) for half in HALVES)
    leads = [
        share_of_pair(first, pair) - share_of_pair(second, pair)
        for pair in across
    ]
    print(f"run {seed}, both hidden layers:", np.mean(leads, axis=0).round(3))
check("7.6", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Both networks are equally similar to such a pair. Exchange the halves, and the mean changes its sign. A lead that is owed to
# similarity never does: within the halves *own* follows the task. So this mean is a control, and shows what one source is better at.
# In the mean of the chapter that part cancels, since both halves have ten pairs each.
#
# </details>
#
# ## Summary
#
# - Whether the similar source aligns better is a difference of two curves. It has an error, and that error must know that pairs
#   share classes. Here the similar source is ahead, for either kind, though not clearly at every threshold and in every layer.
# - A mean over many natural and few artificial pairs mixes *similar* with *better*. Equal parts of both kinds tell them apart.
# - A lead may be owed to a source that is better, or that was trained longer. Mixed sources and shorter trainings are the controls.
# - Fine-tuning aligns the last layers most. The last layers of a source lose hardly anything that other tasks need: in a network of
#   this size there is no tunnel.
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
# - W. Masarczyk et al. (2023). [The tunnel effect](https://arxiv.org/abs/2305.19753): building data representations in deep neural
#   networks. *NeurIPS.* And M. Y. Harun et al. (2024).
#   [What variables affect out-of-distribution generalization in pretrained models?](https://arxiv.org/abs/2405.15018) *NeurIPS.*
# - Y. Bao et al. (2019). *An information-theoretic approach to transferability in task transfer learning.* ICIP. The H-score; and
#   Z. Wang et al. (2023). *How far pre-trained models are from neural collapse on the target dataset informs their
#   transferability.* ICCV. NCTI.
# - K. You, Y. Liu, J. Wang, M. Long (2021).
#   [LogME: practical assessment of pre-trained models for transfer learning](https://arxiv.org/abs/2102.11005). *ICML.*
# - N. Cristianini, J. Shawe-Taylor, A. Elisseeff, J. Kandola (2001). *On kernel-target alignment.* NeurIPS.
# - K. He, X. Zhang, S. Ren, J. Sun (2016). [Deep residual learning for image recognition](https://arxiv.org/abs/1512.03385).
#   *CVPR.*
# - A. Krizhevsky (2009). *Learning multiple layers of features from tiny images*, with CIFAR-10 and CIFAR-100. Of their
#   pictures only measurements are shown here.

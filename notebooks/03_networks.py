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

# %% tags=["remove-cell", "install"]
# @install@

# %% tags=["hide-input"]
import numpy as np
import torch
from sklearn.datasets import load_digits

from repalign import alignment, prepare, signed_labels, spectrum
from repalign.cli import main
from repalign.paper import results
from repalign.paper.chapters import explorers, measured
from repalign.paper.chapters.exercises import check
from repalign.paper.figures import layers as layer_figures
from repalign.paper.figures import networks as figures
from repalign.paper.networks import ACTIVATIONS, hidden_layers, mlp
from repalign.paper.readings.common import LEVELS, curve, curves
from repalign.paper.readings.networks import DATASETS, comparison
from repalign.paper.training import Ensemble

# %% [markdown]
# **Does training align a representation with the labels whatever the network: deep or shallow, wide or narrow, however it is
# trained?** Here is one network before training (dotted) and after it (solid); dashed orange are the inputs, and thin lines its
# neighbours, in the same two colours. What shuffled labels reach is a grey area so low that it hardly shows. Drag the threshold,
# choose other depths and data, under *More* another sweep, and watch whether the solid line stays above the orange one.

# %%
explorers.networks()

# %% [markdown]
# Things to try:
#
# - Go through the depths. Before training, more layers mean less alignment; after it, it is the other way round on CIFAR-10, up to
#   four layers. (The abstract's "more alignment arises from depth" stays undecided,
#   <a href="../book/reproduction.html#e4-6">E4.6</a>: eight layers are nowhere clearly above four.)
# - Choose <a href="#networks?split=1">test samples</a>. The gain is there too, but smaller.
# - <a href="#networks?dataset=1">MNIST</a>: the inputs are aligned already, and training brings it to nearly 100 %.
# - <a href="#networks?dataset=0&level=0.1">CT slices at a threshold of 0.1</a>: the inputs are *above* most trained layers.
#   <a href="#networks?dataset=0&level=0.4">At 0.4</a> they are far below, but not for one hidden layer (under *More* choose the
#   optimiser SGD too, whose five networks differ widely).
#
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

# %% tags=["hide-input"]
# True: train all networks again, for about as long as the fold below
# tells, and put the results in the place of the stored ones.
RECOMPUTE = False
if RECOMPUTE:
    main(["run", "networks", "layers", "--out", "runs", "--update"])
stored, layers = results.load("networks"), results.load("layers")
measured.how("networks", "layers")

# %% [markdown]
# **When training stops.** The paper trains "until convergence". Here that is: until the loss of an epoch, mean over the five
# networks, is down to a small fraction of the loss of always answering 0, or the epochs are used up. Which of the two it was is
# stored, and stands in the table. (Where the epochs were used up some of the five networks had not come to their goal, and one
# that SGD trains is far from it.)

# %%
figures.trained()

# %% [markdown]
# **Learning rates** are chosen per setting, on the training loss alone: a sixth network tries each of three or four rates for a few
# epochs, and the rate with the lowest loss is used. The loss is logistic, and squared for the CT slices, whose target is a number,
# not a label. The pictures are the first two classes of MNIST and CIFAR-10. A CT slice is an X-ray picture across a body, described
# by 384 numbers, and the target is how high up the body it was taken; ours are of the first two patients, and those to test on are
# neighbours of those to train on. A right sign is that of the target less its mean.

# %% tags=["hide-output"] mystnb={"code_prompt_show": "Show the learning rates", "code_prompt_hide": "Hide the learning rates"}
figures.learning_rates()

# %% [markdown]
# Every curve in this chapter is made of numbers such as these: the share of the labels at $\tau = 0.2\sqrt n$ on CIFAR-10, in the
# inputs and in the final layer of the base setting, before and after training (the first of its five networks).

# %%
for name, spec in {
    "inputs": stored.spectrum("cifar10.train"),
    "before": stored.spectrum("cifar10.base.train", 0, 0),
    "after": stored.spectrum("cifar10.base.train", 1, 0),
}.items():
    tau = 0.2 * np.sqrt(spec.n_samples)
    print(f"{name}: {alignment(spec, tau) / spec.target_norm_sq:.1%}")

# %% [markdown]
# ## Figure 6 at a glance
#
# A chart for each sweep, on training samples, means of five networks. Strong: after training, with standard errors as bands; pale,
# in the same colour: before; orange: the inputs. These are the charts of CIFAR-10, where there is most to gain; those of the other
# data sets are folded below them.

# %%
figures.sweeps(["cifar10"])

# %% tags=["hide-output"] mystnb={"code_prompt_show": "Show the charts of MNIST", "code_prompt_hide": "Hide the charts of MNIST"}
figures.sweeps(["mnist"])

# %% tags=["hide-output"] mystnb={"code_prompt_show": "Show the charts of the CT slices", "code_prompt_hide": "Hide the charts of the CT slices"}
figures.sweeps(["ct_slices"])

# %% [markdown]
# Appendix A shows the same on test samples; in the explorer that is one switch.
#
# ## All 42 settings, one by one
#
# A curve can hide an exception. So here is every setting as a row, at two thresholds: open circles before training, dots after it
# (with standard errors, mostly smaller than the dot), crosses what shuffled labels reach on the trained layer, and the inputs as a
# line.

# %%
figures.settings()

# %% [markdown]
# And now every threshold: in how many of the 14 settings is the trained layer above the same layer before training (its *start*), and
# in how many is it clearly above the inputs, or clearly below them? "Clearly" means: by more than 2.8
# standard errors, Student's 95 % for five networks.

# %%
figures.counts()

# %% tags=["hide-output"] mystnb={"code_prompt_show": "Show the numbers at eight thresholds", "code_prompt_hide": "Hide the numbers at eight thresholds"}
figures.counts_at()

# %% [markdown]
# **After against before.** The claim holds without exception, wherever either layer has anything left. (At the largest thresholds
# both are next to zero, and nobody is ahead.) Depth matters most: eight layers of random weights leave next to nothing of the
# labels on large singular values, and training brings it all back. Optimiser and batch size matter little on MNIST. On CIFAR-10
# and on CT slices the networks that plain SGD trains differ widely from each other.
#
# **After against the inputs.** Here it depends on the data and on the threshold, of which the paper says nothing.
#
# - On MNIST it holds in every setting, at every threshold at which anything is left, on both kinds of samples.
# - On CIFAR-10 it holds too, and the gain is large: next to nothing of the labels lies on large singular values of the inputs.
#   (All but one hidden layer: there the five networks differ at 0.1 and 0.2, and from 0.3 on have next to nothing either; where
#   both shares are next to zero, who is ahead is of no weight.) On test samples the gain is smaller, since these
#   networks fit better than they generalise; at the smallest thresholds, where nearly every direction of the inputs counts, it is
#   not there in all settings.
# - On CT slices the inputs are ahead at small thresholds in nearly all settings, and far behind at large ones in most. Why? Look at
#   the first directions of both, each with its $\sigma/\sqrt n$ and its share of the target:

# %%
figures.first_directions()

# %% [markdown]
# The inputs hold the target on several middling directions. Training moves most of it to a single large one, and what is left
# over lies on directions too small to count. It is the trade of the peaks in chapter 5: equal directions for unequal
# ones. (Ours are the slices of two patients; the paper has those of many, and more to gain.)
#
# Nothing of this is luck of the labels: shuffled, they reach next to nothing at such thresholds. The most that they reach at 0.2,
# on any data and in any setting:

# %%
pairs = [(name, split) for name in DATASETS for split in ("train", "test")]
most = max(comparison(stored, *pair, [0.2]).null.max() for pair in pairs)
print(f"{most:.1%}")

# %% [markdown]
# ## Layer by layer
#
# Figure 7 asks where in the network it happens. Three hidden layers of 128 this time, Adam at its default rate, batches of 64,
# a fixed number of epochs: long after all training labels are right; on CIFAR-10 about until they are. Choose a layer in
# the drawing of the network, and press play for the training.

# %%
explorers.layers()

# %% [markdown]
# The explorer shows the first of five networks, here are the means. Figure 7 in full: pale before training, strong after it; then
# the same at three thresholds.

# %%
layer_figures.curves_of_layers()

# %%
layer_figures.shares()

# %% [markdown]
# **Before training** the means have the paper's order at each of these thresholds: a layer of random weights loses some of what the
# one before it had. It is not so in each network, least of all on CIFAR-10 at the smallest threshold; and over the whole curve the
# first random layer there is not below the inputs, on test samples clearly above (<a href="../book/reproduction.html#e5-2">E5.2</a>
# in <a href="../book/reproduction.html">the ledger</a> of the paper's claims). **After training** the order is reversed on the
# pictures, in every network and, within a thousandth, at every threshold of the table: each layer is better aligned than the one
# before it. On the CT slices that is so in most networks at the large threshold. At the small ones the last layer is the least
# aligned, even after training, and below the inputs, as in the sweeps.
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
#
# How far have ours collapsed? NC1 is 0 where each class is one point; "first two" is what the first two directions hold of $\Phi$.

# %%
layer_figures.collapse()

# %% [markdown]
# On CIFAR-10 the two go together: NC1 of the last layer falls as long as training goes on, and alignment grows. On MNIST NC1 falls
# in the first few epochs and then no further (choose MNIST in the explorer of the layers), although alignment is nearly perfect.
# There two directions hold nearly all of $\Phi$, and the labels are one of them: in $\Phi$, whose rows have length one, the samples
# *are* two points. But NC1 is measured on the features before their rows are divided by their lengths: that the lengths differ is
# what it still sees, and alignment does not. So neural collapse implies alignment, but alignment does not wait for it.
#
# And where do the labels lie after training?

# %%
figures.edges()

# %% [markdown]
# The edges lie where the argument puts them: networks of ReLUs at or just under the limit $\sqrt{1/2} = 0.707$, those of
# LeakyReLUs, which can be a little negative, around it, PReLUs, which learn how negative, further out, and tanh close
# to 1, its classes on opposite sides. So a curve that breaks off later does not mean more alignment. It tells where the
# activation lets two classes stand.
#
# ## Do it yourself, here and now
#
# One setting of your choice on a small task: scikit-learn's handwritten digits, odd against even (1797 images of $8 \times 8$ pixels, part
# of the library, so nothing is downloaded). Change any line under *Your choice*, run that cell and those below it, and look. For
# MNIST in place of the digits, take `X, y, X_test, y_test = samples.split("mnist", 2000, 500)` from `repalign.paper.datasets`.
# Without code, <a href="../book/playground.html#play?data=digits&samples=500&depth=3&layer=3&width=32&epoch=0">the playground</a> trains one in the page and
# follows each of its layers; its second challenge asks for a network that fits and does not align.

# %%
# Your choice.
DEPTH, WIDTH, ACTIVATION = 4, 128, "relu"  # tanh, prelu, leaky_relu
OPTIMIZER, LEARNING_RATE = "adam", 1e-3  # sgd 0.3, momentum 0.03, rmsprop
BATCH_SIZE, EPOCHS, SEEDS = 128, 30, 3

# %%
digits = load_digits()
mixed = np.random.default_rng(0).permutation(len(digits.data))
pixels, odd = digits.data[mixed] / 16, signed_labels(digits.target[mixed] % 2)
X, X_test, y, y_test = pixels[:1400], pixels[1400:], odd[:1400], odd[1400:]

# %%
torch.set_num_threads(1)  # small matrices gain nothing from more
shape = {"hidden": [WIDTH] * DEPTH, "activation": ACTIVATIONS[ACTIVATION]}
first = [mlp(X.shape[1], **shape, seed=seed) for seed in range(SEEDS)]
ensemble = Ensemble(
    first,
    torch.tensor(X).float(),
    torch.tensor(y).float(),
    optimizer=OPTIMIZER,
    learning_rate=LEARNING_RATE,
    batch_size=BATCH_SIZE,
)
for _ in range(EPOCHS):
    ensemble.train_epoch()


# %%
def final_curves(networks, X, y):
    """Alignment curves of the final hidden layers, array (S, t)."""
    inputs = torch.tensor(X).float()
    features = [prepare(hidden_layers(each, inputs)[-1]) for each in networks]
    return np.array([curve(spectrum(phi, y)) for phi in features])


live = {
    name: (
        curve(spectrum(prepare(X), y)),
        final_curves(first, X, y),
        final_curves(ensemble.networks(), X, y),
    )
    for name, X, y in [("training", X, y), ("test", X_test, y_test)]
}

# %%
at = np.argmin(np.abs(LEVELS - 0.2))
for name, (inputs, before, after) in live.items():
    start, own = ((after > each)[:, at].sum() for each in (before, inputs))
    print(f"{name}: {start} of {SEEDS} above their start, {own} above inputs")

# %% tags=["nbval-ignore-output"]
figures.compared(live)

# %% [markdown]
# The numbers of the live run can differ in late digits from machine to machine.
#
# ## Exercises
#
# ### Exercise 3.1: where training shows most
#
# Take the CT slices, training samples, and the network of four layers. The table of the first directions above is enough to
# sketch its curve and that of the inputs. At which threshold is the trained layer furthest ahead of the inputs? Bet on paper
# first. Then bring the explorer there: <a href="#networks?dataset=0&level=0.1">the CT slices</a>, depth 4, and your threshold.
# (In a notebook, answer with `explorers.networks(dataset=0, split=0, first=0, level=...)`.)
#
# <details><summary>Hint</summary>
#
# A curve steps down at every $\sigma/\sqrt n$, by the share of that direction. Look for the stretch where the inputs have lost
# all their large steps, and the trained layer has not lost its own.
#
# </details>

# %%
answer = ...  # an explorer in that state
check("3.1", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
own, base = curve(stored.spectrum("ct_slices.train")), "ct_slices.base.train"
after = curves(stored, base)[1].mean(axis=0)
best = np.argmax(after - own)
print(
    f"at {LEVELS[best]} the inputs hold {own[best]:.1%}, the layer {after[best]:.1%}"
)
answer = f"#networks?dataset=0&split=0&first=0&level={LEVELS[best]}"
check("3.1", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# The inputs have lost all their steps beyond the $\sigma$ of their first direction. The trained layer keeps its target up to the
# $\sigma$ of the direction that holds it. Between the two, all that the layer holds is its lead, and "training aligns" has its
# strongest case. At small thresholds, where the inputs count all their middling directions, it has none. So a claim about
# alignment is not complete without its threshold.
#
# </details>
#
# ### Exercise 3.2: the angle behind the edge
#
# Two classes of one size, and a layer of ReLUs that has been trained on them. Its curve stays at 100 % up to $\tau = 0.6\sqrt n$
# and is at zero beyond. Suppose that both classes have collapsed to points. What is the angle between the two points, in degrees?
# Paper and pencil.
#
# <details><summary>Hint</summary>
#
# The labels lie on $\sigma_2^2 = \frac n2 (1 - c)$. What is $c$, if $\sigma_2 = 0.6\sqrt n$?
#
# </details>

# %%
answer = ...  # an angle in degrees
check("3.2", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
angle = np.arccos(1 - 2 * 0.6**2)
points = np.array([[1.0, 0.0], [np.cos(angle), np.sin(angle)]])
spec = spectrum(np.repeat(points, 500, axis=0), np.repeat([1.0, -1.0], 500))
held = spec.singular_values[spec.squared_projections.argmax()]
answer = np.degrees(angle)
print(
    f"{answer:.1f} degrees; such points have the edge at {held / np.sqrt(1000):.2f}"
)
check("3.2", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# $(1 - \cos\theta)/2 = \sin^2(\theta/2)$, so the edge is the sine of half the angle, in units of $\sqrt n$: half the distance
# between the two points. A right angle gives $\sqrt{1/2}$, opposite points give 1.
#
# </details>
#
# ### Exercise 3.3: what four numbers say
#
# At $\tau = 0.1\sqrt n$ the inputs hold 95 % of a target, a trained layer 80 %. At $\tau = 0.4\sqrt n$ the inputs hold 5 %, the
# layer 75 %. All rows have length one, all samples are training samples. Which statement follows? Paper and pencil.
#
# - **A** A linear model on the trained layer can fit at most 80 % of the target.
# - **B** Training has moved the target, as a whole, to smaller directions.
# - **C** Three quarters of the target lie on at most six directions of the trained layer.
# - **D** A linear model on the trained layer will have a smaller test error than one on the inputs.
#
# <details><summary>Hint</summary>
#
# The squares of all singular values add up to $n$. How many of them can be $0.16\,n$ or more?
#
# </details>

# %%
answer = ...  # a letter, A to D
check("3.3", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
print(f"a direction beyond 0.4 carries {0.4**2:.0%} of Phi or more")
print(f"so there are at most {int(1 / 0.4**2)} of them")
answer = "C"
check("3.3", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# A threshold is a count in disguise: beyond $q\sqrt n$ there are at most $1/q^2$ directions. A fails because the other 20 % may
# lie on smaller directions, which a linear model can use as well. B is true of a part only: below 0.1 the layer has 20 % of the
# target and the inputs 5 %, but beyond 0.4 it has 75 % and the inputs 5 %. And D would need test samples. "The layer is better
# aligned" is no full statement either: at 0.1 it is not.
#
# </details>
#
# ### Exercise 3.4: classes of two sizes
#
# "The alignment is all of $\lVert y \rVert^2$ up to the edge, and zero beyond." Break it. Nine tenths of the samples are of one
# class, one tenth of the other. Both classes have collapsed, to two points at a right angle; labels are 1 and -1. Up to which
# threshold, in units of $\sqrt n$, is the alignment all of $\lVert y \rVert^2$, and which share of it is left just beyond? Paper
# and pencil, or `spectrum` on ten rows in the notebook.
#
# <details><summary>Hint</summary>
#
# At a right angle $\Phi$ has one column for each class, of ones and zeros. The two columns are orthogonal: what are their
# lengths, and how much of $y$ lies on each?
#
# </details>

# %%
answer = ...  # a threshold in units of sqrt(n), and a share
check("3.4", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
of_first = np.arange(10) < 9
spec = spectrum(
    np.column_stack([of_first, ~of_first]), np.where(of_first, 1.0, -1.0)
)
print("sigma / sqrt(n):", (spec.singular_values / np.sqrt(10)).round(3))
print("shares of y:", (spec.squared_projections / 10).round(3))
answer = (
    spec.singular_values[1] / np.sqrt(10),
    spec.squared_projections[0] / 10,
)
check("3.4", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Each class is a direction of its own, with $\sigma_k^2 = n_k$ and the projection $n_k$. So the curve has two steps, and most of
# it is held far out. That is no merit of the features: a constant output alone already holds $0.8^2 = 64$ % of these labels. The
# chapter takes classes of one size, whose constant part is zero. With others, compare with the curve of a constant feature.
#
# </details>
#
# ### Exercise 3.5: the collapse that NC1 does not see
#
# On MNIST, NC1 of the last layer falls and then stays, or even rises a little, while the labels stay on one direction. Here is
# the simplest case of it. Two classes of one size; all features of the first class point along one axis, those of the second
# along another, at a right angle. Divided by their lengths they are two points. But the lengths vary: in each class they have the
# mean $m$ and the standard deviation $s$. If NC1 of the features is 0.02, what is $s/m$? $\Sigma_W$ is the mean of the two
# classes' covariances, $\Sigma_B$ the mean over the two class means of the squared deviation; nowhere $n - 1$. Paper and pencil.
#
# <details><summary>Hint</summary>
#
# $\Sigma_B$ has one direction, that of the difference of the class means. How far is each mean from the mean of all? How far do
# samples spread from their own class's mean along that direction?
#
# </details>

# %%
answer = ...  # a ratio
check("3.5", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
answer = np.sqrt(2 * 0.02)
long, short = 1 + answer, 1 - answer  # mean 1, standard deviation s/m
X2 = np.array([[long, 0.0], [short, 0.0], [0.0, long], [0.0, short]])
between = np.cov(
    [X2[:2].mean(axis=0), X2[2:].mean(axis=0)], rowvar=False, bias=True
)
within = (
    sum(np.cov(each, rowvar=False, bias=True) for each in (X2[:2], X2[2:]))
    / 2
)
nc1 = np.trace(within @ np.linalg.pinv(between)) / 2
seen = layers["mnist_train_collapse"][-1, :, -1].mean()
print(
    f"s/m = {answer:.2f}: four samples with such lengths have NC1 = {nc1:.3f}"
)
print(
    f"lengths alone would make MNIST's {seen:.3f} if s/m were {np.sqrt(2 * seen):.2f}"
)
check("3.5", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Along the difference of the means, each mean lies $m/\sqrt 2$ from the mean of all, so $\Sigma_B$ is $m^2/2$ there. A sample
# spreads along its own axis only, and half of that variance falls on the difference: $s^2/2$. So NC1
# $= \frac12 \cdot \frac{s^2/2}{m^2/2} = \frac12 (s/m)^2$. It rises whenever lengths come to differ more, though no direction has
# moved. Alignment is computed from rows of length one, and does not notice.
#
# </details>
#
# ### Exercise 3.6: what depth does before training
#
# Why do eight layers of random weights leave next to nothing at large thresholds? A wide layer of ReLUs with random weights and
# no biases brings two vectors with the cosine $c = \cos\theta$ to the cosine
#
# $$
# c' = \frac{\sin\theta + (\pi - \theta)\cos\theta}{\pi}
# $$
#
# (Cho and Saul 2009). Two classes of one size sit on two points at a right angle, and pass through one such layer after another.
# After how many layers is the edge of their curve below $0.35\sqrt n$ for the first time? A calculator, or a loop of three lines
# in the notebook. (To see it happen, choose the layer of <a href="../book/playground.html#play?depth=4&layer=4&width=64&epoch=0">four random ones</a> in the
# playground.)
#
# <details><summary>Hint</summary>
#
# After one layer $c' = 1/\pi$, and the edge is at $\sqrt{(1 - 1/\pi)/2} = 0.584$. Take the angle of that cosine, and go on.
#
# </details>

# %%
answer = ...  # a number of layers
check("3.6", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
c, edges = 0.0, [np.sqrt(1 / 2)]
while edges[-1] >= 0.35:
    c = (np.sin(np.arccos(c)) + (np.pi - np.arccos(c)) * c) / np.pi
    edges.append(np.sqrt((1 - c) / 2))
answer = len(edges) - 1
print("edges, layer by layer:", np.round(edges, 3))
rng, many = np.random.default_rng(0), np.eye(40)  # 20 pairs at a right angle
for _ in range(answer):
    many = np.maximum(many @ rng.normal(size=(many.shape[1], 2000)), 0)
    many /= np.linalg.norm(many, axis=1, keepdims=True)
drawn = np.sqrt((1 - (many[:20] * many[20:]).sum(axis=1)) / 2).mean()
print(f"{answer} random layers of 2000 units, mean of 20 pairs: {drawn:.3f}")
check("3.6", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# A random layer keeps two points apart, so nothing of the labels is lost at small thresholds. But it brings them closer: the
# constant direction takes an ever larger part of $\Phi$, and the direction of the labels an ever smaller one. That is a loss of
# alignment at a threshold, with no loss of what a linear model can fit. Training has to push the points apart again, and does.
#
# </details>

# %% [markdown]
# ## Summary
#
# - Training aligned the final hidden layer in every setting of depth, width, optimiser, activation and batch size, compared
#   with the same layer before training.
# - Compared with the inputs it depends on the data and on the threshold: on large singular values the trained layers win, on
#   small ones the inputs may hold more, as they do on the CT slices.
# - Random layers lose alignment from one to the next, on average (the first on CIFAR-10 is not below the inputs); trained
#   ones gain it, on the CT slices at a large threshold only.
# - Collapse of two classes to two points means perfect alignment, up to a threshold that their angle sets. The converse does
#   not hold.
#
# ## References
#
# - E. Imani, W. Hu, M. White (2022). [Representation Alignment in Neural Networks](https://arxiv.org/abs/2112.07806).
#   *Transactions on Machine Learning Research.*
# - V. Papyan, X. Y. Han, D. L. Donoho (2020).
#   [Prevalence of neural collapse during the terminal phase of deep learning training](https://arxiv.org/abs/2008.08186). *PNAS.*
# - Y. Cho, L. K. Saul (2009). *Kernel methods for deep learning.* NeurIPS.
# - F. Graf et al. (2011). *Relative location of CT slices on axial axis.* UCI Machine Learning Repository. CC BY 4.0.
# - A. Krizhevsky (2009). *Learning multiple layers of features from tiny images.*

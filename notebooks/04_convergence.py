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
# # Convergence: a fast phase and a slow one
#
# *Sections 3, 6 and 9 of the paper; Proposition 1 and Figures 1, 5, 8 and 9.*
#
# **After this chapter you can**
#
# - write down the whole learning curve of a linear model before training it, for any step size;
# - say which directions are learned in the fast phase, and what the slow phase costs in weights;
# - say what stopping after the fast phase is good for, and when it is not;
# - tell two representations that fit the same data apart by how they learn it;
# - say where this theory stops.
#
# *Reading: @reading@. Running: @running@.*

# %% tags=["remove-cell", "install"]
# @install@

# %% tags=["hide-input"]
import numpy as np

from repalign import (
    Spectrum,
    alignment_curve,
    max_step_size,
    spectrum,
    training_error,
    weight_norm,
)
from repalign.cli import main
from repalign.paper import results
from repalign.paper.chapters import explorers, measured
from repalign.paper.chapters.exercises import check
from repalign.paper.figures import convergence, expressivity

# %% [markdown]
# **Why is a part of a target learned in a few steps, and another not in ten thousand?** Press play, choose *shuffled* under
# "Directions of", in the chart of the directions, and play again. Watch which directions are learned first, and how far down the loss comes.

# %%
explorers.descent()

# %% [markdown]
# This is gradient descent on real features: CT slices (the first patients of the UCI data set, columns standardised), with four
# label vectors on the *same* representation: the true target, the target shuffled, one on the top five directions, and one on the
# bottom five. No step is walked: all curves are a closed form, the one that this chapter is about. Things to try:
#
# - Press play. A direction becomes a small grey dot when it has lost 99 % of its share. The large $\sigma$ go first; the fast
#   phase, shaded, ends when directions up to ten times slower than the fastest have gone.
# - Choose *shuffled* under "Directions of", in the chart of the directions. The same singular values, the same step size; but the labels are on the slow
#   directions, and the weights they need are large: open *What it costs in weights*, whose dashes are the weights that each
#   direction needs in the end.
# - Push the step size past 1, the limit $2/\sigma_1^2$, or drag the line in the chart of directions below the largest
#   $\sigma$. The top direction overshoots, and the loss grows without bound.
#   Between one half and one it overshoots too, and still converges. The paper asks for less than one half.
# - Choose *your own*, drag its points, and solve the puzzles.

# %% tags=["hide-input"]
# True: measure again, for about as long as is told below (CT slices are
# downloaded if they are not there), and replace the stored results.
RECOMPUTE = False
if RECOMPUTE:
    for experiment in ("convergence", "expressivity", "random_features"):
        main(["run", experiment, "--out", "runs", "--update"])
stored = results.load("convergence")
measured.how("convergence", "expressivity", "random_features")

# %% [markdown]
# ## Every direction on its own
#
# Chapter 1 took the squared loss apart into directions that do not touch each other. Gradient descent keeps them apart.
# From $w_0 = 0$, with $w_{t+1} = w_t - \eta\,\Phi^\top(\Phi w_t - y)$, the weight in direction $v_i$ after $t$ steps is
#
# $$
# v_i^\top w_t = \left(1 - (1 - \eta\sigma_i^2)^t\right) \frac{u_i^\top y}{\sigma_i} ,
# $$
#
# so that direction forgets its share of the loss by the factor $(1 - \eta\sigma_i^2)^2$ in every step, whatever the others do.
# Summed up, this is **Proposition 1** of the paper (proved, with what follows from it, on the page
# <a href="../book/proofs.html">Proofs</a>):
#
# $$
# \lVert \Phi w_t - \Phi w^* \rVert = \sqrt{\sum_{i=1}^{r} (1 - \eta \sigma_i^2)^{2t}\, (u_i^\top y)^2} .
# \tag{3}
# $$
#
# Here $w^*$ are the weights of least squares. The formula says everything. Where the labels lie on large $\sigma_i$, the sum
# collapses in a few steps. What lies on small ones stays. And the weights must go further there: $u_i^\top y / \sigma_i$.
#
# Nothing in it is particular to real data. A few random features, twenty steps of descent, and the formula:

# %%
rng = np.random.default_rng(0)
phi, y = rng.normal(size=(50, 5)), rng.normal(size=50)
spec = spectrum(phi, y)
eta = 0.5 * max_step_size(spec)
w = np.zeros(5)
for _ in range(20):
    w -= eta * phi.T @ (phi @ w - y)
print(f"walked   {np.linalg.norm(phi @ w - y):.12f}")
print(f"foretold {training_error(spec, [20], step_size=eta)[0]:.12f}")

# %% [markdown]
# (These two hold what no weights can fit as well, the part of $y$ outside the span of the features, which never changes.)
#
# Figure 8 of the paper draws two such processes, $\sigma_1 = 6$ and $\sigma_2 = 1$, here at a quarter of the limit. A well aligned label vector has most of its
# length on the first, a poorly aligned one half on each. Circles are the start, squares the state when the fast process has come to
# rest. (In the notebook, `convergence.two_processes([0.99, 0.7])` and `convergence.phases([0.99, 0.7])` draw other splits.)

# %%
convergence.two_processes()

# %%
convergence.phases()

# %% [markdown]
# ## The one that starts fast and the one that arrives first
#
# Figure 9 puts two label vectors on one representation. $y_1$ is the 10th left singular vector: one direction, of medium
# $\sigma$. $y_2$ is a weighted sum of the 5th and the 50th: most of it is on a larger $\sigma$, and a little on a much
# smaller one. So $y_2$ starts faster, and $y_1$, which never changes its rate, overtakes it. The closed form knows when; a real
# run of gradient descent, step by step, was held against it.

# %%
convergence.crossing()

# %%
convergence.crossings()

# %% [markdown]
# Make the step size smaller: the crossing comes later, but at nearly the same loss. (For small $\eta$, $(1 - \eta\sigma^2)^{2t}$ is
# nearly $e^{-2\eta t \sigma^2}$, so that the loss depends on $\eta t$ alone.)

# %%
explorers.figure9()

# %% [markdown]
# The paper prints singular values of about 115, 70 and 30 for the 5th, 10th and 50th direction, and says of the features only
# that they are the input representation. Which scaling gives such values? Rows of unit length cannot: the squares of 1000 of
# them add up to 1000. Here are four scalings of the columns. We have fewer samples than 1000, and singular values grow like the root of
# their number; so ours are multiplied by the root of 1000 over that number:

# %%
convergence.scalings()

# %% [markdown]
# None gives them. Standardised columns come nearest, as ratios go and over all three. Raw and centred ones cannot: the first five
# directions have at least the printed value of the 5th, the next five that of the 10th, and the squares of these ten alone add up
# to more than all squares of raw or centred columns. Our samples are of two patients, the paper's of 74, so an exact match was not
# to be expected; what the figure claims does not depend on it. Nor did we have the paper's 1000 samples, but these:

# %%
target = stored.spectrum("target", 0)
print(f"{target.n_samples} training samples, {target.n_features} features")
print(f"rank {target.rank}, {len(stored['crossing'])} draws")

# %% [markdown]
# ## Does stopping early generalise?
#
# In the fast phase, section 6.1 says, an aligned target loses most of its loss while test and training error stay together; and
# stopping there "guarantees small weights, and thus better generalization". What test error is depends on what is tested. Where test
# slices are drawn at random, most have a neighbour of the same patient among the training slices, and are nearly copies of it. So here
# is a harder test beside that one: train on slices of one of our two patients, test on the other. The first patient has many slices
# over a long stretch of the body, the second few, over a short part of that stretch; "the other way round" is trained on those few.
# And since real labels are not exact: the same target with noise added, which varies as much as the target itself. Test labels have
# no noise.

# %%
convergence.stopping_early()

# %%
convergence.left_over()

# %% [markdown]
# - **Test and training error stay together on neighbours only.** On another patient they part in the first steps. What was learned on
#   the few slices of a short stretch helps with the long one next to nothing: no number of steps takes the test loss far below its
#   start.
# - **Stopping early helps against noise, not because of alignment.** With noise on the target, training on raises the test loss, on
#   neighbours and on the other patient many times over, and the weights grow with it: noise lies on the slow directions. (On
#   another patient it may have risen above its start within the fast phase already.) Without noise it is another matter: on other
#   slices of the same patients the slow phase lowers the test loss further, and stopping early is the worse choice; on another
#   patient it first lowers it and then raises it above its start, in every draw; the other way round it changes next to nothing.
#   Small weights *guarantee* nothing here.
#
# In <a href="../book/reproduction.html">the ledger</a> of the paper's claims this is
# <a href="../book/reproduction.html#e6-4">E6.4</a> and <a href="../book/reproduction.html#e6-7">E6.7</a>. Two patients are no sample
# of patients; the draws are of their slices.
#
# ## Three representations that all fit
#
# Section 3 of the paper opens with a puzzle. Three representations of 1024 features each fit the training data exactly: the hidden
# layer of a ReLU network, an RBF network with trained centres, and sparse coding over a learned dictionary. Yet gradient descent on
# them is another matter (Figure 1). The alignment curves (Figure 5) say why. Beside them stand the raw inputs and, in the tables,
# an RBF network of as many units that each reach further. The paper reads its curves at $\tau = 8$, with 1000 samples; singular
# values grow like the root of their number, so that with ours its threshold is lower, in the same place of the curve (the dotted
# line). *Height* in the tables is the mean of a curve over all thresholds from $\sqrt n/100$ to $\sqrt n$ on a logarithmic axis.

# %%
expressivity.learning()

# %%
expressivity.curves()

# %%
expressivity.representations()

# %% [markdown]
# *Paper's sizes* is the best of the step sizes that the paper sweeps, *near the limit* is 0.99 of the largest that converges. How
# clear are the differences, over the draws?

# %%
expressivity.compared()

# %%
expressivity.test_errors()

# %% [markdown]
# What holds of the paper's claims on these data? **Each learnt representation fits exactly**: least squares leaves nothing but
# rounding. **Alignment** has the paper's order in height: network above RBF network above sparse coding. At the paper's threshold
# alone, the dotted line, the network holds most of $\lVert y \rVert^2$ and more than the RBF network; how much of it the RBF
# network holds varies from draw to draw, so that its lead over sparse coding is not clear there. Whether its curve is "more similar to
# dictionary learning than the NN", as the paper reads off Figure 5, depends on the axis: on a logarithmic one it is nearer to the
# network (<a href="../book/reproduction.html#e1-6">E1.6</a>). And the raw inputs,
# which do not fit exactly, are here better aligned than the network: slices of two patients are nearly in order already.
#
# **The test error of the network** on other slices of the same patients is a small part of that of sparse coding (the table has the
# factors). Below that of the RBF network it is not clearly; the RBF network with wider units, of which the paper does not speak,
# does better than both. On another patient no more is left of this than a smaller lead over sparse coding; the other way round,
# where nothing of use is learned, all come out alike.
#
# **Speed** is where to look closely. With the step sizes that the paper sweeps the network is the first to have one hundredth of
# its loss left, as Figure 1 says: clearly before sparse coding, and on average before the RBF network, which comes first in some
# draws. Later sparse coding overtakes it, on training samples only. Near the largest stable step size of
# each, it is still ahead of the RBF network, but sparse coding is about as fast. Its singular values are small, but they are
# *alike*, and so a step size is stable on it that would diverge on the others. The rate of direction $i$ is set by $\eta\sigma_i^2$
# with $\eta < 2/\sigma_1^2$: what counts is $\sigma_i/\sigma_1$. Here is the share of the target on directions above one half, and
# above one fifth, of each one's own $\sigma_1$:

# %%
fits = results.load("expressivity")
for name in ("network", "rbf_network", "sparse_coding"):
    spec = fits.spectrum(name, 0)
    taus = spec.singular_values[0] * np.array([1 / 2, 1 / 5])
    print(name, alignment_curve(spec, taus, normalized=True).round(2))

# %% [markdown]
# An absolute threshold compares representations at a common step size. And being fast to fit is not being right: the test error of
# sparse coding stays where it is.
#
# ## Is a random network enough?
#
# Section 9 looks back: "random neural networks have poor alignment, even if they are sufficiently large to enable accurate
# approximation". Large enough is easily had: a hidden layer of 1024 ReLU units with random weights, never trained, fits any labels
# of 1000 samples exactly. Here it is, and four such layers one after another, beside the inputs and a layer of 1024 units that was
# trained; the tables have other widths too. The third data set is synthetic, the peaks function of [chapter 5](05_peaks.ipynb),
# which no linear model of its inputs fits.

# %%
expressivity.random_networks()

# %%
expressivity.random_heights()

# %%
expressivity.out_of_reach()

# %% [markdown]
# One random layer is **below the trained one** on all three, on CT slices by next to nothing. **Poor it is not**, where the inputs
# are not: on CT slices and MNIST it stays a little below them, and at the paper's threshold, a quarter of $\sqrt n$, where the
# paper finds its trained network good, it still holds most of $\lVert y \rVert^2$. Nor does width hurt: the wider, the better
# aligned. What costs alignment is **depth**: four random layers keep two thirds of the inputs' height on CT slices, half of it on
# MNIST and an eighth on the peaks function, as in the curves "before training" of chapter 3. And where the inputs are poor, on the
# peaks function, the random layer fits all that they cannot, and is aligned no better; training is what changes that. In the ledger
# this is <a href="../book/reproduction.html#e1-8">E1.8</a>.
#
# ## Where theory stops
#
# Proposition 1 is about full-batch gradient descent on the squared loss. What of its neighbours? Here they are on the same features,
# for the true target and the shuffled one, minibatches and the logistic loss at the same step size. The closed form is broad and pale.

# %%
convergence.beyond()

# %% [markdown]
# **Minibatches** follow the prediction in the mean, with noise: each step sees another Gram matrix. **Adam** does not: it
# rescales every weight by the size of its gradient, works in the basis of the features and not in that of the singular
# vectors, and is faster where $\sigma$ is small; the order of the two labels, aligned before shuffled, stays. **The logistic
# loss** is a parabola only near zero outputs. There the closed form predicts it, with targets $2y$ and a quarter of the step
# size; as soon as outputs are confident, the true curve goes its own way, further down.
#
# ## Exercises
#
# ### Exercise 4.1: how many steps, how much weight?
#
# Two label vectors of the same length: one lies on the top direction with $\sigma_1 = 30$, the other on one with $\sigma = 3$.
# The step size is $\eta = 1/\sigma_1^2$, so the first is learned in one step. After how many steps is the loss of the second
# under 1 % of its start? And how large are its weights then, as a ratio of their norm to that of the first's? Paper and pencil.
#
# <details><summary>Hint</summary>
#
# The loss is multiplied by $(1 - \eta\sigma^2)^2 = 0.99^2$ in every step. The weight after $t$ steps is
# $\left(1 - 0.99^t\right) u^\top y / \sigma$.
#
# </details>

# %%
answer = ...  # a number of steps, and a ratio
check("4.1", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
two = Spectrum([30.0, 3.0], np.eye(2), [0.0, 0.0], 10, 2)
walked = np.arange(1, 1000)
loss = training_error(two, walked, step_size=1 / 30**2)[:, 1] ** 2
there = walked[np.argmax(loss < 0.01)]
first, second = weight_norm(two, [there], step_size=1 / 30**2)[0]
print(
    f"{there} steps; weights {first:.4f} and {second:.4f}: {second / first:.2f} times"
)
answer = there, second / first
check("4.1", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# A tenth of $\sigma$ costs a hundred times slower forgetting, and ten times the weight. That is what stopping early saves: steps
# like $1/\sigma^2$, and weights like $1/\sigma$. The third puzzle of <a href="#descent?focus=your+own&step=20">your own
# points</a> lives on it: at the same $\sigma$, move the target to larger ones.
#
# </details>
#
# ### Exercise 4.2: beyond the limit
#
# A representation has $\sigma = 10, 6, 3$, and the step size is 1.1 times the limit $2/\sigma_1^2$. The label vector has
# *nothing* on the top direction: it lies on the other two. What does its loss do, in exact arithmetic? Predict first.
#
# - **A** It grows without bound.
# - **B** It falls to zero, as it would below the limit.
# - **C** It stays where it is.
# - **D** It falls at first, then swings between two values for ever.
#
# <details><summary>Hint</summary>
#
# Every direction on its own. Compute $1 - \eta\sigma^2$ for $\sigma = 10$, 6 and 3, with $\eta = 0.022$.
#
# </details>

# %%
answer = ...  # a letter, A to D
check("4.2", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
sigmas, rng = np.array([10.0, 6.0, 3.0]), np.random.default_rng(0)
print("1 - eta sigma^2:", (1 - 0.022 * sigmas**2).round(3))
u, v = (np.linalg.qr(rng.normal(size=(n, 3)))[0] for n in (20, 3))
phi, y, w = u * sigmas @ v.T, u[:, 1] + u[:, 2], np.zeros(3)
for t in range(401):
    if t in (0, 10, 30, 400):
        print(f"walked {t} steps: {np.square(phi @ w - y).sum():.1e}")
    w -= 0.022 * phi.T @ (phi @ w - y)
answer = "B"
check("4.2", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# The limit $2/\sigma_1^2$ is the limit of the top direction alone. A direction that holds nothing has nothing to overshoot with:
# $1.2^t$ times 0 is 0. But a computer does not know exact arithmetic. Rounding puts some $10^{-16}$ on the top direction, and
# that grows by the factor 1.2 in every step, so a walk of some hundred steps ends as in A. So a step size beyond the limit can
# look right for as long as one looks.
#
# </details>
#
# ### Exercise 4.3: the crossing at an eighth
#
# <a href="#figure9?ratio=0.4">The explorer of Figure 9</a> starts at a step size of 0.4 of the limit. Find the step at which $y_1$ overtakes $y_2$ there.
# At which step will it be at a step size of 0.05, an eighth? Write your prediction down, then bring the explorer to this step
# size and this step. A few per cent do not matter. (In a notebook, answer with `explorers.figure9(ratio=0.05, step=...)`.)
#
# <details><summary>Hint</summary>
#
# For small $\eta$ the loss depends on $\eta t$ alone.
#
# </details>

# %%
answer = ...  # an explorer in that state
check("4.3", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
y1, y2 = stored.spectrum("y1", 0), stored.spectrum("y2", 0)
crossed = []
for ratio in (0.4, 0.05):
    eta, t = ratio * max_step_size(y1), np.arange(1000)
    errors = (training_error(each, t, step_size=eta) for each in (y1, y2))
    crossed.append(int(np.argmax(np.less(*errors))))
print(
    f"at 0.4 step {crossed[0]}; predicted {8 * crossed[0]}, in truth {crossed[1]}"
)
answer = explorers.figure9(ratio=0.05, step=8 * crossed[0])
check("4.3", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Eight times as many steps, each an eighth as long: the same $\eta t$. It is not exact, since $(1 - x)^t$ forgets a little faster
# than $e^{-xt}$, and the more so the larger $x = \eta\sigma^2$ is. Where they cross, $y_2$ has next to nothing left but its slow
# part. So it is $y_1$ that gains from a large step size, and overtakes a little early.
#
# </details>
#
# ### Exercise 4.4: when to stop
#
# Two directions, a fast one and a slow one. A label vector holds signal on both, and noise, the same amount on each; below, all are
# given as squared lengths. The error counts against the signal alone, as on test samples without noise. When the fast
# phase ends, all that the labels have on the fast direction is learned, noise included, and nothing of the slow one. For which
# labels is the error smaller when one stops there than when one goes on to the end? Paper and pencil.
#
# - **A** Signal 99 fast and 1 slow, no noise.
# - **B** Signal 99 fast and 1 slow, noise 4 on each.
# - **C** Signal 60 fast and 40 slow, noise 4 on each.
# - **D** Signal 1 fast and 99 slow, noise 4 on each.
#
# <details><summary>Hint</summary>
#
# A direction that is learned leaves its noise as an error; one that is not learned leaves its signal. Squares
# add up, since the two directions are orthogonal.
#
# </details>

# %%
answer = ...  # a letter, A to D
check("4.4", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
cases = {"A": (99, 1, 0), "B": (99, 1, 4), "C": (60, 40, 4), "D": (1, 99, 4)}
for letter, (fast, slow, noise) in cases.items():
    start, stopped, end = fast + slow, noise + slow, noise + noise
    print(
        f"{letter}: {start} at the start, {stopped} after the fast phase, {end} in the end"
    )
answer = next(
    letter for letter, (_, slow, noise) in cases.items() if slow < noise
)
check("4.4", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Stopping pays if the slow direction holds less signal than noise. So it takes both: labels whose signal is aligned, *and* noise.
# Without noise (A) good alignment makes stopping cheap, not better. Without alignment (C, D) stopping avoids the noise and loses
# more signal than that. Small weights, which all four have after the fast phase, do not decide it.
#
# </details>
#
# ### Exercise 4.5: labels that never move
#
# "The loss falls in every step, if the step size is below the limit." Break it. The representation has three samples and two
# features,
#
# $$
# \Phi = \begin{pmatrix} 1 & 0 \\ 1 & 1 \\ 0 & 1 \end{pmatrix} .
# $$
#
# Give labels $y$, the first of them 1, with which gradient descent from $w_0 = 0$ never changes its weights, whatever the step
# size. Paper and pencil.
#
# <details><summary>Hint</summary>
#
# The first step is $\eta\,\Phi^\top y$.
#
# </details>

# %%
answer = ...  # three numbers, the first of them 1
check("4.5", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
phi = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
outside = np.linalg.svd(phi)[0][:, 2]
answer = (outside / outside[0]).round(12)
spec = spectrum(phi, answer)
print("first step:", (phi.T @ answer).round(12), "; labels:", answer)
print(
    f"squared projections {spec.squared_projections.round(12)}, outside {spec.residual:.0f}"
)
check("4.5", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# $(1, -1, 1)$ is orthogonal to both columns. Its projections on $u_1 \propto (1, 2, 1)$ and $u_2 \propto (1, 0, -1)$ are zero, so
# equation (3) says that the distance to the *best fit* is 0 from the start. It says nothing of how good that fit is: the part of
# $y$ outside the span stays in the loss for ever. Slow is not the same as impossible: $(1, 0, -1)$ lies on the smaller singular
# value, and is learned.
#
# </details>
#
# ### Exercise 4.6: with momentum
#
# Proposition 1 is about plain descent. Extend it: with momentum $\beta$ each step repeats a part of the one before,
# $w_{t+1} = w_t - \eta\,\Phi^\top(\Phi w_t - y) + \beta (w_t - w_{t-1})$. Directions still do not touch each other, and what is
# missing on one of them follows
#
# $$
# e_{t+1} = (1 - \eta\sigma^2 + \beta)\, e_t - \beta\, e_{t-1} , \qquad e_0 = e_{-1} = 1 .
# $$
#
# Take the slow direction of Exercise 4.1, $\eta\sigma^2 = 0.01$, and $\beta = 0.81$. After how many steps is its loss, $e_t^2$,
# under 1 %? A loop in any language, or the closed form with a calculator.
#
# <details><summary>Hint</summary>
#
# The equation $z^2 = (1 - \eta\sigma^2 + \beta) z - \beta$ has a double root here, $z = 0.9$. So $e_t = (1 + a t)\, 0.9^t$, and
# $e_1 = 0.99$ gives $a$.
#
# </details>

# %%
answer = ...  # a number of steps
check("4.6", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
before, now, answer = 1.0, 1.0, 0
while now**2 >= 0.01:
    before, now, answer = (
        now,
        (1 - 0.01 + 0.81) * now - 0.81 * before,
        answer + 1,
    )
print(
    f"{answer} steps: {now:.4f}; closed form {(1 + answer / 10) * 0.9**answer:.4f}"
)
check("4.6", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Without momentum it took several times as many (Exercise 4.1). The roots meet where $\sqrt\beta = 1 - \sqrt{\eta\sigma^2}$, and
# with less or more momentum this direction is slower in the long run. With $\beta$ tuned to it, the factor of a step is
# $1 - \sqrt{\eta\sigma^2}$ in place of $1 - \eta\sigma^2$: it is slow like $1/\sigma$ and not like $1/\sigma^2$. Faster directions
# then forget by $\sqrt\beta$ a step as well, and much slower ones still go like $1/\sigma^2$, by $1 - \eta\sigma^2/(1 - \beta)$.
# Alignment still decides what is fast; it decides by less.
#
# </details>

# %% [markdown]
# ## Summary
#
# - Gradient descent runs along each singular direction on its own, at the rate $(1 - \eta\sigma_i^2)^2$ a step. The spectrum
#   of a label vector *is* its learning curve.
# - Aligned labels are learned in the fast phase, with small weights. The rest is slow and needs large ones.
# - Stopping early helps where labels are noisy. What test and training error have in common there depends on how near test samples are.
# - Representations that fit equally well learn differently, and alignment says which will learn fast at a common step size.
# - A wide random layer fits anything and stays near its inputs in alignment; depth without training loses it.
# - It is a theory of full-batch descent on the squared loss; minibatches follow it in the mean, Adam and confident logistic
#   outputs do not.
#
# ## References
#
# - E. Imani, W. Hu, M. White (2022). [Representation Alignment in Neural Networks](https://arxiv.org/abs/2112.07806).
#   *Transactions on Machine Learning Research.*
# - S. Arora, S. Du, W. Hu, Z. Li, R. Wang (2019).
#   [Fine-grained analysis of optimization and generalization](https://arxiv.org/abs/1901.08584). *ICML.*
# - S. Oymak, Z. Fabian, M. Li, M. Soltanolkotabi (2019). [Generalization guarantees for neural networks via harnessing the low-rank
#   structure of the Jacobian](https://arxiv.org/abs/1906.05392).
# - F. Graf et al. (2011). *Relative location of CT slices on axial axis.* UCI Machine Learning Repository. CC BY 4.0.

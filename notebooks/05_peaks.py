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

# %% tags=["remove-cell", "install"]
# @install@

# %% tags=["hide-input"]
import numpy as np
import torch

from repalign import alignment, prepare, spectrum
from repalign.cli import main
from repalign.paper import results
from repalign.paper.chapters import explorers, measured
from repalign.paper.chapters.exercises import check
from repalign.paper.datasets.peaks import (
    PEAKS,
    peaks,
    peaks_inputs,
    peaks_variables,
    shared,
)
from repalign.paper.figures import peaks as figures
from repalign.paper.networks import hidden_layers, mlp
from repalign.paper.readings.common import share
from repalign.paper.training import Ensemble, squared_loss

# %% [markdown]
# **A network learns one task. Which others does its hidden layer now help, and which does it hurt?** Scrub through the epochs and
# watch the layer (solid). At epoch 0 it is below the inputs (dashed) for all three tasks; training lifts it above them for the
# source and for the related task, and pushes it further down for the unrelated one. Drag the variables of a sample to see what each
# task reads of them: the source and the related task share all three, the unrelated one shares none. Then choose a task for the
# linear model, which is trained on 100 points only.

# %%
explorers.peaks()

# %% [markdown]
# A network with one hidden layer is trained on a source task. Its hidden layer is then measured against three label vectors: the
# source itself, a related task and an unrelated one ($S$, $T_1$ and $T_2$ in the paper). A linear model is trained on the inputs and
# on the layer, before training and after, by gradient descent; every learning curve is a closed form.

# %% tags=["hide-input"]
# True: train again, for about as long as is told below, and put the
# results in the place of the stored ones.
RECOMPUTE = False
if RECOMPUTE:
    main(["run", "peaks", "tangent", "--out", "runs", "--update"])
stored = results.load("peaks")
measured.how("peaks", "tangent")

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
# not. Here are five samples: $A$, $B$ and $C$, then $P_{ABC}$, and beside it the related $P_{BAC}$ by hand.

# %%
variables = peaks_variables(5, np.random.default_rng(0))  # five samples
A, B, C = variables[:, :3].T
related = np.where(B > 0.5, A, C)
np.column_stack([A, B, C, peaks("ABC", variables), related]).round(2)

# %% [markdown]
# These are the functions of our runs:

# %%
figures.tasks()

# %% [markdown]
# ## Training on a source
#
# What the explorer shows is one run, and under *Source* two more: up to the names of its variables every source is the same
# function, so what another one changes is chance. Over all runs, in shares of $\lVert y \rVert^2$ (Figure 10):

# %%
figures.curves()

# %%
figures.shares()

# %% [markdown]
# And what the related task gains at $\tau = 2$, run by run:

# %%
before = share("inputs", 2.0, target=1)(stored)
after = share("one_layers", 2.0, -1, 0, target=1)(stored)
(after - before).round(3)

# %% [markdown]
# The source gains at every threshold of the table, and the unrelated task loses at every one: after training it is below the inputs
# *and* below the untrained layer. The related task is above both, by several standard errors, **up to a threshold**. Look at its
# last rows in the table: there the inputs are ahead again, and stay so until the thresholds are larger than all their singular
# values, at about 15. The paper does not say at which thresholds it looks. Why the inputs hold out so long: their 60 bumps are all
# alike, so their singular values are too, nearly equal and large, and about half of any peaks function is linear in them. That half
# sits on large singular values, and the other half is not to be had at all. Training trades equal directions for unequal ones.
#
# ### A source that means nothing
#
# Training changes a layer whatever the labels are. So what is owed to the source? The same networks were trained as long on the
# labels of the source *shuffled* among the samples: the same inputs, the same steps, nothing to learn. What they gain is the null of
# this chapter, and <a href="../book/reproduction.html">the ledger</a> of the paper's claims holds every claim of transfer against it.

# %%
figures.shuffled()

# %% [markdown]
# A meaningless source gives none of them anything. What the source and the related task gain, and at this threshold nearly all
# that the unrelated one loses, is owed to what the source means.
#
# ## Learning curves and weights
#
# The same for the linear model on 100 points (Figure 11), mean and standard error over the runs, at the best of three step
# sizes; and the norm of the weights against the share of the loss that it has reduced.

# %%
figures.learning()

# %%
figures.test_errors()

# %% [markdown]
# Test error goes the way of alignment: after training on the source it is lower for the related task than on the inputs, and higher
# for the unrelated one. Weights do so for the unrelated task; for the related one they are alike until half of the loss is reduced,
# and further on, where the curves part, runs differ too much for a clear answer
# (<a href="../book/reproduction.html#e7-6">E7.6</a>). The fast phase reduces far more of the loss on the related task than on the
# unrelated one; whether it is more than half of it varies from run to run (<a href="../book/reproduction.html#e7-7">E7.7</a>).

# %% [markdown]
# ## Layers
#
# With three hidden layers one can ask where in the network the source takes over. Choose a layer, and scrub.

# %%
explorers.peaks_layers()

# %% [markdown]
# Again over all runs, after training (Figure 12):

# %%
figures.layers()

# %%
figures.layer_shares()

# %% [markdown]
# The closer to the output, the better for the source: the order of the layers is the paper's. For the related task it is the other
# way round: the first layer is best aligned with it, and the last is less aligned than the inputs are. Is that specialisation? The
# heights of the curves fall as much from the first layer to the last where the source was shuffled
# (<a href="../book/reproduction.html#e7-9">E7.9</a> in the ledger), so the fall in alignment alone does not show it. Count the tasks
# that a layer serves instead. For each of the 119 functions other than the source a linear model is trained on the layer with 100
# samples, or 1000, that no network has seen, and is tested on 1000 more. A layer *helps* where the lowest held-out loss is below that
# on the inputs.

# %%
figures.targets.helped()

# %%
figures.targets.related()

# %% [markdown]
# The deeper the layer, the fewer tasks it helps, against the inputs and against the same layer before training. (That too is not all
# owed to what the source means: after training on a shuffled source the second layer helps fewer than the first as well,
# <a href="../book/reproduction.html#e7-11">E7.11</a>.) Whoever transfers should not always take the last layer. And mind the related task: at $\tau = 2$ the last layer is less aligned
# with it than the inputs are, and yet a linear model on it does better. An alignment at one threshold is not the transfer itself.
#
# ## Does alignment predict transfer?
#
# In short: **at a low threshold it does**, and better than counting the variables that two tasks share. But much of that is not of
# transfer: where nothing is transferred, since the source was shuffled, alignment foretells what a linear model will reach as well.
# At high thresholds counting is the better guide, except with three hidden layers and few samples. Beside a probe, or beside what a linear model can reach at
# all, it depends on depth and samples whether alignment still adds anything. What follows is how that was found.
#
# Figure 10 has one related and one unrelated task. The 119 others of every source share none, some or all of its variables.
# For each, take the *gain*: alignment after training less that of the inputs, on the 10000 samples. And take the *benefit*: by
# how much the lowest held-out loss on the trained layer is below that on the inputs, a share of the loss at the start. The
# linear models see other samples than those that alignment is measured on, and are tested on yet others, so that nothing but
# the representation is common to both.

# %%
figures.targets.gain_and_benefit()

# %%
figures.targets.by_shared_variables()

# %% [markdown]
# (A goal is a held-out loss, as a share of its start.) All that share three variables reach a lower loss, none that shares none
# does, and of those that share two most do, but not all. Fewer are sooner at a goal, and not even all that share three are. Could
# the number of shared variables say it alone? Here are both, at four thresholds, as rank correlations over the 119 targets, mean
# over the sources, for the networks with one hidden layer and with three:

# %%
figures.foretold.correlations()

# %%
figures.foretold.at_thresholds()

# %% [markdown]
# *Right signs* is the share of targets where gain and benefit have the same sign, less what is had by always naming the commoner
# one; *shuffled* is the correlation after training on a shuffled source, of its own gains with its own benefits. So: at a low
# threshold alignment orders targets better than counting does, and with one hidden layer it tells positive from negative transfer
# far better than that guess; with three hardly any target profits, and the guess is hard to beat. At high thresholds counting is
# better with one hidden layer; with three slightly, and with many samples only. There is no threshold for all ends: what can be
# learned from many samples sits on small singular values too, and what is learned in few steps on large ones. With 1000 samples and
# a low threshold the gain and the benefit both come close to one and the same number, what a linear model can reach on the layer at
# all, and a shuffled source shows the same; the test with teeth is that with 100.
#
# ### Does it say more than something simpler?
#
# A correlation may be owed to a third thing. A **partial** rank correlation takes off what the others say: the number of shared
# variables; the **reach**, the share of the labels in the span of the layer, which the best linear model can fit; and a **probe**,
# ridge regression with each sample left out, on the same 100 labelled samples that alignment is then measured on too, since whoever
# chooses a layer has no 10000 labels. *Steps to 80 %* are those of descent until the held-out loss is down to 80 % of its start.

# %%
figures.foretold.given()

# %%
figures.foretold.from_few_labels()

# %% [markdown]
# Alignment says more than the number of shared variables, clearly so for the loss that is reached; but so it does where nothing is
# transferred (<a href="../book/reproduction.html#b1-1">B1.1</a>). For speed the threshold is decisive: among the targets that share
# two variables, and with one hidden layer, a gain at $\tau = 2$ says nothing of how soon the held-out loss falls a little. Given
# what a linear model can reach at all it still adds much with 100 samples; with 1000, where nearly all that can be reached is
# reached, the reach alone is the better guide. And from 100 labels the probe adds to alignment with one hidden layer, and alignment
# to the probe with three: neither makes the other superfluous. The **effective rank** of a layer, the exponential of the entropy of
# its singular values' shares, knows no labels and is one number for all targets. Of which layer serves a target best it says what
# alignment at $\tau = 2$ says: always the first. Of the order of all three alignment says no more
# (<a href="../book/reproduction.html#b1-4">B1.4</a>).
#
# ### Is it dead units?
#
# Negative transfer has another explanation: ReLU units that training leaves inactive are lost for any other task (Maennel et al.
# 2020). The paper says that this cannot be its case. Take the units that are idle after training, active on less than a hundredth
# of the samples; remove the same units from the layer *before* training, and see what that costs the targets that share no
# variable.

# %%
figures.targets.idle()

# %%
figures.targets.costs()

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
figures.tangent.trainings()

# %%
figures.tangent.heights()

# %%
figures.tangent.curves()

# %% [markdown]
# Rich training moves the weights by more than their own length, lazy training by a small part of it, and both learn the source,
# lazy training less well. Where features hardly move, neither curve can gain much
# (<a href="../book/reproduction.html#b5-2">B5.2</a>). But layer and kernel do not say the same.
# The kernel is the better aligned with all three tasks, as it was before training, and it does not turn away from the unrelated one,
# which the layer loses (<a href="../book/reproduction.html#b5-3">B5.3</a>).
# That is no contradiction. The layer says what a new output layer can make of it, the kernel what all weights together could
# still learn; negative transfer shows in the first alone. And a word of caution: a shuffled source lifts the kernel's curves too,
# all three alike, though by less (<a href="../book/reproduction.html#b5-1">B5.1</a> in the ledger).
#
# ## Do it yourself, here and now
#
# The training is small: <a href="../book/playground.html#play?data=peaks&samples=1000&width=32&second=unrelated&epoch=0">the playground</a> does it in the
# page, with transfer before your eyes and challenges about it. Here it runs live too, in a few seconds. First 5000 points and three tasks: the source, one related to it, one
# not.

# %%
variables = peaks_variables(5000, np.random.default_rng(0))
X = peaks_inputs(variables)
Y = np.column_stack(
    [peaks(name, variables) for name in ("ABC", "BAC", "DEF")]
)
Y -= Y.mean(axis=0)

# %% [markdown]
# Three seeds are trained **at once**, as an ensemble: their weights are stacked, and one batched product serves them all.

# %%
torch.set_num_threads(1)  # small matrices gain nothing from more
inputs = torch.tensor(X).float().expand(3, -1, -1)
labels = torch.tensor(Y[:, 0]).float().expand(3, -1)
networks = [mlp(60, [60], seed=seed) for seed in range(3)]
ensemble = Ensemble(
    networks, inputs, labels, seeds=range(3), loss=squared_loss
)
for _ in range(15):
    ensemble.train_epoch()

# %% [markdown]
# What did the hidden layers gain? One row for each seed, one column for each task: 1 where the share is above that of the inputs.

# %%
tau = 2 * np.sqrt(len(X) / 10_000)  # singular values grow like the root of n
layers = [hidden_layers(each, inputs[0])[-1] for each in ensemble.networks()]
specs = [spectrum(prepare(layer), Y) for layer in (X, *layers)]
start, *ends = [alignment(spec, tau) / spec.target_norm_sq for spec in specs]
gains = np.array(ends) - start
np.sign(gains).astype(int)

# %% tags=["nbval-ignore-output"]
gains.round(3)

# %% [markdown]
# ## Exercises
#
# ### Exercise 5.1: count the cousins
#
# Suppose that there were eight variables, $A$ to $H$, and so 336 peaks functions in place of 120. How many of them would share
# exactly two variables with $P_{ABC}$? (With paper and pencil.)
#
# <details><summary>Hint</summary>
#
# Choose the two that are shared, the one that is not, and an order of the three. In the notebook `shared` counts for you, once you
# have the names of all 336.
#
# </details>

# %%
answer = ...  # a whole number
check("5.1", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
of_six = sum(shared("ABC", name) == 2 for name in PEAKS)
letters = "ABCDEFGH"
triples = [X + Y + Z for X in letters for Y in letters for Z in letters]
names = [name for name in triples if len(set(name)) == 3]
answer = sum(shared("ABC", name) == 2 for name in names)
print(
    f"{answer} of {len(names)}; with six variables {of_six} of {len(PEAKS)}"
)
check("5.1", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Three choices of the shared pair, five of the third, six orders.
#
# </details>
#
# ### Exercise 5.2: a gate that opens less often
#
# "About half of any peaks function is linear in the inputs." Where does the half come from? Suppose that the inputs can
# fit any function of *one* variable, and therefore any sum of such functions, but nothing else. Now let the gate open less often:
#
# $$
# Q_{XYZ} = \begin{cases} Y & \text{if } X > 0.8 \\ Z & \text{otherwise.} \end{cases}
# $$
#
# Which share of the variance of $Q_{XYZ}$ can such a sum hold? That is the height at which the alignment curve of the inputs
# starts. (With paper and pencil.)
#
# <details><summary>Hint</summary>
#
# The variables are independent, so the best sum adds up the means of $Q$ given one variable. What is the mean of $Q$ given $Y$?
# Given $Z$? Given $X$? The variance of a sum of independent terms is the sum of their variances. And $Q$ itself is as spread as
# $Y$ or $Z$.
#
# </details>

# %%
answer = ...  # a share of the variance
check("5.2", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
drawn = np.random.default_rng(1).random((100_000, 3))
for gate in (0.5, 0.8):
    gated = np.where(drawn[:, 0] > gate, drawn[:, 1], drawn[:, 2])
    gated -= gated.mean()
    # Twenty steps of each variable fit any function of it, nearly.
    bins = np.hstack(
        [np.eye(20)[(20 * column).astype(int)] for column in drawn.T]
    )
    fitted = bins @ np.linalg.lstsq(bins, gated, rcond=None)[0]
    answer = (1 - gate) ** 2 + gate**2
    print(
        f"gate at {gate}: {answer:.2f}; simulated: {np.var(fitted) / np.var(gated):.2f}"
    )
check("5.2", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Given $Y$, the mean of $Q$ is $0.2\,Y$ and a constant; given $Z$ it is $0.8\,Z$ and a constant; given $X$ it is one half,
# whatever $X$ is. So the best sum is $0.2\,Y + 0.8\,Z$ and has $0.2^2 + 0.8^2$ of the variance of one variable, which is that of
# $Q$. With a gate at 0.5 this is $0.25 + 0.25$, the half of the chapter. The rest is the gate at work, a product of $X$ with $Y$
# and $Z$: no layer that treats each variable by itself has it, and it is what training must add.
#
# </details>
#
# ### Exercise 5.3: who gains most?
#
# A network with one hidden layer learns $P_{ABC}$. Put four targets into the order of what the hidden layer then gains for them
# over the inputs at $\tau = 2$, the largest gain first.
#
# - **A** $P_{DEF}$
# - **B** $P_{BAC}$
# - **C** $P_{DBC}$
# - **D** $P_{ACB}$
#
# Guess first, with an argument for each place. The explorer at the top of the chapter shows one related and one unrelated task of
# each source, but not which related task gains more. Ask what is new: what must one know for the target that neither the source
# nor the inputs have?
#
# <details><summary>Hint</summary>
#
# What is $P_{ABC} + P_{ACB}$? And the half of $P_{DBC}$ that is a sum of functions of one variable is in the inputs before any
# training.
#
# </details>

# %%
answer = ...  # four letters, the largest gain first
check("5.3", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
shares = stored["one_alignment"][..., np.isclose(stored["levels"], 0.02)][
    ..., 0
]
gained = {letter: [] for letter in "ABCD"}
for run, (source, *_) in enumerate(stored["functions"]):
    for k, name in enumerate(stored["targets"]):
        # The target in the letters that it has where the source is ABC; D is new.
        told = "".join("ABCD"[str(source).find(letter)] for letter in name)
        letter = {"DDD": "A", "BAC": "B", "DBC": "C", "ACB": "D"}.get(told)
        if letter:
            gained[letter].append(shares[run, -1, k] - shares[run, 0, k])
for letter, values in gained.items():
    print(f"{letter}: {round(np.mean(values), 2) + 0:+.2f}")
answer = "".join(sorted(gained, key=lambda letter: -np.mean(gained[letter])))
check("5.3", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# $P_{ABC} + P_{ACB} = B + C$: one of the two returns $B$ and the other $C$, whatever $A$ is. A layer that has learned $P_{ABC}$
# and has not forgotten $B + C$ therefore holds $P_{ACB}$ as well, by one subtraction. $P_{BAC}$ has another gate, but of
# variables to which the network attends: it gains in part. $P_{DBC}$ shares two variables, and yet next to nothing is gained: its
# easy half was in the inputs before, and its gate asks for $D$, which the source never used. $P_{DEF}$ loses. To count shared
# variables orders some of this, but not why.
#
# </details>
#
# ### Exercise 5.4: why does it hurt?
#
# After training on $P_{ABC}$, the hidden layer is less aligned with $P_{DEF}$ than the inputs are. Which explanation agrees with
# all that this chapter has measured? (You can do it to a network yourself: challenge 4 of
# <a href="../book/playground.html#play?second=unrelated&depth=3&layer=3&epoch=0">the playground</a>.)
#
# - **A** Units fall idle in training, and those that are left are too few for another task.
# - **B** The labels of $P_{DEF}$ are negatively correlated with those of $P_{ABC}$, so that what fits the one spoils the other.
# - **C** Any training as long as this one turns a layer away from what it was, and so away from any task but its own.
# - **D** Directions that vary with $A$, $B$ and $C$ grow; those of $D$, $E$ and $F$ sink to small singular values.
#
# <details><summary>Hint</summary>
#
# Three of them make a prediction that was tested: with units removed, with a shuffled source, with independent variables. For the
# one that is left, compare the curves of the unrelated task at $\tau = 0.5$ and at $\tau = 4$, in the explorer at the top of the
# chapter.
#
# </details>

# %%
answer = ...  # a letter
check("5.4", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
answer = "D"
for tau in (0.5, 2.0, 4.0):
    inputs_hold = share("inputs", tau, target=2)(stored).mean()
    layer_holds = share("one_layers", tau, -1, 0, target=2)(stored).mean()
    print(
        f"tau = {tau}: inputs {inputs_hold:.2f}, trained layer {layer_holds:.2f}"
    )
check("5.4", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# For the inputs it makes no difference which of these thresholds one takes: their singular values are alike and large. For the
# trained layer it makes a large one. Most of what is missing at the highest of the three is there at the lowest: it has not left
# the layer, it lies on small singular values. A part has left the span altogether, and that part no threshold brings back. So
# "negative transfer" is in part a matter of patience: many steps of descent on many samples get back what is on small
# singular values.
#
# </details>
#
# ### Exercise 5.5: a threshold chosen after looking
#
# Break the claim. Someone would like to report that, after training on a source, the layer is worse than the inputs for a related
# task, and is free to choose the threshold after looking. Guess first at which end of the axis such thresholds lie. Then, in the
# explorer at the top of the chapter, at the first source and the last epoch, set $\tau$ so that the trained layer is behind the
# inputs for the related task, although it is ahead for the source itself. (In a notebook: `answer = explorers.peaks(threshold=...)`,
# or a link that names all three, such as `"#peaks?source=0&checkpoint=25&threshold=2"`.)
#
# <details><summary>Hint</summary>
#
# The inputs have one large singular value and then many that are alike. The trained layer has unequal ones. Go to the right, and
# stop before the inputs have nothing left.
#
# </details>

# %%
answer = ...  # the explorer, or a link to its state
check("5.5", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
last = len(stored["epochs"]) - 1
answer = f"#peaks?source=0&checkpoint={last}&threshold=10"
for task, name in enumerate(("source", "related")):
    inputs_hold = share("inputs", 10.0, target=task)(stored)[0]
    before, after = (
        share("one_layers", 10.0, c, 0, target=task)(stored)[0]
        for c in (0, last)
    )
    print(
        f"{name}: inputs {inputs_hold:.2f}, untrained layer {before:.2f}, "
        f"trained {after:.2f}"
    )
check("5.5", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Nothing is false in such a report but the freedom it took. To say that training *hurt* would be false: at the same $\tau$ the
# untrained layer held still less. There are three ways to take that freedom away: name the threshold
# before looking; show the whole curve, or its height, a mean over all thresholds that was fixed beforehand; or give the threshold
# that the use implies, since $t$ steps of descent learn what lies above a threshold that falls as $t$ grows (chapter 4). The
# paper names none, so this book tells its claim at several.
#
# </details>
#
# ### Exercise 5.6: collapse to the source
#
# The last layers of a deep network lose what the source does not need. Take that to its end: a representation of which, beside the
# constant, only the source's own values are left, so that its one direction is $u_1 = y_S / \lVert y_S \rVert$ with
# $y_S$ the centred labels of $P_{ABC}$. Which share of the centred labels of $P_{DBC}$ lies on $u_1$, and which of $P_{BAC}$, for
# very many samples? (With paper and pencil.)
#
# <details><summary>Hint</summary>
#
# The share is the squared correlation. $E[y\,y']$ is a mean over cases: which variables are above 0.5 decides what is
# multiplied. For two different variables the mean product is $1/4$, for one with itself $1/3$. Mind that in $P_{BAC}$ the gate's
# own variable may be returned by the other function: given that $A$ is above 0.5, its mean is $3/4$.
#
# </details>

# %%
answer = ...  # two shares, of P_DBC and of P_BAC
check("5.6", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
answer = (
    ((7 / 24 - 1 / 4) / (1 / 12)) ** 2,
    ((55 / 192 - 1 / 4) / (1 / 12)) ** 2,
)
drawn = peaks_variables(100_000, np.random.default_rng(0))
for name, exact in zip(("DBC", "BAC"), answer, strict=True):
    r = np.corrcoef(peaks("ABC", drawn), peaks(name, drawn))[0, 1]
    print(f"P_{name}: {exact:.3f}; simulated: {r**2:.3f}")
check("5.6", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# $P_{DBC}$ returns the same variable as $P_{ABC}$ in half of the cases: $E = (1/3 + 1/4)/2$. For $P_{BAC}$ there are four cases,
# equally likely: both above 0.5 give $B \cdot A$ with $9/16$, both below give $C \cdot C$ with $1/3$, and the other two $1/8$
# each. Take off $1/4$, divide by $1/12$, square.
#
# Compare with 5.3. There $P_{BAC}$ gained and $P_{DBC}$ did not; here $P_{DBC}$ has more. And $P_{ACB}$, which gained most, has
# nothing on $u_1$ at all: it is $B + C - P_{ABC}$, and what the inputs knew of $B + C$ has been lost. The same source, the same
# targets, another layer, another order: what transfers depends on what a layer has kept, not on the tasks alone.
#
# </details>
#
# ## Summary
#
# - Training on a source task turns the hidden layer towards that task, towards related ones, and away from unrelated ones.
# - Learning curves of a linear model on few points go the same way: that is positive and negative transfer. For weights it is clear on
#   the unrelated task only.
# - With one hidden layer a source of shuffled labels does little of this: transfer is owed to what the source means, not to
#   training as such. With three, much of what other tasks lose they lose to shuffled labels too.
# - On samples that nobody trained on, the gain in alignment at a low threshold orders 119 targets as transfer does, and says more
#   than the number of shared variables; with many samples it foretells as much where nothing is transferred. At a high threshold it
#   says less with one hidden layer. It is a prediction, not a rule with a threshold.
# - The deeper the layer that is transferred, the fewer tasks it helps, in part whatever the source was; units that fell idle are not why others are hurt.
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

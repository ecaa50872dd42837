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
# # Emergence: alignment out of nothing
#
# *Section 4.2 of the paper; Figure 2, a to d.*
#
# **After this chapter you can**
#
# - measure the alignment of real images with their labels, and tell it from chance;
# - show that training makes alignment even for labels that mean nothing;
# - say where in the network and when in training it appears;
# - say what chance alone gives, and why one measures it by shuffling the labels and does not take $1/n$.
#
# *Reading: @reading@. Running: @running@.*

# %% tags=["remove-cell", "install"]
# @install@

# %% tags=["hide-input"]
import numpy as np
import torch
from sklearn.datasets import load_digits

from repalign import (
    alignment,
    cumulative_power,
    permutation_null,
    prepare,
    spectrum,
)
from repalign.cli import main
from repalign.paper import readings, results
from repalign.paper.chapters import explorers, measured
from repalign.paper.chapters.exercises import check
from repalign.paper.figures import emergence as figures
from repalign.paper.networks import hidden_layers, mlp
from repalign.paper.training import Trainer
from repalign.widgets import Checkpoint, EmergenceExplorer

# %% [markdown]
# **A network can learn labels that mean nothing. What happens to its representation meanwhile?** Watch it train, or drag the epoch.
# The arrow is the label vector, which turns from all other directions of the final hidden layer towards its ten largest. Beside it
# each direction is a bar, as high as its share of the shuffled labels. At epoch 0 they lie anywhere; watch where they are when the
# list is learned.

# %%
explorers.emergence()

# %% [markdown]
# Below we take that apart: first the images as they are, then the training, then the layers. The network was trained for 1000 epochs,
# once for each of three seeds; the results are stored in the package, so the chapter runs in seconds and without data.

# %% tags=["hide-input"]
# True: download MNIST if it is not there, train as told below for each
# seed, and put the results in the place of the stored ones.
RECOMPUTE = False
if RECOMPUTE:
    main(["run", "emergence", "--out", "runs", "--update"])
stored = results.load("emergence")
measured.how("emergence")

# %% [markdown]
# ## The labels of zeros and ones are aligned from the start
#
# We take 5000 zeros and 5000 ones of MNIST as they are: 784 pixels, a constant feature for the bias, rows divided by their
# length. Labels are $\pm 1$, so $\lVert y \rVert^2 = 10000$. How much of it lies on each left singular vector?

# %%
figures.inputs()

# %%
figures.top_of_inputs()

# %% [markdown]
# The zeros and ones of MNIST differ in just what images differ in most, and ten of hundreds of directions hold nearly all of the
# label vector, though not every one of the ten a part of it (Exercise 2.1). Shuffling keeps the images and the number of labels of
# each class, and destroys only the pairing. What is left is chance. But how much is chance? A vector that points anywhere in $n$
# dimensions has $1/n$ of its squared length on each direction; the dotted line below is that. The grey band holds, threshold by
# threshold, 95 % of the curves of labels shuffled anew. One curve may well leave it for a while, and the one that we drew does,
# by so little that the numbers under the explorer show it better than the chart.
#
# Move the threshold. In *Where the labels lie*, directions above it keep their colour; their sum is the *alignment curve*.

# %%
explorers.emergence_inputs()

# %% [markdown]
# The shuffled curve starts, at the left end, at the share of *all* directions of the inputs: some hundreds out of 10000, so a
# few per cent of any vector fall into their span. That is the first thing to check in a claim of alignment: more directions
# catch more of everything. The second is the balance of the classes, to which exercise 2.3 comes back.
#
# ## Training on nonsense
#
# Now the experiment. A network with three hidden layers as wide as the input is trained **on the shuffled labels**. There
# is nothing to learn but the list. It learns the list. We look at its final hidden layer with the same labels: before
# training (Figure 2c), and after it (Figure 2d).

# %%
figures.final_layer()

# %% [markdown]
# Folded below, since Exercise 2.4 asks you to guess first: the mean over the seeds at eight epochs. The explorer above has all
# checkpoints of the first seed.

# %% tags=["hide-output"] mystnb={"code_prompt_show": "Show the numbers at eight epochs", "code_prompt_hide": "Hide the numbers at eight epochs"}
figures.top_over_epochs()

# %% [markdown]
# Two things stand out. The directions turn *while* the labels are learned, not before; and the alignment of a network that
# knows its list by heart comes near that of true labels with their images (both tables are above). So alignment alone
# does not prove meaning: training brings it about with or without.
#
# A third shows when you scrub through the late epochs. Once the last label is learned, alignment no longer grows: it drifts down a
# little while the loss goes on towards zero. And long after, the loss can jump up and fall again, and **alignment falls and
# returns with it**. Thilak et al. (2022) describe such jumps under Adam and call them slingshots. A plausible reason, which we
# have not tested: Adam divides a gradient by the root of a running mean of its squares; when the loss has all but vanished, so
# has that mean, and the next gradient that is not tiny makes an enormous step. Here is how often it happened in ours:

# %%
figures.slingshots()

# %% [markdown]
# ## Where in the network
#
# Each hidden layer, for the first seed. The last layer gets furthest; the first hardly moves.

# %%
figures.layers()

# %%
figures.layers_at()

# %% [markdown]
# ## Do it yourself, here and now
#
# The same on a small scale, live: scikit-learn's handwritten digits (1797 images of $8 \times 8$ pixels, part of the library, so
# nothing is downloaded), labels drawn by lot, a network with three hidden layers of 128. The loop is the whole experiment. Without
# code, <a href="../book/playground.html#play?data=digits&samples=500&shuffled=1&width=64&epoch=0">the playground</a> trains such a network in the page.

# %%
X = load_digits().data / 16
y = np.random.default_rng(0).permutation(np.resize([-1.0, 1.0], len(X)))
torch.set_num_threads(1)  # small matrices gain nothing from more
trainer = Trainer(
    mlp(64, [128] * 3), torch.tensor(X).float(), torch.tensor(y).float()
)

# %%
checkpoints = []
for epoch in range(201):
    if epoch in (0, 1, 2, 3, 5, 7, 10, 14, 20, 28, 40, 56, 80, 113, 160, 200):
        phi = prepare(hidden_layers(trainer.network, trainer.inputs)[-1])
        seen = spectrum(phi, y), *trainer.evaluate()
        checkpoints.append(Checkpoint(epoch, *seen))
    trainer.train_epoch()

# %%
for checkpoint in (checkpoints[0], checkpoints[-1]):
    share = cumulative_power(checkpoint.spectrum)[9]
    print(f"epoch {checkpoint.epoch}: {share:.1%} on the top ten directions")

# %% tags=["nbval-ignore-output"]
EmergenceExplorer(checkpoints, page_key="digits")

# %% [markdown]
# The numbers of the live run can differ in late digits from machine to machine; what happens does not.
#
# ## Exercises
#
# ### Exercise 2.1: less than chance
#
# Go back to the explorer of the inputs, with true and shuffled labels. Is there a threshold that a direction still reaches, but above
# which even the true labels hold less than the $1/n$ of chance? Guess first, and say why that might be. Then move the threshold
# there.
#
# <details><summary>Hint</summary>
#
# Look at the chart *Where the labels lie*: how much do the first few directions hold, one by one? Then use the chart of the singular
# values to leave only the direction that you want above the threshold.
#
# </details>

# %%
answer = ...  # such as explorers.emergence_inputs(threshold=10)
check("2.1", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
true, shuffled = (
    stored.spectrum(f"inputs_{name}", 0) for name in ("true", "shuffled")
)
tau = np.sqrt(np.prod(true.singular_values[:2]))  # between the two largest
for at in (true.singular_values[1], tau):
    held = [
        alignment(spec, at) / spec.target_norm_sq for spec in (true, shuffled)
    ]
    print(f"threshold {at:.1f}: true {held[0]:.4%}, shuffled {held[1]:.4%}")
answer = explorers.emergence_inputs(threshold=float(tau))
check("2.1", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# The first direction is nearly constant: no pixel is negative, so every image resembles the mean image. Balanced labels have mean
# zero and are orthogonal to a constant, true or shuffled. The second direction tells zeros from ones and holds nearly everything. A
# large singular value alone does not make a direction useful.
#
# </details>
#
# ### Exercise 2.2: how far does chance stray?
#
# Draw balanced labels by lot for $n = 10\,000$ samples. What share of $\lVert y \rVert^2$ do 200 directions hold in the mean, and
# what is the standard deviation of that share? Give the pair, with paper and pencil. Take it that each $u_i^\top y$ is a standard
# normal number, and that they are independent, which is nearly true.
#
# <details><summary>Hint</summary>
#
# The square of a standard normal number has the mean 1 and the variance 2. Variances of independent numbers add up. At the end divide
# by $\lVert y \rVert^2 = n$.
#
# </details>

# %%
answer = ...  # (mean, standard deviation), both as shares
check("2.2", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
k, n = 200, 10_000
answer = k / n, np.sqrt(2 * k) / n
for seed in range(3):
    shuffled = stored.spectrum("inputs_shuffled", seed)
    share = cumulative_power(shuffled)[k - 1]
    strays = (share - answer[0]) / answer[1]
    print(
        f"seed {seed}: {share:.2%} measured, {strays:+.1f} standard deviations"
    )
needed = readings.emergence.directions_of_chance(stored)
print(f"2 % take {needed} directions in the first seed, {k} at 1/n each")
check("2.2", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# A share of $k$ directions has the mean $k/n$ and the standard deviation $\sqrt{2k}/n$. Relative to the mean that is
# $\sqrt{2/k}$: a tenth for 200 directions, nearly a half for ten. So the dotted line at $1/n$ does not say whether a measured
# curve is more than chance; the width of the grey band does, and it is relatively widest where few directions are left.
#
# </details>
#
# ### Exercise 2.3: a null that is not small
#
# So far chance gave each direction about $1/n$. Break that. Take the digits, label every zero $+1$ and all others $-1$, which
# makes a tenth of the labels positive, and then **shuffle** these labels. What share of $\lVert y \rVert^2$ do they have, on
# average, at $\tau = 20$, where a single direction is left? Estimate it first with paper and pencil, then measure it with two lines
# in the notebook; either answer counts. Compare with $1/n$.
#
# <details><summary>Hint</summary>
#
# The top direction of images that are all positive is nearly constant. What is the share of a constant vector in labels with nine
# tenths of $-1$? To measure: `labels = np.where(load_digits().target == 0, 1.0, -1.0)`, and then
# `permutation_null(prepare(X), labels, [20.0], n_permutations=200, rng=0).mean() / len(labels)`.
#
# </details>

# %%
answer = ...  # a number between 0 and 1
check("2.3", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
labels = np.where(load_digits().target == 0, 1.0, -1.0)
phi = prepare(X)
null = permutation_null(phi, labels, [20.0], n_permutations=200, rng=0)
answer = null.mean() / len(labels)
true_share = alignment(spectrum(phi, labels), 20.0) / len(labels)
print(
    f"shuffled {answer:.3f}, true {true_share:.3f}, 1/n {1 / len(labels):.5f}"
)
check("2.3", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# With a share $p$ of positive labels the mean of $y$ is $2p - 1$, and the constant vector alone holds $(1 - 2p)^2$ of
# $\lVert y \rVert^2$, shuffled or not: for a tenth that is $0.64$. The top direction of the digits is nearly constant. So the true
# labels are no better aligned with it than shuffled ones: the large number says nothing of the digits.
#
# </details>
#
# ### Exercise 2.4: which comes first?
#
# Before you scrub: in which order do these happen in the run on MNIST (first seed), while the network learns its list?
#
# - **A** The accuracy passes 90 %.
# - **B** The ten largest directions of the final layer hold half of the labels.
# - **C** The accuracy passes 60 %.
# - **D** The ten largest directions hold ten times what chance gives them, 1 % instead of 0.1 %.
# - **E** Every label is learned.
#
# Write your order down, then check it with <a href="#emergence?checkpoint=30">the explorer</a>.
#
# <details><summary>Hint</summary>
#
# An accuracy of 50 % is a guess, and chance puts 0.1 % on ten directions. So at 60 % a fifth of the way has been gone. How large a
# share on ten directions is already far more than chance? The explorer tells the epoch, the accuracy and the share at every
# checkpoint.
#
# </details>

# %%
answer = ...  # five letters, such as "ABCDE"
check("2.4", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
epochs, accuracy = stored["epochs"], stored["accuracy"][0]
shares = readings.emergence.top_of_layers(stored)[-1]
happens = {
    "A": accuracy > 0.9,
    "B": shares >= 0.5,
    "C": accuracy > 0.6,
    "D": shares > 0.01,
    "E": accuracy == 1,
}
first = {letter: int(np.argmax(holds)) for letter, holds in happens.items()}
answer = "".join(sorted(first, key=first.get))
for letter in answer:
    c = first[letter]
    print(
        f"{letter}: epoch {epochs[c]:3}, accuracy {accuracy[c]:.1%}, "
        f"top ten {shares[c]:.1%}"
    )
check("2.4", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Both leave chance within a few epochs: 53 % of 10 000 is already more than six standard errors from a guess. D precedes C
# because ten times chance is only one per cent. From there on both grow together. Half of the labels on ten directions is not
# half of the list known: when the accuracy passes 90 %, far more than half lies there.
#
# </details>
#
# ### Exercise 2.5: why labels that mean nothing?
#
# Think of the features of the final layer as free, and of the linear model $w$ on top as given. A step of gradient descent on
# $\frac12 \lVert \Phi w - y \rVert^2$ with respect to $\Phi$ replaces $\Phi$ by $\Phi + \eta\, (y - \Phi w)\, w^\top$. Why does
# the layer align with the labels that it is trained on, even with shuffled ones?
#
# - **A** Shuffled labels keep a little of what the true ones say of the images, and the network amplifies it.
# - **B** Training gives the layer more directions, and more directions catch more of any labels.
# - **C** Each step adds one direction to $\Phi$, the labels not yet fitted, whatever they mean.
# - **D** Each step shrinks all directions of $\Phi$ except those on which the labels already lie.
#
# No code is needed.
#
# <details><summary>Hint</summary>
#
# What are the left singular vector and the singular value of a matrix $a\, b^\top$? At the start $\Phi w$ is nearly zero, so what is
# $a$ here? And what does a step take away?
#
# </details>

# %%
answer = ...  # a letter, A to D
check("2.5", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
rng = np.random.default_rng(0)
free = rng.standard_normal((1000, 50))  # features that know nothing
nonsense = rng.permutation(np.resize([-1.0, 1.0], 1000))
w, step_size = np.full(50, 0.1 / np.sqrt(50)), 10.0
for step in range(11):
    if step in (0, 1, 2, 5, 10):
        spec = spectrum(free, nonsense)
        on_top = cumulative_power(spec)[0]
        print(
            f"after {step:2} steps: largest singular value "
            f"{spec.singular_values[0]:5.1f}, holds {on_top:.1%}"
        )
    free += step_size * np.outer(nonsense - free @ w, w)
answer = "C"
check("2.5", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# The matrix $a\, b^\top$ has the left singular vector $a / \lVert a \rVert$ and the singular value
# $\lVert a \rVert \lVert b \rVert$. Here $a = \eta\, (y - \Phi w)$, at first nearly $\eta\, y$: each step makes the direction of
# the labels larger in $\Phi$ until they are fitted. Nothing in that asks what the labels mean. A real layer is not free: its features
# come from weights that all samples share, so it takes many steps, and how well it succeeds depends on the inputs. But this is the
# way in which it is pulled.
#
# </details>
#
# ### Exercise 2.6: images that the network has not seen
#
# Alignment on the training samples does not tell sense from nonsense. Do fresh samples tell? Train the network of the live run on one
# half of the digits and measure how much of the labels *of the other half* lies on the ten largest directions of its final layer *on
# the other half*. Do it twice: with labels drawn by lot for all images, and with the labels even and odd. What do you
# expect, and what do you find? (How far you can push the training samples themselves, the first challenge of
# <a href="../book/playground.html#play?data=digits&samples=500&shuffled=1&width=64&threshold=2&epoch=0">the playground</a> asks.)
#
# - **A** Both labellings have nearly as much on fresh images as on training images.
# - **B** Both are at the level of chance on fresh images.
# - **C** Labels by lot have nearly as much as on training images, even and odd are at the level of chance.
# - **D** Even and odd have nearly as much as on training images, labels by lot are at the level of chance.
#
# You can decide it by thought; to find it, change the loop of the live run in the notebook.
#
# <details><summary>Hint</summary>
#
# The features of a fresh image are a function of its pixels. Which of the two labellings is one too? In the notebook, split with
# `train, fresh = np.split(np.random.default_rng(1).permutation(1796), 2)`, with one of the 1797 images left out, for equal halves.
# Give `Trainer` the rows `train`, and take `phi` from the rows `fresh`.
#
# </details>

# %%
answer = ...  # a letter, A to D
check("2.6", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
train, fresh = np.split(np.random.default_rng(1).permutation(1796), 2)
images = torch.tensor(X).float()
even = np.where(load_digits().target % 2 == 0, 1.0, -1.0)
as_high = {}
for name, given in {"by lot": y, "even or odd": even}.items():
    trainer = Trainer(
        mlp(64, [128] * 3), images[train], torch.tensor(given[train]).float()
    )
    for _ in range(100):
        trainer.train_epoch()
    on_training, on_fresh = (
        cumulative_power(
            spectrum(
                prepare(hidden_layers(trainer.network, images[rows])[-1]),
                given[rows],
            )
        )[9]
        for rows in (train, fresh)
    )
    as_high[name] = bool(on_fresh > on_training / 2)
    print(
        f"{name}: {on_training:.2f} on training images, {on_fresh:.2f} on fresh "
        f"ones; chance {10 / len(fresh):.2f}"
    )
letters = {(1, 1): "A", (0, 0): "B", (1, 0): "C", (0, 1): "D"}
answer = letters[as_high["by lot"], as_high["even or odd"]]
check("2.6", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Labels by lot are no function of the image: whatever the network has learned of one half says nothing of the other. Even and odd
# are a function of the image, and the directions that serve the training images serve the fresh ones. So alignment on training
# samples shows that training took place, and alignment on fresh samples that something was learned of the data.
# [Chapter 3](03_networks.ipynb) measures both.
#
# </details>
#
# ## Summary
#
# - The labels of MNIST zeros and ones lie on few directions of the inputs ([chapter 3](03_networks.ipynb) has pictures where they
#   do not); shuffled labels lie on no direction more than by chance.
# - A network trained on shuffled labels turns its representation until they lie on its top directions. Alignment emerges
#   where there was none, and the last hidden layer leads.
# - Chance is not nothing: more directions catch more, and unbalanced labels align with any nearly constant direction. A
#   permutation gives the null for both.
#
# ## References
#
# - E. Imani, W. Hu, M. White (2022). [Representation Alignment in Neural Networks](https://arxiv.org/abs/2112.07806).
#   *Transactions on Machine Learning Research.*
# - C. Zhang, S. Bengio, M. Hardt, B. Recht, O. Vinyals (2017).
#   [Understanding deep learning requires rethinking generalization](https://arxiv.org/abs/1611.03530). *ICLR.* Networks
#   that learn shuffled labels by heart.
# - V. Thilak, E. Littwin, S. Zhai, O. Saremi, R. Paiss, J. Susskind (2022).
#   [The slingshot mechanism](https://arxiv.org/abs/2206.04817): late jumps of the loss under Adam.
# - Y. LeCun, C. Cortes, C. Burges (1998). *The MNIST database of handwritten digits.*

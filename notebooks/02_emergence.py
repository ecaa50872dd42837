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
# label vector. The very first direction holds hardly any: it is nearly constant, the mean image, and balanced labels are orthogonal
# to a constant. Shuffling keeps the images and the number of labels of each class, and destroys only the pairing. What is left is
# chance. But how much is chance? A vector that points anywhere in $n$ dimensions has $1/n$ of its squared length on each direction;
# the dotted line below is that. The grey band holds, threshold by threshold, 95 % of the curves of labels shuffled anew. One curve
# may well leave it for a while, and the one that we drew does, by so little that the numbers under the explorer show it better than
# the chart.
#
# Move the threshold. In *Where the labels lie*, directions above it keep their colour; their sum is the *alignment curve*.

# %%
explorers.emergence_inputs()

# %% [markdown]
# The shuffled curve starts, at the left end, at the share of *all* directions of the inputs: hundreds of 10000, so a few
# per cent of any vector fall into their span. That is the first thing to check in a claim of alignment: more directions
# catch more of everything. The second is the balance of the classes, to which exercise 2.2 comes back.
#
# ## Training on nonsense
#
# Now the experiment. A network with three hidden layers as wide as the input is trained **on the shuffled labels**. There
# is nothing to learn but the list. It learns the list. We look at its final hidden layer with the same labels: before
# training (Figure 2c), and after it (Figure 2d).

# %%
figures.final_layer()

# %% [markdown]
# The mean over the seeds, epoch by epoch; the explorer above has all checkpoints of the first.

# %%
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
# The same on a small scale, live: scikit-learn's handwritten digits (1797 images of 8 x 8 pixels, part of the library, so
# nothing is downloaded), labels drawn by lot, a network with three hidden layers of 128. The loop is the whole experiment.

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
# ### Exercise 2.1: how many directions does chance need?
#
# Look at the inputs with shuffled labels. How many of the top directions does it take to hold 2 % of
# $\lVert y \rVert^2$? How many would it take if every direction held just its $1/n$? Answer with the measured number.
#
# <details><summary>Hint</summary>
#
# `shuffled = stored.spectrum("inputs_shuffled", 0)` is the spectrum; `cumulative_power(shuffled)` holds the shares of the first
# 1, 2, ... directions.
#
# </details>

# %%
answer = ...  # a whole number
check("2.1", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
shuffled = stored.spectrum("inputs_shuffled", 0)
answer = int(np.argmax(cumulative_power(shuffled) >= 0.02)) + 1
print(
    f"measured {answer}; at 1/n each {int(np.ceil(0.02 * shuffled.n_samples))}"
)
check("2.1", answer)

# %% [markdown]
# ### Exercise 2.2: the null of unbalanced labels
#
# Take the digits and label every zero $+1$ and all others $-1$, then **shuffle** these labels. What share of
# $\lVert y \rVert^2$ do shuffled labels have, on average, at $\tau = 20$, where a single direction is left? Compare
# with $1/n$. Where does it come from?
#
# <details><summary>Hint</summary>
#
# `permutation_null(prepare(X), labels, [20.0], n_permutations=200, rng=0).mean()`, divided by $\lVert y \rVert^2 = n$. The
# top direction of images that are all positive is nearly constant, and so is a label vector with nine tenths of $-1$.
#
# </details>

# %%
answer = ...  # a number between 0 and 1
check("2.2", answer)

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
check("2.2", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# With a share $p$ of positive labels the mean of $y$ is $2p - 1$, and the constant vector alone holds $(1 - 2p)^2$ of
# $\lVert y \rVert^2$, shuffled or not. The top direction of the digits is nearly constant. So the true labels are no better
# aligned with it than shuffled ones: the large number says nothing of the digits.
#
# </details>
#
# ### Exercise 2.3: which comes first?
#
# In the run on MNIST (first seed), at which measured epoch do the top 10 directions of the final layer first hold half of
# the shuffled labels, and at which is the accuracy first above 90 %? Answer with the pair of epochs.
#
# <details><summary>Hint</summary>
#
# Scrub <a href="#emergence?checkpoint=30">the explorer</a>, or use `stored["epochs"]`, `stored["accuracy"][0]` and the
# last row of `readings.emergence.top_of_layers(stored)`.
#
# </details>

# %%
answer = ...  # (epoch of the share, epoch of the accuracy)
check("2.3", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
epochs = stored["epochs"]
shares = readings.emergence.top_of_layers(stored)[-1]
half = int(epochs[np.argmax(shares >= 0.5)])
good = int(epochs[np.argmax(stored["accuracy"][0] > 0.9)])
answer = half, good
print(
    f"half of the labels in the top 10: epoch {half}; accuracy above 90 %: epoch {good}"
)
check("2.3", answer)

# %% [markdown]
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

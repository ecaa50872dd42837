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
# # Your model: measure, choose, beware
#
# *Equation 2 and section 7 of the paper, as a tool.*
#
# **After this chapter you can**
#
# - measure a network, a pipeline, a kernel or a file of features in ten lines, for two classes or many;
# - say which layer a new task should start from, and how sure that is;
# - name six ways to be fooled by an alignment curve, and the line of code that guards against each;
# - say what alignment sees that its relatives do not, and the other way round: kernel-target alignment, CKA, LogME, the H-score,
#   linear probes, tangent kernels;
# - measure what does not fit into memory, or onto one machine.
#
# *Reading: @reading@. Running: @running@.*

# %% tags=["remove-cell", "install"]
# @install@

# %% tags=["hide-input"]
import tempfile
from pathlib import Path

import numpy as np
import torch
import torchvision
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from repalign import (
    SpectrumAccumulator,
    alignment_curve,
    kernel_target_alignment,
    one_hot,
    permutation_null,
    prepare,
    signed_labels,
    spectrum,
    spectrum_from_chunks,
    spectrum_from_kernel,
)
from repalign.activations import measure
from repalign.paper.chapters import own_model
from repalign.paper.chapters.exercises import check
from repalign.paper.figures import your_model as figures
from repalign.paper.measures.scores import cka
from repalign.paper.networks import hidden_layers

# %% [markdown]
# **Which layer of your network should a new task start from?** This network was trained, a few seconds ago, to tell the handwritten
# digits 0 to 7 apart. The new task is *odd or even*, on pictures that it has not seen. Each curve is a representation: the share of
# the labels on directions whose singular value is at least $\tau$. Move the threshold: which layer is ahead, and where do the curves
# meet what shuffled labels get (grey)?

# %%
own_model.explorer("odd or even")

# %% [markdown]
# What odd digits have in common is no shape. But the network knows which digit is which, and nearer to its output more and more of the
# new labels lies on large directions, few and fast to learn. Before you read on, guess: what if the new task is *8 or 9*, two digits
# that it was never shown? The answer is <a href="#new?threshold=1.33">further down</a>.
#
# ## Ten lines
#
# All that follows needs a matrix $\Phi$, a row for each sample, and labels. `prepare` puts a constant feature in front and scales rows
# to length one, as the paper does; `signed_labels` makes two classes $-1$ and $+1$; `spectrum` keeps of both what any measure of this
# book needs. Then no singular value exceeds $\sqrt n$, and a threshold in units of $\sqrt n$ means the same for all layers and any
# number of samples. We take a tenth of it, to have one number to print: what counts are directions that hold at least one part in
# a hundred of all features.


# %%
def share(spec, level=0.1):
    """Part of the labels on directions of at least level * sqrt(n)."""
    tau = level * np.sqrt(spec.n_samples)
    return alignment_curve(spec, [tau], normalized=True)[0]


# %% [markdown]
# **A PyTorch model**, with a loader of inputs and labels and the names of its layers (`model.named_modules()` lists them), in one
# pass that keeps no activations:

# %% tags=["nbval-ignore-output"]
model = own_model.network()  # yours here: any torch.nn.Module
X, labels, X_test, labels_test = own_model.task("odd or even")
loader = own_model.loader(X, labels)  # yours: any DataLoader
spectra = measure(model, loader, ["1", "3", "5"])
for layer, spec in spectra.items():
    print(f"layer {layer}: {share(spec):.2f}")

# %% [markdown]
# **A network of torchvision** puts out maps over space, which `pool="mean"` averages. With `weights="DEFAULT"` it has learnt from
# ImageNet, once downloaded; here its weights are random, so that the cell runs without a network.

# %% tags=["nbval-ignore-output"]
torch.manual_seed(0)
resnet = torchvision.models.resnet18(weights=None)
images = own_model.loader(own_model.as_images(X), labels)
blocks = ["layer1", "layer2", "layer3", "layer4"]
for layer, spec in measure(resnet, images, blocks, pool="mean").items():
    print(f"{layer}: {share(spec):.2f}")

# %% [markdown]
# **A pipeline of scikit-learn**, step by step: `steps[:k]` is the pipeline up to its step $k$.

# %%
y = signed_labels(labels)
steps = make_pipeline(StandardScaler(), PCA(20), LogisticRegression())
steps.fit(X, labels)
for k, (name, _) in enumerate(steps.steps[:-1], start=1):
    features = steps[:k].transform(X)
    print(f"{name}: {share(spectrum(prepare(features), y)):.2f}")

# %% [markdown]
# **A kernel**, where features are implicit. This one has ones on its diagonal, which is to say rows of length one; divide another
# by the roots of its diagonal first.

# %%
K = rbf_kernel(X.numpy().astype(float), gamma=0.05)
print(f"{share(spectrum_from_kernel(K, y)):.2f}")

# %% [markdown]
# **Features in a file**, which may be larger than the memory: the file is mapped, and read a hundred rows at a time. The result
# is the same as of all at once.

# %%
with tempfile.TemporaryDirectory() as folder:
    np.save(Path(folder, "features.npy"), X)
    rows = np.load(Path(folder, "features.npy"), mmap_mode="r")
    parts = [slice(k, k + 100) for k in range(0, len(rows), 100)]
    chunks = ((prepare(rows[part]), y[part]) for part in parts)
    read = spectrum_from_chunks(chunks)
whole = spectrum(prepare(X), y)
print(np.allclose(read.squared_projections, whole.squared_projections))

# %% [markdown]
# <!-- A place for `repalign measure FILE...` and `alignment_report(spectra)`: a cell with the report of the spectra above. -->
#
# ## Several classes
#
# Alignment is of one label vector. For $k$ classes there are $k$ of them, one for each class against all others, and `spectrum`
# takes them as columns of one matrix, at the cost of one. Take off their means: else a rare class owes most of its share
# to the constant feature (of which more below). Here are all ten digits on the last hidden layer, of pictures that the network has
# not seen. Which two classes was it not trained on?

# %% tags=["nbval-ignore-output"]
every, digit = own_model.pictures(range(10), seen=False)
last = prepare(hidden_layers(model, every)[-1])
Y = one_hot(digit)
spec = spectrum(last, Y - Y.mean(axis=0))
by_class, sizes = share(spec), spec.target_norm_sq
for name, part in enumerate(by_class):
    print(f"{name}: {part:.2f}", end="  ")
print(f"\nall: {by_class @ sizes / sizes.sum():.2f}")

# %% [markdown]
# The last line is the share of all classes together, $\sum_j A_j / \sum_j \lVert y_j \rVert^2$. It does not change when classes are
# coded in another way, as long as the code is a rotation.
#
# ## Reading the curve
#
# - **Thresholds.** A direction with $\sigma = q \sqrt n$ carries the part $q^2$ of all features. At the step size $1/\sigma_1^2$, gradient
#   descent takes about $(\sigma_1 / \sigma)^2$ steps to take off 86 % of the squared error that lies on it: the axis is one of time,
#   read from right to left.
# - **The right end.** How far the curve stays up says how much is learnt at once. Nearly every set of positive features has one very
#   large direction, the mean; only the labels' imbalance lies on it.
# - **The left end** is the most that any linear model can fit on these samples. It says little where features are many (below).
# - **The grey band** is what the same features give to labels that mean nothing. What lies within it is no alignment.
# - **A lead** of one layer over another is worth as much as it survives other samples: measure on halves. Here, the layers of the
#   network on the samples above and on as many others:

# %% tags=["nbval-ignore-output"]
others = own_model.loader(X_test, labels_test)
for layer, spec in measure(model, others, ["1", "3", "5"]).items():
    print(f"layer {layer}: {share(spectra[layer]):.2f} {share(spec):.2f}")

# %% [markdown]
# ## Which layer?
#
# For *odd or even* it is a layer near the output. And for *8 or 9*?

# %%
own_model.explorer("8 or 9")

# %% [markdown]
# Now the pixels are ahead and every layer loses more of the labels: what training on the other eight digits did not need, it gave up.
# It is the finding of chapter 5 again, on another model: training aligns with what is *related*, and takes from what is not.
# There is no best layer of a network; there is a best layer for a task. So measure on the task, with the inputs among the
# candidates. A rule that has served in this book:
#
# 1. Leave out what lies within the band of shuffled labels.
# 2. If few steps or few labels are what you can afford, take the layer that is ahead at a medium threshold.
# 3. If a linear model may be solved exactly on many labels, small directions count too: ask a probe, or the evidence (below).
# 4. Where the lead turns with other samples, take the layer that is cheaper.
#
# ## Six ways to be fooled
#
# **Imbalance.** One picture in ten is a 9. Features drawn by lot know nothing of it, and hold more than half of the labels: the constant
# feature holds $(1 - 2p)^2$ of labels $\pm 1$, $p$ the share of the smaller class. The guard is the null: the same measurement with
# shuffled labels. Or take off the mean of the labels.

# %%
nine = np.where(digit == 9, 1.0, -1.0)
rng = np.random.default_rng(0)
lots = prepare(rng.standard_normal((len(nine), 20)))
tau = 0.1 * np.sqrt(len(nine))
null = permutation_null(lots, nine, [tau], n_permutations=20, rng=0)
print(f"by lot {share(spectrum(lots, nine)):.2f}", end=", ")
print(f"its null {null.mean() / len(nine):.2f}", end=", ")
print(f"mean taken off {share(spectrum(lots, nine - nine.mean())):.2f}")

# %% [markdown]
# **The bias.** That share came from the constant feature that `prepare` puts in front. Without it the same features get less; but then
# every comparison has to be made without it, and a model with a bias is not what is measured. Keep one convention for all layers.

# %%
bare = prepare(lots[:, 1:], bias=False)
print(f"without the constant feature {share(spectrum(bare, nine)):.2f}")

# %% [markdown]
# **Scaling.** Rows of length one do not make columns alike. A feature in other units, a thousand times as large, fills nearly all of
# every row, and all else becomes small. Bring columns to one scale first, unless their scales mean something (those of a layer do).

# %%
units = X.numpy().copy()
units[:, 20] *= 1000
for name, features in {
    "pixels": X,
    "one in other units": units,
    "scaled": StandardScaler().fit_transform(units),
}.items():
    print(f"{name}: {share(spectrum(prepare(features), y)):.2f}")

# %% [markdown]
# **Fewer samples than features.** Then features span everything, and at $\tau \to 0$ any labels are wholly aligned, shuffled ones too.
# A threshold well above zero still tells something; its null says how much.

# %%
few = prepare(X[:60])  # 65 features
for name, own in {"true": y[:60], "shuffled": rng.permutation(y[:60])}.items():
    spec = spectrum(few, own)
    print(f"{name}: {1 - spec.residual / 60:.2f}", end=" at zero, ")
    print(f"{share(spec, 0.2):.2f} at a fifth of √n")

# %% [markdown]
# **Training samples.** A network aligns with the labels that it was trained on, whether they mean something or not (chapter 2). Measured
# on its own training samples, the last layer of a network that was trained on labels dealt out by lot looks perfect. Measure
# on samples that it has not seen.

# %% tags=["nbval-ignore-output"]
dealt = rng.permutation(labels)
memory = own_model.trained(X, dealt, epochs=300)
for name, inputs, own in [("seen", X, dealt), ("new", X_test, labels_test)]:
    last = prepare(hidden_layers(memory, inputs)[-1])
    print(f"{name}: {share(spectrum(last, signed_labels(own))):.2f}")

# %% [markdown]
# **BatchNorm's mode.** `measure` puts a model into evaluation mode, in which BatchNorm uses the means and deviations that it gathered while
# training. A network that was never trained has gathered nothing, and what is measured is not the network that training starts
# from (chapter 6). Here is the ResNet from above, before and after its BatchNorm has seen these very pictures once.

# %% tags=["nbval-ignore-output"]
last = measure(resnet, images, "layer4", pool="mean")["layer4"]
print(f"nothing gathered: {share(last):.2f}")
for layer in resnet.modules():
    layer.momentum = None  # of BatchNorm: the mean over all batches
resnet.train()
with torch.no_grad():
    for inputs, _ in images:
        resnet(inputs)
last = measure(resnet, images, "layer4", pool="mean")["layer4"]
print(f"gathered: {share(last):.2f}")

# %% [markdown]
# ## The relatives
#
# Alignment is one of many ways to ask what a representation has to do with labels. Most of them are functions of the same numbers,
# $\sigma_i$ and $(u_i^\top y)^2$, and differ in the weight that they give to a direction:
#
# | Measure | Weight of direction $i$ | What it sees | What it does not see |
# |---|---|---|---|
# | alignment at $\tau$ (Equation 2) | 1 if $\sigma_i \ge \tau$, else 0 | what descent learns within about $1/(\eta \tau^2)$ steps | order within either side; new samples |
# | kernel-target alignment (Cristianini et al. 2001) | $\sigma_i^2 / \lVert \Sigma^2 \rVert$ | the largest directions, without a threshold | small directions; how much of the labels is within reach |
# | LogME (You et al. 2021), the evidence of a Bayesian linear model | soft, around a threshold $\sqrt\lambda$ that fits the labels best; pays for directions that are not needed | what the best linear model makes of few samples | time: it solves, where descent would walk |
# | H-score (Bao et al. 2019) | 1 for all (the smallest less, by shrinkage) | what is linearly within reach | how large directions are |
# | linear probe: ridge regression, on new samples | $\sigma_i^2 / (\sigma_i^2 + \lambda)$ | what is asked for, accuracy | why; and it needs test samples |
# | CKA (Kornblith et al. 2019) | no labels: compares two representations | what training changed | whether that helps a task |
# | tangent kernel (Jacot et al. 2018) | any of the above, of all gradients in the place of a layer | training of *all* layers, to first order | that features change |
#
# Two of these lines are closer than they look. CKA of a representation with the labels, a single column, *is*
# kernel-target alignment of both with their means taken off:

# %%
phi = prepare(X)
centred = spectrum(phi - phi.mean(axis=0), y - y.mean())
print(f"{cka(phi, y[:, None]):.6f} {kernel_target_alignment(centred):.6f}")

# %% [markdown]
# And the last hidden layer is a part of the tangent kernel: the gradient with respect to an output weight is the hidden unit that
# it multiplies. Here is all of it on both tasks. *Gradients* are those of a new output on top of the network, some twelve thousand for
# each picture. *Probe* is ridge regression on all pictures, tested on others; *probe on 16* on sixteen of them, mean of twenty
# draws: what few labels are worth.

# %% tags=["nbval-ignore-output"]
tasks = {name: own_model.compared(name) for name in own_model.TASKS}
figures.table(tasks["odd or even"], "Odd or even: six measures of five representations")

# %% tags=["nbval-ignore-output"]
figures.table(tasks["8 or 9"], "8 or 9: the same of digits that the network does not know")

# %% tags=["nbval-ignore-output"]
figures.choices(tasks)

# %% [markdown]
# TO BE WRITTEN: reading of the table.
#
# ## While training, and in a search
#
# <!-- A place for `AlignmentRecorder` (a cell: layers measured every few steps of a training loop) and for `alignment_scorer` (a cell:
# `GridSearchCV` of the pipeline above). -->
#
# ## More than fits into memory
#
# A spectrum needs no more of the samples than a triangle of $(d + 1)^2$ numbers. `SpectrumAccumulator` keeps it, takes in
# chunk after chunk, and merges with what another process, machine or day has seen; in any order, to the same result.

# %%
parts = slice(0, 100), slice(100, None)
first, second = (
    SpectrumAccumulator().update(phi[part], y[part]) for part in parts
)
merged = first.merge(second).compute()
print(np.allclose(merged.squared_projections, whole.squared_projections))

# %% [markdown]
# `measure` works so, with a network's batches. For arrays that are on a cluster, or too many for one machine, the extra
# `repalign[dask]` does the same with dask, block by block:
#
# ```python
# import dask.array as da
# from distributed import Client
# from repalign import alignment_curve
# from repalign.distributed import spectrum_from_dask
#
# client = Client("tcp://10.0.0.5:8786")  # without an address: this machine
# phi = da.from_npy_stack("features")  # rows as `prepare` leaves them
# y = da.from_npy_stack("labels")
# spec = spectrum_from_dask(phi, y)
# ```
#
# A cluster of your own is a scheduler on one machine and a worker on each, this machine too if you like; the address is the one that
# the scheduler prints. All of them need the same version of repalign.
#
# ```sh
# dask scheduler
# dask worker tcp://10.0.0.5:8786 --nthreads 1 --nworkers 4
# ```
#
# `prepare` goes there too: `features.map_blocks(prepare, chunks=(features.chunks[0], (d + 1,)))`, where blocks are whole rows. The
# paper's experiments run on the same cluster: `repalign run peaks --scheduler tcp://10.0.0.5:8786`.
#
# Without code, {doc}`/book/yours` measures files on the page.
#
# ## Exercises
#
# ### Exercise 8.1: one in twenty
#
# One sample in twenty is of the class that you look for. Labels are $-1$ and $+1$. Which share of $\lVert y \rVert^2$ do features
# that know nothing hold, once a constant is among them? (With paper and pencil.)
#
# <details><summary>Hint</summary>
#
# The constant vector of length one is $u = (1, \dots, 1)/\sqrt n$. What is $(u^\top y)^2$, and what is $\lVert y \rVert^2$?
#
# </details>

# %%
answer = ...  # a share
check("8.1", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
rare = np.where(np.arange(1000) < 50, 1.0, -1.0)
answer = share(spectrum(np.ones((1000, 1)), rare))
print(f"{answer:.2f}")
check("8.1", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# $u^\top y = \sqrt n\,(2p - 1)$ with $p = 1/20$, and $\lVert y \rVert^2 = n$. Four fifths of the labels for nothing: the one number
# that must stand beside it is what shuffled labels get.
#
# </details>
#
# ### Exercise 8.2: other units
#
# Two features, no bias. One is the label itself, $\pm 1$; the other is $\pm 1$ by a coin, as often with the label as against it. Both
# singular values are $\sqrt{n/2}$ once rows have length one. Now the second is given in other units, three times as large. Up to which
# threshold, in units of $\sqrt n$, do the labels count? Guess first: a third of it, or more? (With paper and pencil.)
#
# <details><summary>Hint</summary>
#
# All rows are $(\pm 1, \pm 3)$ before they are scaled, and are of the same length. What becomes of the first column?
#
# </details>

# %%
answer = ...  # a threshold over √n
check("8.2", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
label, coin = np.resize([-1.0, 1.0], 100), np.resize([-1.0, -1.0, 1.0, 1.0], 100)
pair = prepare(np.column_stack([label, 3 * coin]), bias=False)
spec = spectrum(pair, label)
answer = spec.singular_values[np.argmax(spec.squared_projections)] / 10
print(f"{answer:.3f}")
check("8.2", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Rows have the length $\sqrt{1 + 9}$, so that the first column becomes $\pm 1/\sqrt{10}$, and its singular value $\sqrt{n/10}$. The
# label is still there, without an error, and descent needs five times as many steps for it at the same step size. Nothing was lost but a
# convention of units.
#
# </details>
#
# ### Exercise 8.3: one number for two layers
#
# A hundred samples, rows of length one. Layer A has two directions, $\sigma^2 = 80$ and $20$, and all of the labels lie on the second.
# Layer B has sixteen, $\sigma^2 = 6.25$ each, and the labels lie within them. What is the kernel-target alignment of A, and of B?
# (With a pocket calculator.) And at which thresholds does alignment see a difference?
#
# <details><summary>Hint</summary>
#
# $\sum_i \sigma_i^2 (u_i^\top y)^2 / \bigl(\lVert y \rVert^2 \sqrt{\sum_i \sigma_i^4}\bigr)$.
#
# </details>

# %%
answer = ...  # two numbers, of A and of B
check("8.3", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
layers = {"A": np.sqrt([80, 20]), "B": np.full(16, 2.5)}
answer = []
for name, sigma in layers.items():
    phi = np.zeros((100, len(sigma)))
    np.fill_diagonal(phi, sigma)
    target = 10 * np.eye(100)[len(sigma) - 1]  # on the last direction
    spec = spectrum(phi, target)
    answer.append(kernel_target_alignment(spec))
    print(f"{name}: {answer[-1]:.4f}, alignment at 3: {share(spec, 0.3):.0f}")
check("8.3", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# One number takes them for alike, and B for slightly better. But A gives the labels to descent sooner by a factor of three in
# $\sigma^2$: at every threshold from 2.5 to 4.5 it holds all of them, and B nothing. B would do the same for any labels within its
# sixteen directions; A for one vector only.
#
# </details>
#
# ### Exercise 8.4: what did you measure?
#
# The last layer of a network holds 0.97 of the labels at $0.2 \sqrt n$, measured on the 1000 samples that the network was trained on;
# 0.61 on 1000 that it has not seen; and 0.05 with shuffled labels. What follows?
#
# - **A** It is aligned with the task nearly perfectly; on new samples the estimate is only noisier.
# - **B** On new samples it is no better than chance, since 0.36 of it was lost.
# - **C** 0.61 is what it knows of the task; the rest is owed to its having seen these samples and their labels.
# - **D** Nothing: shares of different samples cannot be compared.
#
# <details><summary>Hint</summary>
#
# Which of the three numbers would a network have that was trained on labels dealt out by lot?
#
# </details>

# %%
answer = ...  # a letter, A to D
check("8.4", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
answer = "C"
check("8.4", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Training aligns a layer with its own labels, whatever they are, so that a high share on training samples is no news. The share on
# new ones is far above its null, and is the one to compare layers by.
#
# </details>
#
# ### Exercise 8.5: from a threshold to steps
#
# The largest singular value of a layer is $0.9 \sqrt n$, and the labels lie on a direction with $0.1 \sqrt n$. After how many steps of
# gradient descent, at the step size $1/\sigma_1^2$, is their squared error down to a tenth? Guess first: 10, 100 or 1000? (With a pocket
# calculator.)
#
# <details><summary>Hint</summary>
#
# The squared error on a direction is multiplied by $(1 - \eta \sigma^2)^2$ in each step.
#
# </details>

# %%
answer = ...  # a number of steps
check("8.5", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
answer = np.log(0.1) / (2 * np.log1p(-((0.1 / 0.9) ** 2)))
print(f"{answer:.1f} steps")
check("8.5", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# $\eta \sigma^2 = 1/81$, and $(1 - 1/81)^{2t} = 0.1$. A threshold is a number of steps: what lies above a tenth of $\sqrt n$ is learnt
# within a hundred or so.
#
# </details>
#
# ### Exercise 8.6: samples that may not leave
#
# Two hospitals have half a million pictures each, which may not leave them. Both compute the same 512 features of a layer, prepare
# them, and have one label a picture. What each sends is the triangle $R$ of $[\Phi\; y] = QR$, from which anybody computes the
# spectrum of all pictures together. How many numbers does it have that are not zero for certain? (With paper and pencil.)
#
# <details><summary>Hint</summary>
#
# How many columns has $[\Phi\; y]$? `prepare` adds one, and the labels are one.
#
# </details>

# %%
answer = ...  # a whole number
check("8.6", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
columns = 512 + 1 + 1
answer = columns * (columns + 1) // 2
print(f"{answer} of {500_000 * columns} numbers")
check("8.6", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# An upper triangle of 514 columns, the same for a thousand pictures or a million. It holds the correlations of features and labels
# and no picture, though sums over few pictures tell much of each: how little is given away is a question for who knows about
# privacy, not for who can count.
#
# </details>
#
# ## Summary
#
# - Ten lines measure a network, a pipeline, a kernel or a file; thresholds in units of $\sqrt n$ make layers comparable.
# - There is a best layer for a task, not of a network; the inputs are among the candidates, and so is what another sample says.
# - Beware of imbalance, the bias, units, few samples, training samples and BatchNorm's mode. The null of shuffled labels
#   unmasks most of them.
# - Kernel-target alignment, LogME, the H-score and ridge regression weigh the same directions otherwise; choose by what you will do
#   with the layer: few steps, few labels, or the exact solution.
# - What does not fit into memory is measured chunk by chunk, and merged.
#
# ## References
#
# - E. Imani, W. Hu, M. White (2022). [Representation Alignment in Neural Networks](https://arxiv.org/abs/2112.07806).
#   *Transactions on Machine Learning Research.*
# - N. Cristianini, J. Shawe-Taylor, A. Elisseeff, J. Kandola (2001). *On kernel-target alignment.* NeurIPS.
# - S. Kornblith, M. Norouzi, H. Lee, G. Hinton (2019). [Similarity of neural network representations
#   revisited](https://arxiv.org/abs/1905.00414). *ICML.*
# - K. You, Y. Liu, J. Wang, M. Long (2021). [LogME: practical assessment of pre-trained models for transfer
#   learning](https://arxiv.org/abs/2102.11005). *ICML.*
# - Y. Bao et al. (2019). *An information-theoretic approach to transferability in task transfer learning.* ICIP.
# - A. Jacot, F. Gabriel, C. Hongler (2018). [Neural tangent kernel](https://arxiv.org/abs/1806.07572): convergence and
#   generalization in neural networks. *NeurIPS.*
# - E. Alpaydin, C. Kaynak (1998). *Optical recognition of handwritten digits.* UCI Machine Learning Repository (CC BY 4.0).

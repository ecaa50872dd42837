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
# # Why alignment: two labellings of one circle
#
# *Sections 2 to 4.1 of the paper; Figures 3 and 4, Equations 1 and 2.*
#
# **After this chapter you can**
#
# - write the squared loss of a linear model in the basis of singular vectors, and say what each term costs;
# - compute the alignment of a representation with a label vector, and read its curve;
# - say what alignment does not measure: expressivity, accuracy, similarity of two models;
# - recompute two numbers that the paper prints, and find what is wrong with them.
#
# *Reading: @reading@. Running: @running@.*

# %% tags=["remove-cell", "install"]
# @install@

# %% tags=["hide-input"]
import numpy as np

from repalign import alignment, spectrum
from repalign.paper.chapters import links
from repalign.paper.chapters.exercises import check
from repalign.paper.figures import circle as figures
from repalign.widgets import CircleExplorer

# %% [markdown]
# **Whichever way the handle on this circle points, a straight line through the centre separates the two classes. Why is one such
# labelling learned at once and another slowly?** Filled points are $+1$, open ones $-1$. Turn the handle to label them anew, or
# drag over points to relabel them one by one, and watch what share of the labels belongs to the long arrow, what share to
# the short one, and what share to neither.

# %%
CircleExplorer(links=links.CIRCLE)

# %% [markdown]
# ## A loss that falls apart into directions
#
# A network has turned $n$ inputs into features: a matrix $\Phi$ with a row for each sample and a column for each feature.
# On top of it we train a linear model $w$ to predict the labels $y$. How fast that goes, and how large $w$ must grow,
# depends on $\Phi$ and $y$ *together*.
#
# To see how, take the singular value decomposition $\Phi = U \Sigma V^\top$ and turn the squared loss into its basis:
#
# $$
# \lVert \Phi w - y \rVert^2 = \sum_{i=1}^{r} \left(\sigma_i\, v_i^\top w - u_i^\top y\right)^2 + \sum_{i=r+1}^{n} (u_i^\top y)^2 .
# \tag{1}
# $$
#
# Rotations keep lengths, so nothing has changed, and yet everything has come apart. Each direction $i$ holds its own part
# $(u_i^\top y)^2$ of the labels (its *share*, once divided by $\lVert y \rVert^2$) and has its own weight $v_i^\top w$, which must
# travel to $u_i^\top y / \sigma_i$ to fit it. Where $\sigma_i$ is large, that is a short way. Where $\sigma_i$ is small and
# $u_i^\top y$ is large, it is a very long one. The second sum, the **residual**, is the part of $y$ outside the span of $\Phi$: no
# weight reaches it.
#
# So it is good for learning when labels lie on the directions with large singular values. The paper counts just that:
#
# $$
# \operatorname{Alignment}(\Phi, y, \tau) = \sum_{i:\,\sigma_i \ge \tau} (u_i^\top y)^2 .
# \tag{2}
# $$
#
# Here $i$ runs over all $n$ left singular vectors, with $\sigma_i = 0$ beyond the rank. So at $\tau = 0$ every direction counts,
# the residual too, and the alignment is $\lVert y \rVert^2$. As $\tau$ rises, directions
# drop out, the smallest singular values first. Labels that sit on the top directions stay in the sum for long.
#
# The paper draws this with two invented curves (Figure 3). Here they are from two invented spectra of 60 directions with
# the same singular values. Only the place of the labels differs.

# %%
figures.hypothetical()

# %% [markdown]
# ## Two labellings of one circle
#
# Back to the circle. Half of its points have angles around $\pi/4$, the other half around $-3\pi/4$ (Figure 4). There is no bias
# feature, so $\Phi$ has two columns, two singular values, and two right singular vectors, which you can see: $v_1$ along the line
# through both groups, $v_2$ across it. The arrows have the length $\sigma_i / \sqrt{n}$.
#
# Figure 4 labels them in two ways: <a href="#circle?direction=45">A, the groups against each other</a>, and
# <a href="#circle?direction=135">B, each group cut through its middle</a>.

# %%
figures.labellings()

# %% [markdown]
# Both are perfectly separable by a line through the centre, and least squares gets all of them right. But A separates the points
# along $v_1$, where they spread, and B along $v_2$, where they hardly do. How much of the labels lies on each direction takes two
# lines:

# %%
A, B = CircleExplorer(direction=45), CircleExplorer(direction=135)
for labelled in (A, B):
    phi, y = labelled.phi, labelled.labels
    U, sigma, _ = np.linalg.svd(phi, full_matrices=False)
    shares = (U.T @ y) ** 2 / (y @ y)
    print(sigma.round(2), shares.round(3))

# %% [markdown]
# Equation 2 sums the shares whose $\sigma_i$ reaches $\tau$. The package does both steps, for any features and labels:

# %%
for name, labelled in {"A": A, "B": B}.items():
    spec = spectrum(labelled.phi, labelled.labels)
    print(f"{name}: {alignment(spec, tau=5) / spec.target_norm_sq:.3f}")

# %% [markdown]
# What that means for learning:

# %%
figures.two_labellings()

# %% [markdown]
# Same points, same accuracy; but B needs larger weights, since its label vector lies on a singular value that is much smaller. And
# gradient descent, at the same step size (half of the largest that converges), takes many more steps to find them. That is the
# paper's argument about convergence in one table; [the chapter on convergence](04_convergence.ipynb) takes it apart.
#
# ## What Figure 4 prints, and what it should
#
# The paper says that the circle holds **1000** points and that $\sigma_1 = 9.58$, $\sigma_2 = 2.84$. That cannot be. Every
# row has length one, so the squares of the singular values add up to the number of rows:
# $\sum_i \sigma_i^2 = \lVert \Phi \rVert_F^2 = n$. What do the printed values say of $n$?

# %%
figures.singular_values()

# %% [markdown]
# The squares of the printed values add up to those of **100** points, of another draw than ours. From their ratio follows by how much
# the angles deviate, as in exercise 1.3:

# %%
printed = np.array([9.58, 2.84])
rho = (printed[0] ** 2 - printed[1] ** 2) / np.sum(printed**2)
deviation = np.sqrt(-np.log(rho) / 2)
print(f"standard deviation of the angles: {deviation:.2f} radians")

# %% [markdown]
# The caption also says that labelling B uses "a few of the directions for even smaller singular values". This $\Phi$ has two
# columns, so there are only two. What is left of B after $u_1$ and $u_2$ is not on a small singular value but *outside the span*:
# labels jump from $-1$ to $+1$ where the feature passes smoothly through zero, and no linear model can follow. Neither slip touches
# the argument.
#
# ## What alignment is not
#
# **Not expressivity.** A representation is expressive when some $w$ fits the labels. Both labellings above are fitted
# with accuracy 1. Alignment tells them apart, because it asks *on which singular values* the fit rests.
#
# **Not accuracy.** Labels can be separable and badly aligned, as B is.
#
# **Not kernel-target alignment**, although the names are close. That is one number, the cosine between the kernel $\Phi\Phi^\top$
# and $y y^\top$ (Cristianini et al. 2001). It is a sum of the shares with weights proportional to $\sigma_i^2$, and follows from
# the same spectrum; the curve of Equation 2 says more, since it shows where the labels are.

# %%
figures.kernel_target()

# %% [markdown]
# **Not the similarity of two models.** Others call it "representation alignment" when the representations of two
# networks, or of a network and a brain, resemble each other; CKA (Kornblith et al. 2019) is such a measure, and compares
# $\Phi_1 \Phi_1^\top$ with $\Phi_2 \Phi_2^\top$. In this book alignment is always between *a representation and a label
# vector*.
#
# ## Exercises
#
# ### Exercise 1.1: halfway from A to B
#
# A points to 45 degrees and holds nearly all of $\lVert y \rVert^2$ on $u_1$; B points to 135 degrees and holds more on $u_2$ than
# anywhere else. Somewhere between them both hold the same share. Before you move anything, write down the direction that you expect.
# Then start from <a href="#circle?direction=45">A</a> and turn the handle of the explorer until both shares are as close as you can
# get them; such that differ by less than 25 % of $\lVert y \rVert^2$ are close enough.
#
# <details><summary>Hint</summary>
#
# A label changes only when the boundary passes its point, and the boundary is at a right angle to the handle. Where does it stand
# when the handle points to 90 degrees, and where are the points?
#
# </details>

# %%
answer = ...  # an explorer, such as CircleExplorer(direction=20)
check("1.1", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
shares = {}
for direction in range(46, 136):
    spec = CircleExplorer(direction=direction).spectrum
    shares[direction] = spec.squared_projections / spec.target_norm_sq
nearest = min(shares, key=lambda at: abs(np.subtract(*shares[at])))
print("degrees  on u_1  on u_2")
for direction in (60, 90, 110, nearest, 135):
    print(
        f"{direction:7}  {shares[direction][0]:6.2f}  {shares[direction][1]:6.2f}"
    )
answer = CircleExplorer(direction=nearest)
check("1.1", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# From A on, the boundary first turns through the empty part of the circle and no label changes: at 90 degrees the labels are still
# those of A. All that happens, happens while it crosses the groups. Each point that it passes takes from $u_1$ and gives to $u_2$, and
# both hold the same about two thirds of a standard deviation before it stands in the middle of the groups, as it does in B.
#
# </details>
#
# ### Exercise 1.2: how robust is a well aligned labelling?
#
# Start from labelling A with <a href="#circle?direction=45&spread=0">no spread and 100 points</a>, where $y$ lies on $u_1$ alone.
# Tap or click on points to relabel them, one at a time; below the charts stands how many have been. How many of the 100 labels must flip until $u_1$ holds less than half of
# $\lVert y \rVert^2$? Guess first, then try, then prove it.
#
# <details><summary>Hint</summary>
#
# Without spread, $u_1 = y / \sqrt{n}$ for the labels before painting. What is $u_1^\top y'$ when $k$ labels have changed
# sign?
#
# </details>

# %%
answer = ...  # a whole number
check("1.2", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
flat = CircleExplorer(direction=45, spread=0.0)
u1 = flat.labels / np.sqrt(
    flat.n_points
)  # (n - 2k) / sqrt(n) is left after k flips: a share of (1 - 2k / n)^2


def share_after(k):
    y = flat.labels
    y[:k] *= -1
    return (u1 @ y) ** 2 / len(y)


answer = next(k for k in range(100) if share_after(k) < 0.5)
for k in (answer - 1, answer):
    print(f"{k} flips leave {share_after(k):.3f}")
check("1.2", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Before, $y = \sqrt{n}\, u_1$. Flipping $k$ labels turns $u_1^\top y = \sqrt n$ into $(n - 2k)/\sqrt n$, a share of $(1 - 2k/n)^2$
# of $\lVert y \rVert^2 = n$, whichever points they are. It is below one half for $k > \frac n2 (1 - 1/\sqrt 2)$.
#
# </details>
#
# ### Exercise 1.3: the figure as its text describes it
#
# Which two singular values should Figure 4 print for 1000 points with angles that deviate normally, by 0.29? Give the square roots of the
# expected squares, the larger one first, from a formula rather than from a sample. You need paper, pencil and a calculator.
#
# <details><summary>Hint</summary>
#
# For rows $(\cos a, \sin a)$ the squares of the singular values are $\frac{n}{2}(1 \pm \rho)$, where $\rho$ is the length
# of the mean of the vectors $(\cos 2a, \sin 2a)$. Doubling the angle puts both groups in one place, and for normal
# deviations $s$ with standard deviation $\epsilon$, $E[\cos 2s] = e^{-2\epsilon^2}$.
#
# </details>

# %%
answer = ...  # a pair of numbers
check("1.3", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
rho = np.exp(-2 * 0.29**2)
answer = np.sqrt(1000 / 2 * np.array([1 + rho, 1 - rho]))
print(answer.round(2))
check("1.3", answer)

# %% [markdown]
# ### Exercise 1.4: the part that no weights reach
#
# For labelling B and a small spread, what share of $\lVert y \rVert^2$ lies outside the span of $\Phi$? Angles deviate normally. Give
# the limit for many points and little spread, as a decimal number. Why is it not zero although the classes are perfectly
# separable? With paper and pencil; the explorer shows for 100 points and more spread about what to expect.
#
# <details><summary>Hint</summary>
#
# With little spread the coordinate along $v_2$ is nearly the normal deviate $s$ itself, with the sign that B labels. So
# $u_2^\top y = \sum_i |s_i| / \sqrt{\sum_i s_i^2}$. What are $E|s|$ and $E s^2$?
#
# </details>

# %%
answer = ...  # a number between 0 and 1
check("1.4", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
answer = 1 - 2 / np.pi  # (u_2^T y)^2 / n tends to E|s|^2 / E[s^2] = 2 / pi
rng = np.random.default_rng(1)
s = 0.02 * rng.standard_normal(20_000)
angles = np.resize([0.25, -0.75], len(s)) * np.pi + s
labels = np.where(s >= 0, 1, -1) * np.resize([1, -1], len(s))
spec = spectrum(np.column_stack([np.cos(angles), np.sin(angles)]), labels)
measured = spec.residual / spec.target_norm_sq
print(
    f"in the limit {answer:.3f}; measured with {len(s)} points {measured:.3f}"
)
check("1.4", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# The mean of $|s|$ is $\sqrt{2/\pi}$ standard deviations, so $u_2$ holds $E|s|^2 / E s^2 = 2/\pi$, and $1 - 2/\pi$ is left. The labels
# jump from $-1$ to $+1$ where $s$ passes zero; the feature passes smoothly. A linear model can get every sign right
# and still not the values: points near the boundary would need a large weight, points far from it a small one.
#
# </details>
#
# ### Exercise 1.5: another place for the same labels
#
# B is badly aligned: the direction that holds most of it has the small singular value. The labels stay as they are, and you may
# change the features. Which change puts most of B on the *largest* singular value?
#
# - **A** Turn all points by 90 degrees about the centre.
# - **B** Multiply both features by 10.
# - **C** Stretch the cloud by a factor of 5 across the line through both groups, along $v_2$.
# - **D** Add a bias feature, a column of ones.
#
# No code is needed: think of $\Phi = U \Sigma V^\top$.
#
# <details><summary>Hint</summary>
#
# For each change, ask what becomes of the $\sigma_i$ and what becomes of the $u_i$. Only the $u_i$ decide on the shares. What is the
# singular value of a column of $n$ ones that is nearly orthogonal to the other columns?
#
# </details>

# %%
answer = ...  # a letter, A to D
check("1.5", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
phi, y = B.phi, B.labels
_, _, Vt = np.linalg.svd(phi, full_matrices=False)
changed = {
    "A": phi @ np.array([[0, 1], [-1, 0]]),
    "B": 10 * phi,
    "C": phi @ Vt.T @ np.diag([1, 5]) @ Vt,
    "D": np.column_stack([phi, np.ones(len(phi))]),
}
on_top = {}
for letter, features in changed.items():
    spec = spectrum(features, y)
    shares = spec.squared_projections / spec.target_norm_sq
    on_top[letter] = shares[0]
    print(
        f"{letter}: sigma {spec.singular_values.round(2)}, shares {shares.round(2)}"
    )
answer = max(on_top, key=on_top.get)
check("1.5", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# Rotations and a common factor leave every $u_i$ as it is: alignment does not depend on which coordinates a layer uses, and a common
# factor only stretches the curve along $\tau$. The bias adds a direction that balanced labels avoid. Stretching one direction more than
# another does change the alignment. So "B is hard" is not a property of the labels: it is one of the labels with these features, and a
# network can change its features. The residual stays, since the span does.
#
# </details>
#
# ### Exercise 1.6: more groups, more dimensions
#
# Without spread, labelling A lies on a single direction and nothing of it outside the span. Does that last when there are more
# groups? Take three groups of the same size at 90, 210 and 330 degrees, without spread and without a bias feature; one is labelled
# $+1$, the other two $-1$. What share of $\lVert y \rVert^2$ lies in the span of $\Phi$? And what share with ten groups of the
# same size at the corners of a simplex in nine dimensions, with its centre at zero, again one against all others? Give the pair, from
# paper and pencil or from a few lines in the notebook.
#
# <details><summary>Hint</summary>
#
# All columns of $\Phi$ have mean zero, so the constant vector lies outside the span. Everything else that is constant on the groups
# lies in it. Split $y$ into its mean and the rest. In code, `np.eye(10) - 0.1` holds such corners as its rows, in ten coordinates of
# which nine are free.
#
# </details>

# %%
answer = ...  # (share for three groups, share for ten)
check("1.6", answer)

# %% [markdown]
# **Solution**

# %% tags=["hide-cell"] jupyter={"source_hidden": true} cellView="form"
expected = {k: 1 - (1 - 2 / k) ** 2 for k in (3, 10)}  # mean of y: 2 / k - 1
for k, share in expected.items():
    corners = np.eye(k) - 1 / k
    labels = np.where(np.arange(k) == 0, 1.0, -1.0)
    spec = spectrum(np.repeat(corners, 20, axis=0), np.repeat(labels, 20))
    inside = 1 - spec.residual / spec.target_norm_sq
    print(f"{k} groups: {share:.3f}; from the spectrum {inside:.3f}")
answer = list(expected.values())
check("1.6", answer)

# %% [markdown]
# <details><summary>In words</summary>
#
# The mean of the labels is $(2 - k)/k$, so its share is $(1 - 2/k)^2$, and that part lies outside the span. The rest of $y$ is
# constant on each group and has mean zero; such vectors have $k - 1$ dimensions, and the columns of $\Phi$ span them all. All
# $\sigma_i$ are the same here. With two groups the mean is zero and nothing is left out; with a bias feature nothing is left out
# either. Networks that are trained for long put their classes near such corners, around their mean
# ([chapter 3](03_networks.ipynb)). That labels with a mean far from zero need care comes back in [chapter 2](02_emergence.ipynb).
#
# </details>
#
# ## Summary
#
# - In the basis of the singular vectors the loss is a sum of directions that do not touch each other. Direction $i$ holds
#   $(u_i^\top y)^2$ of the labels and needs the weight $u_i^\top y / \sigma_i$.
# - Alignment at $\tau$ is what of $\lVert y \rVert^2$ lies on singular values of at least $\tau$. Higher for longer is better.
# - Two labellings with the same accuracy can be aligned very differently; the difference is in the size of the weights
#   and in the number of steps.
# - Labels that one can separate may still lie partly outside the span of the features.
#
# **Next:** training a network makes alignment out of nothing, even for labels that mean nothing: [Emergence](02_emergence.ipynb).
#
# ## References
#
# - E. Imani, W. Hu, M. White (2022). [Representation Alignment in Neural Networks](https://arxiv.org/abs/2112.07806).
#   *Transactions on Machine Learning Research.*
# - N. Cristianini, J. Shawe-Taylor, A. Elisseeff, J. Kandola (2001). On kernel-target alignment. *NeurIPS 14.*
# - S. Kornblith, M. Norouzi, H. Lee, G. Hinton (2019).
#   [Similarity of neural network representations revisited](https://arxiv.org/abs/1905.00414). *ICML.*

"""Scores of transferability beside those of the core (`repalign.log_evidence`,
`repalign.kernel_target_alignment`), the H-score and NCTI; and CKA, of two representations."""

import numpy as np

from repalign._support.extras import need

COMPONENTS = 64
LEADING = 32


def h_score(phi, y):
    """How much of the features' variation lies between classes: higher is better, at most the
    number of classes less one.

    Bao et al. (2019), tr(S^-1 B), S the covariance of the features and B that of their class
    means; S as Ibrahim et al. (2022) estimate it, since with more features than samples it has no
    inverse and the pseudoinverse gives its largest value to whatever features: shrunk towards m I,
    m = tr S / d, as far as Ledoit and Wolf (2004) say,

        (1 - a) tr(((1 - a) S + a m I)^-1 B).

    Parameters
    ----------
    phi : array (n, d)
    y : array (n,)
        Labels of two classes or more.

    Returns
    -------
    float

    Examples
    --------
    >>> rng, y = np.random.default_rng(0), np.repeat([-1, 1], 500)
    >>> noise = rng.standard_normal((1000, 3))
    >>> [round(h_score(noise + shift * y[:, None], y), 1) for shift in (0, 1, 10)]
    [0.0, 0.7, 1.0]
    """
    components = _components(phi)
    variances = np.square(components).mean(axis=0)
    means, shares = _class_means(components, y)
    between = shares @ np.square(means)
    level, shrinkage = variances.sum() / phi.shape[1], _shrinkage(components, phi.shape[1])
    shrunk = (1 - shrinkage) * variances + shrinkage * level
    kept = shrunk > 0
    return float((1 - shrinkage) * (between[kept] / shrunk[kept]).sum())


def cka(phi, psi):
    """How alike two representations of the same samples are, from 0 to 1: 1 where one is the other
    rotated, scaled and shifted.

    Linear CKA of Kornblith et al. (2019), the cosine between the kernels of the centred features,

        ||phi^T psi||_F^2 / (||phi^T phi||_F ||psi^T psi||_F).

    With a label vector as psi it is the kernel-target alignment of what is centred.

    Parameters
    ----------
    phi : array (n, d)
    psi : array (n, e)

    Returns
    -------
    float

    Examples
    --------
    >>> phi = np.array([[0.0, 0.0], [0.0, 1.0], [2.0, 0.0], [2.0, 1.0]])
    >>> [round(cka(phi, psi), 2) for psi in (3 * phi[:, ::-1] + 1, phi[:, :1], phi[:, 1:])]
    [1.0, 0.97, 0.24]
    """
    first, second = (each - each.mean(axis=0) for each in (phi, psi))
    kernels = first @ first.T, second @ second.T
    return float(np.sum(kernels[0] * kernels[1]) / np.prod([*map(np.linalg.norm, kernels)]))


def _components(phi):
    """Principal components of the samples (n, min(n, d)), largest first: U S of the centred
    features."""
    U, sigma, _ = np.linalg.svd(phi - phi.mean(axis=0), full_matrices=False)
    return U * sigma


def _class_means(phi, y):
    """(k, d), and the share of samples that each class has (k,)."""
    classes, members = np.unique(y, return_inverse=True)
    means = np.stack([phi[members == number].mean(axis=0) for number in range(len(classes))])
    return means, np.bincount(members) / len(y)


def _shrinkage(components, d):
    """Ledoit and Wolf's, from 0 to 1, of d features."""
    n, variances = len(components), np.square(components).mean(axis=0)
    squares = np.square(variances).sum()
    fourth = np.square(np.square(components).sum(axis=1)).mean()
    distance = squares - variances.sum() ** 2 / d
    return min(1.0, (fourth - squares) / n / distance) if distance > 0 else 1.0


def ncti(phi, y):
    """How near features are to neural collapse on the classes of y: the three parts of NCTI (Wang
    et al. 2023), each the higher the better.

    Features are reduced to 64 principal components and to what linear discriminant analysis makes
    of them; it shrinks covariances by exp(-v), v the variance of the first 32. As in the authors'
    code; their second way, for v above 23, cannot occur with rows of length one.

    Parameters
    ----------
    phi : array (n, d)
        Prepared: v depends on their scale.
    y : array (n,)
        Labels of two classes or more.

    Returns
    -------
    array (3,)
        The nuclear norm of the discriminant features; the mean posterior probability of the right
        class; less the log of the nuclear norms of the posteriors, summed over classes. `combined`
        makes one score of them.
    """
    analysis = need("sklearn.discriminant_analysis", "paper")
    reduced = _components(phi)[:, : min(COMPONENTS, *phi.shape)]
    variance = np.square(reduced[:, :LEADING]).sum() / (len(phi) - 1)
    model = analysis.LinearDiscriminantAnalysis(solver="eigen", shrinkage=float(np.exp(-variance)))
    features = model.fit(reduced, y).transform(reduced)
    posterior = model.predict_proba(reduced)
    members = np.searchsorted(model.classes_, y)
    classes = [posterior[members == number] for number in range(len(model.classes_))]
    return np.array(
        [
            _nuclear(features - features.mean(axis=0)),
            posterior[np.arange(len(y)), members].mean(),
            -np.log(sum(map(_nuclear, classes))),
        ]
    )


def _nuclear(matrix):
    return np.linalg.norm(matrix, "nuc")


def combined(parts):
    """NCTI of R representations of one task: the sum of its parts, each scaled over them from 0 to
    1.

    So it ranks, and means nothing for a single one.

    Parameters
    ----------
    parts : array (..., R, 3)
        Of `ncti`.

    Returns
    -------
    array (..., R)

    Examples
    --------
    >>> combined(np.array([[1.0, 0.5, 2.0], [3.0, 0.5, 1.0], [2.0, 0.5, 0.0]])).tolist()
    [1.0, 1.5, 0.5]
    """
    low, high = parts.min(axis=-2, keepdims=True), parts.max(axis=-2, keepdims=True)
    return ((parts - low) / np.where(high > low, high - low, 1)).sum(axis=-1)

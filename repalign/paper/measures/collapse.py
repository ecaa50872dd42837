"""Neural collapse (Papyan, Han and Donoho 2020), which section 9 of the paper sets beside
alignment."""

import numpy as np


def within_class_variability(features, labels):
    """NC1, tr(W B^+) / k: how far samples lie from their class's mean, beside how far the k means
    lie apart.

    W is the covariance of the samples around the mean of their class, B that of the class means
    around the mean of all samples (for classes of one size, that of Papyan et al.); B^+ is its
    pseudoinverse, of rank k - 1 at most.

    Parameters
    ----------
    features : array (n, d)
    labels : array (n,)
        Of two classes or more.

    Returns
    -------
    float
        0 where each class is one point; inf where the means are one point.

    Raises
    ------
    ValueError
        Lengths differ, or there is only one class.

    Examples
    --------
    >>> round(within_class_variability(np.array([[0.9], [1.1], [-1.1], [-0.9]]), [1, 1, 0, 0]), 9)
    0.005
    """
    features, labels = np.asarray(features, dtype=float), np.asarray(labels)
    if features.ndim != 2 or labels.shape != features.shape[:1]:
        raise ValueError(
            f"expected features (n, d) and labels (n,); got shapes {features.shape} and "
            f"{labels.shape}"
        )
    classes, members = np.unique(labels, return_inverse=True)
    if len(classes) < 2:
        raise ValueError(f"expected samples of at least two classes; all are of class {classes[0]}")
    share = np.bincount(members) / len(labels)
    means = np.stack([features[members == index].mean(axis=0) for index in range(len(classes))])
    within = features - means[members]
    # B = M^T M of the weighted, centred means M (k, d): only its k - 1 directions count, so no d x
    # d matrix is needed.
    M = np.sqrt(share)[:, None] * (means - share @ means)
    _, sigma, directions = np.linalg.svd(M, full_matrices=False)
    rank = min(len(classes) - 1, len(directions))
    if sigma[rank - 1] <= 1e-12 * np.abs(means).max():
        return float("inf")
    spread = np.square(within @ directions[:rank].T).mean(axis=0)
    return float((spread / np.square(sigma[:rank])).sum() / len(classes))

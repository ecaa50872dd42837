"""What labels without meaning would show: the null that every measured alignment is held
against."""

import numpy as np

from repalign import spectrum

QUANTILES = (0.025, 0.5, 0.975)
"""Kept of what shuffled labels give: a 95 % band and the median."""


def with_shuffled(phi, y, n_permutations, seed):
    """Two Spectra from one factorisation of the prepared features phi (n, d): of y (n,), and of y
    shuffled anew.

    The second has n_permutations targets; ``alignment_curve`` of it is a curve a shuffle.
    """
    rng = np.random.default_rng(seed)
    both = spectrum(phi, np.column_stack([y, *(rng.permutation(y) for _ in range(n_permutations))]))
    return both.target(0), both.target(slice(1, None))

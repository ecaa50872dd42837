"""What the checks of E3 read: the hypothetical curves of Figure 3, and circles, of every seed."""

import numpy as np

from repalign import Spectrum, distance_to_optimum, max_step_size, spectrum
from repalign.paper.measures.collapse import within_class_variability
from repalign.paper.readings.common import share_of

SPREAD = 0.29
"""Standard deviation of the angles, radians, that reproduces the printed singular values."""
PRINTED = (9.58, 2.84)
N_PRINTED = 1000
SEEDS = range(10)
INVENTED = np.geomspace(10, 0.1, 60)
"""Singular values of the hypothetical representation of Figure 3."""
LEFT = 0.01
"""Share of what can be fitted that is left when we call it fitted."""
MOST_STEPS = 1000


def points(n, seed, spread=SPREAD):
    """n points on the unit circle, every other around pi/4 and around -3 pi/4: array (n, 2)."""
    angles = np.resize([0.25, -0.75], n) * np.pi + spread * np.random.default_rng(
        seed
    ).standard_normal(n)
    return np.column_stack([np.cos(angles), np.sin(angles)])


def labellings(phi, seed):
    """A, the groups against each other, and B, each group cut through its middle: array (n, 2) of
    +-1."""
    directions = np.deg2rad([[45, 135]])
    return np.where(phi @ np.concatenate([np.cos(directions), np.sin(directions)]) >= 0, 1.0, -1.0)


def hypothetical():
    """Label vectors on the top and on the bottom of the `INVENTED` directions, their shares
    proportional to the squares of these, in one order and in the other: two Spectrum."""
    shares = np.square(INVENTED) / np.square(INVENTED).sum()
    return [
        Spectrum(INVENTED, each, 0.0, n_samples=100, n_features=60)
        for each in (shares, shares[::-1])
    ]


def steps_to_fit(spec):
    """Steps of gradient descent, at half of the largest step size, until `LEFT` of what can be
    fitted is left; ValueError where `MOST_STEPS` are too few."""
    left = distance_to_optimum(spec, np.arange(MOST_STEPS), step_size=0.5 * max_step_size(spec))
    fitted = np.square(left / left[0]) <= LEFT
    if not fitted.any():
        raise ValueError(f"not fitted within {MOST_STEPS} steps")
    return int(fitted.argmax())


def drawn(measure, labels=labellings, n=100):
    """A measure of (phi, Y) on the circle of every seed."""

    def read(_):
        circles = ((points(n, seed), seed) for seed in SEEDS)
        return np.array([measure(phi, labels(phi, seed)) for phi, seed in circles])

    return read


def on_own_direction(phi, Y):
    """Share of A on u_1, and of B on u_2."""
    return _shares(phi, Y)[[0, 1], [0, 1]]


def between(phi, Y):
    """Share at a threshold between sigma_1 and sigma_2: of A, and what B lacks there."""
    spec = spectrum(phi, Y)
    shares = np.array([share_of(spec.target(k), spec.singular_values.mean()) for k in (0, 1)])
    return np.array([shares[0], 1 - shares[1]])


def variability(phi, Y):
    """log10 of the variability within the classes (NC1) of B over that of A."""
    first, second = (within_class_variability(phi, y) for y in Y.T)
    return np.log10(second / first)


def lead(phi, Y):
    """Share of A less that of B at a threshold between sigma_1 and sigma_2."""
    spec = spectrum(phi, Y)
    return np.subtract(*share_of(spec, spec.singular_values.mean()))


def _shares(phi, Y):
    spec = spectrum(phi, Y)
    return spec.squared_projections / spec.target_norm_sq


def beyond_second(phi, Y):
    """How many singular values beside the two largest are not zero, however small."""
    return spectrum(phi, Y[:, 1], rtol=0).rank - 2


def outside(phi, Y):
    """The part of B beyond u_1 and u_2 that lies on smaller, non-zero singular values: the whole
    less the residual."""
    spec = spectrum(phi, Y[:, 1])
    return (
        spec.target_norm_sq - spec.squared_projections[:2].sum() - spec.residual
    ) / spec.target_norm_sq


def off_print(make, n):
    """Singular values of n points relative to the printed ones, less 1."""
    return lambda _: np.abs(
        np.array([np.linalg.svd(make(n, seed), compute_uv=False) for seed in SEEDS]) / PRINTED - 1
    )


def squares_missing(_):
    """Relative distance of the sum of the printed squares from the number of points, which it must
    be."""
    return np.array([abs(np.square(PRINTED).sum() / N_PRINTED - 1)])

"""What the checks of E3 read: the hypothetical curves of Figure 3, and circles, of every seed."""

import numpy as np

from repalign import Spectrum, spectrum
from repalign.paper.measures.collapse import within_class_variability
from repalign.paper.readings.common import height_of, share_of

SPREAD = 0.29
"""Standard deviation of the angles, radians, that reproduces the printed singular values."""
PRINTED = (9.58, 2.84)
N_PRINTED = 1000
SEEDS = range(10)


def points(n, seed, spread=SPREAD):
    """n points on the unit circle, every other around pi/4 and around -3 pi/4: array (n, 2)."""
    angles = np.resize([0.25, -0.75], n) * np.pi + spread * np.random.default_rng(
        seed
    ).standard_normal(n)
    return np.column_stack([np.cos(angles), np.sin(angles)])


def around(n, seed):
    """n points all round the circle: array (n, 2)."""
    return points(n, seed, spread=100)


def labellings(phi, seed):
    """A, the groups against each other, and B, each group cut through its middle: array (n, 2) of
    +-1."""
    directions = np.deg2rad([[45, 135]])
    return np.where(phi @ np.concatenate([np.cos(directions), np.sin(directions)]) >= 0, 1.0, -1.0)


def by_lot(phi, seed):
    """Two label vectors drawn by lot."""
    return np.random.default_rng([1, seed]).choice([-1.0, 1.0], (len(phi), 2))


def drawn(measure, labels=labellings, n=100):
    """A measure of (phi, Y) on the circle of every seed."""

    def read(_):
        circles = ((points(n, seed), seed) for seed in SEEDS)
        return np.array([measure(phi, labels(phi, seed)) for phi, seed in circles])

    return read


def half_plane(phi, Y):
    """Radians by which the points, each turned by its label, leave free more than half of the
    circle."""
    return _widest_gaps(phi, Y)[0] - np.pi


def separator(phi, Y):
    """Share of labels that are right with the weights that point away from the middle of that
    gap."""
    width, start = _widest_gaps(phi, Y)
    middle = start + width / 2
    return np.mean(Y * (phi @ -np.stack([np.cos(middle), np.sin(middle)])) > 0, axis=0)


def _widest_gaps(phi, Y):
    """Of each labelling, the widest angle without a point, and where it begins: two arrays (2,)."""
    turned = Y.T[:, :, None] * phi
    angles = np.sort(np.arctan2(turned[..., 1], turned[..., 0]), axis=1)
    gaps = np.diff(angles, axis=1, append=angles[:, :1] + 2 * np.pi)
    widest = gaps.argmax(axis=1, keepdims=True)
    return [np.take_along_axis(each, widest, axis=1)[:, 0] for each in (gaps, angles)]


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


def hypothetical():
    """Figure 3: labels on the top directions, and on the bottom ones, of the same 60 singular
    values."""
    sigma = np.geomspace(10, 0.1, 60)
    on_top = sigma**2 / np.sum(sigma**2)
    return [Spectrum(sigma, power, 0.0, 100, 60) for power in (on_top, on_top[::-1])]


def heights_apart(_):
    good, bad = map(height_of, hypothetical())
    return np.array([good - bad])


def starts_apart(_):
    good, bad = (spec.target_norm_sq for spec in hypothetical())
    return np.array([abs(good - bad)])


def lowest_lead(_):
    sigma = hypothetical()[0].singular_values
    good, bad = ([share_of(spec, tau) for tau in sigma[:-1]] for spec in hypothetical())
    return np.array([np.subtract(good, bad)[1:].min()])


def lots_apart(_):
    """Both label vectors drawn by lot instead."""
    sigma = hypothetical()[0].singular_values
    power = np.random.default_rng(0).chisquare(1, (len(SEEDS), 2, len(sigma)))
    return np.array(
        [
            np.subtract(*(height_of(Spectrum(sigma, own, 0.0, 100, 60)) for own in pair))
            for pair in power
        ]
    )

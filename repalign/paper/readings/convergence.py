"""What the checks of E6 read: predicted and real runs of gradient descent."""

import numpy as np

from repalign import Spectrum, max_step_size, training_error, weight_norm

TARGETS = ("y1", "y2", "target", "shuffled", "noisy")
"""The order on their axis; the test errors have the last three."""
TRUE, SHUFFLED, NOISY = 2, 3, 4
STANDARDISED = 2
"""Index of the scaling of the columns whose singular values come nearest to the printed ones."""
PRINTED = (115, 70, 30)
FAST_STEPS = 4  # half of the way of the fast process each, so 1/256 of its loss is left


def figure8(share):
    """sigma = 6 and 1, with a share of the labels on the first; and a step size that halves the
    fast process."""
    spec = Spectrum([6.0, 1.0], [100 * share, 100 * (1 - share)], 0.0, 100, 2)
    return spec, 0.25 * max_step_size(spec)


def reduced(share):
    """Share of the loss that the fast phase reduces."""

    def read(_):
        spec, step_size = figure8(share)
        left = training_error(spec, [FAST_STEPS], step_size=step_size) ** 2 / spec.target_norm_sq
        return 1 - left

    return read


def grown(share):
    """log10 of the norm of the weights in the end over that after the fast phase."""

    def read(_):
        spec, step_size = figure8(share)
        early, late = weight_norm(spec, [FAST_STEPS, 100_000], step_size=step_size)
        return np.log10([late / early])

    return read


def worst(measured, predicted):
    """Largest difference on the way, relative to the prediction's largest value: (S, k)."""

    def read(stored):
        difference = np.abs(stored[measured] - stored[predicted]).max(axis=1)
        return difference / stored[predicted].max(axis=1)

    return read


def other_prediction(stored):
    """The run on the true target held against what is predicted for the shuffled one."""
    predicted = stored["predicted"][:, :, SHUFFLED]
    return (np.abs(stored["measured"][:, :, TRUE] - predicted) / predicted).max(axis=1)


def at_half(array, k):
    """Values of a label vector when half of its training loss is left."""

    def read(stored):
        loss = np.square(stored["measured"][:, :, k])
        reached = np.argmax(loss < loss[:, :1] / 2, axis=1)
        return stored[array][np.arange(len(reached)), reached, k]

    return read


def price(first, second):
    """log10 of the norms of the weights that halve the loss, first over second."""
    return lambda stored: np.log10(first(stored) / second(stored))


def even_price(stored):
    """The norm that halves the loss of labels that lie evenly on all directions, as long as the
    target."""
    norms = []
    for seed, step_size in enumerate(stored["step_size"]):
        own = stored.spectrum("target", seed)
        each = np.full(own.rank, own.target_norm_sq / own.n_samples)
        even = Spectrum(
            own.singular_values,
            each,
            own.target_norm_sq - each.sum(),
            own.n_samples,
            own.n_features,
        )
        loss = training_error(even, stored["steps"], step_size=step_size) ** 2
        step = stored["steps"][np.argmax(loss < loss[0] / 2)]
        norms.append(weight_norm(even, [step], step_size=step_size)[0])
    return np.array(norms)


def left_after(step, k):
    """Share of the training loss left after a number of steps."""

    def read(stored):
        at = np.searchsorted(stored["steps"], step)
        return np.square(stored["measured"][:, at, k] / stored["measured"][:, 0, k])

    return read


def lead(first, second, step):
    """log10 of the second's error over the first's, after a number of steps."""

    def read(stored):
        errors = stored["measured"][:, np.searchsorted(stored["steps"], step)]
        return np.log10(errors[:, second] / errors[:, first])

    return read


def overtakes(slow, fast, early=5, late=1000):
    """The smaller of two leads: of the fast one early on, and of the slow one later."""
    return lambda stored: np.minimum(
        lead(fast, slow, early)(stored), lead(slow, fast, late)(stored)
    )


def crossings_apart(stored):
    return np.abs(stored["crossing_measured"] - stored["crossing"])


def changes_of_lead(stored):
    """How often, at the stored steps from 1 to 1000, the one ahead is another than before."""
    upto = np.searchsorted(stored["steps"], 1000) + 1
    ahead = stored["measured"][:, 1:upto, 0] < stored["measured"][:, 1:upto, 1]
    return np.count_nonzero(np.diff(ahead, axis=1), axis=1)


def largest(name, rank=0):
    """The largest share of a single direction, or the next."""

    def read(stored):
        powers = [
            stored.spectrum(name, seed).squared_projections
            for seed in range(len(stored["crossing"]))
        ]
        return np.array([np.sort(power)[::-1][rank] / power.sum() for power in powers])

    return read


def off_print(stored):
    """Singular values of directions 5, 10 and 50, columns standardised, relative to the printed
    ones, less 1."""
    return np.abs(stored["sigmas"][:, STANDARDISED] / PRINTED - 1)


def cheap(k, gap=0.05):
    """Largest share of the training loss reduced while test and training loss differ by at most a
    share of the start.

    Both are mean squared errors, over as many samples.
    """

    def read(stored):
        train, test = (
            np.square(stored["measured"][:, :, k]),
            np.square(stored["test_measured"][:, :, k - TRUE]),
        )
        close = np.abs(test / test[:, :1] - train / train[:, :1]) <= gap
        # From the start until they part for the first time.
        upto = np.cumprod(close, axis=1).sum(axis=1) - 1
        return 1 - train[np.arange(len(train)), upto] / train[:, 0]

    return read


def weights_of_shuffled(stored):
    """Norm of the weights that halve the loss, of the shuffled target over that of the true one,
    predicted, first seed."""
    loss, norms = (stored[name][0, :, [TRUE, SHUFFLED]] for name in ("predicted", "norm_predicted"))
    reached = np.argmax(np.square(loss) < np.square(loss[:, :1]) / 2, axis=1)
    true, shuffled = norms[[0, 1], reached]
    return shuffled / true

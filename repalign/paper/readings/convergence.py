"""What the checks of E6 read: predicted and real runs of gradient descent."""

import numpy as np

TARGETS = ("y1", "y2", "target", "shuffled", "noisy")
"""The order on their axis; the test errors, and all by patients, have the last three."""
TRUE, SHUFFLED, NOISY = -3, -2, -1
DIRECTIONS = (5, 10, 50)
"""Of the singular vectors that y1 and y2 are made of, the first being 1."""
PRINTED = (115, 70, 30)
"""Their singular values, in the paper."""
SCALINGS = ("raw", "centred", "standardised", "from -1 to 1")
"""Of the columns, in the order on their axis."""
STANDARDISED = SCALINGS.index("standardised")
"""The one whose singular values come nearest to the printed ones."""
PLACES = ("other slices", "another patient", "the other way round")
"""Where test samples are from: the same patients, or another than those that were trained on."""
SLOWER = 10
"""The fast phase ends when directions so many times slower than the fastest have lost 99 %."""


def worst(measured, predicted):
    """Largest difference on the way, relative to the prediction's largest value: (S, k)."""

    def read(stored):
        difference = np.abs(stored[measured] - stored[predicted]).max(axis=1)
        return difference / stored[predicted].max(axis=1)

    return read


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


def slow_at_crossing(stored):
    """Of the loss that y2 has left where y1 overtakes it, the share on its slower direction."""
    shares = []
    for seed, step in enumerate(stored["crossing_measured"]):
        own = stored.spectrum("y2", seed)
        rates = 1 - stored["step_size"][seed] * np.square(own.singular_values)
        left = rates ** (2 * step) * own.squared_projections
        shares.append(left[DIRECTIONS[-1] - 1] / left.sum())
    return np.array(shares)


def everywhere(name, k):
    """What is stored of a target in each of `PLACES`, (S, 3, T); k counts from the end."""

    def read(stored):
        by_patient = stored[f"{name}_by_patient"][..., k]
        return np.concatenate([stored[name][:, None, :, k], by_patient], axis=1)

    return read


def loss_left(name, k):
    """`everywhere`, squared and as a share of the start."""

    def read(stored):
        errors = everywhere(name, k)(stored)
        return np.square(errors / errors[..., :1])

    return read


def fast_end(stored):
    """Index of the first stored step at which the fast phase has ended, in all places."""
    rate = stored["step_size"][0] * stored["target.singular_values"][0, 0] ** 2 / SLOWER
    return np.searchsorted(stored["steps"], np.log(0.01) / (2 * np.log(1 - rate)))


def reduced(k):
    """Share of the training loss that the fast phase reduces, (S, 3)."""
    return lambda stored: 1 - loss_left("measured", k)(stored)[..., fast_end(stored)]


def test_loss_left(k):
    """Share of the test loss left after the fast phase, (S, 3)."""
    return lambda stored: loss_left("test_measured", k)(stored)[..., fast_end(stored)]


def slow_phase(name, *targets, power=1):
    """log10 of a power of errors or norms after the last step, over that after the fast phase, (S,
    3) for each of the targets side by side."""

    def read(stored):
        values = np.concatenate([everywhere(name, k)(stored) for k in targets], axis=1)
        return power * np.log10(values[..., -1] / values[..., fast_end(stored)])

    return read


def cheap(k, gap=0.05):
    """Largest share of the training loss reduced while test and training loss, each as a share of
    its start, differ by at most so much: (S, 3)."""

    def read(stored):
        train, test = (loss_left(name, k)(stored) for name in ("measured", "test_measured"))
        # From the start until they part for the first time.
        upto = np.cumprod(np.abs(test - train) <= gap, axis=-1).sum(axis=-1) - 1
        return 1 - np.take_along_axis(train, upto[..., None], axis=-1)[..., 0]

    return read


def off_print(stored):
    """Singular values of `DIRECTIONS`, columns standardised, relative to the printed ones, less
    1."""
    return np.abs(stored["sigmas"][:, STANDARDISED] / PRINTED - 1)

"""What is read off the stored experiment `emergence`."""

import numpy as np

from repalign import cumulative_power
from repalign.paper.readings.common import over_seeds, top_of

FEW = 10  # directions
TAU = 10.0  # a tenth of the largest that unit rows allow: above it lie about as many directions
CHANCE = 0.005  # next to none: five times what shuffled labels have on ten directions in the mean


def directions_to(name, held, *index):
    """Number of directions that hold a share of ||y||^2."""
    return over_seeds(
        lambda spec: np.count_nonzero(cumulative_power(spec) < held) + 1, name, *index
    )


def span_off_chance(spec):
    """Share of ||y||^2 in the span, relative to what it is for labels without any preference, rank
    / n, less 1."""
    return abs(cumulative_power(spec)[-1] * spec.n_samples / spec.rank - 1)


def most_on_one(spec):
    """The largest squared projection relative to its mean for labels without preference, ||y||^2 /
    n."""
    return spec.squared_projections.max() * spec.n_samples / spec.target_norm_sq


def directions_of_chance(stored, share=0.02):
    """Top directions that hold a share of the shuffled labels in the inputs, first seed."""
    shares = cumulative_power(stored.spectrum("inputs_shuffled", 0))
    return int(np.count_nonzero(shares < share)) + 1


def epochs_of_half(stored):
    """Epochs at which the final layer's top ten hold half of the labels, and at which the accuracy
    passes 90 %, first seed."""
    epochs = stored["epochs"]
    shares = [top_of(stored.spectrum("final_layer", 0, c), FEW) for c in range(len(epochs))]
    share, accuracy = np.array(shares) >= 0.5, stored["accuracy"][0] > 0.9
    return int(epochs[share.argmax()]), int(epochs[accuracy.argmax()])


def top_of_layers(stored):
    """Share of the shuffled labels on the top ten directions of every hidden layer, first seed:
    (layers, checkpoints)."""
    checkpoints, earlier = stored["earlier_layers.residual"].shape
    names = [("earlier_layers", c, layer) for layer in range(earlier) for c in range(checkpoints)]
    names += [("final_layer", 0, c) for c in range(checkpoints)]
    shares = [top_of(stored.spectrum(*name), FEW) for name in names]
    return np.reshape(shares, (earlier + 1, checkpoints))


def nearest(epochs, wanted):
    """Indices of the checkpoints nearest to the wanted epochs."""
    return np.abs(np.subtract.outer(wanted, epochs)).argmin(axis=1)


def jumps(losses, *, calm=0.001, high=0.01):
    """Epochs of the late jumps of a loss (epochs,): the first that is below `calm`, and those in
    which it comes above `high` from there; a jump ends when it is below `calm` again."""
    learned, found, is_calm = int(np.argmax(losses < calm)) + 1, [], False
    for epoch, loss in enumerate(losses, start=1):
        if is_calm and loss > high:
            found.append(epoch)
        is_calm = loss < calm or (is_calm and loss <= high)
    return learned, found

"""Answers of the book's exercises, computed, and a check that tells without giving away."""

import numpy as np

from repalign import alignment_curve, cumulative_power, permutation_null, prepare
from repalign._check import as_real, require_positive, shown
from repalign._extras import need
from repalign.paper import results, similar_sources, sweep_curves


def check(name, answer, *, rtol=0.02):
    """Print whether `answer` is right for the exercise, within a relative tolerance.

    Examples
    --------
    >>> check("1.1", ...)
    Exercise 1.1: not answered yet.
    >>> check("1.1", 30)
    Exercise 1.1: not yet. Look at the hint.
    """
    if not isinstance(name, str) or name not in ANSWERS:
        raise ValueError(f"unknown exercise {shown(name)}; known: {', '.join(ANSWERS)}")
    if answer is ... or answer is None:
        print(f"Exercise {name}: not answered yet.")
        return
    rtol = require_positive("rtol", rtol)
    answer, expected = as_real("answer", answer), ANSWERS[name]()
    right = np.shape(answer) == np.shape(expected) and bool(
        np.allclose(answer, expected, rtol=rtol)
    )
    print(f"Exercise {name}: right." if right else f"Exercise {name}: not yet. Look at the hint.")


def _flips():
    """Labels to flip until u_1 holds less than half: (1 - 2k/n)^2 < 1/2 with labels that lie on
    u_1."""
    k = np.arange(100)
    return int(k[(1 - 2 * k / 100) ** 2 < 0.5][0])


def _sigmas_of_1000():
    """Figure 4 with the 1000 points its text speaks of, in expectation."""
    return np.sqrt(500 * (1 + np.array([1, -1]) * np.exp(-2 * 0.29**2)))


def _residual_share():
    """Labels sign(s) against a normal coordinate s: 1 - E|s|^2 / E s^2 lies outside the span."""
    return 1 - 2 / np.pi


def _directions_of_chance():
    """Top directions that hold 2 % of the shuffled labels in the inputs."""
    shares = cumulative_power(results.load("emergence").spectrum("inputs_shuffled", 0))
    return int(np.count_nonzero(shares < 0.02)) + 1


def _unbalanced_null():
    """Zeros of the digits against all others, shuffled: the mean of other permutations than the
    solution's."""
    digits = need("sklearn.datasets", "paper").load_digits()
    labels = np.where(digits.target == 0, 1.0, -1.0)
    curves = permutation_null(prepare(digits.data / 16), labels, [20.0], n_permutations=50, rng=1)
    return curves.mean() / len(labels)


def _share_and_accuracy():
    """Epochs at which the final layer's top 10 hold half of the labels, and the accuracy passes 90
    %."""
    stored = results.load("emergence")
    epochs = stored["epochs"]
    shares = [cumulative_power(stored.spectrum("final_layer", 0, c))[9] for c in range(len(epochs))]
    return int(epochs[np.array(shares) >= 0.5][0]), int(epochs[stored["accuracy"][0] > 0.9][0])


def _edge_of_collapse():
    """Two points of length one at 60 degrees, 5000 samples on each: the labels lie on sigma^2 = n
    (1 - cos 60) / 2."""
    return np.sqrt(10_000 * (1 - 0.5) / 2)


def _inputs_ahead():
    """The highest level up to 0.4 at which the inputs beat the trained base on the CT slices."""
    stored, levels = results.load("networks"), sweep_curves.LEVELS[sweep_curves.LEVELS <= 0.4]
    trained = sweep_curves.curves(stored, "ct_slices.base.train", levels)[1].mean(axis=0)
    return float(
        levels[sweep_curves.curve(stored.spectrum("ct_slices.train"), levels) > trained][-1]
    )


def _epoch_of_lowest_collapse():
    """The checkpoint at which NC1 of the last hidden layer is lowest, MNIST, mean over the
    networks."""
    stored = results.load("layers")
    return int(
        stored["mnist_epochs"][stored["mnist_train_collapse"][..., -1].mean(axis=1).argmin()]
    )


def _steps_of_a_direction():
    """0.99^(2t) < 0.01, for sigma a tenth of sigma_1 at eta = 1 / sigma_1^2."""
    return int(np.ceil(np.log(0.01) / (2 * np.log(0.99))))


def _crossing():
    """(1 - 4 eta)^(2t) against 0.9 (1 - 16 eta)^(2t) + 0.1 (1 - eta / 4)^(2t), eta = 0.05."""
    t = np.arange(1, 100)
    first = 0.8 ** (2 * t)
    second = 0.9 * 0.2 ** (2 * t) + 0.1 * 0.9875 ** (2 * t)
    return int(t[first < second][0])


def _price_in_weights():
    """Norms of the weights that halve the loss: that of the shuffled target over that of the true
    one."""
    stored = results.load("convergence")
    loss, norms = np.square(stored["predicted"][0, :, 2:]), stored["norm_predicted"][0, :, 2:]
    true, shuffled = norms[np.argmax(loss < loss[0] / 2, axis=0), [0, 1]]
    return shuffled / true


def _threshold_of_related():
    """The highest stored threshold at which T1 is better aligned after training than the inputs,
    mean over runs."""
    stored = results.load("peaks")
    taus = np.arange(1.0, 15.5, 0.5)
    shares = [
        [
            alignment_curve(stored.spectrum(*name).target(1), taus, normalized=True)
            for name in (("inputs", s), ("one_layers", s, -1, 0))
        ]
        for s in range(len(stored["functions"]))
    ]
    inputs, after = np.mean(shares, axis=0)
    return float(taus[after > inputs].max())


def _shared_two():
    """Peaks functions that share exactly two variables with a given one: 3 pairs, 3 others, 6
    orders."""
    return 3 * 3 * 6


def _steps_of_a_paradox():
    """(1 - q)^(2t) = 0.1 where labels lie on sigma = 0.05, sigma_1 = 1 + 999 * 0.95 and eta = 1 /
    sigma_1^2."""
    return np.log(0.1) / (2 * np.log1p(-((0.05 / 950.05) ** 2)))


def _words_ahead():
    """The largest threshold up to 3 at which SIFT beats SqueezeNet's ImageNet weights, mean over
    pairs of CIFAR-100."""
    stored, grid = results.load("cnn"), np.arange(1, 61) / 20
    pairs = np.flatnonzero(stored["datasets"] == "cifar100")
    sift, network = (
        np.mean(
            [alignment_curve(stored.spectrum(name, p), grid, normalized=True) for p in pairs],
            axis=0,
        )
        for name in ("sift", "squeezenet1_1/imagenet")
    )
    return float(grid[np.flatnonzero(sift > network)[-1]])


def _error_left():
    """Squared training errors after 1000 steps on RBF features over those on ImageNet's, first pair
    of CIFAR-100."""
    stored = results.load("cnn")
    spectra = [
        stored.spectrum(name, np.argmax(stored["datasets"] == "cifar100"))
        for name in ("rbf", "squeezenet1_1/imagenet")
    ]
    kept = [
        np.power(1 - np.square(spec.singular_values / spec.singular_values[0]), 2000)
        for spec in spectra
    ]
    rbf, network = (
        spec.squared_projections @ share + spec.residual
        for spec, share in zip(spectra, kept, strict=True)
    )
    return float(rbf / network)


def _similar_ahead():
    """Alignment of the last layer at threshold 2, similar less dissimilar source: (S, P), and the
    results it is of."""
    stored = results.load("similarity")
    similar, dissimilar = similar_sources.shares(stored, [2.0])[..., -1, :, 0]
    return similar - dissimilar, stored


def _equal_parts():
    """Its mean, artificial and natural tasks a half each."""
    ahead, stored = _similar_ahead()
    return similar_sources.over_tasks(stored, ahead, (0.5, 0.5)).mean


def _clear_difference():
    """Two standard errors of the difference of two accuracies near 95 % on 4000 pictures each, in
    points."""
    return 200 * np.sqrt(2 * 0.95 * 0.05 / 4000)


def _error_of_classes():
    """The error over classes of the natural tasks over that of as many independent tasks; the runs'
    mean."""
    ahead, stored = _similar_ahead()
    ahead = ahead.mean(axis=0)
    natural = ahead[stored["pair_kinds"] == 1]
    naive = natural.std(ddof=1) / np.sqrt(len(natural))
    return similar_sources.over_tasks(stored, ahead[None], (0, 1)).error / naive


ANSWERS = {
    "1.1": _sigmas_of_1000,
    "1.2": _flips,
    "1.3": _residual_share,
    "2.1": _directions_of_chance,
    "2.2": _unbalanced_null,
    "2.3": _share_and_accuracy,
    "3.1": _edge_of_collapse,
    "3.2": _inputs_ahead,
    "3.3": _epoch_of_lowest_collapse,
    "4.1": _steps_of_a_direction,
    "4.2": _crossing,
    "4.3": _price_in_weights,
    "5.1": _shared_two,
    "5.2": _threshold_of_related,
    "6.1": _steps_of_a_paradox,
    "6.2": _words_ahead,
    "6.3": _error_left,
    "7.1": _equal_parts,
    "7.2": _clear_difference,
    "7.3": _error_of_classes,
}

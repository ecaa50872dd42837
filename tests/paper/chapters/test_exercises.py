"""The answers of exercises, each against another way to it than the module's own, and what the
check says."""

import numpy as np
import pytest

from repalign import Spectrum, alignment, spectrum, training_error
from repalign.paper import results
from repalign.paper.chapters.exercises import ANSWERS, check
from repalign.paper.datasets.peaks import PEAKS, shared


def test_figure_4_with_1000_points_from_a_large_sample():
    rng = np.random.default_rng(0)
    angles = np.resize([0.25, -0.75], 200_000) * np.pi + 0.29 * rng.standard_normal(200_000)
    sigma = np.linalg.svd(np.column_stack([np.cos(angles), np.sin(angles)]), compute_uv=False)
    np.testing.assert_allclose(ANSWERS["1.1"](), sigma / np.sqrt(200), rtol=0.01)


def test_flips_by_flipping():
    y = np.ones(100)
    u = y / 10
    for k in range(100):
        y[k] = -1
        if (u @ y) ** 2 < 50:
            break
    assert ANSWERS["1.2"]() == k + 1


def test_edge_of_two_points_from_their_matrix():
    points = np.array([[1.0, 0.0], [0.5, np.sqrt(0.75)]])
    spec = spectrum(np.repeat(points, 5000, axis=0), np.repeat([1.0, -1.0], 5000))
    edge = ANSWERS["3.1"]()
    assert alignment(spec, edge * (1 - 1e-9)) == pytest.approx(10_000)
    assert alignment(spec, edge * (1 + 1e-9)) < 1e-9


def test_inputs_ahead_and_collapse_one_network_at_a_time():
    stored, level = results.load("networks"), ANSWERS["3.2"]()
    inputs = stored.spectrum("ct_slices.train")
    trained = [stored.spectrum("ct_slices.base.train", 1, seed) for seed in range(5)]
    for at, ahead in ((level, True), (level * 1.13, False)):
        tau = at * np.sqrt(inputs.n_samples)
        assert (
            alignment(inputs, tau) > np.mean([alignment(spec, tau) for spec in trained])
        ) == ahead
    layers, epoch = results.load("layers"), ANSWERS["3.3"]()
    means = [
        sum(float(layers["mnist_train_collapse"][c, seed, 2]) for seed in range(5))
        for c in range(len(layers["mnist_epochs"]))
    ]
    assert all(means[layers["mnist_epochs"].tolist().index(epoch)] <= mean for mean in means)


def test_steps_and_crossing_by_the_closed_form():
    one = Spectrum([30.0, 3.0], [0.0, 1.0], 0.0, 10, 2)
    losses = training_error(one, np.arange(400), step_size=1 / 900) ** 2
    assert ANSWERS["4.1"]() == np.argmax(losses < 0.01)
    both = Spectrum([4.0, 2.0, 0.5], [[0.0, 0.9], [1.0, 0.0], [0.0, 0.1]], [0.0, 0.0], 10, 3)
    errors = training_error(both, np.arange(100), step_size=0.05)
    assert ANSWERS["4.2"]() == np.argmax(errors[:, 0] < errors[:, 1])


def test_functions_that_share_two_variables():
    assert ANSWERS["5.1"]() == sum(shared("ABC", name) == 2 for name in PEAKS)


def test_steps_of_the_paradox_by_the_closed_form():
    spec = Spectrum([950.05, 0.05], [0.0, 1000.0], 0.0, 1000, 1000)
    steps = ANSWERS["6.1"]() * np.array([0.999, 1.001])
    before, after = training_error(spec, steps.astype(int), step_size=1 / 950.05**2) ** 2
    assert after < 100 < before


def test_words_ahead_and_error_left_from_the_spectra():
    stored, tau = results.load("cnn"), ANSWERS["6.2"]()
    pairs = np.flatnonzero(stored["datasets"] == "cifar100")
    for at, ahead in ((tau, True), (tau + 0.05, False)):
        sift, network = (
            np.mean([alignment(stored.spectrum(name, p), at) for p in pairs])
            for name in ("sift", "squeezenet1_1/imagenet")
        )
        assert (sift > network) == ahead
    rbf, network = (
        training_error(spec, [1000], step_size=1 / spec.singular_values[0] ** 2)[0] ** 2
        for spec in (stored.spectrum(name, pairs[0]) for name in ("rbf", "squeezenet1_1/imagenet"))
    )
    assert ANSWERS["6.3"]() == pytest.approx(rbf / network, rel=1e-6)


@pytest.mark.parametrize("name", ANSWERS)
def test_the_check_knows_right_from_wrong(name, capsys):
    for answer, said in (
        (ANSWERS[name](), "right"),
        (np.asarray(ANSWERS[name]()) * 1.5, "not yet"),
        (..., "not answered"),
    ):
        assert check(name, answer) is None
        assert said in capsys.readouterr().out


def test_a_shape_that_does_not_fit_is_wrong_and_an_unknown_name_an_error(capsys):
    check("1.1", 30.4)
    assert "not yet" in capsys.readouterr().out
    with pytest.raises(ValueError, match=r"unknown exercise '9\.9'; known: 1\.1"):
        check("9.9", 1)


@pytest.mark.parametrize(
    "answer", ["junk", [1, [2]], object(), 10**400], ids=lambda answer: str(answer)[:9]
)
def test_an_answer_that_is_no_number_is_named(answer):
    with pytest.raises(ValueError, match="answer "):
        check("1.1", answer)

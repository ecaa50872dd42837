"""The experiment on toy configurations with made-up images, and its inputs on real MNIST."""

from dataclasses import replace
from functools import partial

import dying_run
import numpy as np
import pytest

from repalign import alignment_curve, prepare, spectrum
from repalign.paper.experiments import emergence
from repalign.paper.results import Results

QUICK = emergence.QUICK[0]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    """Images of two made-up digits, and of a third that must not be used."""
    folder, rng = tmp_path_factory.mktemp("data"), np.random.default_rng(0)
    labels = rng.permutation(np.repeat([0, 1, 2], 60))
    images = rng.integers(0, 100, (180, 28, 28)) + 50 * labels[:, None, None]
    images[labels == 2] = 255
    names = {
        "train_images": images.astype(np.uint8),
        "train_labels": labels,
        "classes": np.array(list("012")),
    }
    np.savez(
        folder / "mnist.npz",
        **names,
        test_images=images[:1].astype(np.uint8),
        test_labels=labels[:1],
    )
    return folder


@pytest.fixture(scope="module")
def quick(data_dir):
    return emergence.run(QUICK, data_dir=data_dir)


def test_data_are_two_balanced_classes_and_the_same_labels_shuffled(data_dir):
    X, true, shuffled = emergence.data(QUICK, data_dir)
    assert X.shape == (100, 784)
    assert X.max() < 1  # no image of the third digit
    assert (true == np.repeat([-1, 1], 50)).all()
    assert shuffled.sum() == 0
    assert abs(shuffled @ true) < 50
    other = emergence.data(replace(QUICK, seed=1), data_dir)
    assert not np.array_equal(other[0], X)


def test_checkpoints_are_about_sixty_from_the_first_to_the_last():
    checkpoints = emergence.Config().checkpoints()
    assert checkpoints[[0, 1, -1]].tolist() == [0, 1, 1000]
    assert 55 <= len(checkpoints) <= 65
    steps = np.diff(np.log(checkpoints[checkpoints >= 20]))
    assert steps.max() < 2 * steps.min() + 0.05


def test_checkpoints_are_measured_when_they_are_reached(quick):
    C = len(quick["epochs"])
    assert quick["layers.singular_values"].shape == (C, 2, 17)
    assert quick["layers_null"].shape == (C, 2, 3, len(emergence.TAUS))
    assert quick["epoch_loss"].shape == (QUICK.epochs,)
    assert quick["loss"][0] == pytest.approx(
        np.log(2), abs=0.1
    )  # an untrained network knows nothing
    assert quick["loss"][-1] < quick["loss"][0]
    np.testing.assert_allclose(np.square(quick["layers.singular_values"]).sum(axis=-1), 100)


def test_a_run_leaves_small_numbers_alone(quick):
    assert np.array([1e-310]) * 0.5 > 0  # denormals were flushed while it ran


def test_spectra_of_the_inputs_are_those_of_the_data(quick, data_dir):
    X, true, shuffled = emergence.data(QUICK, data_dir)
    for name, y in (("inputs_true", true), ("inputs_shuffled", shuffled)):
        spec = spectrum(prepare(X), y)
        np.testing.assert_allclose(
            quick[f"{name}.squared_projections"][: spec.rank], spec.squared_projections
        )
        assert not quick[f"{name}.singular_values"][spec.rank :].any()


def test_a_run_killed_and_resumed_ends_with_the_same_bytes(tmp_path, data_dir):
    start = partial(dying_run.start, "emergence", data_dir)
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert start(whole) == 0
    assert start(killed, die_at=33) == dying_run.KILLED
    assert (killed / "out.state").exists()
    assert not (killed / "out").exists()
    assert start(killed, die_at=10) == 0  # it goes on after epoch 20 and never comes by epoch 10
    assert (killed / "out").read_bytes() == (whole / "out").read_bytes()


def test_summary_keeps_what_was_measured(quick, data_dir):
    other = emergence.run(replace(QUICK, seed=1), data_dir=data_dir)
    stored = Results(emergence.summarize([quick, other]), {})
    last = len(quick["epochs"]) - 1
    for seed, run in enumerate((quick, other)):
        spec = stored.spectrum("final_layer", seed, last)
        assert (spec.n_samples, spec.n_features) == (100, 17)
        assert spec.target_norm_sq == pytest.approx(100, rel=1e-6)
        power = run["layers.squared_projections"][last, 1]
        np.testing.assert_allclose(spec.squared_projections, power[: spec.rank], rtol=1e-6)
        np.testing.assert_array_equal(stored["loss"][seed], run["loss"])
        np.testing.assert_allclose(
            stored["final_layer_null"][seed], run["layers_null"][:, 1], rtol=1e-6
        )
        inputs = stored.spectrum("inputs_true", seed)
        np.testing.assert_allclose(np.square(inputs.singular_values).sum(), 100, rtol=1e-6)
    first = stored.spectrum("earlier_layers", last, 0)
    np.testing.assert_allclose(
        first.singular_values, quick["layers.singular_values"][last, 0][: first.rank], rtol=1e-6
    )
    np.testing.assert_array_equal(stored["taus"], emergence.TAUS)


def test_null_band_holds_the_curves_of_labels_that_mean_nothing(quick, data_dir):
    X, _, shuffled = emergence.data(QUICK, data_dir)
    low, middle, high = quick["inputs_null"]
    assert (low <= middle).all() and (middle <= high).all()
    curve = alignment_curve(spectrum(prepare(X), shuffled), emergence.TAUS)
    assert np.mean((curve >= 0.8 * low) & (curve <= 1.2 * high)) > 0.9


def test_inputs_of_real_mnist_line_up_with_true_labels_only(mnist_dir):
    """Figure 2a and b: 0.965 and 0.0007 in our trial."""
    X, true, shuffled = emergence.data(emergence.Config(), mnist_dir)
    both = spectrum(prepare(X), np.column_stack([true, shuffled]))
    top = both.squared_projections[:10].sum(axis=0) / both.target_norm_sq
    assert top[0] == pytest.approx(0.965, abs=0.01)
    assert top[1] < 0.005

"""The reader on made-up results; and what the package stores of real runs."""

import json

import numpy as np
import pytest
from damage import damaged

from repalign.paper import results

ARRAYS = {
    "layer.singular_values": np.array([[2, 1, 0], [3, 0, 0]], np.float32),
    "layer.squared_projections": np.array([[4, 1, 0], [9, 0, 0]], np.float32),
    "layer.residual": np.array([5.0, 1.0]),
    "layer.shape": np.array([10, 3]),
    "loss": np.array([0.5, 0.25]),
}


@pytest.fixture
def stored(tmp_path, monkeypatch):
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    results.save(
        "toy",
        {name: array.copy() for name, array in ARRAYS.items()},
        {"runs": [{"config": {"seed": 0}}]},
    )
    return results.load("toy")


def test_results_are_a_mapping_of_arrays_and_their_provenance(stored):
    assert set(stored) == set(ARRAYS)
    assert len(stored) == 5
    np.testing.assert_array_equal(stored["loss"], [0.5, 0.25])
    assert stored.provenance["runs"][0]["config"]["seed"] == 0


def test_results_cannot_be_changed(stored):
    with pytest.raises(ValueError, match="read-only"):
        stored["loss"][0] = 1
    with pytest.raises(TypeError):
        stored["loss"] = 1


def test_padding_is_stripped_from_a_spectrum(stored):
    spec = stored.spectrum("layer", 1)
    assert spec.singular_values.tolist() == [3]
    assert spec.squared_projections.tolist() == [9]
    assert (float(spec.target_norm_sq), spec.n_samples, spec.n_features) == (10, 10, 3)


def test_unknown_names_list_the_known(stored):
    with pytest.raises(ValueError, match="no spectrum 'loss' is stored; stored: layer"):
        stored.spectrum("loss")
    with pytest.raises(ValueError, match="no results of 'tea' are stored; stored: toy"):
        results.load("tea")


@pytest.mark.parametrize("index", [(), (0, 0)])
def test_wrong_number_of_indices_is_named(stored, index):
    with pytest.raises(
        ValueError, match=r"layer needs an index for each of its axes \(2,\); got \("
    ):
        stored.spectrum("layer", *index)


@pytest.mark.parametrize("suffix", [".npz", ".json"])
def test_damaged_results_are_refused(stored, tmp_path, suffix):
    """50 times, in the arrays and in their provenance."""
    path, rng = tmp_path / f"toy{suffix}", np.random.default_rng(0)
    whole = path.read_bytes()
    for _ in range(50):
        if (content := damaged(whole, rng)) != whole:
            path.write_bytes(content)
            with pytest.raises(
                ValueError, match=rf"toy{suffix} is damaged: .* Install repalign again"
            ):
                results.load("toy")
    path.write_bytes(whole)
    assert results.load("toy").provenance == stored.provenance


def test_results_of_another_experiment_keep_their_sums(stored):
    results.save("other", ARRAYS, {"runs": []})
    assert set(results.load("toy")) == set(results.load("other")) == set(ARRAYS)


def test_results_in_the_package_are_those_that_were_measured():
    for path in results.FOLDER.glob("*.npz"):
        assert results.load(path.stem)


def test_all_results_together_stay_small():
    assert sum(path.stat().st_size for path in results.FOLDER.iterdir() if path.is_file()) < 8e6


def test_every_result_has_its_provenance():
    for path in results.FOLDER.glob("*.npz"):
        for run in json.loads(path.with_suffix(".json").read_text())["runs"]:
            assert {
                "config",
                "data_sha256",
                "wall_seconds",
                "threads",
                "numpy",
                "torch",
                "cpu",
                "date",
            } <= run.keys()


def top_ten(spec):
    return spec.squared_projections[:10].sum() / spec.target_norm_sq


def test_emergence_shows_figure_2():
    """Claims of section 4.2; the bounds are those of our trials on real MNIST."""
    stored = results.load("emergence")
    for seed in range(len(stored["loss"])):
        assert top_ten(stored.spectrum("inputs_true", seed)) == pytest.approx(0.965, abs=0.01)
        assert top_ten(stored.spectrum("inputs_shuffled", seed)) < 0.005
        assert top_ten(stored.spectrum("final_layer", seed, 0)) < 0.005
        assert top_ten(stored.spectrum("final_layer", seed, -1)) > 0.9


def test_emergence_spectra_are_whole():
    stored = results.load("emergence")
    for layer in range(stored["earlier_layers.residual"].shape[1]):
        for checkpoint in range(len(stored["epochs"])):
            spec = stored.spectrum("earlier_layers", checkpoint, layer)
            assert spec.target_norm_sq == pytest.approx(spec.n_samples, rel=1e-6)
            assert np.square(spec.singular_values).sum() == pytest.approx(spec.n_samples, rel=1e-6)


@pytest.mark.parametrize("junk", [None, 5, [], np.zeros(2), {}], ids=str)
def test_names_of_another_type_are_refused(junk):
    with pytest.raises(ValueError, match=r"no results of .* are stored; stored: "):
        results.load(junk)
    with pytest.raises(ValueError, match="index must be an integer from 0 to "):
        results.load("emergence").spectrum("inputs_true", junk)

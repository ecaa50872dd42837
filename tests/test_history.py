"""Expected values: `alignment` of the spectra that went in, and what was written."""

import pickle

import numpy as np
import pytest
from spectra import some_spectrum

from repalign import AlignmentHistory, Spectrum, alignment, effective_rank


@pytest.fixture
def history():
    spectra = {"": [some_spectrum(0), some_spectrum(1)], "a.b": [some_spectrum(2)] * 2}
    return AlignmentHistory([0, 50], spectra, [0.25, 0.1])


def by_hand(spec, level):
    tau = level * np.sqrt((spec.singular_values**2).sum())
    return np.mean(alignment(spec, tau) / spec.target_norm_sq)


def assert_equal(one, other):
    assert one.steps.tolist() == other.steps.tolist()
    assert one.seconds.tolist() == other.seconds.tolist()
    assert list(one.spectra) == list(other.spectra)
    for layer, specs in one.spectra.items():
        for spec, back in zip(specs, other.spectra[layer], strict=True):
            for name in Spectrum.__dataclass_fields__:
                assert np.array_equal(getattr(spec, name), getattr(back, name))


@pytest.mark.parametrize("level", [0.05, 0.1, 0.5, 1])
def test_alignment_of_each_layer_by_step(history, level):
    assert list(history.alignment(level)) == ["", "a.b"]
    for layer, shares in history.alignment(level).items():
        expected = [by_hand(spec, level) for spec in history.spectra[layer]]
        np.testing.assert_allclose(shares, expected, rtol=1e-12)


def test_several_targets_are_averaged():
    spec = some_spectrum(0, k=3)
    history = AlignmentHistory([7], {"a": [spec]}, [1.0])
    each = [by_hand(spec.target(j), 0.3) for j in range(3)]
    assert history.alignment(0.3)["a"] == pytest.approx(np.mean(each))


def test_the_table_has_a_row_for_each_layer_and_step(history):
    table = history.table(0.2)
    assert table["layer"] == ["", "", "a.b", "a.b"]
    assert table["step"] == [0, 50, 0, 50]
    specs = [spec for each in history.spectra.values() for spec in each]
    np.testing.assert_allclose(table["alignment"], [by_hand(spec, 0.2) for spec in specs])
    assert table["rank"] == [spec.rank for spec in specs]
    assert table["effective rank"] == [effective_rank(spec) for spec in specs]


def test_the_table_is_one_of_pandas(history):
    frame = pytest.importorskip("pandas").DataFrame(history.table())
    assert frame.pivot(index="step", columns="layer", values="alignment").shape == (2, 2)


def test_nothing_is_lost_in_a_file(history, tmp_path):
    history.save(tmp_path / "deep" / "history.npz")
    assert_equal(AlignmentHistory.load(tmp_path / "deep" / "history.npz"), history)
    assert_equal(pickle.loads(pickle.dumps(history)), history)


def test_other_files_are_refused(history, tmp_path):
    history.spectra["a.b"][0].save(tmp_path / "spectrum.npz")
    with pytest.raises(ValueError, match="lacks layers, steps, seconds"):
        AlignmentHistory.load(tmp_path / "spectrum.npz")
    np.savez(tmp_path / "odd.npz", layers=np.array(["a"]), steps=np.array([3, 1]), seconds=1.0)
    with pytest.raises(ValueError, match="lacks singular_values_0"):
        AlignmentHistory.load(tmp_path / "odd.npz")


@pytest.mark.parametrize("steps, count, seconds, message", [
    ([0, 0], 2, [1, 1], "ascend"),
    ([0, 1.5], 2, [1, 1], "whole numbers"),
    ([0, 1], 1, [1, 1], r"spectra\['a'\] has 1 entries for 2 steps"),
    ([0, 1], 2, [1], r"seconds must have shape \(2,\)"),
])  # fmt: skip
def test_what_does_not_fit_is_refused(steps, count, seconds, message):
    with pytest.raises(ValueError, match=message):
        AlignmentHistory(steps, {"a": [some_spectrum()] * count}, seconds)


@pytest.mark.parametrize("level", [0, 1.5, np.nan, True, "a"])
def test_a_level_is_a_share(history, level):
    with pytest.raises(ValueError, match="level is a share, above 0 and at most 1"):
        history.alignment(level)


def test_a_layer_that_puts_out_nothing_holds_nothing():
    dead = Spectrum([], [], 4.0, 4, 2)
    huge = Spectrum([1e308, 1e308], [1.0, 0.0], 3.0, 4, 2)
    history = AlignmentHistory([0, 1], {"a": [dead, huge]}, [1.0, 1.0])
    assert history.alignment(0.5)["a"].tolist() == [0.0, 0.25]


def test_what_was_measured_cannot_be_written_over(history):
    for array in (history.steps, history.seconds):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5

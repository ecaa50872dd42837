"""Explorers on the Python side: what travels to the page, and what is refused. tests/book has what
a reader sees."""

import numpy as np
import pytest

from repalign import Spectrum, alignment_curve, spectrum

pytest.importorskip("anywidget")
from repalign.generalisation import held_out
from repalign.widgets import (
    AlignmentExplorer,
    Checkpoint,
    CircleExplorer,
    DescentExplorer,
    EmergenceExplorer,
    PeaksExplorer,
)
from repalign.widgets._base import rounded


def some_spectrum(seed=0, n=30, d=5, targets=()):
    rng = np.random.default_rng(seed)
    return spectrum(rng.standard_normal((n, d)), rng.standard_normal((n, *targets)))


def test_circle_has_the_singular_values_that_figure_4_prints():
    # Paper: 9.58 and 2.84, which belong to 100 points; expected lengths in closed form, (n +- n
    # e^(-2 s^2)) / 2.
    explorer = CircleExplorer()
    expected = np.sqrt(50 * (1 + np.array([1, -1]) * np.exp(-2 * 0.29**2)))
    np.testing.assert_allclose(explorer.spectrum.singular_values, expected, rtol=0.08)
    np.testing.assert_allclose(explorer.spectrum.singular_values, [9.58, 2.84], rtol=0.06)


def test_circle_labellings_of_figure_4_lie_on_one_direction_each():
    left, right = CircleExplorer(direction=45).spectrum, CircleExplorer(direction=135).spectrum
    assert left.squared_projections[0] > 0.95 * left.target_norm_sq
    assert right.squared_projections[1] > 0.5 * right.target_norm_sq
    assert right.squared_projections[0] < 0.05 * right.target_norm_sq


def test_painted_labels_take_precedence():
    plain, painted = CircleExplorer(n_points=20), CircleExplorer(n_points=20, painted="m.p")
    assert plain.labels[:4].tolist() == [1, -1, 1, -1]
    assert painted.labels[:4].tolist() == [-1, -1, 1, -1]


def test_alignment_explorer_sends_what_the_page_needs():
    spec = some_spectrum()
    taus = np.array([0.5, 1.0])
    explorer = AlignmentExplorer({"inputs": spec}, nulls={"inputs": (taus, taus / 2, taus * 2)})
    sent = explorer.representations[0]
    np.testing.assert_allclose(sent["sigma"], spec.singular_values, rtol=1e-6)
    np.testing.assert_allclose(sent["power"], spec.squared_projections, rtol=1e-6)
    assert sent["n"] == 30 and sent["band"] == {
        "taus": [0.5, 1.0],
        "low": [0.25, 0.5],
        "high": [1.0, 2.0],
    }


@pytest.mark.parametrize(
    ("spectra", "nulls", "message"),
    [
        ({}, None, "one to four spectra can be told apart; got 0"),
        (
            {str(i): some_spectrum(i) for i in range(5)},
            None,
            "one to four spectra can be told apart; got 5",
        ),
        ({"two": some_spectrum(targets=(2,))}, None, "'two' holds 2 targets"),
        ({"a": some_spectrum()}, {"b": ([1], [0], [1])}, r"nulls for \['b'\]"),
        ({"zero": spectrum(np.zeros((3, 2)), [1, 2, 3])}, None, "'zero' has no singular value"),
    ],
)
def test_alignment_explorer_refuses(spectra, nulls, message):
    with pytest.raises(ValueError, match=message):
        AlignmentExplorer(spectra, nulls=nulls)


def test_emergence_explorer_sends_shares_and_curves():
    checkpoints = [Checkpoint(epoch, some_spectrum(epoch), 0.5, 0.9) for epoch in (0, 3)]
    explorer = EmergenceExplorer(checkpoints)
    spec = checkpoints[1].spectrum
    np.testing.assert_allclose(
        explorer.curves[1], alignment_curve(spec, explorer.taus, normalized=True), rtol=1e-3
    )
    np.testing.assert_allclose(
        explorer.share[1], spec.squared_projections / spec.target_norm_sq, rtol=1e-4
    )
    assert explorer.epochs == [0, 3] and explorer.checkpoint == 1 and explorer.bands == []


@pytest.mark.parametrize("epochs", [(), (3, 3), (5, 2)])
def test_emergence_explorer_refuses_epochs_out_of_order(epochs):
    with pytest.raises(ValueError, match="order of their epochs"):
        EmergenceExplorer([Checkpoint(epoch, some_spectrum(), 0.5, 0.9) for epoch in epochs])


def test_nan_never_reaches_a_page():
    with pytest.raises(ValueError, match="1 entries that are NaN or infinite"):
        rounded([1.0, np.nan])
    with pytest.raises(ValueError, match="NaN"):
        EmergenceExplorer([Checkpoint(0, some_spectrum(), float("nan"), 0.5)])


@pytest.mark.parametrize(
    "make",
    [
        CircleExplorer,
        lambda: AlignmentExplorer({"a": some_spectrum()}),
        lambda: EmergenceExplorer([Checkpoint(0, some_spectrum(), 0.7, 0.5)]),
    ],
)
def test_every_explorer_can_be_linked_to_and_repeats_itself(make):
    explorer = make()
    assert explorer.page_key and set(explorer.page_state) <= set(explorer.trait_names(sync=True))
    assert repr(explorer) == repr(make()) and "0x" not in repr(explorer)


def test_spectrum_is_unchanged_by_the_explorer():
    spec = some_spectrum()
    before = Spectrum(spec.singular_values, spec.squared_projections, spec.residual, 30, 5)
    AlignmentExplorer({"a": spec})
    np.testing.assert_array_equal(spec.singular_values, before.singular_values)


def test_descent_explorer_of_features_and_labels():
    rng = np.random.default_rng(0)
    phi, y = rng.standard_normal((30, 8)), rng.standard_normal(30)
    explorer = DescentExplorer.from_features(phi, y, rng=1)
    curves = {curve["name"]: curve for curve in explorer.curves}
    assert list(curves) == ["true labels", "shuffled labels", "top directions", "bottom directions"]
    np.testing.assert_allclose(
        curves["true labels"]["power"], spectrum(phi, y).squared_projections, rtol=1e-6
    )
    for name, zero in (("top directions", slice(5, None)), ("bottom directions", slice(3))):
        power = np.array(curves[name]["power"])
        assert (
            power.sum() == pytest.approx(y @ y)
            and not power[zero].any()
            and curves[name]["residual"] == 0
        )
    with pytest.raises(ValueError, match=r"one target; got shape \(30, 2\)"):
        DescentExplorer.from_features(phi, np.column_stack([y, y]))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"own": [(1.0, 1.0)]}, "two to eight directions; got 1"),
        ({"own": [(1.0, 1.0), (0.0, 2.0)]}, "own must be a positive finite number; got 0.0"),
        ({"puzzles": ["faster"]}, "need own directions"),
        ({"own": [(1, 1), (2, 2)], "puzzles": ["harder"]}, "puzzles are faster, crossing, lighter"),
    ],
)
def test_descent_explorer_refuses(settings, message):
    with pytest.raises(ValueError, match=message):
        DescentExplorer({"a": some_spectrum()}, **settings)


def some_peaks(**changes):
    rng = np.random.default_rng(0)
    phi, y = rng.standard_normal((20, 3)), rng.standard_normal((20, 2))
    both = held_out(phi[:10], y[:10, 0], phi[10:], y[10:, 0])
    parts = {
        "tasks": ["S", "T"],
        "inputs": spectrum(phi, y),
        "layers": [[spectrum(phi, y)], [spectrum(phi + 1, y)]],
        "epochs": [0, 5],
        "transfer": [[both] * 3] * 2,
    }
    return PeaksExplorer(**parts | changes)


def test_peaks_explorer_sends_every_task_and_the_triangle_alone():
    explorer = some_peaks()
    assert np.shape(explorer.inputs["power"]) == (2, 3)
    assert [len(row) for row in explorer.transfer[0][0]["factor"]] == [3, 2, 1]
    assert explorer.checkpoint == 1 and some_peaks(transfer=()).transfer == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"tasks": ["S"]}, "1 targets, one a task"),
        ({"epochs": [0, 0]}, "one entry an epoch, ascending"),
        ({"transfer": [[]]}, "for each of 2 tasks"),
    ],
)
def test_peaks_explorer_refuses(changes, message):
    with pytest.raises(ValueError, match=message):
        some_peaks(**changes)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("threshold", "junk"),
        ("threshold", float("nan")),
        ("threshold", 10**400),
        ("threshold", None),
        ("shown", 5),
        ("representations", [np.nan]),
        ("representations", [object()]),
        ("normalized", "junk"),
        ("page_state", ["nowhere"]),
    ],
)
def test_a_trait_refuses_what_it_or_a_page_cannot_hold(name, value):
    explorer = AlignmentExplorer({"a": some_spectrum()})
    before = getattr(explorer, name)
    with pytest.raises(ValueError, match=name):
        setattr(explorer, name, value)
    assert getattr(explorer, name) == before
    with pytest.raises((ValueError, TypeError), match=name):
        AlignmentExplorer({"a": some_spectrum()}, **{name: value})


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: AlignmentExplorer(None), "spectra must be a dict by name; got None"),
        (lambda: AlignmentExplorer({"a": 5}), r"spectra\['a'\] must be a Spectrum; got 5"),
        (
            lambda: CircleExplorer(unheard_of=1),
            "CircleExplorer has no trait unheard_of; it has: .*direction",
        ),
        (lambda: EmergenceExplorer(5), "checkpoints must be a sequence; got 5"),
        (
            lambda: EmergenceExplorer([(0, some_spectrum(), 0.5, 0.9)]),
            r"checkpoints\[0\] must be a Checkpoint",
        ),
        (lambda: DescentExplorer({"a": some_spectrum()}, own=5), "own must be a sequence; got 5"),
        (lambda: some_peaks(layers=None), "layers must be a sequence; got None"),
        (
            lambda: some_peaks(transfer=[[None] * 3] * 2),
            r"transfer\[0\] must be a HeldOut; got None",
        ),
    ],
)
def test_explorers_say_what_they_are_of(make, message):
    with pytest.raises(TypeError, match=message):
        make()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"layers": []}, "every checkpoint must have the same layers"),
        ({"inputs": some_spectrum()}, r"every Spectrum must hold 2 targets, one a task; got \(\)"),
        ({"epochs": [0, 2.5]}, "epochs must hold whole numbers"),
    ],
)
def test_peaks_explorer_refuses_what_does_not_fit(changes, message):
    with pytest.raises(ValueError, match=message):
        some_peaks(**changes)

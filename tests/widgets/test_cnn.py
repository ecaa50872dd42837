"""The explorer of pretrained networks on the Python side: what travels to the page, and what is
refused."""

import json

import numpy as np
import pytest

from repalign import Spectrum, alignment_curve, max_step_size, spectrum, training_error

pytest.importorskip("anywidget")
from repalign.paper import results
from repalign.paper.chapters import explorers
from repalign.paper.datasets.kinds import TITLES
from repalign.widgets import CnnExplorer
from repalign.widgets.cnn import LEVELS, PARTS, PLACES, Layer, Measured, Task, lumped

STEPS = np.unique(np.geomspace(1, 1e12, 60).astype(int))


def wide_spectrum(seed=0, n=400):
    """Singular values over seven decades, labels on all but the first direction."""
    rng = np.random.default_rng(seed)
    sigma = np.sort(10 ** rng.uniform(-6, 1.3, n))[::-1]
    power = np.square(rng.standard_normal(n)) * sigma**0.3
    power[0] = 0.0
    return Spectrum(sigma, power, 0.5, 1000, n)


def unpacked(sent, levels=LEVELS):
    """The Spectrum that the page computes with, of a target of length one."""
    first, last = sent["ends"]
    edges = np.clip([0, *levels, np.inf], last, first)
    group, place = np.divmod(np.cumsum(sent["sigma"]).astype(int), PLACES)
    ratio = edges[group + 1] / edges[group]
    sigma = np.concatenate([[first], edges[group] * ratio ** ((place + 0.5) / PLACES)])
    power = np.array(sent["power"]) / PARTS
    n = max(1000, len(sigma))
    return Spectrum(sigma, power, max(0.0, 1 - power.sum()), n, n)


def some_tasks():
    measured = {
        name: Measured(wide_spectrum(seed), 0.25, 0.9)
        for seed, name in enumerate(["pixels", "net/random", "net/imagenet"])
    }
    return [Task("ones", ("a", "b"), measured), Task("others", ("c", "d"), measured)]


NETWORKS = {"Net": [Layer("last", "net/random", "net/imagenet")]}


def test_lumped_directions_are_as_aligned_at_every_level():
    spec = wide_spectrum()
    few = lumped(spec, LEVELS)
    np.testing.assert_allclose(
        alignment_curve(few, LEVELS), alignment_curve(spec, LEVELS), rtol=1e-12
    )
    assert few.rank <= len(LEVELS) + 2 and few.residual == spec.residual
    assert few.target_norm_sq == pytest.approx(spec.target_norm_sq)


@pytest.mark.parametrize("ratio", [0.1, 0.5, 0.99])
def test_lumped_directions_are_learned_alike(ratio):
    spec = wide_spectrum()
    losses = [
        training_error(each, STEPS, step_size=ratio * max_step_size(each)) ** 2
        for each in (spec, lumped(spec, LEVELS))
    ]
    np.testing.assert_allclose(*losses, atol=0.002 * spec.target_norm_sq)


def test_the_first_direction_stays_though_it_holds_nothing():
    # As with unit rows and as many labels of either sign: without it, the page would take far too
    # long a step.
    spec = wide_spectrum()
    assert spec.squared_projections[0] == 0
    assert max_step_size(lumped(spec, LEVELS)) == max_step_size(spec)
    sent = CnnExplorer(some_tasks(), NETWORKS).tasks[0]["data"]["pixels"]
    assert max_step_size(unpacked(sent)) == pytest.approx(max_step_size(spec), rel=1e-4)
    assert sent["power"][0] == 0


def sent_of(spec, least_squares=0.0, accuracy=1.0):
    task = Task("x", ("a", "b"), {"p": Measured(spec, least_squares, accuracy)})
    return CnnExplorer([task], NETWORKS).tasks[0]["data"]["p"]


def test_packing_moves_no_direction_over_a_level():
    spec = Spectrum([3.0, 1.999999999, 1.0000000001], [0.2, 0.3, 0.5], 0.0, 10, 3)
    got = alignment_curve(unpacked(sent_of(spec)), LEVELS)
    np.testing.assert_allclose(got, alignment_curve(spec, LEVELS), atol=1e-12)


@pytest.mark.parametrize("sigma", [[2.0], [2.0, 2.0], [1e-7, 1e-8], [1e3, 1e2, 40.0, 1e-9]])
def test_singular_values_beyond_the_levels_are_packed_too(sigma):
    spec = Spectrum(sigma, np.ones(len(sigma)), 1.0, 10, len(sigma))
    got = unpacked(sent_of(spec))
    np.testing.assert_allclose(
        alignment_curve(got, LEVELS), alignment_curve(spec, LEVELS, normalized=True), atol=1e-4
    )
    np.testing.assert_allclose(got.singular_values[[0, -1]], np.array(sigma)[[0, -1]], rtol=0.15)


@pytest.mark.parametrize("share", [0.12344, 0.1235, 0.123449, 0.12351, 0.9995, 0.0, 1.0])
def test_shares_read_as_they_are(share):
    """Rounded to a tenth of a per cent, as a reader sees them."""
    spec = Spectrum([3.0, 1e-6], [share, 1 - share], 0.0, 10, 2)
    shown = sent_of(spec)["power"][0] / PARTS
    exact = np.nextafter(share, 1) if share == 0.1235 else share
    assert f"{100 * shown:.1f}" == f"{100 * exact:.1f}"


def test_what_travels_holds_the_shares_of_the_spectrum():
    spec = spectrum(np.random.default_rng(0).standard_normal((30, 5)), np.resize([1.0, -1.0], 30))
    sent = sent_of(spec, 0.125, 0.75)
    assert unpacked(sent).residual == pytest.approx(spec.residual / 30, abs=1e-4)
    assert (sent["fit"], sent["accuracy"]) == (0.125, 0.75)


def test_data_sets_networks_and_layers_are_numbered():
    explorer = CnnExplorer(some_tasks(), NETWORKS)
    assert explorer.datasets == ["ones", "others"] and [
        task["dataset"] for task in explorer.tasks
    ] == [0, 1]
    assert (
        explorer.networks == [["Net", [["last", "net/random", "net/imagenet"]]]]
        and explorer.layer == 0
    )


@pytest.mark.parametrize(
    ("tasks", "networks", "shown", "message"),
    [
        ([], NETWORKS, ["after"], "got 0 tasks"),
        (some_tasks(), {}, ["after"], "networks with layers"),
        (some_tasks(), {"Net": []}, ["after"], "networks with layers"),
        (some_tasks(), NETWORKS, ["nothing"], "shown must be some of after, before"),
    ],
)
def test_refuses(tasks, networks, shown, message):
    with pytest.raises(ValueError, match=message):
        CnnExplorer(tasks, networks, shown=shown)


# ---- on what is stored


def test_it_begins_with_one_comparison():
    assert explorers.cnn().shown == ["after", "pixels"]


def test_every_pair_and_representation_that_was_measured_can_be_chosen():
    stored, explorer = results.load("cnn"), explorers.cnn()
    sent = {
        (explorer.datasets[task["dataset"]], *task["classes"], name)
        for task in explorer.tasks
        for name in task["data"]
    }
    expected = {
        (
            TITLES[str(stored["datasets"][p])],
            *stored["classes"][p],
            stored["representations"][r],
        )
        for p, r in np.argwhere(stored["measured"])
    }
    assert sent == expected
    reachable = {
        name for _, layers in explorer.networks for _, *names in layers for name in names if name
    }
    assert reachable == {name for name in stored["representations"].tolist() if "/" in name}
    assert (
        explorer.networks[0][0] == "SqueezeNet 1.1"
        and explorer.networks[0][1][-1][0] == "last hidden layer"
    )


def test_what_travels_is_small_and_learns_as_the_stored_spectra_do():
    stored, explorer = results.load("cnn"), explorers.cnn()
    assert len(json.dumps(explorer.tasks)) < 110_000
    p = int(np.flatnonzero(stored["datasets"] == "cifar100")[0])
    for name, sent in explorer.tasks[0]["data"].items():
        spec = stored.spectrum(name, p)
        page = unpacked(sent)
        eta = 0.9 * max_step_size(spec)
        exact = training_error(spec, STEPS, step_size=eta) ** 2 / spec.target_norm_sq
        np.testing.assert_allclose(
            training_error(page, STEPS, step_size=eta) ** 2, exact, atol=0.003
        )
        np.testing.assert_allclose(
            alignment_curve(page, LEVELS),
            alignment_curve(spec, LEVELS, normalized=True),
            atol=1.01e-4,
        )


@pytest.mark.parametrize(
    "changes", [{"tasks": None}, {"tasks": [None]}, {"networks": {"a": None}}, {"networks": 5}]
)
def test_it_says_what_it_is_of(changes):
    with pytest.raises(TypeError, match=f"{next(iter(changes))}.* must be "):
        CnnExplorer(**{"tasks": [], "networks": {}} | changes)

"""The model and the tasks of chapter 8, and what the chapter says beside its cells."""

import re
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("sklearn")
from sklearn.linear_model import RidgeClassifier

from repalign import prepare, signed_labels, spectrum
from repalign.activations import measure
from repalign.cli import main
from repalign.paper.chapters import links, own_model
from repalign.paper.figures import your_model as figures
from repalign.paper.measures.probes import PENALTIES

PAGE = Path(__file__).parents[3] / "notebooks" / "08_your_model.py"
TEXT = re.sub(r"^# ?", "", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
BLOCKS = dict.fromkeys(("python", "sh"), "") | {
    language: "".join(re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL))
    for language in ("python", "sh")
}


@pytest.fixture(scope="module")
def model():
    return own_model.network()


def same_rows(first, second):
    return {row.tobytes() for row in first.numpy()} & {row.tobytes() for row in second.numpy()}


def test_what_the_network_was_trained_on_is_in_no_task():
    seen, digit = own_model.pictures(range(10), seen=True)
    assert set(digit) == set(own_model.KNOWN)
    for name, classes in own_model.TASKS.items():
        X, labels, X_test, labels_test = own_model.task(name)
        unseen, digits = own_model.pictures(classes, seen=False)
        assert len(X) + len(X_test) == len(unseen) and set(digits) == set(classes)
        assert not same_rows(X, seen) and not same_rows(X, X_test)
        assert set(labels) == set(labels_test) == {0, 1}


def test_labels_say_whether_a_digit_is_odd():
    unseen, digit = own_model.pictures((8, 9), seen=False)
    nines = {row.tobytes() for row in unseen[digit == 9].numpy()}
    X, labels, *_ = own_model.task("8 or 9")
    assert np.array_equal(labels, [row.tobytes() in nines for row in X.numpy()])


@pytest.mark.parametrize("name", own_model.TASKS)
def test_both_halves_have_as_many_of_each_class(name):
    _, labels, _, labels_test = own_model.task(name)
    for half in (labels, labels_test):
        assert np.mean(half) == pytest.approx(0.5, abs=0.01)


def test_it_has_learnt_its_digits(model):
    X, digit = own_model.pictures(own_model.KNOWN, seen=False)
    assert np.mean(model(X).argmax(dim=1).numpy() == digit) > 0.9


def test_training_can_be_watched_step_by_step():
    steps = []
    own_model.train(own_model.untrained(), after_step=lambda: steps.append(0), steps=3)
    assert len(steps) == 3


def test_hidden_layers_are_those_that_measure_finds(model):
    X, labels, *_ = own_model.task("8 or 9")
    found = own_model.representations(model, X)
    specs = measure(model, own_model.loader(X, labels), ["1", "3", "5"])
    for k, spec in enumerate(specs.values(), start=1):
        own = spectrum(found[f"hidden {k}"], signed_labels(labels))
        np.testing.assert_allclose(own.singular_values[:5], spec.singular_values[:5], rtol=1e-5)
    for phi in found.values():
        np.testing.assert_allclose(np.linalg.norm(phi, axis=1), 1)
    parameters = sum(each.numel() for each in model[:-1].parameters())
    assert found["all gradients"].shape == (len(X), parameters + own_model.WIDTHS[-1] + 1)


@pytest.mark.parametrize("name", own_model.TASKS)
def test_an_explorer_shows_four_and_its_links_are_within_reach(name):
    explorer = own_model.explorer(name)
    names = [each["name"] for each in explorer.representations]
    assert names == ["pixels", "hidden 1", "hidden 2", "hidden 3"]
    largest = max(each["sigma"][0] for each in explorer.representations)
    states = [query.partition("=") for query in links.OWN[name].values()]
    assert all(trait == "threshold" and 0 < float(tau) < largest for trait, _, tau in states)
    for each in explorer.representations:
        low, high = (np.array(each["band"][end]) for end in ("low", "high"))
        assert (low <= high).all() and high.max() <= each["n"]


def test_what_is_compared_beside_others_way_of_computing_it(model):
    X, labels, X_test, labels_test = own_model.task("8 or 9")
    phi, y = prepare(X), signed_labels(labels)
    measured = own_model.compared("8 or 9")
    assert list(measured) == ["pixels", "hidden 1", "hidden 2", "hidden 3", "all gradients"]
    pixels = measured["pixels"]
    phi_0, y_0 = phi - phi.mean(axis=0), y - y.mean()
    kernel, target = phi_0 @ phi_0.T, np.outer(y_0, y_0)
    cosine = np.sum(kernel * target) / np.linalg.norm(kernel) / np.linalg.norm(target)
    assert pixels[figures.KERNEL] == pytest.approx(cosine)
    assert pixels[figures.CKA] == pytest.approx(1)
    right = [
        RidgeClassifier(alpha=penalty, fit_intercept=False, solver="svd")
        .fit(phi, y).score(prepare(X_test), signed_labels(labels_test))
        for penalty in PENALTIES
    ]  # fmt: skip
    assert min(right) <= pixels[figures.PROBE] <= max(right)
    assert 0.5 < pixels[figures.FEW] < pixels[figures.PROBE]
    assert all(each.keys() == figures.FORMATS.keys() for each in measured.values())


def test_the_lines_for_a_cluster_run_on_one(tmp_path, monkeypatch):
    """As they stand in the chapter, but for the address."""
    da = pytest.importorskip("dask.array")
    distributed = pytest.importorskip("distributed")
    rng = np.random.default_rng(0)
    features, y = rng.standard_normal((300, 6)), rng.choice([-1.0, 1.0], 300)
    monkeypatch.chdir(tmp_path)
    da.to_npy_stack("features", da.from_array(features, chunks=(70, -1)))
    da.to_npy_stack("labels", da.from_array(y, chunks=90))
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": ":0"}
    with distributed.LocalCluster(**options) as cluster:
        lines = re.sub(r"tcp://[\d.:]+", cluster.scheduler_address, BLOCKS["python"])
        names = {}
        exec(lines, names)
        names["client"].close()
    expected = spectrum(prepare(features), y)
    np.testing.assert_allclose(names["spec"].singular_values, expected.singular_values)
    np.testing.assert_allclose(names["spec"].squared_projections, expected.squared_projections)


def test_the_commands_for_a_cluster_have_these_options():
    pytest.importorskip("distributed")
    from distributed.cli import dask_scheduler, dask_worker

    assert "dask scheduler" in BLOCKS["sh"]
    (line,) = re.findall(r"^dask worker (.+)$", BLOCKS["sh"], re.MULTILINE)
    context = dask_worker.main.make_context("dask worker", line.split())
    assert context.params["nthreads"] == 1 and context.params["scheduler"].startswith("tcp://")
    assert dask_scheduler.main.make_context("dask scheduler", []).params["port"] is None


def test_the_line_for_files_measures_them(tmp_path, monkeypatch, capsys):
    (line,) = re.findall(r"^repalign (measure .+)$", BLOCKS["sh"], re.MULTILINE)
    X, labels, *_ = own_model.task("8 or 9")
    monkeypatch.chdir(tmp_path)
    np.savez("layers.npz", pixels=X, first=X[:, :20])
    np.save("y.npy", labels)
    assert main(line.split()) == 0
    assert "pixels" in capsys.readouterr().out

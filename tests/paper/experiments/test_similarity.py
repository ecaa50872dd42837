"""The experiment on toy configurations with made-up pictures, and its classes."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from itertools import combinations

import numpy as np
import oracles
import pytest

from repalign import prepare
from repalign._support.files import load_arrays
from repalign.activations import measure
from repalign.paper import datasets, results
from repalign.paper.datasets import kinds
from repalign.paper.experiments import similarity
from repalign.paper.experiments.similarity import pair_scores, sources
from repalign.paper.measures.nulls import QUANTILES
from repalign.paper.results import Results
from repalign.paper.training.pictures import as_inputs

QUICK = similarity.QUICK[0]
CIFAR10 = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]

# The superclasses of CIFAR-100, as its page lists them.
ARTIFICIAL = """bottle bowl can cup plate
clock keyboard lamp telephone television
bed chair couch table wardrobe
bridge castle house road skyscraper
bicycle bus motorcycle pickup_truck train
lawn_mower rocket streetcar tank tractor"""
NATURAL = """beaver dolphin otter seal whale
aquarium_fish flatfish ray shark trout
orchid poppy rose sunflower tulip
apple mushroom orange pear sweet_pepper
bee beetle butterfly caterpillar cockroach
bear leopard lion tiger wolf
cloud forest mountain plain sea
camel cattle chimpanzee elephant kangaroo
fox porcupine possum raccoon skunk
crab lobster snail spider worm
baby boy girl man woman
crocodile dinosaur lizard snake turtle
hamster mouse rabbit shrew squirrel
maple_tree oak_tree palm_tree pine_tree willow_tree"""

# A process of its own; with an epoch to die at, it kills itself with no chance to clean up.
SCRIPT = """
import os, signal, sys
import torch
from repalign._support.files import save_arrays
from repalign.paper.experiments import similarity
torch.set_num_threads(1)
data, out, state, die_at = sys.argv[1:]
def progress(done, total):
    if done == int(die_at): os.kill(os.getpid(), signal.SIGKILL)
options = {"data_dir": data, "state_path": state, "progress": progress}
save_arrays(out, **similarity.run(similarity.QUICK[0], **options))
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    """Classes are colours; as in what this machine has of CIFAR-10, the first two classes have more
    pictures."""
    folder = tmp_path_factory.mktemp("data")
    classes = ["not used", *kinds.SOURCES["natural"], *kinds.SOURCES["artificial"]]
    _make_up(folder / "cifar100.npz", classes, [6] * 61, 2)
    _make_up(folder / "cifar10.npz", CIFAR10, [20, 20] + [12] * 8, 6)
    return folder


def _make_up(path, classes, n_train, n_test):
    rng = np.random.default_rng(0)
    colours, arrays = rng.integers(0, 200, (len(classes), 1, 1, 3)), {"classes": np.array(classes)}
    for split, numbers in (("train", n_train), ("test", n_test)):
        labels = rng.permutation(np.repeat(np.arange(len(classes)), numbers))
        images = colours[labels] + rng.integers(0, 56, (len(labels), 32, 32, 3))
        arrays |= {f"{split}_images": images.astype(np.uint8), f"{split}_labels": labels}
    np.savez(path, **arrays)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return tmp_path_factory.mktemp("weights")


@pytest.fixture(scope="module")
def quick(data_dir, kept):
    return similarity.run(QUICK, data_dir=data_dir, state_path=kept / "quick.state")


@pytest.fixture(scope="module")
def runs(quick, data_dir):
    return [quick, similarity.run(replace(QUICK, seed=1), data_dir=data_dir)]


@pytest.fixture(scope="module")
def summary(runs):
    return Results(similarity.summarize(runs), {})


def test_sources_are_six_whole_superclasses_of_one_kind():
    for kind, all_of_kind in (("artificial", ARTIFICIAL), ("natural", NATURAL)):
        chosen = set(kinds.SOURCES[kind])
        assert len(kinds.SOURCES[kind]) == len(chosen) == 30
        superclasses = [set(line.split()) for line in all_of_kind.splitlines()]
        assert sum(superclass <= chosen for superclass in superclasses) == 6
    assert not set(kinds.SOURCES["natural"]) & set(kinds.SOURCES["artificial"])


def test_targets_are_all_pairs_of_one_kind_of_cifar10():
    natural, artificial = kinds.TARGETS["natural"], kinds.TARGETS["artificial"]
    assert sorted([*natural, *artificial]) == CIFAR10
    assert not set(CIFAR10) & {*kinds.SOURCES["natural"], *kinds.SOURCES["artificial"]}
    assert [kind for kind, *_ in kinds.PAIRS] == ["artificial"] * 6 + ["natural"] * 15
    expected = {*combinations(artificial, 2), *combinations(natural, 2)}
    assert {tuple(pair) for _, *pair in kinds.PAIRS} == expected


def test_pictures_are_of_the_classes_named_and_equally_many(data_dir):
    cifar = datasets.load("cifar10", data_dir=data_dir)
    for n, expected in ((5, 5), (500, 12)):  # the smallest class has 12
        images, labels = kinds.chosen(cifar, ("truck", "airplane"), n)
        assert np.bincount(labels).tolist() == [expected, expected]
        for name, label in (("truck", 0), ("airplane", 1)):
            own = cifar.train_images[cifar.train_labels == CIFAR10.index(name)][:expected]
            np.testing.assert_array_equal(images[labels == label], own)
    assert len(kinds.chosen(cifar, ("truck", "airplane"), split="test")[1]) == 12


def test_every_class_of_the_sources_is_in_the_real_data(cifar100_dir):
    classes = datasets.load("cifar100", data_dir=cifar100_dir).classes.tolist()
    assert {*kinds.SOURCES["natural"], *kinds.SOURCES["artificial"]} <= set(classes)
    assert set(f"{ARTIFICIAL} {NATURAL}".split()) == set(classes)


def test_weights_are_named_by_what_they_follow_from(tmp_path):
    jobs = [similarity.QUICK[0].source(name) for name in similarity.NETWORKS]
    jobs += [job for both in QUICK.tunings() for job in both]
    jobs += [
        replace(jobs[0], seed=1),
        replace(jobs[0], n_per_class=5),
        replace(jobs[3], n_per_class=5),
    ]
    assert len({sources.path_of(job, tmp_path) for job in jobs}) == len(jobs)
    assert len({job.name() for job in jobs[:9]}) == 9


def test_a_run_measures_what_it_says(quick):
    assert quick["blocks.7.squared_projections"].shape == (3, 21, 16)
    assert quick["curve"].shape == (3, 4, 21, len(pair_scores.TAUS))
    assert quick["tuned_accuracy"].shape == (3, 2) and quick["tuned_pairs"].shape == (3, 21)
    assert quick["source_loss"].shape == (2, 3) and quick["tuned_loss"].shape == (3, 2, 2)
    assert quick["n_tested"].tolist() == [24, 36]
    for layer in pair_scores.LAYERS:
        np.testing.assert_allclose(
            np.square(quick[f"{layer}.singular_values"]).sum(axis=-1), 16
        )  # unit rows
    assert (quick["probe_accuracy"][:, 0] > 0.8).mean() > 0.8  # colours are easy


def test_spectra_are_those_that_measure_finds_in_the_kept_network(quick, kept, data_dir):
    """Another path to the same: one pair, through `repalign.activations.measure`."""
    cifar = datasets.load("cifar10", data_dir=data_dir)
    network, _ = sources.trained(QUICK.source("natural"), kept, data_dir=data_dir)
    for index in (0, 20):
        images, labels = kinds.chosen(cifar, kinds.PAIRS[index][1:], QUICK.n_per_class)
        spectra = measure(network, [(as_inputs(images), labels)], pair_scores.LAYERS, pool="mean")
        for layer, spec in spectra.items():
            sigma = quick[f"{layer}.singular_values"][1, index]
            np.testing.assert_allclose(
                sigma[: spec.rank], spec.singular_values, rtol=1e-4, atol=1e-5
            )
            residual = quick[f"{layer}.residual"][1, index]
            assert residual == pytest.approx(float(spec.residual), rel=1e-2, abs=1e-3)


def test_pixels_are_those_of_the_oracle(quick, data_dir):
    cifar = datasets.load("cifar10", data_dir=data_dir)
    images, labels = kinds.chosen(cifar, kinds.PAIRS[3][1:], QUICK.n_per_class)
    phi = prepare(images.reshape(16, -1) / 255)
    expected = oracles.alignment(phi, 2.0 * labels - 1, pair_scores.TAUS) / 16
    np.testing.assert_allclose(quick["pixel_curve"][3], expected, atol=1e-6)


def test_the_start_is_the_same_for_both_sources():
    artificial, natural, start = map(QUICK.source, similarity.NETWORKS)
    weights = [
        job.start().state_dict()["blocks.7.residual.0.weight"]
        for job in (artificial, natural, start)
    ]
    assert (weights[0] == weights[1]).all() and (weights[1] == weights[2]).all()


def test_differences_are_similar_minus_dissimilar(runs, summary):
    """One by one from the curves: the artificial source is the similar one of the first six
    pairs."""
    for seed, run in enumerate(runs):
        for layer in range(4):
            for pair in range(21):
                artificial, natural, _ = run["curve"][:, layer, pair]
                expected = artificial - natural if pair < 6 else natural - artificial
                np.testing.assert_allclose(
                    summary["difference"][seed, layer, pair], expected, atol=1e-6
                )


def test_null_differences_are_quantiles_of_means_over_pairs(runs, summary):
    null = runs[1]["null"][:, 2]  # (network, pair, shuffle, tau)
    sign = np.where(np.arange(21) < 6, 1, -1)[:, None, None]
    means = (sign * (null[0] - null[1])).mean(axis=0)
    expected = np.quantile(means, QUANTILES, axis=0)
    np.testing.assert_allclose(summary["null_difference"][1, 2], expected, atol=1e-6)


def test_the_summary_keeps_what_was_measured(runs, summary):
    for seed, run in enumerate(runs):
        np.testing.assert_allclose(
            summary["tuned_accuracy"][seed], run["tuned_accuracy"], rtol=1e-6
        )
        np.testing.assert_allclose(summary["start_curve"][seed], run["curve"][2], rtol=1e-6)
        spec = summary.spectrum("blocks.6", seed, 1, 13)
        power = run["blocks.6.squared_projections"][1, 13]
        np.testing.assert_allclose(spec.squared_projections, power[: spec.rank], rtol=1e-6)
        assert spec.target_norm_sq == pytest.approx(16)
    assert summary["log_evidence"].shape == (2, 3, 4, 21)
    assert summary["networks"].tolist() == ["artificial", "natural", "start"]
    assert (
        summary["pairs"][0].tolist() == ["airplane", "automobile"]
        and summary["pair_kinds"][-1] == 1
    )


def test_the_accuracy_on_a_pair_counts_its_two_classes_only():
    outputs = np.array([[3.0, 9, 1], [0, 9, 1], [5, 0, 4], [0, 1, 0]])
    assert similarity._pair_accuracy(outputs, np.array([0, 2, 2, 1]), 0, 2) == pytest.approx(2 / 3)


def test_a_run_killed_and_taken_up_measures_the_same(tmp_path, data_dir):
    def start(folder, die_at):
        (tmp_path / folder).mkdir(exist_ok=True)
        out, state = tmp_path / folder / "out", tmp_path / folder / "out.state"
        command = [sys.executable, "-c", SCRIPT, data_dir, out, state, str(die_at)]
        return subprocess.run(command, env=os.environ | {"OMP_NUM_THREADS": "1"}).returncode

    assert start("whole", die_at=-1) == 0
    assert start("killed", die_at=9) == -signal.SIGKILL  # on the way through the fine-tuning
    assert not (tmp_path / "killed" / "out").exists()
    assert start("killed", die_at=8) == 0  # it goes on after epoch 9 and never comes by epoch 8
    whole, killed = (load_arrays(tmp_path / folder / "out") for folder in ("whole", "killed"))
    for name in set(whole) - {"training"}:  # which holds seconds
        np.testing.assert_array_equal(whole[name], killed[name])


# What the paper claims, on the stored runs.


@pytest.fixture(scope="module")
def stored():
    return results.load("similarity")


def over_pairs(difference):
    """Mean over the pairs, and its standard error as if they were independent: (L, t) each."""
    return difference.mean(axis=1), difference.std(axis=1, ddof=1) / np.sqrt(difference.shape[1])


def test_figure_14_the_similar_source_is_better_aligned_on_average(stored):
    """At thresholds up to 8 in the last block, above zero and above shuffled labels, in each
    seed."""
    low = stored["taus"] <= 8
    for seed in range(2):
        mean, error = over_pairs(stored["difference"][seed])
        assert (mean > 2 * error)[3, low].all()
        assert (mean > stored["null_difference"][seed, :, 2])[3, low].all()


def test_figure_14_does_not_hold_for_the_natural_targets_at_every_threshold(stored):
    """At low thresholds the sources differ by less than two errors; from 5 to 8, in the last block,
    by more."""
    taus = stored["taus"]
    mean, error = over_pairs(stored["difference"].mean(axis=0)[:, stored["pair_kinds"] == 1])
    assert (np.abs(mean) < 2 * error)[:3, taus < 0.1].all()
    assert (mean > 2 * error)[3, (taus >= 5) & (taus <= 8)].all()


def test_sources_are_above_pixels_above_the_start(stored):
    """At threshold 2 in the last block, mean over pairs, in each seed."""
    shares = stored["alignment"][:, :, 3, :, stored["score_taus"].tolist().index(2)].mean(axis=-1)
    pixels = stored["pixel_curve"][:, np.argmin(np.abs(stored["taus"] - 2))].mean()
    assert (shares[:, :2] > pixels + 0.1).all() and (shares[:, 2] < pixels - 0.1).all()


def test_table_1_holds_for_artificial_targets_and_is_reversed_for_natural_ones(stored):
    """In the paper the similar source is the better in both columns; here the artificial one is."""
    for artificial, natural, start in stored["tuned_accuracy"]:
        assert artificial[0] > natural[0] + 0.05
        assert natural[1] < artificial[1] < natural[1] + 0.06
        assert (start < natural - 0.1).all()


def test_stored_similarity_is_small():
    assert (results.FOLDER / "similarity.npz").stat().st_size < 0.8e6

"""The experiment on a toy configuration with made-up pictures."""

from functools import partial

import dying_run
import numpy as np
import oracles
import pytest

from repalign._support.files import load_arrays
from repalign.activations import representations
from repalign.paper import datasets
from repalign.paper.datasets.kinds import KINDS, TARGETS, chosen
from repalign.paper.experiments import fine_tuning, similarity
from repalign.paper.experiments.similarity import sources
from repalign.paper.experiments.similarity.class_scores import LEVELS, layers_on_classes
from repalign.paper.training.pictures import as_inputs, predictions

OF_NATURAL = fine_tuning.QUICK[3]


@pytest.fixture(scope="module")
def runs(data_dir, kept):
    return [
        fine_tuning.run(config, data_dir=data_dir, state_path=kept / f"{index}.state")
        for index, config in enumerate(fine_tuning.QUICK)
    ]


def test_every_source_is_tuned_on_every_target():
    chosen = {(config.network, config.target) for config in fine_tuning.QUICK}
    assert len(chosen) == len(fine_tuning.QUICK) == 6
    assert (OF_NATURAL.network, OF_NATURAL.target) == ("natural", "natural")


def test_alignment_with_all_classes_is_that_of_the_oracle_column_by_column(data_dir):
    cifar = datasets.load("cifar10", data_dir=data_dir)
    images, labels = chosen(cifar, TARGETS["natural"], 8)
    network = OF_NATURAL.source("start").start()
    found = layers_on_classes(network, images, labels, ["blocks.3"])["share"][0]
    ((phi, _),) = representations(network, [(as_inputs(images), labels)], "blocks.3", pool="mean")
    Y = np.eye(6)[labels] - 1 / 6
    columns = [
        oracles.alignment(phi["blocks.3"], column, LEVELS * np.sqrt(len(Y))) for column in Y.T
    ]
    np.testing.assert_allclose(found, np.sum(columns, axis=0) / np.square(Y).sum(), atol=1e-6)


def test_a_run_measures_what_it_says(runs):
    for run in runs:
        assert run["share"].shape == (4, 2, 5, len(LEVELS))
        assert run["collapse"].shape == run["effective_rank"].shape == (4, 2, 5)
        assert run["accuracy"].shape == (4,) and run["loss"].shape == (2,)
        assert ((run["share"] >= 0) & (run["share"] <= 1 + 1e-9)).all()
        assert (np.diff(run["share"]) <= 1e-9).all()


def test_the_tuning_is_that_of_similarity(runs, kept, data_dir):
    """Measuring on the way changes nothing, and the first and the last measurement are of the
    networks that `similarity` keeps."""
    config = similarity.QUICK[0]
    source, target = config.source("natural"), KINDS.index("natural")
    tuning = config.tunings()[1][target]
    tuned, record = sources.trained(tuning, kept, data_dir=data_dir)
    np.testing.assert_array_equal(runs[3]["loss"], record["losses"])
    *_, images, labels = tuning.data(data_dir)
    right = predictions(tuned, images).argmax(axis=1) == labels
    assert runs[3]["accuracy"][-1] == right.mean()
    cifar = datasets.load("cifar10", data_dir=data_dir)
    before, _ = sources.trained(source, kept, data_dir=data_dir)
    for network, checkpoint in ((before, 0), (tuned, -1)):
        for index, kind in enumerate(KINDS):
            own = chosen(cifar, TARGETS[kind], OF_NATURAL.n_measured, split="test")
            expected = layers_on_classes(network, *own, fine_tuning.LAYERS)
            np.testing.assert_allclose(
                runs[3]["share"][checkpoint, index], expected["share"], atol=1e-9
            )


def test_the_summary_has_every_run_in_its_place(runs):
    stored = fine_tuning.summarize(runs + runs)
    assert stored["share"].shape == (2, 3, 2, 4, 2, 5, len(LEVELS))
    assert stored["loss"].shape == (2, 3, 2, 2)
    assert stored["checkpoints"].tolist() == [0, 0.5, 1, 2]
    for index, config in enumerate(fine_tuning.QUICK):
        place = fine_tuning.NETWORKS.index(config.network), KINDS.index(config.target)
        np.testing.assert_allclose(stored["accuracy"][1][place], runs[index]["accuracy"], rtol=1e-6)


def test_a_run_killed_and_taken_up_measures_the_same(tmp_path, data_dir):
    start = partial(dying_run.start, "fine_tuning", data_dir)
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert start(whole) == 0
    assert start(killed, die_at=1) == dying_run.KILLED
    assert start(killed, die_at=1) == 0  # it goes on after epoch 1
    whole, killed = (load_arrays(folder / "out") for folder in (whole, killed))
    for name in whole:
        np.testing.assert_array_equal(whole[name], killed[name])

"""The experiment on a toy configuration with made-up pictures."""

import numpy as np
import pytest

from repalign.paper import datasets
from repalign.paper.datasets.kinds import SOURCES, TARGETS, chosen
from repalign.paper.experiments import tunnel
from repalign.paper.experiments.similarity import sources
from repalign.paper.experiments.similarity.class_scores import LEVELS, layers_on_classes

QUICK = tunnel.QUICK[0]


@pytest.fixture(scope="module")
def quick(data_dir, kept):
    return tunnel.run(QUICK, data_dir=data_dir, state_path=kept / "quick.state")


def test_a_run_measures_what_it_says(quick):
    assert quick["share"].shape == (3, 4, 9, len(LEVELS))
    assert quick["collapse"].shape == quick["effective_rank"].shape == (3, 4, 9)
    assert (np.diff(quick["share"]) <= 1e-9).all()


def test_own_and_foreign_tasks_are_where_they_are_said_to_be(quick, data_dir, kept):
    """The source of artificial things on its own classes and on natural classes of CIFAR-10."""
    network, _ = sources.trained(QUICK.source("artificial"), kept, data_dir=data_dir)
    own = chosen(datasets.load("cifar100", data_dir=data_dir), SOURCES["artificial"], split="test")
    foreign = chosen(
        datasets.load("cifar10", data_dir=data_dir), TARGETS["natural"], 6, split="test"
    )
    assert tunnel.TASKS[0] == ("cifar100", "artificial")
    assert tunnel.TASKS[3] == ("cifar10", "natural")
    for task, pictures in ((0, own), (3, foreign)):
        expected = layers_on_classes(network, *pictures, tunnel.LAYERS)
        for name, values in expected.items():
            np.testing.assert_allclose(quick[name][0, task], values)


def test_the_start_is_measured_with_statistics_of_pictures(quick, data_dir):
    """Without them its normalisation does nothing, and layers look alike or vanish."""
    network = QUICK.source("start").start()
    images, labels = tunnel._pictures(tunnel.TASKS[3], QUICK, data_dir)
    without = layers_on_classes(network, images, labels, tunnel.LAYERS)
    assert not np.allclose(quick["share"][2, 3, -1], without["share"][-1], atol=1e-3)


def test_the_summary_keeps_what_was_measured(quick):
    stored = tunnel.summarize([quick, quick])
    np.testing.assert_allclose(stored["share"][1], quick["share"], atol=1e-6)
    assert stored["tasks"].tolist()[:2] == [["cifar100", "artificial"], ["cifar100", "natural"]]

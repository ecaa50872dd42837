"""The experiment on toy configurations with made-up pictures."""

import numpy as np
import pytest

from repalign import spectrum
from repalign.paper import datasets
from repalign.paper.datasets.kinds import MIXED, PAIRS, SOURCES, TARGETS, chosen
from repalign.paper.experiments import source_controls
from repalign.paper.experiments.similarity import pair_scores, sources
from repalign.paper.readings.common import height_of
from repalign.paper.readings.similarity import controls as read
from repalign.paper.results import Results

QUICK = source_controls.QUICK


@pytest.fixture(scope="module")
def runs(data_dir, kept):
    state = kept / "quick.state"
    return [source_controls.run(each, data_dir=data_dir, state_path=state) for each in QUICK]


def test_mixed_sources_have_half_of_the_superclasses_of_either_kind():
    first, second = MIXED.values()
    assert len(first) == len(second) == 30
    assert not set(first) & set(second)
    for names in SOURCES.values():
        for half in (first, second):
            assert len(set(names) & set(half)) == 15
        for start in range(0, 30, 5):  # superclasses stay whole
            assert len({name in first for name in names[start : start + 5]}) == 1


def test_heights_are_those_of_the_networks_kept(runs, data_dir, kept):
    """One pair and layer by hand, from the weights that the run left."""
    network, _ = sources.trained(QUICK[1].jobs()[1], kept, data_dir=data_dir)
    cifar = datasets.load("cifar10", data_dir=data_dir)
    _, *pair = PAIRS[3]
    images, labels = chosen(cifar, pair, QUICK[1].n_per_class)
    phi = pair_scores.block_features(network, images, ["blocks.6"])["blocks.6"]
    expected = height_of(spectrum(phi, 2.0 * labels - 1))
    assert runs[1]["heights"].shape == (2, 4, 21)
    assert runs[1]["heights"][1, 2, 3] == pytest.approx(expected, rel=1e-5)


def test_leads_are_of_the_similar_source_and_sizes_of_mixed_ones(runs):
    stored = Results(source_controls.summarize(runs), {})
    assert stored["epochs"].tolist() == [1, 2, 2]
    assert stored["mixed"].tolist() == [False, False, True]
    artificial, natural = runs[1]["heights"]
    n = len(TARGETS["artificial"]) * (len(TARGETS["artificial"]) - 1) // 2
    expected = np.concatenate([(artificial - natural)[:, :n], (natural - artificial)[:, n:]], 1)
    np.testing.assert_allclose(read.leads(stored, 2)[0], expected.T, rtol=1e-5, atol=1e-7)
    sizes = np.abs(np.subtract(*runs[2]["heights"]))
    np.testing.assert_allclose(
        read.beyond_mixed(stored)[0], (expected - sizes).T, rtol=1e-4, atol=1e-6
    )
    assert read.by_budget(stored).shape == (1, 21, 2)
    assert read.budget_names(stored) == ["1 epochs", "2 epochs"]

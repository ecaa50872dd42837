"""Random networks on made-up pictures."""

import numpy as np
import pytest
from made_up import write_pictures

from repalign import prepare, spectrum
from repalign.paper.datasets import pairs
from repalign.paper.experiments import initialisation as experiment
from repalign.paper.features import pretrained
from repalign.paper.readings.common import height_of
from repalign.paper.results import Results

NAMES = ["pixels", *(f"resnet18/{weights}" for weights in experiment.OWN + experiment.OTHERS)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    for seed, name in enumerate(experiment.DATASETS):
        write_pictures(folder, name, seed=seed)
    return folder


@pytest.fixture(scope="module")
def quick(folder):
    return [experiment.run(config, data_dir=folder) for config in experiment.QUICK]


def test_spectra_are_those_of_the_networks_on_the_pictures(quick, folder):
    own = pairs.draw("cifar100", 0, n_samples=20, n_test=2, data_dir=folder)
    options = {"size": 64, "precision": "bfloat16"}
    run = quick[0]
    stored = Results(run, {})
    assert run["representations"].tolist() == NAMES
    for name in NAMES[1:]:
        weights = name.partition("/")[2]
        net = pretrained.network("resnet18", weights.removesuffix("+batch"))
        if weights.endswith("+batch"):
            pretrained.with_batch_statistics(net, "resnet18", own.images, **options)
        phi = pretrained.extract(net, "resnet18", own.images, **options)[""]
        expected = spectrum(prepare(phi), own.y)
        found = stored.spectrum(name)
        np.testing.assert_allclose(
            found.singular_values[:3], expected.singular_values[:3], rtol=1e-4
        )
        assert height_of(found) == pytest.approx(height_of(expected), abs=0.02)


def test_every_representation_is_measured(quick):
    for run in quick:
        assert ((run["accuracy"] >= 0) & (run["accuracy"] <= 1)).all()
        assert ((run["shuffled_height"] >= 0) & (run["shuffled_height"] < 1)).all()


def test_the_summary_has_a_row_a_pair(quick):
    summary = Results(experiment.summarize(quick), {})
    assert summary["datasets"].tolist() == ["cifar10", "cifar100"]  # sorted, not as they ran
    np.testing.assert_allclose(summary["accuracy"][1], quick[0]["accuracy"], rtol=1e-6)
    for name in NAMES:
        np.testing.assert_allclose(
            summary.spectrum(name, 1).singular_values,
            Results(quick[0], {}).spectrum(name).singular_values,
            rtol=1e-6,
        )


def test_configurations_are_ten_pairs_of_the_same_networks():
    assert len(set(experiment.CONFIGS)) == len(experiment.CONFIGS) == 10
    assert {config.networks for config in experiment.CONFIGS} == {experiment.NETWORKS}

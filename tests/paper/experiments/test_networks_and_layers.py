"""Figures 6 and 7 on toy configurations: the sweeps of `experiments.networks`, the layers of
`experiments.layers`."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from repalign import alignment_curve, prepare, spectrum
from repalign.paper.experiments import layers, networks
from repalign.paper.measures.collapse import within_class_variability
from repalign.paper.networks import hidden_layers
from repalign.paper.results import Results
from repalign.paper.training import fit


@pytest.fixture(scope="module")
def swept(made_up_dir):
    return [networks.run(config, data_dir=made_up_dir) for config in networks.QUICK]


@pytest.fixture(scope="module")
def layered(made_up_dir):
    return [layers.run(config, data_dir=made_up_dir) for config in layers.QUICK]


def test_the_sweeps_are_those_of_the_paper_around_one_base():
    assert len(networks.CONFIGS) == len(set(networks.CONFIGS)) == 3 * 14
    for base in networks.BASES:
        own = networks.settings(base)
        assert own[0] == base and base.setting() == "base"
        names = [config.setting() for config in own]
        assert len(set(names)) == 14
        for sweep, values in networks.SWEEPS.items():
            swept = {f"{sweep} {value}" for value in values if value != getattr(base, sweep)}
            assert swept == {name for name in names if name.startswith(sweep)}
            assert len(swept) == len(values) - 1  # the base is one of them


def test_the_learning_rate_is_that_of_the_lowest_pilot_loss(swept, made_up_dir):
    """Expected losses: `fit` on one network of the pilot's seed."""
    config, run = networks.QUICK[0], swept[0]
    X, y = (
        torch.tensor(array, dtype=torch.float32) for array in networks.data(config, made_up_dir)[:2]
    )
    seed, options = (
        config.n_members,
        {"loss": networks.loss_of(config), "batch_size": config.batch_size},
    )
    for rate, loss in zip(run["tried"], run["tried_loss"], strict=True):
        pilot = networks.untrained(config, X.shape[1], seed)
        expected = fit(
            pilot, X, y, epochs=config.pilot_epochs, learning_rate=rate, seed=seed, **options
        )[1][-1]
        assert loss == pytest.approx(expected)
    assert run["learning_rate"] == run["tried"][np.argmin(run["tried_loss"])]


def test_a_learning_rate_that_diverges_is_not_chosen(made_up_dir, monkeypatch):
    monkeypatch.setitem(networks.LEARNING_RATES, "sgd", (1e12, 0.01))
    config = replace(networks.QUICK[1], pilot_epochs=8)
    run = networks.run(config, data_dir=made_up_dir)
    assert run["tried_loss"][0] == np.inf and run["learning_rate"] == 0.01


def test_training_stops_at_the_goal_and_says_whether_it_was_reached(made_up_dir):
    config = replace(networks.QUICK[0], max_epochs=200, goal=0.5)
    run = networks.run(config, data_dir=made_up_dir)
    y = networks.data(config, made_up_dir)[1]
    goal = 0.5 * np.square(y).mean()
    losses = run["epoch_loss"].mean(axis=1)
    assert run["converged"] and losses[-1] <= goal < losses[:-1].min()
    stopped = networks.run(replace(config, max_epochs=3, goal=1e-9), data_dir=made_up_dir)
    assert not stopped["converged"] and len(stopped["epoch_loss"]) == 3


def test_start_and_inputs_are_those_of_the_untrained_networks(swept, made_up_dir):
    """Expected: networks and data made again; the trained ones differ."""
    for config, run in zip(networks.QUICK, swept, strict=True):
        X, y, X_test, y_test = networks.data(config, made_up_dir)
        for split, (inputs, labels) in {"train": (X, y), "test": (X_test, y_test)}.items():
            inputs32 = torch.tensor(inputs, dtype=torch.float32)
            for member in range(config.n_members):
                net = networks.untrained(config, X.shape[1], member)
                expected = spectrum(prepare(hidden_layers(net, inputs32)[-1]), labels)
                rank = expected.rank
                start = run[f"{split}_start.singular_values"][member]
                np.testing.assert_allclose(start[:rank], expected.singular_values, rtol=1e-5)
                assert not np.allclose(run[f"{split}_trained.singular_values"][member], start)
            total = (
                run[f"{split}_inputs.squared_projections"].sum() + run[f"{split}_inputs.residual"]
            )
            assert total == pytest.approx(labels @ labels, rel=1e-6)


def test_null_curves_are_those_of_shuffled_labels(layered, made_up_dir):
    """Expected: from a spectrum of its own for each shuffle, of the untrained network."""
    config = layers.QUICK[0]
    X, y = layers.data(config, made_up_dir)[:2]
    net = networks.mlp(X.shape[1], config.hidden, seed=0)
    phi = prepare(hidden_layers(net, torch.tensor(X, dtype=torch.float32))[1])
    rng = np.random.default_rng(0)
    curves = [
        alignment_curve(spectrum(phi, rng.permutation(y)), layers.TAUS, normalized=True)
        for _ in range(config.n_permutations)
    ]
    np.testing.assert_allclose(
        layered[0]["train_null"][0, 0, 1], np.mean(curves, axis=0), rtol=1e-5, atol=1e-9
    )


def test_collapse_is_that_of_the_layers_and_only_of_classes(layered, made_up_dir):
    config = layers.QUICK[0]
    X, y = layers.data(config, made_up_dir)[:2]
    for member in range(config.n_members):
        net = networks.mlp(X.shape[1], config.hidden, seed=member)
        own = [
            within_class_variability(phi, y)
            for phi in hidden_layers(net, torch.tensor(X, dtype=torch.float32))
        ]
        np.testing.assert_allclose(layered[0]["train_collapse"][0, member], own, rtol=1e-5)
    assert "train_collapse" not in layered[1]  # the targets of CT slices are no classes


def test_the_summary_of_the_sweeps_keeps_what_was_measured(swept):
    summary = Results(networks.summarize(swept), {})
    C, S = len(swept), networks.QUICK[0].n_members
    assert summary["train_null"].shape == (C, S, len(networks.TAUS)) and summary[
        "test_accuracy"
    ].shape == (C, S)
    for config, run in zip(networks.QUICK, swept, strict=True):
        for when, name in enumerate(("start", "trained")):
            spec = summary.spectrum(f"{config.dataset}.{config.setting()}.test", when, 1)
            np.testing.assert_allclose(
                spec.squared_projections,
                run[f"test_{name}.squared_projections"][1][: spec.rank],
                rtol=1e-6,
            )
        inputs = summary.spectrum(f"{config.dataset}.train")
        np.testing.assert_allclose(
            inputs.residual, run["train_inputs.residual"], rtol=1e-6, atol=1e-9
        )


def test_the_summary_of_the_layers_keeps_what_was_measured(layered):
    summary = Results(layers.summarize(layered), {})
    for config, run in zip(layers.QUICK, layered, strict=True):
        name = config.dataset
        for index, checkpoint in enumerate(summary[f"{name}_epochs"]):
            assert checkpoint == config.checkpoints()[index]
            spec = summary.spectrum(f"{name}_train_layers", index, 2)
            own = run["train_layers.singular_values"][index, 0, 2]
            np.testing.assert_allclose(spec.singular_values, own[: spec.rank], rtol=1e-6)
        last = summary.spectrum(f"{name}_test_ends", 1, 1, 0)
        np.testing.assert_allclose(
            last.squared_projections,
            run["test_layers.squared_projections"][-1, 1, 0][: last.rank],
            rtol=1e-6,
        )


@pytest.mark.parametrize(
    ("module", "config"),
    [
        (layers, replace(layers.QUICK[0], epochs=23)),
        (networks, replace(networks.QUICK[0], max_epochs=23, goal=0)),
    ],
)
def test_a_run_broken_off_and_resumed_ends_with_the_same_bytes(
    module, config, tmp_path, made_up_dir
):
    """The kill of a real process is that of test_distributed."""

    def run(name, die_at=None):
        epochs = []

        def progress(done, total):
            epochs.append(done)
            if done == die_at:
                raise KeyboardInterrupt

        arrays = module.run(
            config, data_dir=made_up_dir, state_path=tmp_path / name, progress=progress
        )
        return epochs, {key: array.tobytes() for key, array in arrays.items()}

    epochs, whole = run("whole")
    assert epochs[0] == 1
    with pytest.raises(KeyboardInterrupt):
        run("broken", die_at=22)
    epochs, resumed = run("broken")
    assert epochs[0] == 21  # after the state of epoch 20
    assert resumed == whole

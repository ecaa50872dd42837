"""How much of the paper's settings was measured, in a line each, read off stored configurations."""

import numpy as np


def lines(load):
    """A line a setting.

    Parameters
    ----------
    load : callable (experiment) -> Results
    """
    return [
        _of_figure_6(load("networks")),
        _of_figure_1(load("expressivity")),
        _of_figure_13(load("cnn")),
        _of_table_1(load("similarity")),
    ]


def _configs(stored):
    return [run["config"] for run in stored.provenance["runs"]]


def _of_figure_6(stored):
    chosen = stored["dataset"] == "cifar10"
    reached, configs = stored["converged"][chosen], np.array(_configs(stored))[chosen]
    pictures = sorted({config["n_samples"] for config in configs})
    return (
        f"Figure 6: on CIFAR-10 {reached.sum()} of {len(reached)} settings were trained to the "
        f"goal, on {' or '.join(map(str, pictures))} pictures."
    )


def _of_figure_1(stored):
    return (
        f"Figures 1, 5, 8, 9: {stored.spectrum('network', 0).n_samples} CT slices to train on, "
        "where the paper has 1000."
    )


def _of_figure_13(stored):
    names = [str(name) for name in stored["representations"]]
    pairs = stored["measured"].sum(axis=0)
    trained = {name.split("/")[0] for name in names if "/imagenet" in name}
    random = {
        name.split("/")[0]: n for name, n in zip(names, pairs, strict=True) if "/random" in name
    }
    return (
        f"Figure 13: {len(trained)} networks with ImageNet weights, where the paper has 3; "
        f"{len(random)} at random, on {min(random.values())} to {max(random.values())} pairs."
    )


def _of_table_1(stored):
    config = _configs(stored)[0]
    return (
        f"Table 1: sources of 30 classes with {config['n_source']} pictures each, trained for "
        f"{config['training']['epochs']} epochs, {len(stored['source_accuracy'])} times; the "
        "paper's have 551 and 449 classes."
    )

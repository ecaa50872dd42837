"""How much of the paper's settings was measured, in a line each, read off stored configurations."""

import numpy as np

from repalign.paper.readings.cnn import trained


def lines(load):
    """A line a setting.

    Parameters
    ----------
    load : callable (experiment) -> Results
    """
    return [
        _of_figure_6(load("networks")),
        _of_figure_1(load("expressivity")),
        _of_figure_13(load("cnn"), load("initialisation")),
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


def _of_figure_13(stored, started):
    random = {
        str(name).partition("/")[0]
        for each in (stored, started)
        for name in each["representations"]
        if "/random" in name
    }
    return (
        f"Figure 13: {len(trained(stored))} networks with ImageNet weights, where the paper has 3; "
        f"{len(random)} at random, most of them on {started.spectrum('pixels', 0).n_samples} "
        f"pictures; {len(stored['seeds'])} pairs of classes."
    )


def _of_table_1(stored):
    config = _configs(stored)[0]
    return (
        f"Table 1: sources of 30 classes with {config['n_source']} pictures each, trained for "
        f"{config['training']['epochs']} epochs, {len(stored['source_accuracy'])} times; the "
        "paper's have 551 and 449 classes."
    )

"""Against the stored arrays and configurations, read by another way."""

import re

from repalign.paper import results
from repalign.paper.readings import smaller


def test_lines_say_what_is_stored():
    figure_6, figure_1, figure_13, table_1 = smaller.lines(results.load)
    networks = results.load("networks")
    done = [
        bool(each)
        for each, name in zip(networks["converged"], networks["dataset"], strict=True)
        if name == "cifar10"
    ]
    assert f"{sum(done)} of {len(done)} settings" in figure_6
    pictures = {
        run["config"]["n_samples"]
        for run in networks.provenance["runs"]
        if run["config"]["dataset"] == "cifar10"
    }
    assert all(str(each) in figure_6 for each in pictures)
    assert f"{results.load('expressivity')['network.shape'][0]} CT slices" in figure_1
    names = {
        str(name).split("/")[0]
        for name in results.load("cnn")["representations"]
        if "/imagenet" in str(name)
    }
    assert int(re.search(r"(\d+) networks with", figure_13)[1]) == len(names)
    at_random = {
        name.split("/")[0]
        for experiment in ("cnn", "initialisation")
        for name in map(str, results.load(experiment)["representations"])
        if "/random" in name
    }
    assert f"{len(at_random)} at random" in figure_13
    similarity = results.load("similarity")
    assert (
        f"{similarity['source_loss'].shape[-1]} epochs, {len(similarity['source_loss'])} times"
        in table_1
    )

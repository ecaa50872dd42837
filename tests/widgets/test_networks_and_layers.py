"""NetworksExplorer and LayersExplorer on the Python side: what travels to the page, and what is
refused."""

import numpy as np
import pytest

pytest.importorskip("anywidget")
from repalign.widgets import LayersExplorer, NetworksExplorer
from repalign.widgets.layers import LayerHistory
from repalign.widgets.networks import Samples, Setting

LEVELS = [0.1, 0.2, 0.5]


def setting(shift=0.0):
    start = np.array([[0.5, 0.4, 0.1], [0.3, 0.2, 0.1]])
    return Setting(start, start + 0.2 + shift, [0.05, 0.01, 0.0], 0.875, 12)


def networks(**changes):
    samples = Samples(
        400, [0.9, 0.8, 0.0], {"base": setting(), "depth 1": setting(0.1), "tanh": setting(0.2)}
    )
    parts = {
        "levels": LEVELS,
        "data": {
            "MNIST": {"training": samples, "test": samples},
            "CT": {"training": samples, "test": samples},
        },
        "sweeps": {
            "depth": {"1": "depth 1", "4": "base"},
            "activation": {"relu": "base", "tanh": "tanh"},
        },
    }
    return NetworksExplorer(**parts | changes)


def test_networks_sends_means_and_standard_errors_in_thousandths():
    explorer = networks()
    sent = explorer.data[1][0]
    assert explorer.datasets == ["MNIST", "CT"] and explorer.splits == ["training", "test"]
    assert explorer.sweeps == [
        ["depth", [["1", 1], ["4", 0]]],
        ["activation", [["relu", 0], ["tanh", 2]]],
    ]
    assert sent["n"] == 400 and sent["inputs"] == [900, 800, 0]
    # Two networks at 0.5 and 0.3: mean 0.4, standard deviation 0.2 / sqrt 2, over sqrt 2.
    assert sent["settings"][0]["start"] == [400, 300, 100] and sent["settings"][0][
        "start_error"
    ] == [100, 100, 0]
    assert sent["settings"][1]["trained"] == [700, 600, 400] and sent["settings"][1]["null"] == [
        50,
        10,
        0,
    ]
    assert (sent["settings"][0]["accuracy"], sent["settings"][0]["epochs"]) == (0.875, 12)


def test_networks_starts_with_the_last_of_the_first_sweep_beside_the_first():
    explorer = networks()
    assert [explorer.settings[i] for i in (explorer.first, explorer.second)] == ["base", "depth 1"]


SOME = Samples(400, [0.9, 0.8, 0.0], {"base": setting()})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"sweeps": {"depth": {"2": "depth 2"}}},
            "sweep 'depth' must name one to four of .*; got .*depth 2",
        ),
        (
            {"sweeps": {"depth": {}, "width": {"1": "base"}}},
            r"sweep 'depth' must name one to four of .*; got \[\]",
        ),
        (
            {"data": {"a": {"train": SOME}, "b": {"test": SOME}}, "sweeps": {"d": {"4": "base"}}},
            "'b' has the samples",
        ),
        (
            {
                "data": {"a": {"train": SOME, "test": SOME._replace(settings={})}},
                "sweeps": {"d": {"4": "base"}},
            },
            r"'a', 'test' has the settings \[\]; expected \['base'\]",
        ),
    ],
)
def test_networks_refuses(changes, message):
    with pytest.raises(ValueError, match=message):
        networks(**changes)


def history(**changes):
    curves = np.linspace(0, 1, 2 * 2 * 3).reshape(2, 2, 3)
    parts = {
        "n_samples": 400,
        "inputs": [0.9, 0.8, 0.0],
        "layers": curves,
        "accuracy": [0.5, 1.0],
        "collapse": np.ones((2, 2)),
    }
    return LayerHistory(**parts | changes)


def layers(**changes):
    return LayersExplorer(
        LEVELS,
        {
            "MNIST": ([0, 7], {"training": history(**changes)}),
            "CT": ([0, 9], {"training": history()}),
        },
    )


def test_layers_sends_every_checkpoint_and_starts_at_the_last_layer_of_the_last():
    explorer = layers(collapse=None)
    sent = explorer.data[0]
    assert sent["epochs"] == [0, 7] and sent["splits"][0]["layers"][1][1] == [818, 909, 1000]
    assert sent["splits"][0]["collapse"] == [] and explorer.data[1]["splits"][0]["collapse"] == [
        [1.0, 1.0],
        [1.0, 1.0],
    ]
    assert (explorer.layer, explorer.checkpoint) == (2, 1)


def test_layers_starts_at_the_last_checkpoint_of_the_data_set_shown():
    long = {"training": history(layers=np.zeros((3, 2, 3)), accuracy=[0.5] * 3, collapse=None)}
    data = {"MNIST": ([0, 7], {"training": history()}), "CT": ([0, 3, 9], long)}
    assert [LayersExplorer(LEVELS, data, dataset=dataset).checkpoint for dataset in (0, 1)] == [
        1,
        2,
    ]


def test_layers_refuses_curves_that_do_not_fit():
    with pytest.raises(
        ValueError,
        match=r"layers of 'MNIST', 'training' has shape \(2, 1, 3\); expected \(2, 2, 3\)|of 'CT'",
    ):
        layers(layers=np.zeros((2, 1, 3)))
    with pytest.raises(
        ValueError, match=r"'MNIST', 'training' has shape \(3, 2, 3\); expected \(2, 2, 3\)"
    ):
        layers(layers=np.zeros((3, 2, 3)))
    with pytest.raises(
        ValueError, match=r"'b' has the samples \['test'\]; expected \['training'\]"
    ):
        LayersExplorer(
            LEVELS, {"a": ([0, 7], {"training": history()}), "b": ([0, 7], {"test": history()})}
        )


def test_nan_never_reaches_a_page():
    with pytest.raises(ValueError, match="NaN"):
        layers(collapse=np.full((2, 2), np.nan))
    with pytest.raises(ValueError, match="NaN"):
        networks(data={"a": {"train": SOME._replace(inputs=[np.nan])}}, sweeps={"d": {"4": "base"}})


def scrubbed(levels=LEVELS, data=None, **traits):
    return LayersExplorer(
        levels, {"MNIST": ([0, 7], {"training": history()})} if data is None else data, **traits
    )


@pytest.mark.parametrize("make", [networks, scrubbed])
@pytest.mark.parametrize("junk", [5, [], "junk", {"a": None}, {}], ids=str)
def test_data_of_another_shape_are_refused(make, junk):
    for name in ("levels", "data"):
        with pytest.raises((ValueError, TypeError), match=r"levels|data|layers|inputs|start"):
            make(**{name: junk})


def test_a_data_set_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="dataset must be an integer from 0 to "):
        scrubbed(dataset=99)

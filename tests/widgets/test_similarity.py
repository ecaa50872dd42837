"""The explorer of similar sources on the Python side: what travels to the page, and what is
refused."""

import numpy as np
import pytest

pytest.importorskip("anywidget")
from repalign.widgets import SimilarityExplorer

TAUS = np.array([0.5, 2.0, 8.0])
PAIRS = {"ship or truck": "artificial", "cat or dog": "natural"}


def some_explorer(**changes):
    rng = np.random.default_rng(0)
    parts = {
        "taus": TAUS,
        "layers": ["block 7 of 8", "block 8 of 8"],
        "pairs": PAIRS,
        "shares": rng.random((2, 3, 2, 2, 3)),
        "start": rng.random((2, 2, 3)),
        "null": rng.normal(size=(2, 2, 3)),
    }
    return SimilarityExplorer(**parts | changes)


def test_shares_travel_as_differences_of_whole_numbers_of_ten_thousand():
    shares = np.linspace(0, 1, 72).reshape(2, 3, 2, 2, 3)
    explorer = some_explorer(shares=shares)
    for name, curves in zip(("similar", "dissimilar"), shares, strict=True):
        sent = np.cumsum(getattr(explorer, name), axis=-1)
        assert sent.dtype.kind == "i"
        np.testing.assert_allclose(sent / 1e4, curves, atol=5.1e-5)
    assert explorer.pairs == list(PAIRS) and explorer.kinds == ["artificial", "natural"]
    assert explorer.layer == 1 and explorer.threshold == 2.0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"pairs": {}}, "3 thresholds, 2 layers, 0 pairs"),
        (
            {"shares": np.zeros((2, 3, 2, 2, 4))},
            r"shares has shape \(2, 3, 2, 2, 4\); expected \(2, 3, 2, 2, 3\)",
        ),
        ({"shares": np.zeros((3, 3, 2, 2, 3))}, r"expected \(2, 3, 2, 2, 3\)"),
        ({"start": np.zeros((1, 2, 3))}, r"start has shape \(1, 2, 3\); expected \(2, 2, 3\)"),
        ({"null": np.zeros((2, 3, 3))}, r"null has shape \(2, 3, 3\); expected \(2, 2, 3\)"),
        ({"start": np.full((2, 2, 3), np.nan)}, "start has 12 entries that are NaN"),
    ],
)
def test_it_refuses(changes, message):
    with pytest.raises(ValueError, match=message):
        some_explorer(**changes)


@pytest.mark.parametrize(("changes", "message"), [
    ({"layers": None}, "layers must be a sequence; got None"),
    ({"pairs": ["a"]}, "pairs must be a dict by name"),
])  # fmt: skip
def test_it_refuses_other_types(changes, message):
    with pytest.raises(TypeError, match=message):
        some_explorer(**changes)

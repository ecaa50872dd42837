"""Table 1, ours beside the paper's."""

import pytest

pytest.importorskip("matplotlib")
pytest.importorskip("pandas")
from repalign.paper import results
from repalign.paper.figures import similarity as figures


def test_table_1_has_our_means_beside_the_papers():
    frame = figures.table_1().frame.set_index("fine-tuned from")
    accuracy = 100 * results.load("similarity")["tuned_accuracy"].astype(float).mean(axis=0)
    assert frame.loc["natural", "artificial"].startswith(f"{accuracy[1, 0]:.2f} (")
    assert frame.loc["natural", "artificial, paper"] == "95.70"
    assert frame.loc["artificial", "natural, paper"] == "90.49"
    assert frame.loc["start", "natural, paper"] == "–"


def test_gains_are_of_the_similar_source():
    frame = figures.gains().frame.set_index("target")
    accuracy = 100 * results.load("similarity")["tuned_accuracy"].astype(float).mean(axis=0)
    natural = accuracy[1, 1] - accuracy[0, 1]
    artificial = accuracy[0, 0] - accuracy[1, 0]
    for gain, told in zip(
        (artificial, natural, (artificial + natural) / 2), frame["gain"], strict=True
    ):
        assert told.startswith(f"{gain:+.2f} (")
    assert frame["paper"].tolist() == pytest.approx([1.44, 4.06, 2.75])

"""The table and the figure of chapter 8, of made-up measures."""

import numpy as np
import pytest

pytest.importorskip("matplotlib")
pytest.importorskip("pandas")

from repalign.paper.figures import your_model as figures
from repalign.plot import plt

NAMES = ("pixels", "hidden 1", "all gradients")


@pytest.fixture
def measured():
    rng = np.random.default_rng(0)
    return {name: {each: rng.normal() for each in figures.FORMATS} for name in NAMES}


def test_a_row_for_each_representation(measured):
    table = figures.table({"8 or 9": measured}, "8 or 9")
    assert table.frame["features"].tolist() == [*NAMES]
    assert table.frame[figures.EVIDENCE].tolist() == [
        each[figures.EVIDENCE] for each in measured.values()
    ]
    assert f"{measured['pixels'][figures.PROBE]:.1%}" in table._repr_html_()


def test_a_line_for_each_measure_from_its_lowest_to_its_highest(measured):
    picture = figures.choices({"one": measured, "other": measured})
    assert len(picture.paints) == 2
    _, ax = plt.subplots()
    picture.paints[0](ax=ax)
    lines = {line.get_label(): line.get_ydata() for line in ax.get_lines()}
    assert tuple(lines) == figures.CHOOSE
    for name, line in lines.items():
        values = [each[name] for each in measured.values()]
        assert line.min() == 0 and line.max() == 1
        assert np.argmax(line) == np.argmax(values) and np.argmin(line) == np.argmin(values)
    plt.close("all")


def test_legends_fit_into_a_panel(measured):
    from tests.paper.figures.test_init import too_wide

    for paint in figures.choices({"odd or even": measured}).paints:
        assert too_wide(paint) == []

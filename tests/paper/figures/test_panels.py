"""Panels: colours for a light page and a dark one, and sizes that can be read on a phone."""

import re
from xml.etree import ElementTree

import pytest

pytest.importorskip("matplotlib")
pytest.importorskip("pandas")
from repalign._support import palette
from repalign.paper import figures
from repalign.paper.figures import panels

SMALLEST_TYPE = 11  # px
PHONE = 328  # px, of a column on a screen of 360


def line(ax):
    ax.plot([1, 10, 1e6], [1, 2, 3], color=palette.COLOURS["1"][0], label="a < b")
    ax.set(xscale="log", xlabel="τ", title="one")
    ax.legend()


def pictures():
    made = figures.every()
    shown = {name: make() for name, make in made.items()}
    return [
        pytest.param(shown[name], id=name)
        for name in made
        if isinstance(shown[name], figures.Picture)
    ]


@pytest.fixture(scope="module", params=pictures())
def document(request):
    return request.param._repr_svg_()


def colours(document):
    return [
        element.get(part, "none")
        for element in ElementTree.fromstring(document).iter()
        for part in ("fill", "stroke")
    ]


def test_every_colour_is_the_palettes_on_each_ground(document):
    other = dict(palette.COLOURS.values()) | {"none": "none"}
    light = colours(document)
    assert set(light) <= other.keys()
    assert colours(panels.darkened(document)) == [other[each] for each in light]


def test_type_is_large_enough_on_a_phone(document):
    for panel in map(ElementTree.fromstring, panels.split(document)[0]):
        if panel.get("class") == "ra-wide":
            continue
        width, drawn = float(panel.get("width")), float(panel.get("viewBox").split()[2])
        assert width <= PHONE
        sizes = {
            float(each.get("font-size").removesuffix("px"))
            for each in panel.iter()
            if each.get("font-size")
        }
        assert min(sizes) * width / drawn >= SMALLEST_TYPE


def test_nothing_in_it_needs_leave_of_a_policy(document):
    assert "style" not in document and "data:" not in document and "<script" not in document
    assert set(re.findall(r'href="(.)', document)) <= {"#"}


def test_a_picture_is_the_same_bytes_again():
    assert panels.document([line], "words") == panels.document([line], "words")


def test_panels_come_apart_as_they_were_put_together():
    found, words = panels.split(panels.document([line, line], 'said "so" & < so'))
    assert words == 'said "so" & < so'
    assert found[0] == found[1]


def test_a_single_panel_has_two_widths_of_which_a_document_shows_one():
    document = panels.document([line], "words")
    wide, narrow = ElementTree.fromstring(document).findall(f"{panels.SVG}svg")
    assert (wide.get("display"), narrow.get("display")) == (None, "none")
    wide, narrow = map(ElementTree.fromstring, panels.split(document)[0])
    assert (wide.get("class"), narrow.get("class")) == ("ra-wide", "ra-narrow")
    assert narrow.get("display") is None


def test_labels_are_text_and_powers_need_no_mathematical_type():
    texts = [each.text for each in ElementTree.fromstring(panels.document([line], "")).iter()]
    assert {"τ", "one", "a < b", "10⁶"} <= set(texts)


def test_a_level_line_keeps_its_ends_alone():
    level = "M 0 5 L 1 5 L 2 5 L 3 5 L 3 2 L 4 2 L 2 2 L 2 7 z"
    assert panels._level(level) == "M 0 5 L 3 5 L 3 2 L 4 2 L 2 2 L 2 7 z"
    curved = "M 0 5 C 1 5 2 5 3 5 L 4 5"
    assert panels._level(curved) == curved


def test_minus_signs_are_kept_where_numbers_are_shortened():
    assert panels._short("M -0.04 1.25 L -0.26 -3.0", decimals=1) == "M -0 1.2 L -0.3 -3"

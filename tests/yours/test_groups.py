"""Many label columns are each measured as alone, and groups are their plain means."""

import numpy as np
import pytest

from repalign import alignment_report, prepare, spectrum
from repalign.report import BAND
from repalign.yours.groups import held, many, prefix
from repalign.yours.measure import Measured, shuffled
from tests.test_fixtures import assert_same

RNG = np.random.default_rng(0)
PHI = prepare(RNG.standard_normal((80, 4)))
LABELS = ["color_red", "color_blue", "size"]
Y = np.sign(RNG.standard_normal((80, 3)))
NULL = shuffled(Y, 20, 0).astype(float)
LAYERS = {
    name: Measured(spectrum(phi, Y), spectrum(phi, NULL), [])
    for name, phi in {"one": PHI, "two": PHI[:, :2]}.items()
}


def test_each_column_is_measured_as_alone():
    rows = many(LABELS, LAYERS).rows
    assert [(row["label"], row["layer"]) for row in rows[:3]] == [
        ("color_red", "one"),
        ("color_red", "two"),
        ("color_blue", "one"),
    ]
    alone = alignment_report(spectrum(PHI, Y[:, 2]), null=spectrum(PHI, NULL[:, 2::3])).rows["Φ"]
    assert_same({name: rows[4][name] for name in alone}, alone)


def test_groups_have_mean_and_range():
    found = many(LABELS, LAYERS)
    shares = [row["alignment_0.1"] for row in found.rows if row["layer"] == "one"]
    first = found.groups[0]
    assert (first.group, first.layer, first.columns) == ("color", "one", 2)
    assert (first.mean, first.low, first.high) == pytest.approx(
        (np.mean(shares[:2]), min(shares[:2]), max(shares[:2]))
    )
    assert [each.group for each in found.groups] == ["color", "color", "size", "size"]


def test_text_has_a_line_a_column_and_a_line_a_group():
    lines = str(many(LABELS, LAYERS)).splitlines()
    assert [line.split()[0] for line in lines[:7] if line] == [
        "one", "color_red", "color_blue", "size", "color", "size",
    ]  # fmt: skip
    bare = {name: each._replace(null=None) for name, each in LAYERS.items()}
    assert "shuffled" not in str(many(LABELS, bare))


def test_text_says_how_much_a_band_of_few_shuffles_holds():
    text = " ".join(str(many(LABELS, LAYERS)).split())
    assert "what shuffled labels get in 86 of 100 cases, as 20 shuffles tell" in text


@pytest.mark.parametrize("count", [20, 100])
def test_a_band_holds_what_it_is_said_to(count):
    draws = RNG.random((20_000, count + 1))
    low, high = np.quantile(draws[:, 1:], BAND, axis=1)
    assert np.mean((low <= draws[:, 0]) & (draws[:, 0] <= high)) == pytest.approx(
        held(count), abs=0.01
    )


@pytest.mark.parametrize(
    ("label", "group"),
    [("a_b_c", "a"), ("a: b", "a"), ("a.b", "a"), ("ab", "ab"), ("_a", "_a"), ("a b", "a")],
)
def test_a_prefix_ends_at_the_first_sign(label, group):
    assert prefix(label) == group

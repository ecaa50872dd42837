"""Colours that can be read, by the contrast that WCAG 2 defines."""

import numpy as np
import pytest

from repalign._support import palette


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(first, second):
    low, high = sorted(map(luminance, (first, second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", [0, 1], ids=["light", "dark"])
def test_text_and_lines_stand_out_from_their_ground(ground):
    behind = [palette.COLOURS[name][ground] for name in ("ground", "raised")]
    for name in ("ink", "soft", *palette.DASHES):
        drawn = palette.COLOURS[name][ground]
        assert min(contrast(drawn, each) for each in behind) >= 4.5, name


def test_lines_that_stand_together_differ_in_dash():
    first_four = [palette.DASHES[name] for name in "1234"]
    assert len(set(first_four)) == 4


def test_the_sheet_holds_every_colour_of_both_grounds():
    light, dark = palette.style(".here").strip().split("\n")
    for name, (day, night) in palette.COLOURS.items():
        assert f"--ra-{name}: {day};" in light and f"--ra-{name}: {night};" in dark
    assert 'data-theme="dark"' in dark

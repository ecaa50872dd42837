"""Readings of one spectrum, by hand."""

import pytest

from repalign import Spectrum
from repalign.paper.readings import common


def test_the_most_on_one_direction_beneath_a_threshold():
    spec = Spectrum([6.0, 3.0, 2.0, 1.0], [10.0, 1.0, 4.0, 2.0], 3.0, 4000, 5)
    assert common.most_beneath(spec, 3.5) == pytest.approx(4 / 20)
    assert common.most_beneath(spec, 2.0) == pytest.approx(2 / 20)  # 2 itself is not beneath
    assert common.most_beneath(spec, 1.75, per=1000) == common.most_beneath(spec, 3.5)

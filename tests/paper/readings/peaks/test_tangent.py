"""Made-up curves whose heights are known."""

import numpy as np

from repalign.paper.readings.common import LEVELS
from repalign.paper.readings.peaks import tangent
from repalign.paper.results import Results


def test_differences_are_of_the_heights_they_name():
    rng = np.random.default_rng(0)
    heights, null = rng.random((2, 4, 2, 2, 2, 3))
    curves = {
        name: np.repeat(values[..., None], len(LEVELS), axis=-1)
        for name, values in (("curve", heights), ("shuffled_curve", null))
    }
    stored = Results(curves | {"levels": LEVELS}, {})
    np.testing.assert_allclose(tangent.heights(stored), heights)
    gained = heights[:, :, 1] - heights[:, :, 0]
    np.testing.assert_allclose(tangent.gains(0, 1, [2])(stored), gained[:, 0, 1, [2]])
    null_gained = null[:, 1, 1, 0, [0, 1]] - null[:, 1, 0, 0, [0, 1]]
    np.testing.assert_allclose(tangent.gains(1, 0, [0, 1], "shuffled_")(stored), null_gained)
    np.testing.assert_allclose(
        tangent.hidden_over_kernel([1])(stored), gained[:, 0, 0, [1]] - gained[:, 0, 1, [1]]
    )
    more = gained[:, 0] - gained[:, 1]
    expected = np.column_stack([more[:, 0, 0], more[:, 0, 1], more[:, 1, 0], more[:, 1, 1]])
    np.testing.assert_allclose(tangent.rich_over_lazy([0, 1])(stored), expected)
    np.testing.assert_allclose(tangent.shares(stored), heights)
    opposite = tangent.hidden_over_kernel([1], measure=lambda *given: -tangent.heights(*given))
    np.testing.assert_allclose(opposite(stored), gained[:, 0, 1, [1]] - gained[:, 0, 0, [1]])

"""Records of where results come from."""

import numpy as np


def test_digest_tells_arrays_apart():
    from repalign.paper.results.provenance import digest

    one = np.arange(6.0)
    others = [one + 1, one.reshape(2, 3), one.astype(np.float32)]
    assert digest([one]) == digest([one.copy()])
    assert len({digest([array]) for array in (one, *others)}) == 4

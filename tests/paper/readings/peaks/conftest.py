"""Made-up results of two members: what is stored of representations is noise."""

import numpy as np
import pytest

from repalign.paper.datasets.peaks import PEAKS
from repalign.paper.results import Results

LAYERS = {"one": 1, "three": 3}


@pytest.fixture(scope="package")
def stored():
    rng = np.random.default_rng(0)
    arrays = {
        "targets": np.array(PEAKS),
        "functions": np.array([("ABC", "BCA", "DEF"), ("FAD", "AFD", "BCE")]),
        "idle": np.array(0.01),
    }
    for depth, L in LAYERS.items():
        R = 1 + 2 * L
        shapes = {
            "alignment": (R, 120, 4),
            "reach": (R, 120),
            "scouted": (R, 120),
            "probe": (R, 120),
            "rank": (R,),
            "steps": (R, 120, 2),
            "lowest": (R + L, 120, 2),
            "activity": (2, L, 60),
        }
        arrays |= {f"{depth}_{name}": rng.random((2, *shape)) for name, shape in shapes.items()}
        arrays[f"shuffled_{depth}_alignment"] = rng.random((2, L, 120, 4))
        arrays[f"shuffled_{depth}_activity"] = rng.random((2, 2, L, 60))
    return Results(arrays, {})

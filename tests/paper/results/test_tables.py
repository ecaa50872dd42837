"""Runs put together by task and representation."""

import numpy as np
import pytest

from repalign.paper.results import Results
from repalign.paper.results.tables import TaskTable


def made_up(dataset, seed, names, value):
    spectra = {}
    for name in names:
        spectra |= {
            f"{name}.singular_values": np.array([3.0, value]),
            f"{name}.squared_projections": np.array([1.0, 2.0]),
            f"{name}.residual": np.array(0.5),
            f"{name}.shape": np.array([4, 2]),
        }
    scores = value + 10 * np.arange(len(names))
    shared = {
        "dataset": np.array(dataset),
        "seed": np.array(seed),
        "classes": np.array([dataset, str(seed)]),
    }
    return shared | spectra | {"representations": np.array(names), "score": scores}


@pytest.fixture
def table():
    runs = [
        made_up("b", 0, ["x", "y"], 1.0),
        made_up("a", 1, ["x", "y"], 2.0),
        made_up("a", 1, ["deep"], 3.0),
    ]
    return TaskTable.of(runs)


def test_runs_of_one_task_are_put_together_and_what_is_missing_is_nan(table):
    assert table.tasks == [("a", 1), ("b", 0)] and table.names == ["x", "y", "deep"]
    np.testing.assert_array_equal(table.rows("score"), [[2, 12, 3], [1, 11, np.nan]])
    np.testing.assert_array_equal(table.measured(), [[True, True, True], [True, True, False]])
    np.testing.assert_array_equal(table.shared("classes"), [["a", "1"], ["b", "0"]])


def test_spectra_are_read_where_they_were_measured_and_nowhere_else(table):
    stored = Results(table.spectrum("deep") | table.spectrum("x"), {})
    assert stored.spectrum("deep", 0).singular_values.tolist() == [3, 3]
    assert stored.spectrum("x", 1).singular_values.tolist() == [3, 1]
    with pytest.raises(ValueError, match="finite"):
        stored.spectrum("deep", 1)

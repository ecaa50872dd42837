"""Runs on several tasks, each of several representations, as arrays over both."""

from dataclasses import dataclass

import numpy as np

from repalign.paper.results import PARTS


@dataclass(frozen=True)
class TaskTable:
    """Where each representation was measured on each task.

    Attributes
    ----------
    tasks : list of P (data set, seed), sorted
    names : list of R representations, in the order of the runs
    cells : dict
        (run, row in its arrays) by (task, representation), two indices.
    """

    tasks: list
    names: list
    cells: dict

    @classmethod
    def of(cls, runs):
        """From runs with ``dataset``, ``seed`` and ``representations``; those of one task are put
        together."""
        tasks = sorted({_task(run) for run in runs})
        names = list(
            dict.fromkeys(name for run in runs for name in run["representations"].tolist())
        )
        cells = {
            (tasks.index(_task(run)), names.index(name)): (run, row)
            for run in runs
            for row, name in enumerate(run["representations"].tolist())
        }
        return cls(tasks, names, cells)

    def measured(self):
        """bool (P, R)"""
        return ~np.isnan(
            self._filled(dict.fromkeys(self.cells, 1.0), (len(self.tasks), len(self.names)))
        )

    def rows(self, key):
        """An array that has a row a representation in each run: (P, R, ...), NaN where there is
        none."""
        rows = {place: run[key][row] for place, (run, row) in self.cells.items()}
        return self._filled(rows, (len(self.tasks), len(self.names)))

    def spectrum(self, name):
        """The arrays of a representation's spectra (P, ...), NaN where there is none."""
        column = self.names.index(name)
        runs = {p: run for (p, r), (run, _) in self.cells.items() if r == column}
        arrays = {
            f"{name}.{part}": self._filled(
                {p: run[f"{name}.{part}"] for p, run in runs.items()}, (len(self.tasks),)
            )
            for part in PARTS
        }
        return arrays | {f"{name}.shape": next(iter(runs.values()))[f"{name}.shape"]}

    def shared(self, key):
        """An array that runs of one task have in common: (P, ...)."""
        found = {_task(run): run[key] for run, _ in self.cells.values()}
        return np.stack([found[task] for task in self.tasks])

    @staticmethod
    def _filled(cells, shape):
        values = np.full((*shape, *np.shape(next(iter(cells.values())))), np.nan)
        for place, value in cells.items():
            values[place] = value
        return values


def _task(run):
    return str(run["dataset"]), int(run["seed"])

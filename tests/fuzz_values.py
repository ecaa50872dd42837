"""What test_fuzz passes where a value is expected, by name of the parameter.

Each is made anew from a generator, so that a case can be repeated.
"""

from fractions import Fraction

import anywidget
import matplotlib.pyplot as plt
import numpy as np
from fuzz_hostile import HOSTILE, D, N
from fuzz_makers import (
    accumulator,
    alignment_history,
    both,
    dask_array,
    history,
    labels,
    length,
    loader,
    matrix,
    model,
    plain,
    samples,
    share,
    spec,
    spectra,
    steps,
)

from repalign import (
    AlignmentHistory,
    AlignmentRecorder,
    HeldOut,
    Spectrum,
    SpectrumAccumulator,
    alignment_report,
)
from repalign.paper import results
from repalign.paper.datasets import Images, Table
from repalign.report import Report
from repalign.widgets import Checkpoint, cnn
from repalign.widgets._base import Explorer
from repalign.widgets.peaks import Source

LEVELS = (0.1, 0.2, 0.5)
TRAITS = sorted({
    name
    for explorer in Explorer.__subclasses__()
    for name in explorer.class_traits(sync=True)
    if name not in anywidget.AnyWidget.class_traits()
})  # fmt: skip


def one_of(*values):
    return lambda rng: values[rng.integers(len(values))]


SOURCE = {
    "functions": one_of(("ABC", "CBA")),
    "inputs": lambda rng: spec(rng, 2),
    "layers": lambda rng: [[spec(rng, 2)], [spec(rng, 2)]],
    "transfer": lambda rng: [[both(rng)] * 3] * 2 if rng.random() < 0.5 else (),
}

# By name of the parameter; "function.parameter" goes before it.
EXPECTED = {
    "ax": lambda rng: plt.gcf().add_subplot(),
    "answer": one_of(30, 1.5, [1, 2], None, ...),
    "bias": one_of(True, False, 1),
    "both": both,
    "cache_dir": one_of("cache"),
    "checkpoints": lambda rng: [Checkpoint(epoch, plain(rng), 0.5, 0.9, None) for epoch in (0, 3)],
    "classes": one_of(True, False),
    "chunks": lambda rng: [
        (rng.standard_normal((m, D)), rng.standard_normal(m)) for m in (2, 0, 4)
    ],
    "client": one_of(None),  # a real one starts a cluster: tests/test_distributed.py has it
    "coefficients": one_of([1.0, 1.0], [0.0, 1e150]),
    "configs": one_of([{"x": 1}, {"x": 2}], []),
    "count": one_of(1, 100),
    "data_dir": one_of("nowhere"),
    "every": one_of(1, 10),
    "experiment": one_of("circle", "peaks"),
    "factor": one_of([[1.0, 0.5], [0.0, 1.0]], np.eye(2) * 1e150),
    "fn": one_of(length),
    "history": alignment_history,
    "index": one_of(0, -1, [1, 0], slice(1), [True, False]),
    "jobs": one_of(1, 2),
    "K": lambda rng: (
        (lambda phi: phi @ phi.T)(rng.standard_normal((N, D))) * rng.choice([1, 1e-300, 1e300, 0])
    ),
    "layers": one_of("0", ["0", "1"], ("", "2")),
    "level": one_of(0.1, 1, 1e-300, Fraction(1, 3)),
    "levels": one_of(LEVELS),
    "loader": loader,
    "map": one_of(map, lambda function, items: [function(item) for item in items]),
    "model": model,
    "n_features": one_of(D, 2),
    "n_permutations": one_of(1, 3),
    "n_samples": one_of(N, 2),
    "name": one_of("mnist", "1.1", "1.2", "4.1"),
    "networks": one_of({"net": [cnn.Layer("last", "before", "after")]}),
    "normalize": one_of(True, False),
    "normalized": one_of(True, False, np.True_),
    "nulls": one_of(None, {}, {"a": ([0.0, 1.0], [0.1, 0.0], [0.2, 0.1])}),
    "other": accumulator,
    "outside": one_of(0.0, 2.0, 1e305),
    "own": one_of((), [(3.0, 1.0), (1.0, 2.0)]),
    "path": one_of("a.npz", "deep/b.npz"),
    "phi": matrix,
    "phi_test": lambda rng: matrix(rng, 4),
    "pool": one_of("flatten", "mean", lambda output: output[:, :1]),
    "prepare": one_of(True, False),
    "progress": one_of(print),
    "puzzles": one_of((), ["faster"]),
    "residual": one_of(1.0, 0, [1.0, 2.0], 1e304),
    "rng": one_of(0, None, np.random.default_rng(1)),
    "rtol": one_of(None, 0, 0.1, np.float32(0.5), Fraction(1, 3)),
    "runs": lambda rng: rng.standard_normal((3, 4)),
    "seed": one_of(0, 3),
    "singular_values": one_of([3.0, 1.0], [1e308, 5e-324], []),
    "spec": spec,
    "specs": lambda rng: plain(rng) if rng.random() < 0.5 else spectra(rng),
    "spectra": spectra,
    "spectrum": plain,
    "squared_projections": one_of([1.0, 4.0], [[1.0, 2.0], [3.0, 4.0]], [1e304, 0], []),
    "step_size": one_of(0.1, 1, 1e-320, 1e308, np.float32(0.5), Fraction(1, 7)),
    "steps": steps,
    "sweeps": one_of({"depth": {"1": "base", "4": "deep"}}),
    "target": one_of(None, lambda labels: labels),
    "tasks": one_of(("S", "T")),
    "tau": one_of(0, 1.5, -1, 1e308),
    "taus": one_of([0, 1, 2], [0.5], np.linspace(0, 3, 4), [], [-1e308, 1e308]),
    "title": one_of(None, "title"),
    "line": one_of({}),  # of matplotlib
    "traits": lambda rng: (
        {} if rng.random() < 0.7 else {rng.choice(TRAITS): HOSTILE[rng.integers(len(HOSTILE))]()}
    ),
    "trait": one_of(*TRAITS),
    "value": lambda rng: HOSTILE[rng.integers(len(HOSTILE))](),
    "X": matrix,
    "x": one_of([1, 2, 3, 4]),
    "y": labels,
    "y_test": lambda rng: rng.standard_normal(4),
    "processes.step_size": one_of(0.1, 0.01),
    "processes.steps": one_of(0, 5, np.int64(3)),
    "AlignmentHistory.seconds": one_of([0.5, 0.1]),
    "AlignmentHistory.spectra": lambda rng: {"a": [spec(rng, 2), plain(rng)]},
    "AlignmentHistory.steps": one_of([0, 5], [-3, 2**53]),
    "Checkpoint.accuracy": one_of(0.9),
    "Checkpoint.epoch": one_of(3),
    "Checkpoint.loss": one_of(0.5),
    "Checkpoint.null": one_of(None),
    "CnnExplorer.tasks": lambda rng: [
        cnn.Task(
            "cifar",
            ("cat", "dog"),
            {name: cnn.Measured(plain(rng), 0.5, 0.9) for name in ("before", "after")},
        )
    ],
    "EmergenceExplorer.taus": one_of(None, [0.5, 1.0, 2.0]),
    "HeldOut.spectrum": lambda rng: Spectrum([3.0, 1.0], [1.0, 4.0], 1.0, N, D),
    "HeldOut.target": one_of([1.0, 2.0], [1e150, 0]),
    "LayersExplorer.data": lambda rng: {
        "MNIST": ([0, 5], {"training": history(rng), "test": history(rng)})
    },
    "NetworksExplorer.data": lambda rng: {
        "MNIST": {"training": samples(rng), "test": samples(rng)}
    },
    "PeaksExplorer.epochs": one_of([0, 5]),
    "PeaksExplorer.sources": lambda rng: [Source(*(make(rng) for make in SOURCE.values()))],
    "PeaksExplorer.taus": one_of([0.5, 1.0, 2.0]),
    "Results.arrays": one_of({}, {"a": np.zeros(2)}),
    "Results.provenance": one_of({}),
    "Results.name": one_of("inputs_true"),
    "Results.index": one_of(0, -1),
    "SimilarityExplorer.layers": one_of(["1", "2"]),
    "SimilarityExplorer.null": lambda rng: share(rng, 2, 2, 3),
    "SimilarityExplorer.pairs": one_of({"a": "artificial", "b": "natural"}),
    "SimilarityExplorer.shares": lambda rng: share(rng, 2, 2, 2, 2, 3),
    "SimilarityExplorer.start": lambda rng: share(rng, 2, 2, 3),
    "SimilarityExplorer.taus": one_of([1.0, 2.0, 3.0]),
    "spectrum_from_dask.phi": dask_array,
    "alignment_report.null": lambda rng: spec(rng, 2),
    "alignment_report.jackknife": lambda rng: [plain(rng), plain(rng)],
    "Report.lead": one_of(None),
    "Report.rows": one_of({"a": {"samples": 3}}),
    "Report.sentence": one_of("One."),
    "text.width": one_of(1, 80, 10**6),
    "check.rtol": one_of(0.02, 1),
}

EXPECTED |= {f"Images.{field}": one_of(np.zeros(2)) for field in Images.__dataclass_fields__}
EXPECTED |= {f"Source.{field}": make for field, make in SOURCE.items()}
EXPECTED |= {f"Table.{field}": one_of(np.zeros(2)) for field in Table.__dataclass_fields__}

# Objects whose methods are called.
OWNERS = {
    HeldOut: both,
    AlignmentHistory: alignment_history,
    AlignmentRecorder: lambda rng: AlignmentRecorder(model(rng), loader(rng), ""),
    Report: lambda rng: alignment_report(plain(rng)),
    Spectrum: lambda rng: spec(rng, 2) if rng.random() < 0.7 else spec(rng),
    SpectrumAccumulator: accumulator,
    results.Results: lambda rng: results.load("emergence"),
}

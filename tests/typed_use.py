"""The package as somebody who checks types uses it: mypy and pyright read this, test_typed_use.py
runs it.

A line with an ignored error must have that error: both programs refuse an ignore without need.
"""

# pyright: strict

from pathlib import Path
from typing import assert_type

import numpy as np
import torch
from numpy.typing import NDArray

import repalign
from repalign import AlignmentHistory, AlignmentRecorder, Spectrum, SpectrumAccumulator
from repalign.activations import measure, record, representations

Floats = NDArray[np.float64]
RNG = np.random.default_rng(0)
LABELS = ["cat", "dog"] * 10


def measured() -> Spectrum:
    phi = assert_type(repalign.prepare(RNG.normal(size=(20, 3)), bias=True), Floats)
    y = assert_type(repalign.signed_labels(LABELS), Floats)
    return assert_type(repalign.spectrum(phi, y, rtol=1e-12), Spectrum)


def measures(spec: Spectrum) -> None:
    assert_type(spec.singular_values, Floats)
    assert_type(spec.rank, int)
    tau = np.linalg.norm(spec.singular_values) / 10
    assert_type(repalign.alignment(spec, tau), float | Floats)
    assert_type(repalign.alignment_curve(spec, [0, 1, 2], normalized=True), Floats)
    assert_type(repalign.effective_rank(spec), float)
    assert_type(float(repalign.kernel_target_alignment(spec)), float)
    assert_type(repalign.log_evidence(spec), float | Floats)
    steps = range(3)
    eta = repalign.max_step_size(spec) / 2
    assert_type(repalign.training_error(spec, steps, step_size=eta), Floats)
    assert_type(repalign.weight_norm(spec, np.arange(3), step_size=eta), Floats)


def refused(spec: Spectrum) -> None:
    repalign.alignment(spec, "half")  # type: ignore[arg-type]


def nulls() -> None:
    phi, y = np.eye(4), [1, -1, 1, -1]
    curves = repalign.permutation_null(phi, y, [0.5], n_permutations=2, rng=0)
    assert_type(curves, Floats)
    both = repalign.held_out(phi, y, phi, y)
    assert_type(repalign.test_error(both, [0, 1], step_size=0.1), Floats)
    assert_type(repalign.spectrum_from_kernel(phi, y), Spectrum)


def chunks(path: Path) -> None:
    accumulator = SpectrumAccumulator().update(np.eye(2), [1.0, 2.0])
    spec = assert_type(accumulator.merge(accumulator).compute(), Spectrum)
    spec.save(path / "spec.npz")
    assert_type(Spectrum.load(str(path / "spec.npz")), Spectrum)
    assert_type(repalign.spectrum_from_chunks([(np.eye(2), [1.0, 2.0])]), Spectrum)


def networks(path: Path) -> None:
    model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU())
    loader = [(torch.rand(10, 3), [0, 1] * 5)]
    specs = measure(model, loader, ["0"], pool="mean", target=lambda labels: labels)
    assert_type(specs, dict[str, Spectrum])
    samples = torch.utils.data.TensorDataset(torch.rand(10, 3), torch.arange(10) % 2)
    batches = torch.utils.data.DataLoader(samples, batch_size=5)
    measure(model, batches, "1", pool=lambda output: output[:, :2])
    repalign.spectrum(repalign.prepare(torch.rand(10, 3)), repalign.signed_labels([0, 1] * 5))
    with record(model, "0") as recorded:
        model(torch.rand(2, 3))
        assert_type(recorded["0"], list[torch.Tensor])
    for phi, _ in representations(model, loader, "0"):
        assert_type(phi, dict[str, Floats])
    recorder = AlignmentRecorder(model, loader, ["0", "1"], every=1)
    assert_type(recorder.step(), dict[str, Spectrum] | None)
    recorder.history.save(path / "history.npz")
    history = assert_type(AlignmentHistory.load(path / "history.npz"), AlignmentHistory)
    assert_type(history.alignment(0.2), dict[str, Floats])


def pipelines(X: Floats) -> None:
    class Half:
        def transform(self, X: Floats) -> Floats:
            return X / 2

    scorer = repalign.alignment_scorer(level=0.05)
    assert_type(scorer(Half(), X, LABELS), float)


def figures(spec: Spectrum) -> None:
    from matplotlib.axes import Axes

    from repalign import plot

    assert_type(plot.alignment_curves({"a": spec}, nulls={"a": ([0, 1], [0, 0], [1, 1])}), Axes)
    assert_type(plot.processes(spec, 3, step_size=0.1), Axes)

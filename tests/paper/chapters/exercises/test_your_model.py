"""Chapter 8: each answer by measuring what the exercise describes, and what is said of a
mistake."""

import numpy as np
import pytest

from repalign import (
    SpectrumAccumulator,
    alignment_curve,
    kernel_target_alignment,
    max_step_size,
    prepare,
    spectrum,
    spectrum_from_kernel,
    training_error,
)
from repalign.paper.chapters.exercises import EXERCISES


def right(name):
    return EXERCISES[name].right()


def said(name, answer):
    return EXERCISES[name].judge(answer).why


def signs(n=100):
    """Columns of -1 and +1, orthogonal to each other; n a multiple of 4."""
    return np.resize([-1.0, 1.0], n), np.resize([-1.0, -1.0, 1.0, 1.0], n)


def test_rare_labels_on_a_constant_feature():
    y = np.where(np.arange(100) < 5, 1.0, -1.0)
    held = alignment_curve(spectrum(np.ones((100, 1)), y), [1.0], normalized=True)
    assert right("8.1") == pytest.approx(held)
    assert said("8.1", -y.mean()).startswith("That is the mean of the labels")
    assert "always name the larger class" in said("8.1", np.mean(y < 0))
    assert said("8.1", 0.64) == "That is for one sample in ten."


def test_a_feature_beside_a_larger_one():
    y, noise = signs()
    phi = prepare(np.column_stack([y, 3 * noise]), bias=False)
    spec = spectrum(phi, y)
    (threshold,) = right("8.2")
    taus = 10 * threshold * np.array([0.999, 1.001])
    np.testing.assert_allclose(alignment_curve(spec, taus, normalized=True), [1, 0], atol=1e-12)
    alike = spectrum(prepare(np.column_stack([y, noise]), bias=False), y)
    assert said("8.2", alike.singular_values[-1] / 10).startswith("That is with both features")
    assert said("8.2", spec.singular_values[0] / 10).startswith("That is the other feature's")
    assert said("8.2", 1 / 3).startswith("Nearly")
    assert "rows as they are" in said("8.2", 1)


def kernel(squares, rng):
    """Of 100 samples with these eigenvalues, and the direction of the last."""
    Q, _ = np.linalg.qr(rng.standard_normal((100, len(squares))))
    return Q * squares @ Q.T, Q[:, -1]


def test_two_layers_that_one_number_takes_for_alike():
    rng = np.random.default_rng(0)
    layers = [kernel(squares, rng) for squares in ([80.0, 20.0], np.full(16, 6.25))]
    specs = [spectrum_from_kernel(*layer) for layer in layers]
    assert right("8.3") == pytest.approx([kernel_target_alignment(spec) for spec in specs])
    at_three = [alignment_curve(spec, [3.0], normalized=True)[0] for spec in specs]
    np.testing.assert_allclose(at_three, [1, 0], atol=1e-9)
    traces = [spec.singular_values[-1] ** 2 / 100 for spec in specs]
    assert said("8.3", traces).startswith("That divides by the sum of the squared")
    assert said("8.3", (0.25, 0.25)).startswith("For A that divides by the first value")


def test_what_training_samples_show():
    assert right("8.4") == ["C"]
    assert "fit these very samples" in said("8.4", "A")
    assert "far from chance" in said("8.4", "B")
    assert "It is the samples that differ" in said("8.4", "D")


def left_after(steps):
    """Squared error on a direction of a tenth of sqrt(n), largest 0.9 sqrt(n), as a share."""
    y, other = signs()
    spec = spectrum(np.column_stack([0.1 * y, 0.9 * other]), y)
    error = training_error(spec, steps, step_size=max_step_size(spec) / 2)
    return np.square(error) / 100


def test_steps_are_those_of_descent():
    (steps,) = right("8.5")
    below, above = left_after([np.ceil(steps), np.floor(steps)])
    assert below <= 0.1 < above
    assert "twice as fast" in said("8.5", 2 * steps)
    assert left_after([81])[0] == pytest.approx(0.14, abs=0.01)
    assert "about 0.14" in said("8.5", 81)
    assert "square of the singular value" in said("8.5", 9.77)
    assert "σ₁ for √n" in said("8.5", 114.5)


def test_a_triangle_is_all_that_two_places_share():
    """Counted in what is factored, and enough for the whole."""
    (numbers,) = right("8.6")
    assert numbers == np.count_nonzero(np.triu(np.ones((514, 514))))
    rng = np.random.default_rng(0)
    phi, y = rng.standard_normal((60, 3)), rng.choice([-1.0, 1.0], 60)
    sent = [
        np.linalg.qr(np.column_stack([phi, y])[part], mode="r")
        for part in (slice(0, 20), slice(20, None))
    ]
    whole = SpectrumAccumulator()
    for R in sent:
        whole.update(R[:, :3], R[:, 3])
    np.testing.assert_allclose(
        whole.compute().squared_projections, spectrum(phi, y).squared_projections
    )
    assert said("8.6", 514**2).startswith("All below the diagonal")
    assert said("8.6", 513 * 514 // 2).startswith("One column is missing")
    assert said("8.6", 514_000_000).startswith("Those are the samples")

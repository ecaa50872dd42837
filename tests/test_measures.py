"""Expected values: oracles with explicit loops and matrices, or by hand."""

import numpy as np
import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spectra import task

import repalign
from repalign import Spectrum, spectrum

BY_HAND = Spectrum([3.0, 1.0], [1.0, 4.0], 4.0, 3, 2)


@pytest.mark.parametrize("n, d", [(30, 4), (5, 4), (4, 7)])
def test_curve_equals_the_loop_over_thresholds(n, d):
    phi, y = task(n, d)
    spec = spectrum(phi, y)
    taus = np.concatenate([[-1, 0, 1e-9, 100], np.linspace(0.1, 9, 40)])
    np.testing.assert_allclose(
        repalign.alignment_curve(spec, taus), oracles.alignment(phi, y, taus), atol=1e-10
    )


def test_a_singular_value_at_the_threshold_counts():
    assert repalign.alignment(BY_HAND, 3.0) == 1
    assert repalign.alignment(BY_HAND, np.nextafter(3.0, 4)) == 0


def test_residual_counts_at_zero_and_below_only():
    curve = repalign.alignment_curve(BY_HAND, [-1, 0, 1e-300, np.finfo(float).max])
    np.testing.assert_array_equal(curve, [9, 9, 5, 0])


@given(st.integers(0, 10**6), st.lists(st.floats(0, 20), min_size=1, max_size=30))
def test_curve_never_rises_and_starts_at_the_norm_of_y(seed, taus):
    phi, y = task(20, 5, seed=seed)
    curve = repalign.alignment_curve(spectrum(phi, y), np.sort([0, *taus]))
    assert curve[0] == pytest.approx(y @ y)
    assert (np.diff(curve) <= 0).all()


def test_several_targets_are_measured_like_each_alone():
    phi, y = task(k=3)
    spec, taus = spectrum(phi, y), np.linspace(0, 9, 5)
    alone = [spectrum(phi, column) for column in y.T]
    for measure in (
        lambda s: repalign.alignment(s, 5.0),
        lambda s: repalign.alignment_curve(s, taus),
        lambda s: repalign.alignment_curve(s, taus, normalized=True),
        repalign.kernel_target_alignment,
        repalign.cumulative_power,
        repalign.log_evidence,
    ):
        np.testing.assert_allclose(
            measure(spec), np.stack([measure(s) for s in alone], axis=-1), rtol=1e-9
        )


def test_normalized_curve_is_the_share_of_y():
    np.testing.assert_allclose(
        repalign.alignment_curve(BY_HAND, [0, 1, 2], normalized=True), [1, 5 / 9, 1 / 9]
    )


def test_null_curves_are_those_of_the_labels_shuffled_by_the_generator():
    phi, y = task()
    taus = np.linspace(0, 9, 7)
    rng = np.random.default_rng(3)
    expected = [oracles.alignment(phi, rng.permutation(y), taus) for _ in range(5)]
    null = repalign.permutation_null(phi, y, taus, n_permutations=5, rng=3)
    np.testing.assert_allclose(null, expected, atol=1e-10)
    again = repalign.permutation_null(phi, y, taus, n_permutations=5, rng=np.random.default_rng(3))
    np.testing.assert_array_equal(null, again)


def test_null_knows_that_imbalanced_labels_lie_on_a_constant_feature():
    y = np.array(
        [1.0] * 9 + [-1.0]
    )  # mean 0.8: a constant feature holds 10 * 0.8^2 of ||y||^2 = 10, by hand
    null = repalign.permutation_null(np.ones((10, 1)), y, [1.0], n_permutations=4, rng=0)
    np.testing.assert_allclose(null, 6.4)


@pytest.mark.parametrize("scale", [1e-120, 1.0, 1e120])
@pytest.mark.parametrize("n, d", [(20, 3), (4, 9)])
def test_kernel_target_alignment_equals_explicit_matrices(n, d, scale):
    phi, y = task(n, d)
    value = repalign.kernel_target_alignment(spectrum(phi * scale, y))
    assert value == pytest.approx(oracles.kernel_target_alignment(phi, y))


def test_cumulative_power_counts_the_residual_in_the_whole():
    np.testing.assert_allclose(repalign.cumulative_power(BY_HAND), [1 / 9, 5 / 9])


def test_effective_rank_by_hand():
    assert repalign.effective_rank(Spectrum([2.0] * 4, [0.0] * 4, 1.0, 9, 4)) == pytest.approx(4)
    # shares 3/4 and 1/4
    assert repalign.effective_rank(BY_HAND) == pytest.approx(
        np.exp(0.75 * np.log(4 / 3) + 0.25 * np.log(4))
    )


@pytest.mark.parametrize("n, d, noise", [(12, 3, 0.3), (12, 3, 3.0), (6, 6, 0.1), (5, 8, 1.0)])
@pytest.mark.parametrize("seed", [0, 1])
def test_log_evidence_equals_a_search_over_both_precisions(n, d, noise, seed):
    rng = np.random.default_rng(seed)
    phi = rng.normal(size=(n, d)) * np.geomspace(3, 0.3, d)
    y = phi @ rng.normal(size=d) + noise * rng.normal(size=n)
    assert repalign.log_evidence(spectrum(phi, y)) == pytest.approx(
        oracles.log_evidence(phi, y), abs=1e-6
    )


def test_log_evidence_of_noise_alone_is_that_of_a_gaussian():
    # y at right angles to phi: the best weights are zero, and -1/2 (log(2 pi ||y||^2 / n) + 1) is
    # left, by hand
    spec = spectrum([[1.0], [1.0], [0.0], [0.0]], [0.0, 0.0, 2.0, 2.0])
    assert repalign.log_evidence(spec) == pytest.approx(-0.5 * (np.log(2 * np.pi * 2) + 1))


@pytest.mark.parametrize("scale", [1e-100, 1e100])
def test_log_evidence_does_not_change_with_the_scale_of_the_features(scale):
    phi, y = task()
    value = repalign.log_evidence(spectrum(phi, y))
    assert repalign.log_evidence(spectrum(phi * scale, y)) == pytest.approx(value, abs=1e-9)


def test_log_evidence_is_infinite_where_the_noise_may_vanish():
    phi = task(10, 2)[0]
    assert repalign.log_evidence(spectrum(phi, phi @ [1.0, 2.0])) == np.inf


def test_zero_features():
    spec = spectrum(np.zeros((4, 2)), [1.0, 1.0, 1.0, 1.0])
    assert repalign.kernel_target_alignment(spec) == 0
    assert repalign.effective_rank(spec) == 0
    assert repalign.cumulative_power(spec).shape == (0,)
    np.testing.assert_array_equal(repalign.alignment_curve(spec, [0, 1]), [4, 0])
    assert repalign.log_evidence(spec) == pytest.approx(-0.5 * (np.log(2 * np.pi) + 1))


@pytest.mark.parametrize("measure", [
    repalign.kernel_target_alignment, repalign.cumulative_power, repalign.log_evidence,
    lambda spec: repalign.alignment_curve(spec, [0.0], normalized=True),
])  # fmt: skip
@pytest.mark.parametrize("y", [[0.0, 0.0], [[1.0, 0.0], [0.0, 0.0]]])
def test_shares_of_a_zero_target_are_refused(measure, y):
    with pytest.raises(ValueError, match="target is zero everywhere"):
        measure(spectrum(np.eye(2), y))


@pytest.mark.parametrize("taus, message", [
    ([[1.0]], r"vector of thresholds; got shape \(1, 1\)"),
    (1.0, r"vector of thresholds; got shape \(\)"),
    ([np.nan], "taus has 1 entries that are NaN"),
    (["a"], "taus must hold real numbers; got an array of type <U1"),
])  # fmt: skip
def test_bad_thresholds_are_named(taus, message):
    with pytest.raises(ValueError, match=message):
        repalign.alignment_curve(BY_HAND, taus)


def test_alignment_takes_one_threshold():
    with pytest.raises(
        ValueError, match=r"one number, got shape \(2,\); for several use alignment_curve"
    ):
        repalign.alignment(BY_HAND, [1.0, 2.0])


@pytest.mark.parametrize("n_permutations", [0, -1, 2.5, "3", True])
def test_bad_number_of_permutations_is_named(n_permutations):
    with pytest.raises(
        ValueError, match=f"n_permutations must be a positive integer; got {n_permutations!r}"
    ):
        repalign.permutation_null(*task(), [1.0], n_permutations=n_permutations, rng=0)


def test_null_of_several_label_vectors_is_refused():
    with pytest.raises(ValueError, match=r"one label vector.*got \(30, 2\)"):
        repalign.permutation_null(*task(k=2), [1.0], n_permutations=2, rng=0)


@pytest.mark.parametrize("junk", [None, "junk", 5, [3.0, 1.0], object()])
@pytest.mark.parametrize("measure", [
    lambda spec: repalign.alignment(spec, 1.0),
    lambda spec: repalign.alignment_curve(spec, [1.0]),
    repalign.kernel_target_alignment,
    repalign.cumulative_power,
    repalign.effective_rank,
    repalign.log_evidence,
    repalign.max_step_size,
    lambda spec: repalign.training_error(spec, [1], step_size=0.1),
])  # fmt: skip
def test_what_is_no_spectrum_is_named(measure, junk):
    with pytest.raises(
        TypeError, match=r"spec must be a Spectrum; got .*; make one with spectrum\(phi, y\)"
    ):
        measure(junk)


def test_a_null_that_no_memory_holds_is_refused():
    with pytest.raises(
        ValueError, match=r"n_permutations is 1000000000000, .* GB; the most is 268435456"
    ):
        repalign.permutation_null(np.ones((4, 1)), np.ones(4), [1.0], n_permutations=10**12, rng=0)


def circular():
    nothing = []
    nothing.append(nothing)
    return nothing


SEEDLESS = ["junk", -1, 1.5, {}, object(), circular()]


@pytest.mark.parametrize(
    "rng", SEEDLESS, ids=["a word", "negative", "a fraction", "a dict", "an object", "circular"]
)
def test_what_is_no_seed_is_refused(rng):
    with pytest.raises(ValueError, match=r"rng (must be a|is not an array)"):
        repalign.permutation_null(np.ones((4, 1)), np.ones(4), [1.0], n_permutations=1, rng=rng)


@pytest.mark.filterwarnings("error")
def test_measures_at_the_ends_of_float64():
    spec = Spectrum([1e308, 1e308, 1e-308], [1.0, 1.0, 1e-320], 0.0, 3, 3)
    assert repalign.effective_rank(spec) == pytest.approx(2)
    assert np.isfinite(repalign.log_evidence(spec))
    assert repalign.max_step_size(Spectrum([1e-200], [1.0], 0.0, 3, 3)) == np.inf


@pytest.mark.filterwarnings("error")
def test_the_evidence_of_tiny_labels_is_that_of_labels_and_a_constant():
    phi, y = task()
    tiny, scale = spectrum(phi, y * 2.0**-520), 520 * np.log(2)
    assert repalign.log_evidence(tiny) == pytest.approx(
        repalign.log_evidence(spectrum(phi, y)) + scale, rel=1e-12
    )

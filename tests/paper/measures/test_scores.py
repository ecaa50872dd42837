"""Scores of transferability against what their definitions say, d x d."""

import numpy as np
import pytest
from scipy.linalg import eigh
from sklearn.covariance import ledoit_wolf

from repalign import kernel_target_alignment, prepare, spectrum
from repalign.paper.measures.scores import cka, combined, h_score, ncti


def made_up(seed, n, d, k):
    rng = np.random.default_rng(seed)
    y = rng.permutation(np.arange(n) % k)
    return rng.standard_normal((n, d)) * rng.uniform(0.1, 3, d) + rng.standard_normal((k, d))[y], y


def means_of(phi, y):
    """Of a sample's class, in its place."""
    return np.stack([phi[y == label].mean(axis=0) for label in y])


@pytest.mark.parametrize(("n", "d", "k"), [(60, 5, 2), (60, 5, 4), (40, 90, 2), (40, 90, 3)])
def test_h_score_is_the_trace_with_the_covariance_that_scikit_learn_shrinks(n, d, k):
    phi, y = made_up(n + d + k, n, d, k)
    covariance, shrinkage = ledoit_wolf(phi)
    between = np.cov(means_of(phi, y).T, bias=True)
    expected = (1 - shrinkage) * np.trace(np.linalg.solve(covariance, between))
    assert h_score(phi, y) == pytest.approx(expected)
    assert h_score(phi * 7 - 3, y) == pytest.approx(expected)
    # A constant feature, as the bias is, takes part in nothing but the mean variance.
    assert 0 < h_score(np.insert(phi, 0, 1.0, axis=1), y) < k - 1


def test_h_score_of_features_that_do_not_vary_is_zero():
    assert h_score(np.ones((6, 3)), np.repeat([-1, 1], 3)) == 0


def test_h_score_of_many_features_without_meaning_is_not_that_of_a_perfect_fit():
    """The pseudoinverse would give 1, since 200 features fit 100 labels."""
    rng = np.random.default_rng(0)
    assert h_score(rng.standard_normal((100, 200)), np.repeat([-1, 1], 50)) < 0.1


@pytest.mark.parametrize(("d", "k"), [(10, 2), (10, 3), (150, 2)])
def test_ncti_is_what_discriminant_analysis_by_hand_gives(d, k):
    phi, y = made_up(d + k, 120, d, k)
    phi = prepare(phi)
    centred = phi - phi.mean(axis=0)
    variances, axes = np.linalg.eigh(np.cov(centred.T))
    reduced = centred @ axes[:, ::-1][:, :64]
    shrinkage = np.exp(-variances[::-1][:32].sum())

    def shrunk(matrix):
        return (1 - shrinkage) * matrix + shrinkage * np.trace(matrix) / len(matrix) * np.eye(
            len(matrix)
        )

    groups = [reduced[y == label] for label in range(k)]
    within = sum(len(own) / 120 * shrunk(np.cov(own.T, bias=True)) for own in groups)
    ratios, scalings = eigh(shrunk(np.cov(reduced.T, bias=True)) - within, within)
    features = reduced @ scalings[:, np.argsort(ratios)[::-1][: k - 1]]
    log_densities = np.stack(
        [
            np.log(len(own) / 120)
            - 0.5 * np.einsum("ij,ij->i", off, np.linalg.solve(within, off.T).T)
            for own, off in ((own, reduced - own.mean(axis=0)) for own in groups)
        ],
        axis=1,
    )
    posterior = np.exp(log_densities)
    posterior /= posterior.sum(axis=1, keepdims=True)
    nuclear = [np.linalg.svd(posterior[y == label], compute_uv=False).sum() for label in range(k)]
    expected = [
        np.linalg.svd(features - features.mean(axis=0), compute_uv=False).sum(),
        posterior[np.arange(120), y].mean(),
        -np.log(sum(nuclear)),
    ]
    np.testing.assert_allclose(ncti(phi, y), expected, rtol=1e-6)


def test_ncti_combines_its_parts_scaled_over_what_is_compared():
    parts = np.random.default_rng(0).random((4, 5, 3))
    found = combined(parts)
    assert found.shape == (4, 5)
    np.testing.assert_allclose(combined(3 * parts - 1), found)
    for task, score in zip(parts, found, strict=True):
        scaled = [(part - part.min()) / (part.max() - part.min()) for part in task.T]
        np.testing.assert_allclose(score, np.sum(scaled, axis=0))


def test_cka_is_what_the_kernels_centred_by_a_matrix_give():
    """The authors' definition by HSIC."""
    rng = np.random.default_rng(0)
    phi, psi = rng.standard_normal((20, 3)), rng.standard_normal((20, 30)) + 5
    H = np.eye(20) - 1 / 20
    K, L = phi @ phi.T, psi @ psi.T

    def hsic(K, L):
        return np.trace(K @ H @ L @ H)

    assert cka(phi, psi) == pytest.approx(hsic(K, L) / np.sqrt(hsic(K, K) * hsic(L, L)))


def test_cka_knows_no_rotation_scale_or_shift():
    rng = np.random.default_rng(1)
    phi, psi = rng.standard_normal((30, 4)), rng.standard_normal((30, 6))
    Q, _ = np.linalg.qr(rng.standard_normal((4, 4)))
    assert cka(7 * phi @ Q - 3, phi) == pytest.approx(1)
    assert cka(7 * phi @ Q - 3, psi) == pytest.approx(cka(psi, phi))
    assert cka(phi, psi) < 1


def test_cka_with_labels_is_the_kernel_target_alignment_of_what_is_centred():
    phi, labels = made_up(2, 50, 6, 2)
    y = np.where(labels == 0, 1.0, -1.0)
    centred = spectrum(phi - phi.mean(axis=0), y - y.mean())
    assert cka(phi, y[:, None]) == pytest.approx(kernel_target_alignment(centred))

"""Closed forms of linear models against loops, refits and scipy."""

import numpy as np
import pytest
from scipy.optimize import minimize

from repalign import max_step_size, prepare, spectrum
from repalign.generalisation import held_out, test_error
from repalign.paper.measures import descent, probes

STEPS = np.array([0, 1, 2, 5, 40, 300])


def made_up(n=30, d=50, m=20, seed=0):
    """Prepared features and labels that depend on them, wide or tall."""
    rng = np.random.default_rng(seed)
    X, w = rng.normal(size=(n + m, d)) * np.geomspace(3, 0.1, d), rng.normal(size=d)
    y = np.sign(X @ w + rng.normal(size=n + m))
    phi = prepare(X)
    return phi[:n], y[:n], phi[n:], y[n:]


@pytest.fixture(params=[50, 8], ids=["wide", "tall"])
def parts(request):
    return made_up(d=request.param)


def walked(gradient, phi, step_size):
    return descent.at(STEPS, descent.descend(gradient, (phi.shape[1], 1), step_size=step_size))[
        ..., 0
    ]


def test_the_task_holds_the_spectrum(parts):
    phi, y, *_ = parts
    own, expected = probes.task(*parts).spectrum, spectrum(phi, y)
    np.testing.assert_allclose(own.singular_values, expected.singular_values)
    np.testing.assert_allclose(own.squared_projections, expected.squared_projections, atol=1e-10)
    np.testing.assert_allclose(own.residual, expected.residual, atol=1e-10)


def test_squared_curves_are_those_of_a_real_run(parts):
    phi, y, phi_test, y_test = parts
    curves = probes.squared_curves(probes.task(*parts), STEPS)
    step_size = curves["factor"] * max_step_size(spectrum(phi, y))
    weights = walked(descent.squared_gradient(phi, y[:, None]), phi, step_size)
    for part, features, labels in (("train", phi, y), ("test", phi_test, y_test)):
        outputs = features @ weights.T
        np.testing.assert_allclose(
            curves[f"{part}_error"], np.square(outputs.T - labels).mean(axis=1), atol=1e-10
        )
        np.testing.assert_array_equal(
            curves[f"{part}_accuracy"], (outputs.T * labels > 0).mean(axis=1)
        )


def test_squared_test_error_is_that_of_held_out(parts):
    phi, y, _, y_test = parts
    curves = probes.squared_curves(probes.task(*parts), STEPS)
    step_size = curves["factor"] * max_step_size(spectrum(phi, y))
    expected = np.square(test_error(held_out(*parts), STEPS, step_size=step_size)) / len(y_test)
    np.testing.assert_allclose(curves["test_error"], expected, atol=1e-10)


def test_logistic_curves_are_those_of_a_run_on_the_features_themselves(parts):
    phi, y, phi_test, y_test = parts
    curves = probes.logistic_curves(probes.task(*parts), STEPS)
    step_size = curves["factor"] * 8 / np.linalg.norm(phi, 2) ** 2
    weights = walked(descent.logistic_gradient(phi, y[:, None]), phi, step_size)
    for part, features, labels in (("train", phi, y), ("test", phi_test, y_test)):
        margins = (features @ weights.T).T * labels
        np.testing.assert_allclose(
            curves[f"{part}_error"], np.log1p(np.exp(-margins)).mean(axis=1), rtol=1e-9
        )
        np.testing.assert_array_equal(curves[f"{part}_accuracy"], (margins > 0).mean(axis=1))
    assert (np.diff(curves["train_error"]) < 0).all()


def test_the_best_step_size_has_the_lowest_training_error(parts):
    own = probes.task(*parts)
    for curves in (probes.squared_curves, probes.logistic_curves):
        best, original = curves(own, STEPS), descent.STEP_FACTORS
        for factor in original:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(descent, "STEP_FACTORS", (factor,))
                assert (
                    curves(own, STEPS)["train_error"].mean() >= best["train_error"].mean() - 1e-12
                )


def test_ridge_leaves_each_sample_out_in_turn(parts):
    """Against refits without the sample, and scipy's minimiser for the penalty it chose."""
    phi, y, phi_test, y_test = parts
    found = probes.ridge(probes.task(*parts))

    def weights(phi, y, penalty):
        return np.linalg.solve(phi.T @ phi + penalty * np.eye(phi.shape[1]), phi.T @ y)

    def left_out(penalty):
        rest = [np.delete(np.arange(len(y)), j) for j in range(len(y))]
        return np.mean(
            [(y[j] - phi[j] @ weights(phi[i], y[i], penalty)) ** 2 for j, i in enumerate(rest)]
        )

    penalties = probes.PENALTIES[probes.PENALTIES > 1e-4]  # refits lose their digits below
    errors = [left_out(penalty) for penalty in penalties]
    assert found["penalty"] == penalties[np.argmin(errors)]
    best = minimize(
        lambda w: np.square(phi @ w - y).sum() + found["penalty"] * w @ w,
        np.zeros(phi.shape[1]),
        tol=1e-10,
    ).x
    assert found["test_accuracy"] == (y_test * (phi_test @ best) > 0).mean()
    assert found["test_error"] == pytest.approx(
        np.square(phi_test @ best - y_test).mean(), rel=1e-4
    )


def test_least_squares_is_exact_with_as_many_directions_as_samples_and_else_leaves_the_residual():
    phi, y, *_ = made_up(d=50)
    wide = probes.least_squares(phi, y)
    assert wide["residual"] < 1e-24 and wide["accuracy"] == 1
    assert wide["weight_norm"] == pytest.approx(np.linalg.norm(np.linalg.pinv(phi) @ y))
    phi, y, *_ = made_up(d=8)
    assert probes.least_squares(phi, y)["residual"] == pytest.approx(
        spectrum(phi, y).residual / len(y)
    )


def test_cross_validation_is_ridge_without_each_fold():
    phi, y, *_ = made_up(d=8)
    order = np.argsort(y, kind="stable")
    phi, y = phi[order], y[order]
    right = 0
    for fold in range(5):
        out = np.arange(len(y)) % 5 == fold
        penalty = probes.ridge(probes.task(phi[~out], y[~out], phi[out], y[out]))["penalty"]
        weights = np.linalg.solve(
            phi[~out].T @ phi[~out] + penalty * np.eye(phi.shape[1]), phi[~out].T @ y[~out]
        )
        right += np.mean(phi[out] @ weights * y[out] > 0) / 5
    assert probes.cross_validated(phi, y) == pytest.approx(right)


def test_cross_validation_of_features_without_meaning_is_chance():
    """Where one sample left out alone would be got wrong each time."""
    rng, y = np.random.default_rng(0), np.repeat([-1.0, 1.0], 100)
    assert abs(probes.cross_validated(rng.standard_normal((200, 300)), y) - 0.5) < 0.1

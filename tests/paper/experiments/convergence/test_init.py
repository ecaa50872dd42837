"""Figure 9 on made-up slices, what is stored of it, and the real slices where this machine has
them."""

from dataclasses import replace

import numpy as np
import pytest

from repalign import spectrum
from repalign.paper import results
from repalign.paper.experiments import convergence

QUICK, *BY_PATIENT = convergence.QUICK


@pytest.fixture(scope="module")
def quick(made_up_ct_dir):
    return convergence.run(QUICK, data_dir=made_up_ct_dir)


@pytest.fixture(scope="module")
def stored():
    return results.load("convergence")


def share_left(errors, power=2):
    """Share of the loss left, from ||Phi w - y|| (..., T, k)."""
    return (errors / errors[..., :1, :]) ** power


def steps_to(stored, name, goal):
    """Steps until the loss is down to a share, (S, k); infinite where it never is."""
    reached = share_left(stored[name]) <= goal
    return np.where(reached.any(axis=1), stored["steps"][reached.argmax(axis=1)], np.inf)


def test_labels_lie_on_the_directions_they_are_made_of(made_up_ct_dir):
    phi, targets, *_ = convergence.features(QUICK, made_up_ct_dir)
    spec = spectrum(phi, targets[:, :2])
    fifth, fiftieth = spec.singular_values[[4, 49]]
    expected = np.zeros((spec.rank, 2))
    expected[9, 0] = 1
    expected[[4, 49], 1] = np.array([fifth, fiftieth]) ** 2 / (fifth**2 + fiftieth**2)
    np.testing.assert_allclose(spec.squared_projections, expected, atol=1e-12)


def test_same_features_of_a_label_and_its_shuffle(made_up_ct_dir):
    _, targets, *_ = convergence.features(QUICK, made_up_ct_dir)
    np.testing.assert_array_equal(np.sort(targets[:, 2]), np.sort(targets[:, 3]))
    classes = convergence.classes_of(targets)
    assert abs(classes.mean(axis=0)).max() <= 1 / len(classes)  # the median halves them
    np.testing.assert_array_equal(classes[:, 1] > 0, targets[:, 3] > np.median(targets[:, 3]))


def test_noise_is_as_long_as_the_target_varies(made_up_ct_dir):
    """Its sample variance is within four standard errors, 4 sqrt(2 / 60)."""
    _, targets, *_ = convergence.features(QUICK, made_up_ct_dir)
    ratio = np.var(targets[:, 4] - targets[:, 2]) / np.var(targets[:, 2])
    assert abs(ratio - 1) < 4 * np.sqrt(2 / len(targets))


def test_closed_form_is_what_the_loop_does(quick):
    assert quick["difference"].max() < 1e-8
    for name in ("norm_{}", "test_{}"):
        measured, predicted = quick[name.format("measured")], quick[name.format("predicted")]
        np.testing.assert_allclose(measured, predicted, rtol=1e-8)
    assert quick["crossing"] == quick["crossing_measured"] > 1


def test_beyond_the_limit_the_loop_diverges_as_foreseen(made_up_ct_dir):
    beyond = convergence.run(replace(QUICK, step_share=1.05), data_dir=made_up_ct_dir)
    real = [2, 3, 4]  # y1 and y2 have nothing in the direction that diverges but rounding
    np.testing.assert_allclose(beyond["measured"][:, real], beyond["predicted"][:, real], rtol=1e-8)
    assert (beyond["measured"][-1, real] > 1e6).all()


def test_parabola_of_the_logistic_loss_is_exact_for_the_first_step(quick):
    np.testing.assert_allclose(
        quick["logistic_loss"][:2], quick["logistic_predicted"][:2], rtol=1e-10
    )
    assert quick["logistic_loss"][0] == pytest.approx(np.log(2))
    assert (
        quick["logistic_loss"][-1] < quick["logistic_predicted"][-1]
    ).all()  # it goes on; squares overshoot


def test_crossing_is_the_first_step_ahead():
    errors = np.array([[1, 1], [0.9, 0.5], [0.5, 0.5], [0.4, 0.45], [0.3, 0.44]])
    assert convergence.crossing(errors) == 3
    assert convergence.crossing(errors[:3]) == -1


def test_summary_has_an_entry_a_seed(quick, made_up_ct_dir):
    halves = [convergence.run(config, data_dir=made_up_ct_dir) for config in BY_PATIENT]
    summary = convergence.summarize([quick, *halves, quick, *halves])
    both = results.Results(summary, {})
    assert both["measured"].shape == (2, len(quick["steps"]), 5)
    for name in convergence.TARGETS + convergence.CLASSES:
        assert both.spectrum(name, 1).n_features == 385
    for name in convergence.BY_PATIENT:
        for half, run in enumerate(halves):
            np.testing.assert_array_equal(both[f"{name}_by_patient"][1, half], run[name])


def test_by_patient_the_closed_form_holds_too(made_up_ct_dir):
    run = convergence.run(BY_PATIENT[1], data_dir=made_up_ct_dir)
    assert run["measured"].shape == run["test_measured"].shape == (len(run["steps"]), 3)
    for name in ("{}", "norm_{}", "test_{}"):
        measured, predicted = run[name.format("measured")], run[name.format("predicted")]
        np.testing.assert_allclose(measured, predicted, rtol=1e-8)


def test_proposition_1_holds_step_by_step(stored):
    """1e-8 over 10000 steps; training errors that fall below 1e-6 of ||y|| relative to that, for
    rounding."""
    assert stored["steps"][-1] == 10_000
    assert stored["difference"].max() < 1e-8
    np.testing.assert_allclose(stored["measured"][..., 2:], stored["predicted"][..., 2:], rtol=1e-8)
    np.testing.assert_allclose(stored["test_measured"], stored["test_predicted"], rtol=1e-8)
    np.testing.assert_allclose(stored["norm_measured"], stored["norm_predicted"], rtol=1e-8)


def test_figure_9_y2_leads_and_y1_overtakes_where_foreseen(stored):
    np.testing.assert_array_equal(stored["crossing"], stored["crossing_measured"])
    steps = stored["steps"]
    for seed, step in enumerate(stored["crossing"]):
        y1, y2 = stored["measured"][seed, :, 0], stored["measured"][seed, :, 1]
        assert (y1 > y2)[(steps > 0) & (steps < step)].all()
        assert (y1 < y2)[(steps >= step) & (steps <= 1000)].all()  # later both are rounding
        assert 10 < step < 100


def test_printed_sigmas_are_nearest_to_standardised_features(stored):
    """115, 70 and 30. As they come, features would need more than the sum of all sigma^2 they
    have."""
    printed = np.array([115, 70, 30])
    distance = np.abs(np.log(stored["sigmas"] / printed)).max(axis=-1)  # (S, scalings)
    nearest = list(convergence.SCALINGS).index("standardised")
    assert (distance.argmin(axis=1) == nearest).all()
    assert distance[:, nearest].max() < np.log(1.4)
    needed = 5 * 115**2 + 5 * 70**2 + 40 * 30**2
    assert (stored["squares"][:, :2] < needed).all()  # raw and centred


def test_minibatches_follow_until_their_noise(stored):
    """For labels slow or fast within a factor of 1.7 of the steps foreseen; but what is left does
    not vanish."""
    for goal in (0.5, 0.1):
        predicted, measured = (
            steps_to(stored, "predicted", goal),
            steps_to(stored, "minibatch", goal),
        )
        seen = np.isfinite(predicted)
        assert (np.abs(np.log(measured[seen] / predicted[seen])) < np.log(1.7)).all()
    y1 = convergence.TARGETS.index("y1")
    assert (stored["minibatch"][:, -1, y1] > 1e6 * stored["measured"][:, -1, y1]).all()


def test_adam_does_not_follow_but_keeps_true_before_shuffled(stored):
    true, shuffled = (convergence.TARGETS.index(name) for name in ("target", "shuffled"))
    predicted, measured = steps_to(stored, "predicted", 0.5), steps_to(stored, "adam", 0.5)
    assert (measured[:, shuffled] < predicted[:, shuffled] / 5).all()
    assert (measured[:, true] < measured[:, shuffled] / 20).all()


def test_logistic_loss_falls_below_its_parabola_and_in_its_order(stored):
    measured, predicted = stored["logistic_loss"], stored["logistic_predicted"]
    np.testing.assert_allclose(measured[:, :2], predicted[:, :2], rtol=1e-10)
    assert (measured[:, -1] < predicted[:, -1]).all()
    assert (measured[:, 1:, 0] < measured[:, 1:, 1]).all()


def test_stored_spectra_are_those_of_the_real_slices(ct_dir, stored):
    seed = stored.provenance["runs"][0]["config"]["seed"]
    phi, targets, *_ = convergence.features(convergence.Config(seed=seed), ct_dir)
    if tuple(stored["target.shape"]) != phi.shape:
        pytest.skip("the results stored are of another part of the data")
    spec = spectrum(phi, targets[:, 2])
    np.testing.assert_allclose(
        stored.spectrum("target", 0).squared_projections, spec.squared_projections, rtol=1e-6
    )

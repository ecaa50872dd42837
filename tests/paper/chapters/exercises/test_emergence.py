"""Chapter 2: each answer by another way than the module's own, and what is said of a mistake.

Stored spectra one by one, draws from chance, a formula against permutations, autograd and a small
network trained here.
"""

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits

from repalign import alignment, cumulative_power, prepare, spectrum
from repalign.paper import results
from repalign.paper.chapters import explorers
from repalign.paper.chapters.exercises import EXERCISES


@pytest.fixture(scope="module")
def stored():
    return results.load("emergence")


def test_thresholds_at_which_one_direction_holds_nothing(stored):
    exercise, spec = EXERCISES["2.1"], stored.spectrum("inputs_true", 0)
    for tau in np.geomspace(0.07, 68, 40):
        one = np.sum(spec.singular_values >= tau) == 1
        verdict = exercise.judge(f"#inputs?threshold={tau}")
        assert (verdict.word == "right") == one
        assert one == (0 < alignment(spec, tau) < spec.target_norm_sq / spec.n_samples)
        assert ("No direction" in verdict.why) == (tau > spec.singular_values[0])
    assert exercise.judge(explorers.emergence_inputs(threshold=50.0)).word == "right"
    assert "many directions" in exercise.judge(explorers.emergence_inputs()).why
    assert "still hold far more" in exercise.judge("#inputs?threshold=30").why


def test_how_far_chance_strays_from_draws_and_from_what_is_stored(stored):
    rng, exercise = np.random.default_rng(0), EXERCISES["2.2"]
    inside, outside = rng.chisquare(200, 20_000), rng.chisquare(9800, 20_000)
    share = inside / (inside + outside)
    assert exercise.judge((share.mean(), share.std())).word == "right"
    mean, deviation = exercise.right()
    for seed in range(3):
        held = cumulative_power(stored.spectrum("inputs_shuffled", seed))[199]
        assert abs(held - mean) < 3 * deviation
    assert "squared lengths" in exercise.judge((200, 20)).why
    for wrong, said in (
        (200 * np.sqrt(2) / 10_000, "do not add up"),
        (np.sqrt(2) / 10_000, "single direction"),
        (np.sqrt(200) / 10_000, "is 2, not 1"),
        (np.sqrt(0.02 * 0.98 / 10_000), "like a coin"),
        (0.2, "outside the root"),
        (deviation**2, "the variance"),
    ):
        assert said in exercise.judge((mean, wrong)).why


def test_null_of_unbalanced_labels_by_the_mean_over_all_permutations():
    """E (u^T y)^2 is mean^2 (sum u)^2 + variance (1 - (sum u)^2 / n) n / (n - 1) over them all."""
    digits, exercise = load_digits(), EXERCISES["2.3"]
    y = np.where(digits.target == 0, 1.0, -1.0)
    left, _, _ = np.linalg.svd(np.asarray(prepare(digits.data / 16)), full_matrices=False)
    n, total = len(y), left[:, 0].sum() ** 2
    expected = (y.mean() ** 2 * total + y.var() * (1 - total / n) * n / (n - 1)) / n
    assert exercise.right() == pytest.approx([expected], rel=0.01)
    assert exercise.judge(0.64).word == "right"
    assert "squares the share" in exercise.judge(0.81).why
    assert exercise.judge(0.81**2).word == "not yet"  # the square of that is no more right
    assert "balanced" in exercise.judge(1 / 1797).why
    assert "turn it round" in exercise.judge(1 - expected).why


def test_order_of_events_checkpoint_by_checkpoint(stored):
    """Noted when each is first seen, in every seed."""
    for seed in range(3):
        seen = ""
        for c in range(len(stored["epochs"])):
            accuracy = stored["accuracy"][seed, c]
            spec = stored.spectrum("final_layer", seed, c)
            share = spec.squared_projections[:10].sum() / spec.target_norm_sq
            holds = dict(zip("DCBAE", (share > 0.01, accuracy > 0.6, share >= 0.5), strict=False))
            holds |= {"A": accuracy > 0.9, "E": accuracy == 1}
            seen += "".join(letter for letter in holds if holds[letter] and letter not in seen)
        assert EXERCISES["2.4"].right() == list(seen)
    for wrong, said in (
        ("CDABE", "ten times chance"),
        ("DCABE", "more than 90 %"),
        ("CDBAE", "first ten epochs"),
        ("DBCAE", "passes 60 %"),
        ("ABC", "5 letters"),
    ):
        assert said in EXERCISES["2.4"].judge(wrong).why


def test_a_step_on_the_features_pulls_them_towards_any_labels():
    """The gradient by autograd: of rank one, on the residual; and ten steps by it."""
    rng = np.random.default_rng(0)
    phi = torch.tensor(rng.standard_normal((200, 20)), requires_grad=True)
    y, w = torch.tensor(rng.choice([-1.0, 1.0], 200)), torch.full((20,), 0.1).double()
    before = spectrum(phi.detach().numpy(), y.numpy())
    for step in range(10):
        residual = (y - phi @ w).detach().numpy()
        (gradient,) = torch.autograd.grad(((phi @ w - y) ** 2).sum() / 2, phi)
        left, sigma, _ = np.linalg.svd(gradient.numpy())
        assert sigma[1] < 1e-9 * sigma[0]
        assert abs(left[:, 0] @ residual) == pytest.approx(np.linalg.norm(residual)), step
        phi = (phi - 2 * gradient).detach().requires_grad_()
    after = spectrum(phi.detach().numpy(), y.numpy())
    assert cumulative_power(after)[0] > 0.5 > 5 * cumulative_power(before)[0]
    assert after.rank == before.rank  # not B
    assert EXERCISES["2.5"].right() == ["C"]
    for letter, said in (("A", "0.2 %"), ("B", "ten of them"), ("D", "rank one")):
        assert said in EXERCISES["2.5"].judge(letter).why


def test_fresh_images_tell_even_and_odd_from_labels_by_lot():
    """A network of torch's own and full batches, another split and other labels than the
    chapter's."""
    digits, rng = load_digits(), np.random.default_rng(7)
    inputs = torch.tensor(digits.data / 16).float()
    halves = np.split(rng.permutation(1796), 2)
    high = {}
    for name, y in (
        ("by lot", rng.permutation(np.resize([-1.0, 1.0], 1797))),
        ("even", np.where(digits.target % 2 == 0, 1.0, -1.0)),
    ):
        training, fresh = (_top_ten(inputs, y, halves[0], rows) for rows in halves)
        assert training > 0.8
        high[name] = fresh > training / 2
        assert high[name] or fresh < 3 * 10 / 898
    assert high == {"by lot": False, "even": True}
    assert EXERCISES["2.6"].right() == ["D"]
    for letter, said in (("A", "by lot"), ("B", "even from odd"), ("C", "told from an image")):
        assert said in EXERCISES["2.6"].judge(letter).why


def _top_ten(inputs, y, train, rows):
    torch.manual_seed(0)
    body = torch.nn.Sequential(
        torch.nn.Linear(64, 128), torch.nn.ReLU(), torch.nn.Linear(128, 64), torch.nn.ReLU()
    )
    network = torch.nn.Sequential(body, torch.nn.Linear(64, 1))
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-2)
    targets = torch.tensor(y[train]).float()
    for _ in range(150):
        optimizer.zero_grad()
        torch.nn.functional.soft_margin_loss(network(inputs[train])[:, 0], targets).backward()
        optimizer.step()
    with torch.no_grad():
        features = body(inputs[rows]).double().numpy()
    return cumulative_power(spectrum(prepare(features), y[rows]))[9]

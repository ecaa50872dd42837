"""Expected values: the formula in float64, PyTorch's optimiser step by step, or an uninterrupted
run."""

import io

import numpy as np
import pytest
import torch

from repalign.paper.datasets.peaks import PEAKS, peaks, peaks_inputs, peaks_variables
from repalign.paper.networks import mlp
from repalign.paper.training import Ensemble, Trainer, accuracy, fit, logistic_loss, squared_loss


def trainer(**options):
    generator = torch.Generator().manual_seed(0)
    inputs = torch.randn(50, 6, generator=generator)
    return Trainer(mlp(6, (8,)), inputs, torch.sign(inputs[:, 0]), batch_size=16, **options)


def test_logistic_loss_is_the_formula():
    outputs, y = torch.tensor([0.5, -2.0, 3.0]), torch.tensor([1.0, 1.0, -1.0])
    expected = np.mean(np.log1p(np.exp(-np.array([0.5, -2.0, -3.0]))))
    assert float(logistic_loss(outputs, y)) == pytest.approx(expected, rel=1e-6)


def test_logistic_loss_at_extreme_outputs():
    """torch's SoftMarginLoss is infinite here."""
    outputs = torch.tensor([1e4, -1e4], requires_grad=True)
    loss = logistic_loss(outputs, torch.tensor([-1.0, -1.0]))
    loss.backward()
    assert float(loss.detach()) == 5e3
    assert outputs.grad.tolist() == [0.5, 0.0]
    assert not torch.isfinite(torch.nn.SoftMarginLoss()(outputs, torch.tensor([-1.0, -1.0])))


def test_accuracy_counts_signs_and_an_output_of_zero_is_wrong():
    assert accuracy(torch.tensor([1.0, -2.0, 0.0, 3.0]), torch.tensor([1.0, 1.0, 1.0, 1.0])) == 0.5


def test_an_epoch_sees_every_sample_once_in_an_order_of_its_own():
    seen = []

    def loss(outputs, y):
        seen.append(y.clone())
        return logistic_loss(outputs, y)

    t = trainer(loss=loss)
    t.y = torch.arange(50.0)
    t.train_epoch()
    t.train_epoch()
    first, second = torch.cat(seen[:4]), torch.cat(seen[4:])
    assert [len(batch) for batch in seen[:4]] == [16, 16, 16, 2]
    assert sorted(first.tolist()) == sorted(second.tolist()) == list(range(50))
    assert not torch.equal(first, second)


def test_epoch_loss_weighs_batches_by_their_size():
    losses = iter([1.0, 2.0, 3.0, 10.0])
    t = trainer(loss=lambda outputs, y: outputs.sum() * 0 + next(losses))
    assert t.train_epoch() == pytest.approx((16 * (1 + 2 + 3) + 2 * 10) / 50)


def test_training_learns():
    t = trainer(learning_rate=1e-2)
    before = t.evaluate()
    for _ in range(60):
        t.train_epoch()
    after = t.evaluate()
    assert after[0] < before[0] / 3
    assert after[1] == 1


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_loss_that_is_not_finite_stops_training(bad):
    t = trainer(loss=lambda outputs, y: outputs.sum() * bad)
    with pytest.raises(
        FloatingPointError,
        match=r"training loss is (nan|inf|-inf) after epoch 1; lower the learning",
    ):
        t.train_epoch()


def test_resumed_training_equals_uninterrupted_training_to_the_bit():
    whole, half, rest = trainer(), trainer(), trainer(seed=0)
    losses = [whole.train_epoch() for _ in range(6)]
    for _ in range(3):
        half.train_epoch()
    file = io.BytesIO()
    torch.save(half.state(), file)
    file.seek(0)
    rest.resume(torch.load(file, weights_only=True))
    assert [rest.train_epoch() for _ in range(3)] == losses[3:]
    for one, other in zip(whole.network.parameters(), rest.network.parameters(), strict=True):
        assert torch.equal(one, other)


MEMBERS, EPOCHS = 4, 5


def members(
    hidden=(8,), loss=squared_loss, own=True, seeds=range(MEMBERS), activation=torch.nn.ReLU
):
    """An ensemble, and the separate Trainers of its members."""
    generator = torch.Generator().manual_seed(1)
    shape = (MEMBERS,) if own else ()
    inputs = torch.randn(*shape, 50, 6, generator=generator)
    y = torch.sign(torch.randn(*shape, 50, generator=generator))
    networks = [mlp(6, hidden, seed=seed, activation=activation) for seed in seeds]
    options = {"loss": loss, "learning_rate": 1e-2, "batch_size": 16}
    together = Ensemble(networks, inputs, y, seeds=seeds, **options)
    each = zip(together.inputs, together.y, seeds, strict=True)
    apart = [
        Trainer(network, X, labels, seed=seed, **options)
        for network, (X, labels, seed) in zip(networks, each, strict=True)
    ]
    return together, apart


def test_squared_loss_is_the_mean_square():
    assert float(squared_loss(torch.tensor([1.0, 2.0]), torch.tensor([0.0, 5.0]))) == 5.0


@pytest.mark.parametrize("loss", [squared_loss, logistic_loss])
@pytest.mark.parametrize("own", [True, False], ids=["own inputs", "shared inputs"])
@pytest.mark.parametrize("hidden", [(8,), (8, 7, 6)])
def test_an_ensemble_equals_separate_runs(hidden, own, loss):
    """After 5 epochs of 4 steps in float32; batched products round in another order, which grows
    with the steps."""
    together, apart = members(hidden, loss, own)
    for _ in range(EPOCHS):
        losses = together.train_epoch()
        np.testing.assert_allclose(losses, [one.train_epoch() for one in apart], atol=1e-5)
    for network, one in zip(together.networks(), apart, strict=True):
        for ours, theirs in zip(network.parameters(), one.network.parameters(), strict=True):
            torch.testing.assert_close(ours, theirs, atol=1e-5, rtol=1e-5)
    losses, accuracies = together.evaluate()
    np.testing.assert_allclose(losses, [one.evaluate()[0] for one in apart], atol=1e-5)
    np.testing.assert_allclose(accuracies, [one.evaluate()[1] for one in apart])


def largest_gap(ones, others):
    return max((one - other).abs().max().item() for one, other in zip(ones, others, strict=True))


@pytest.mark.parametrize(
    "dtype, parameters, outputs", [(torch.float32, 2e-3, 1e-5), (torch.float64, 1e-9, 1e-12)]
)
def test_ten_networks_of_the_paper_equal_separate_runs(dtype, parameters, outputs):
    """60-60-1 on the peaks task, 2000 samples in batches of 64, after 3 epochs of 32 steps.

    In float32 Adam turns the rounding of gradients that nearly vanish into small steps; float64
    shows that it is that.
    """
    variables = peaks_variables(2000, 0)
    X = torch.tensor(peaks_inputs(variables), dtype=dtype)
    y = torch.tensor(np.array([peaks(name, variables) - 0.5 for name in PEAKS[:10]]), dtype=dtype)
    networks = [mlp(60, (60,), seed=seed).to(dtype) for seed in range(10)]
    trained, losses = fit(networks, X, y, epochs=3, loss=squared_loss)
    for seed, network in enumerate(networks):
        alone, own = fit(network, X, y[seed], epochs=3, loss=squared_loss, seed=seed)
        np.testing.assert_allclose(losses[:, seed], own, atol=1e-5, rtol=0)
        assert largest_gap([trained[seed](X)], [alone(X)]) < outputs
        assert largest_gap(trained[seed].parameters(), alone.parameters()) < parameters


def test_members_with_parameters_in_their_activations():
    together, apart = members(activation=torch.nn.PReLU)
    np.testing.assert_allclose(
        together.train_epoch(), [one.train_epoch() for one in apart], atol=1e-5
    )


def test_a_resumed_ensemble_equals_an_uninterrupted_one_to_the_bit():
    whole, half, rest = (members()[0] for _ in range(3))
    losses = [whole.train_epoch().tolist() for _ in range(6)]
    for _ in range(3):
        half.train_epoch()
    file = io.BytesIO()
    torch.save(half.state(), file)
    file.seek(0)
    rest.resume(torch.load(file, weights_only=True))
    assert [rest.train_epoch().tolist() for _ in range(3)] == losses[3:]
    for one, other in zip(whole.networks(), rest.networks(), strict=True):
        assert all(map(torch.equal, one.parameters(), other.parameters()))


def test_the_networks_given_stay_and_those_taken_out_do_not_train_on():
    networks = [mlp(6, (8,), seed=seed) for seed in (0, 1)]
    before = [network[0].weight.clone() for network in networks]
    together = Ensemble(networks, torch.ones(50, 6), torch.ones(50), loss=squared_loss)
    together.train_epoch()
    out = together.networks()[1][0].weight.clone()
    taken = together.networks()[1]
    together.train_epoch()
    assert all(
        torch.equal(network[0].weight, old) for network, old in zip(networks, before, strict=True)
    )
    assert torch.equal(taken[0].weight, out)


def test_members_whose_loss_is_not_finite_are_named():
    X = torch.ones(3, 50, 6)
    X[1, 7] = float("nan")
    together = Ensemble(
        [mlp(6, (8,), seed=seed) for seed in range(3)], X, torch.ones(50), loss=squared_loss
    )
    with pytest.raises(
        FloatingPointError, match=r"training loss is nan in member 1 after epoch 1; lower"
    ):
        together.train_epoch()


@pytest.mark.parametrize(
    "change, message",
    [
        (
            {"inputs": torch.ones(3, 50, 6)},
            r"inputs must have 2 dimensions, or 3 .* 2 members; got shape \(3, 50, 6\)",
        ),
        ({"y": torch.ones(3, 50)}, r"y must have 1 dimensions"),
        (
            {"loss": lambda outputs, y: (outputs - y).mean()},
            r"mean over the last axis, .* got shape \(\)",
        ),
        ({"seeds": [1]}, "one seed for each of 2 members; got 1"),
        ({"networks": [torch.nn.Sequential(torch.nn.BatchNorm1d(6))] * 2}, "must hold no buffers"),
    ],
)
def test_bad_ensembles_are_refused(change, message):
    good = {"networks": [mlp(6, (8,))] * 2, "inputs": torch.ones(50, 6), "y": torch.ones(50)}
    with pytest.raises(ValueError, match=message):
        Ensemble(**good | change).train_epoch()


def test_fit_watches_every_epoch_and_leaves_what_it_was_given():
    network, epochs = mlp(6, (8,)), []
    before = network[0].weight.clone()
    trained, losses = fit(
        network,
        torch.ones(50, 6),
        torch.ones(50),
        epochs=3,
        watch=lambda trainer: epochs.append(trainer.epoch),
    )
    assert epochs == [0, 1, 2, 3]
    assert losses.shape == (3,)
    assert torch.equal(network[0].weight, before)
    assert not torch.equal(trained[0].weight, before)


def test_fit_numbers_the_seeds_of_several():
    X, y = torch.rand(50, 6), torch.rand(50)
    networks = [mlp(6, (8,))] * 2
    numbered, given, other = (
        fit(networks, X, y, epochs=1, seed=seed, batch_size=16)[1] for seed in (5, [5, 6], [5, 7])
    )
    assert numbered.tolist() == given.tolist()
    assert numbered.tolist() != other.tolist()


def test_small_numbers_are_left_alone_after_training():
    fit(mlp(6, (8,)), torch.ones(50, 6), torch.ones(50), epochs=1)
    assert np.array([1e-310]) * 0.5 > 0

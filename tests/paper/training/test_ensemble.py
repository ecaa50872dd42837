"""Networks trained together: separate runs give the same."""

import io

import numpy as np
import pytest
import torch

from repalign.paper.datasets.peaks import PEAKS, peaks, peaks_inputs, peaks_variables
from repalign.paper.networks import mlp
from repalign.paper.training import Ensemble, Trainer, fit, logistic_loss, squared_loss

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

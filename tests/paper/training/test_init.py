"""Expected values: PyTorch's optimiser step by step, or an uninterrupted run."""

import io

import numpy as np
import pytest
import torch

from repalign.paper.networks import mlp
from repalign.paper.training import Trainer, fit, logistic_loss


def trainer(**options):
    generator = torch.Generator().manual_seed(0)
    inputs = torch.randn(50, 6, generator=generator)
    return Trainer(mlp(6, (8,)), inputs, torch.sign(inputs[:, 0]), batch_size=16, **options)


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

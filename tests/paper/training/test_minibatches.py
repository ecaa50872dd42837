"""Losses and the accuracy. Expected values: the formula in float64."""

import numpy as np
import pytest
import torch

from repalign.paper.training import accuracy, logistic_loss, squared_loss


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


def test_squared_loss_is_the_mean_square():
    assert float(squared_loss(torch.tensor([1.0, 2.0]), torch.tensor([0.0, 5.0]))) == 5.0

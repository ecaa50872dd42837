"""Training by minibatches: one loop, for one network or an ensemble, and a state that a killed run
resumes from."""

import copy
import math

import numpy as np

from repalign._support.extras import need
from repalign.paper.training import devices
from repalign.paper.training.ensemble import Ensemble
from repalign.paper.training.minibatches import (
    accuracy,
    denormals_flushed,
    logistic_loss,
    optimizer_named,
    order_of,
    squared_loss,
)

torch = need("torch", "torch")

__all__ = [
    "Ensemble",
    "Trainer",
    "accuracy",
    "denormals_flushed",
    "fit",
    "logistic_loss",
    "squared_loss",
]


def fit(networks, inputs, y, *, epochs, watch=lambda trainer: None, seed=0, **options):
    """Train one network, or several at once, for some epochs; those given stay as they were.

    Parameters
    ----------
    networks : torch.nn.Module, or a list of S of one shape
        Several are trained together as an `Ensemble`, far faster than one after the other.
    inputs, y : float32 tensors
        As `Trainer` takes them for one network, as `Ensemble` for several.
    epochs : int
    watch : callable (Trainer or Ensemble), optional
        Called before the first epoch and after each.
    seed : int, or S of them for several networks
        Of the order of the samples; one integer s gives member i the seed s + i.
    **options
        ``loss``, ``optimizer``, ``learning_rate``, ``batch_size``, as in `Trainer`.

    Returns
    -------
    networks : as given, trained
    losses : array (epochs,), or (epochs, S)
        Of `train_epoch`.

    Examples
    --------
    >>> from repalign.paper.networks import mlp
    >>> X = torch.linspace(-1, 1, 50)[:, None]
    >>> networks = [mlp(1, (8,), seed=s) for s in range(3)]
    >>> trained, losses = fit(networks, X, X[:, 0], epochs=20, loss=squared_loss)
    >>> len(trained), losses.shape, bool((losses[-1] < losses[0]).all())
    (3, (20, 3), True)
    """
    several = isinstance(networks, list | tuple)
    if several:
        trainer = Ensemble(networks, inputs, y, seeds=_seeds(seed, len(networks)), **options)
    else:
        trainer = Trainer(copy.deepcopy(networks), inputs, y, seed=seed, **options)
    losses = []
    with denormals_flushed():
        watch(trainer)
        for _ in range(epochs):
            losses.append(trainer.train_epoch())
            watch(trainer)
    return trainer.networks() if several else trainer.network, np.array(losses)


def _seeds(seed, n_members):
    return [seed + member for member in range(n_members)] if np.ndim(seed) == 0 else seed


class Trainer:
    """One network, its optimiser, and the epoch they have reached.

    The order of the samples in epoch e depends on (seed, e) alone, so that training on from a saved
    `state` gives the same numbers as never having stopped.

    Parameters
    ----------
    network : torch.nn.Module
        Maps (b, d) to (b, 1).
    inputs : float32 tensor (n, d)
    y : float32 tensor (n,)
    loss : callable (outputs (b,), y (b,)) -> scalar tensor
    optimizer : {"adam", "sgd", "momentum", "rmsprop"}
    learning_rate : float
    batch_size, seed : int
    """

    def __init__(
        self,
        network,
        inputs,
        y,
        *,
        loss=logistic_loss,
        optimizer="adam",
        learning_rate=1e-3,
        batch_size=64,
        seed=0,
    ):
        self.network, self.inputs, self.y, self.loss = network, inputs, y, loss
        self.batch_size, self.seed = batch_size, seed
        self.optimizer = optimizer_named(optimizer, network.parameters(), learning_rate)
        self.epoch = 0

    def train_epoch(self):
        """Train one epoch; return the mean loss of its minibatches, weighted by their sizes.

        Raises FloatingPointError when the loss is no longer finite, rather than train on.
        """
        self.network.train()
        with devices.moved(self._tensors(), self.optimizer) as device:
            inputs, y = self.inputs.to(device), self.y.to(device)
            losses = [self._step(inputs[batch], y[batch]) * len(batch) for batch in self._batches()]
        mean = sum(losses) / len(self.y)
        self.epoch += 1
        if not math.isfinite(mean):
            raise FloatingPointError(
                f"the training loss is {mean} after epoch {self.epoch}; lower the learning rate or "
                "use a loss that does not overflow"
            )
        return mean

    def _batches(self):
        return order_of(len(self.y), self.seed, self.epoch).split(self.batch_size)

    def _tensors(self):
        return *self.network.parameters(), *self.network.buffers()

    def _step(self, inputs, y):
        loss = self.loss(self.network(inputs).squeeze(1), y)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return loss.item()

    @torch.no_grad()
    def evaluate(self):
        """Loss and accuracy on all training samples."""
        self.network.eval()
        outputs = self.network(self.inputs).squeeze(1)
        return float(self.loss(outputs, self.y)), accuracy(outputs, self.y)

    def state(self):
        """All that training on needs, for torch.save."""
        return {
            "epoch": self.epoch,
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }

    def resume(self, state):
        """Take up a `state`, in place."""
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.epoch = state["epoch"]

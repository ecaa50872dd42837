"""Several networks of one shape trained at once."""

import copy
from functools import partial

import numpy as np

from repalign._support.extras import need
from repalign.paper.training import devices
from repalign.paper.training.minibatches import accuracy, logistic_loss, optimizer_named, order_of

torch = need("torch", "torch")


class Ensemble:
    """S networks of one shape, trained at once: each as its own `Trainer` would, to rounding.

    Outputs and losses agree to rounding. Where gradients nearly vanish, as those of features that
    are almost zero, Adam divides rounding by rounding: such weights may differ by some steps
    without any effect on the outputs.

    Members differ in their initialisation, in the order of their samples, and where given in inputs
    and labels. One batched product does the work of S small ones, whose cost is mostly overhead.

    Parameters
    ----------
    networks : list of S torch.nn.Sequential
        Each maps (b, d) to (b, 1). They are copied. Layers without parameters must work entry by
        entry or on the last axis, as activations do, and there must be no buffers.
    inputs : float32 tensor (n, d), or (S, n, d) for inputs of their own
    y : float32 tensor (n,) or (S, n)
    seeds : list of S int, optional
        As `seed` in `Trainer`; 0, 1, ... S - 1 if not given.
    loss : callable (outputs (S, b), y (S, b)) -> tensor (S,)
    optimizer, learning_rate, batch_size
        As in `Trainer`.

    Attributes
    ----------
    inputs : float32 tensor (S, n, d)
    y : float32 tensor (S, n)
    epoch : int
    """

    def __init__(
        self,
        networks,
        inputs,
        y,
        *,
        seeds=None,
        loss=logistic_loss,
        optimizer="adam",
        learning_rate=1e-3,
        batch_size=64,
    ):
        S = len(networks)
        self.inputs, self.y = _for_each(inputs, S, 3, "inputs"), _for_each(y, S, 2, "y")
        self.seeds = _checked_seeds(seeds, S)
        self.loss, self.batch_size, self.epoch = loss, batch_size, 0
        self._template = copy.deepcopy(networks[0])
        self._parameters, buffers = torch.func.stack_module_state(networks)
        if buffers:
            raise ValueError(
                "members must hold no buffers, which training at once would mix; got "
                f"{', '.join(buffers)}"
            )
        self.optimizer = optimizer_named(optimizer, self._parameters.values(), learning_rate)

    def _outputs(self, x):
        """(S, b) of inputs (S, b, d), layer by layer; vmap over the whole network would take half
        as long again."""
        for name, layer in self._template.named_children():
            own = {key: self._parameters[f"{name}.{key}"] for key, _ in layer.named_parameters()}
            if isinstance(layer, torch.nn.Linear) and layer.bias is not None:
                x = torch.baddbmm(own["bias"][:, None], x, own["weight"].mT)
            else:
                x = (
                    torch.func.vmap(partial(torch.func.functional_call, layer))(own, x)
                    if own
                    else layer(x)
                )
        return x.squeeze(2)

    def train_epoch(self):
        """Train one epoch; return every member's mean loss of its minibatches, array (S,).

        Raises FloatingPointError, naming the members, when a loss is no longer finite.
        """
        order = torch.stack([order_of(self.y.shape[1], seed, self.epoch) for seed in self.seeds])
        with devices.moved(self._parameters.values(), self.optimizer) as device:
            inputs, y = self.inputs.to(device), self.y.to(device)
            batches = order.to(device).split(self.batch_size, dim=1)
            losses = sum(
                self._step(_picked(inputs, batch), _picked(y, batch)) * batch.shape[1]
                for batch in batches
            )
        mean = losses.numpy(force=True) / self.y.shape[1]
        self.epoch += 1
        bad = np.flatnonzero(~np.isfinite(mean))
        if len(bad):
            raise FloatingPointError(
                f"the training loss is {', '.join(f'{mean[i]} in member {i}' for i in bad)} after "
                f"epoch {self.epoch}; lower the learning rate or use a loss that does not overflow"
            )
        return mean

    def _losses(self, outputs, y):
        losses = self.loss(outputs, y)
        if losses.shape != (len(y),):
            raise ValueError(
                "loss must take the mean over the last axis, (S, b) to (S,); got shape "
                f"{tuple(losses.shape)}"
            )
        return losses

    def _step(self, inputs, y):
        losses = self._losses(self._outputs(inputs), y)
        self.optimizer.zero_grad()
        losses.sum().backward()  # a member's loss depends on its own parameters only
        self.optimizer.step()
        return losses.detach().double()

    @torch.no_grad()
    def evaluate(self):
        """Loss and accuracy on all training samples: two arrays (S,)."""
        outputs = self._outputs(self.inputs)
        losses = self._losses(outputs, self.y)
        return losses.double().numpy(), np.array(
            [accuracy(*member) for member in zip(outputs, self.y, strict=True)]
        )

    def networks(self):
        """The members as they are now, copied: list of S torch.nn.Module."""
        return [self._member(i) for i in range(len(self.seeds))]

    def _member(self, i):
        network = copy.deepcopy(self._template)
        network.load_state_dict({name: stacked[i] for name, stacked in self._parameters.items()})
        return network

    def state(self):
        """All that training on needs, for torch.save."""
        return {
            "epoch": self.epoch,
            "networks": self._parameters,
            "optimizer": self.optimizer.state_dict(),
        }

    @torch.no_grad()
    def resume(self, state):
        """Take up a `state`, in place."""
        for name, stacked in self._parameters.items():
            stacked.copy_(state["networks"][name])
        self.optimizer.load_state_dict(state["optimizer"])
        self.epoch = state["epoch"]


def _picked(values, batch):
    """values[i, batch[i]] for every member i, (S, b, ...); faster than that index."""
    if values.stride(0) == 0:  # the members share them, and flattening would copy
        return values[0].index_select(0, batch.flatten()).unflatten(0, batch.shape)
    start = torch.arange(len(values), device=values.device)[:, None] * values.shape[1]
    return values.flatten(0, 1).index_select(0, (batch + start).flatten()).unflatten(0, batch.shape)


def _for_each(values, n_members, ndim, name):
    """(S, n, ...): shared values are repeated without a copy."""
    each = values if values.ndim == ndim else values.expand(n_members, *values.shape)
    if each.ndim != ndim or len(each) != n_members:
        raise ValueError(
            f"{name} must have {ndim - 1} dimensions, or {ndim} with an entry for each of "
            f"{n_members} members; got shape {tuple(values.shape)}"
        )
    return each


def _checked_seeds(seeds, n_members):
    seeds = list(range(n_members)) if seeds is None else list(seeds)
    if len(seeds) != n_members:
        raise ValueError(
            f"there must be one seed for each of {n_members} members; got {len(seeds)}"
        )
    return seeds

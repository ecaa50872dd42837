"""Several networks of one shape trained at once."""

import copy

import numpy as np

from repalign._extras import need
from repalign.paper.minibatches import accuracy, logistic_loss, order_of

torch = need("torch", "torch")


class Ensemble:
    """S networks of one shape, trained at once: each as its own `Trainer` would, to rounding.

    Members differ in their initialisation, in the order of their samples, and where given in inputs and labels. One
    batched product does the work of S small ones, whose cost is mostly overhead.

    Parameters
    ----------
    networks : list of S torch.nn.Module
        Each maps (b, d) to (b, 1). They are copied, and may hold parameters but no buffers.
    inputs : float32 tensor (n, d), or (S, n, d) for inputs of their own
    y : float32 tensor (n,) or (S, n)
    seeds : list of S int, optional
        As `seed` in `Trainer`; 0, 1, ... S - 1 if not given.
    loss, learning_rate, batch_size
        As in `Trainer`.

    Attributes
    ----------
    inputs : float32 tensor (S, n, d)
    y : float32 tensor (S, n)
    epoch : int
    """

    def __init__(self, networks, inputs, y, *, seeds=None, loss=logistic_loss, learning_rate=1e-3, batch_size=64):
        S = len(networks)
        self.inputs, self.y = _for_each(inputs, S, 3, "inputs"), _for_each(y, S, 2, "y")
        self.seeds = _checked_seeds(seeds, S)
        self.loss, self.batch_size, self.epoch = loss, batch_size, 0
        self._template = copy.deepcopy(networks[0])
        self._parameters, buffers = torch.func.stack_module_state(networks)
        if buffers:
            raise ValueError(
                f"members must hold no buffers, which training at once would mix; got {', '.join(buffers)}"
            )
        self.optimizer = torch.optim.Adam(self._parameters.values(), lr=learning_rate, fused=True)
        self._losses = torch.func.vmap(lambda parameters, x, y: loss(self._outputs(parameters, x), y))

    def _outputs(self, parameters, x):
        return torch.func.functional_call(self._template, parameters, (x,)).squeeze(1)

    def train_epoch(self):
        """Train one epoch; return every member's mean loss of its minibatches, array (S,).

        Raises FloatingPointError, naming the members, when a loss is no longer finite.
        """
        order = torch.stack([order_of(self.y.shape[1], seed, self.epoch) for seed in self.seeds])
        batches = order.split(self.batch_size, dim=1)
        mean = sum(self._step(batch) * batch.shape[1] for batch in batches).numpy() / self.y.shape[1]
        self.epoch += 1
        bad = np.flatnonzero(~np.isfinite(mean))
        if len(bad):
            raise FloatingPointError(
                f"the training loss is {', '.join(f'{mean[i]} in member {i}' for i in bad)} after epoch {self.epoch}; "
                "lower the learning rate or use a loss that does not overflow"
            )
        return mean

    def _step(self, batch):
        losses = self._losses(self._parameters, self._picked(self.inputs, batch), self._picked(self.y, batch))
        self.optimizer.zero_grad()
        losses.sum().backward()  # a member's loss depends on its own parameters only
        self.optimizer.step()
        return losses.detach().double()

    @staticmethod
    def _picked(values, batch):
        """values[i, batch[i]] for every member i; three times as fast as that index."""
        return torch.stack([own.index_select(0, order) for own, order in zip(values, batch, strict=True)])

    @torch.no_grad()
    def evaluate(self):
        """Loss and accuracy on all training samples: two arrays (S,)."""
        outputs = torch.func.vmap(self._outputs)(self._parameters, self.inputs)
        losses = torch.func.vmap(self.loss)(outputs, self.y)
        return losses.double().numpy(), np.array([accuracy(*member) for member in zip(outputs, self.y, strict=True)])

    def networks(self):
        """The members as they are now, copied: list of S torch.nn.Module."""
        return [self._member(i) for i in range(len(self.seeds))]

    def _member(self, i):
        network = copy.deepcopy(self._template)
        network.load_state_dict({name: stacked[i] for name, stacked in self._parameters.items()})
        return network

    def state(self):
        """All that training on needs, for torch.save."""
        return {"epoch": self.epoch, "networks": self._parameters, "optimizer": self.optimizer.state_dict()}

    @torch.no_grad()
    def resume(self, state):
        """Take up a `state`, in place."""
        for name, stacked in self._parameters.items():
            stacked.copy_(state["networks"][name])
        self.optimizer.load_state_dict(state["optimizer"])
        self.epoch = state["epoch"]


def _for_each(values, n_members, ndim, name):
    """(S, n, ...): shared values are repeated without a copy."""
    each = values if values.ndim == ndim else values.expand(n_members, *values.shape)
    if each.ndim != ndim or len(each) != n_members:
        raise ValueError(
            f"{name} must have {ndim - 1} dimensions, or {ndim} with an entry for each of {n_members} members; "
            f"got shape {tuple(values.shape)}"
        )
    return each


def _checked_seeds(seeds, n_members):
    seeds = list(range(n_members)) if seeds is None else list(seeds)
    if len(seeds) != n_members:
        raise ValueError(f"there must be one seed for each of {n_members} members; got {len(seeds)}")
    return seeds

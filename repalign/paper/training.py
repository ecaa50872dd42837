"""Training by minibatches: the paper's losses, one loop, and a state that a killed run resumes from."""

import math

from repalign._extras import need

torch = need("torch", "torch")


def logistic_loss(outputs, y):
    """Mean of log(1 + exp(-y f)) over the samples, y of -1 and +1.

    The paper divides by log 2. torch's SoftMarginLoss overflows for confident wrong outputs; softplus does not.
    """
    return torch.nn.functional.softplus(-y * outputs).mean()


def accuracy(outputs, y):
    """Share of samples whose output has the sign of the label."""
    return float((outputs * y > 0).double().mean())


class Trainer:
    """One network, its optimiser, and the epoch they have reached.

    The order of the samples in epoch e depends on (seed, e) alone, so that training on from a saved `state` gives the
    same numbers as never having stopped.

    Parameters
    ----------
    network : torch.nn.Module
        Maps (b, d) to (b, 1).
    inputs : float32 tensor (n, d)
    y : float32 tensor (n,)
    loss : callable (outputs (b,), y (b,)) -> scalar tensor
    learning_rate : float
        Of Adam.
    batch_size, seed : int
    """

    def __init__(self, network, inputs, y, *, loss=logistic_loss, learning_rate=1e-3, batch_size=64, seed=0):
        self.network, self.inputs, self.y, self.loss = network, inputs, y, loss
        self.batch_size, self.seed = batch_size, seed
        self.optimizer = torch.optim.Adam(network.parameters(), lr=learning_rate, fused=True)
        self.epoch = 0

    def train_epoch(self):
        """Train one epoch; return the mean loss of its minibatches, weighted by their sizes.

        Raises FloatingPointError when the loss is no longer finite, rather than train on.
        """
        self.network.train()
        mean = sum(self._step(batch) * len(batch) for batch in self._batches()) / len(self.y)
        self.epoch += 1
        if not math.isfinite(mean):
            raise FloatingPointError(
                f"the training loss is {mean} after epoch {self.epoch}; lower the learning rate or use a loss that "
                "does not overflow"
            )
        return mean

    def _batches(self):
        generator = torch.Generator().manual_seed(self.seed * 1_000_003 + self.epoch)
        return torch.randperm(len(self.y), generator=generator).split(self.batch_size)

    def _step(self, batch):
        loss = self.loss(self.network(self.inputs[batch]).squeeze(1), self.y[batch])
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

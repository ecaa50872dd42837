"""What training one network and training several at once share: losses, the order of the samples, denormals."""

from contextlib import contextmanager

from repalign._extras import need

torch = need("torch", "torch")


def logistic_loss(outputs, y):
    """Mean of log(1 + exp(-y f)) over the samples, the last axis; y of -1 and +1.

    The paper divides by log 2. torch's SoftMarginLoss overflows for confident wrong outputs; softplus does not.
    """
    return torch.nn.functional.softplus(-y * outputs).mean(-1)


def squared_loss(outputs, y):
    """Mean of (f - y)^2 over the samples, the last axis."""
    return (outputs - y).square().mean(-1)


def accuracy(outputs, y):
    """Share of samples whose output has the sign of the label."""
    return float((outputs * y > 0).double().mean())


@contextmanager
def denormals_flushed():
    """Late gradients are so small that denormals would slow training tenfold. The switch is the whole thread's."""
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)


def order_of(n_samples, seed, epoch):
    """The order of the samples in an epoch: a permutation that (seed, epoch) alone decides."""
    return torch.randperm(n_samples, generator=torch.Generator().manual_seed(seed * 1_000_003 + epoch))

"""What training one network and training several at once share: losses, optimisers, the order of
the samples."""

from contextlib import contextmanager
from functools import partial

from repalign._support.extras import need

torch = need("torch", "torch")

OPTIMIZERS = {
    "sgd": torch.optim.SGD,
    "momentum": partial(torch.optim.SGD, momentum=0.9),
    "rmsprop": torch.optim.RMSprop,
    "adam": partial(torch.optim.Adam, fused=True),
}
"""By name, as callables (parameters, lr); all else as PyTorch sets it."""


def optimizer_named(name, parameters, learning_rate):
    """The optimiser of that name in `OPTIMIZERS`; ValueError lists the known ones."""
    if name not in OPTIMIZERS:
        raise ValueError(f"unknown optimizer {name!r}; known: {', '.join(OPTIMIZERS)}")
    return OPTIMIZERS[name](parameters, lr=learning_rate)


def logistic_loss(outputs, y):
    """Mean of log(1 + exp(-y f)) over the samples, the last axis; y of -1 and +1.

    The paper divides by log 2. torch's SoftMarginLoss overflows for confident wrong outputs;
    softplus does not.
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
    """Late gradients are so small that denormals would slow training tenfold. The switch is the
    whole thread's."""
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)


def order_of(n_samples, seed, epoch):
    """The order of the samples in an epoch: a permutation that (seed, epoch) alone decides."""
    return torch.randperm(
        n_samples, generator=torch.Generator().manual_seed(seed * 1_000_003 + epoch)
    )

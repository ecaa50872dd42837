"""How a network that was never trained got its weights, and what its BatchNorm knows."""

from repalign._support.extras import need

torch = need("torch", "torch")

BATCH_NORM = torch.nn.modules.batchnorm._BatchNorm
MOST = 200
"""Pictures that statistics are taken of."""


def by_layer(module):
    """PyTorch's default of the layer: weights and biases uniform, within 1 / sqrt(fan in)."""
    module.reset_parameters()


def glorot(module):
    """Glorot and Bengio (2010): weights uniform, variance 2 / (fan in + fan out); no biases."""
    module.reset_parameters()
    if module.weight.ndim > 1:
        torch.nn.init.xavier_uniform_(module.weight)
        if module.bias is not None:
            torch.nn.init.zeros_(module.bias)


KINDS = {"layer": by_layer, "glorot": glorot}
"""Initialisations beside that of the network's own code ("random")."""


def initialise(net, kind, seed):
    """Every layer of the network anew, in place, as `KINDS` has it; the global random state is left
    as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        for module in net.modules():
            if hasattr(module, "reset_parameters"):
                KINDS[kind](module)


def some(images):
    """At most `MOST` of the pictures, evenly spaced, since one class stands behind the other."""
    return images[:: -(-len(images) // MOST)]


def take_statistics(net, inputs):
    """Give each BatchNorm the mean and variance of what it sees of a batch, in place.

    Each sees what those before it have normalised by that batch, as in training; the rest of the
    network, dropout above all, is in evaluation mode throughout. Afterwards the network is a fixed
    map again, the same for pictures that it has not seen.
    """
    for norm in (module for module in net.modules() if isinstance(module, BATCH_NORM)):
        norm.train()
        norm.momentum = 1.0  # what it knew before is forgotten
    net(inputs)
    net.eval()

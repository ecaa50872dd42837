"""The paper's networks."""

from repalign._extras import need

torch = need("torch", "torch")


def mlp(n_inputs, hidden, *, activation=torch.nn.ReLU, n_outputs=1, seed=0):
    """A fully connected network: one linear layer and activation a hidden width, and a linear
    output.

    Parameters
    ----------
    n_inputs : int
    hidden : sequence of int
        Widths of the hidden layers.
    activation : callable -> torch.nn.Module
    n_outputs : int
    seed : int
        Of PyTorch's default initialisation; the global random state is left as it was.

    Returns
    -------
    torch.nn.Sequential
        Layer l of the hidden ones is ``network[2 * l + 1]``, its activation.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        layers = []
        for width in hidden:
            layers += [torch.nn.Linear(n_inputs, width), activation()]
            n_inputs = width
        return torch.nn.Sequential(*layers, torch.nn.Linear(n_inputs, n_outputs))


@torch.no_grad()
def hidden_layers(network, inputs):
    """What each hidden layer of an `mlp` puts out: list of arrays (n, width), first hidden layer
    first."""
    outputs = []
    for index, layer in enumerate(network[:-1]):
        inputs = layer(inputs)
        if index % 2 == 1:
            outputs.append(inputs.numpy())
    return outputs

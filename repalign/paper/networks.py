"""The paper's networks: fully connected ones, and a ResNet18 for pictures of 32 x 32 pixels."""

from repalign._support.extras import need

torch = need("torch", "torch")
nn = torch.nn

ACTIVATIONS = {
    "relu": nn.ReLU,
    "tanh": nn.Tanh,
    "prelu": nn.PReLU,
    "leaky_relu": nn.LeakyReLU,
}


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


class Block(nn.Module):
    """Two 3 x 3 convolutions with batch normalisation, and a shortcut around them (He et al.
    2016)."""

    def __init__(self, n_inputs, n_outputs, stride):
        super().__init__()
        self.residual = nn.Sequential(
            *_convolution(n_inputs, n_outputs, 3, stride),
            nn.ReLU(),
            *_convolution(n_outputs, n_outputs, 3, 1),
        )
        changes = stride != 1 or n_inputs != n_outputs
        self.shortcut = (
            nn.Sequential(*_convolution(n_inputs, n_outputs, 1, stride))
            if changes
            else nn.Identity()
        )

    def forward(self, x):
        return torch.relu(self.residual(x) + self.shortcut(x))


class ResNet18(nn.Module):
    """Eight residual blocks, two of each width; a 3 x 3 stem and no pooling before them, since
    pictures are small.

    Parameters
    ----------
    n_classes : int
    width : int
        Channels of the stem and of the first two blocks; each further two have twice as many. The
        original has 64.
    seed : int
        Of the initialisation: He's for convolutions, PyTorch's for the output. The global random
        state stays as it was, and two networks of one seed differ in nothing but their output
        layer, if that.

    Examples
    --------
    Layers have names, as `torch.nn.Module.get_submodule` takes them: ``blocks.4`` to ``blocks.7``
    are the last four.

    >>> network = ResNet18(30, width=4)
    >>> network(torch.zeros(2, 3, 32, 32)).shape
    torch.Size([2, 30])
    >>> network.blocks[7](network.blocks[:7](network.stem(torch.zeros(2, 3, 32, 32)))).shape
    torch.Size([2, 32, 4, 4])
    """

    def __init__(self, n_classes, *, width=64, seed=0):
        super().__init__()
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            widths = [width * 2**stage for stage in (0, 0, 0, 1, 1, 2, 2, 3, 3)]
            strides = [1, 1, 2, 1, 2, 1, 2, 1]
            self.stem = nn.Sequential(*_convolution(3, width, 3, 1), nn.ReLU())
            self.blocks = nn.Sequential(*map(Block, widths, widths[1:], strides))
            self.output = nn.Linear(widths[-1], n_classes)

    def forward(self, x):
        return self.output(self.blocks(self.stem(x)).mean((2, 3)))


def with_outputs(network, n_classes, *, seed=0):
    """A copy of a `ResNet18` with a new output layer: where fine-tuning starts."""
    width = network.stem[0].out_channels
    fresh = ResNet18(n_classes, width=width, seed=seed)
    fresh.stem.load_state_dict(network.stem.state_dict())
    fresh.blocks.load_state_dict(network.blocks.state_dict())
    return fresh


def _convolution(n_inputs, n_outputs, size, stride):
    convolution = nn.Conv2d(n_inputs, n_outputs, size, stride, padding=size // 2, bias=False)
    nn.init.kaiming_normal_(convolution.weight, mode="fan_out", nonlinearity="relu")
    return convolution, nn.BatchNorm2d(n_outputs)

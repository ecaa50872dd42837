"""Beyond the paper: the neural tangent kernel beside the hidden representation on the peaks tasks,
in rich and in lazy training.

Outputs are alpha (h(x) - h_0(x)), h_0 the network at the start, and the squared loss is divided by
alpha^2: for large alpha the function is learnt while the weights hardly move (Chizat et al. 2019).
Measured is what the hidden layer and the kernel say of S, T1 and T2 on samples not trained on.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from repalign import prepare, spectrum, spectrum_from_kernel
from repalign._support.extras import need
from repalign.paper.datasets.peaks import peaks_inputs
from repalign.paper.experiments.peaks import functions
from repalign.paper.experiments.peaks.targets import drawn, hidden, labels, trained_on
from repalign.paper.measures.tangent import tangent_kernel
from repalign.paper.networks import mlp
from repalign.paper.readings.common import LEVELS, curve
from repalign.paper.results.arrays import in_float32, stacked
from repalign.paper.training import Ensemble, denormals_flushed, squared_loss
from repalign.paper.training.checkpoints import train

torch = need("torch", "torch")


@dataclass(frozen=True)
class Config:
    """The peaks tasks of section 7.1, by gradient descent with momentum: Adam does not see how a
    loss is scaled. One configuration is a whole ensemble: `seed` is that of its first member."""

    seed: int = 0
    n_members: int = 10
    alpha: float = 1.0
    shuffled: bool = False  # the labels of S, among the samples
    width: int = 60
    n_samples: int = 10000
    n_test: int = 1000
    epochs: int = 100
    batch_size: int = 64
    learning_rate: float = 0.1

    def seeds(self):
        return range(self.seed, self.seed + self.n_members)


ALPHAS = (1.0, 30.0)  # rich, lazy
CONFIGS = tuple(
    Config(alpha=alpha, shuffled=shuffled) for shuffled in (False, True) for alpha in ALPHAS
)
QUICK = tuple(replace(each, n_members=2, n_samples=300, n_test=50, epochs=3) for each in CONFIGS)


def data(config, data_dir=None):
    """Variables of every member's training samples (S, n, 6) and test samples (S, m, 6)."""
    return drawn(config, 0, config.n_samples), drawn(config, 1, config.n_test)


def run(config, *, data_dir=None, state_path=None, progress=lambda done, total: None):
    """Train and measure; arrays by name.

    Parameters
    ----------
    config : Config
    data_dir : path, optional
        Not used: the tasks are made up.
    state_path : path, optional
        Where the state is kept every few epochs, and taken up from if it is there.
    progress : callable (epochs done, epochs in all)

    Returns
    -------
    dict of arrays
        S members, t of `LEVELS`: ``loss`` (epochs, S), as a share of its start; ``moved`` (S,), the
        way of the parameters over their length at the start; ``curve`` (S, 2, 2, 3, t), shares of
        ||y||^2 at the start and at the end, for the hidden representation and for the kernel, of S,
        T1 and T2.
    """
    variables, test = data(config)
    first = [mlp(60, (config.width,), seed=seed) for seed in config.seeds()]
    X = torch.tensor(np.stack([peaks_inputs(each) for each in variables]), dtype=torch.float32)
    source = [
        labels(functions(seed)[:1], own)[:, 0]
        for seed, own in zip(config.seeds(), variables, strict=True)
    ]
    y = trained_on(config, np.stack(source))
    with denormals_flushed():
        last, losses = _train(config, first, X, y, state_path and Path(state_path), progress)
    members = zip(config.seeds(), test, first, last, strict=True)
    return {
        "loss": losses * config.alpha**2 / np.square(y).mean(axis=1),
        "moved": np.array([_moved(*pair) for pair in zip(first, last, strict=True)]),
        "curve": np.array(
            [[_curves(seed, own, net) for net in networks] for seed, own, *networks in members]
        ),
    }


def _train(config, first, X, y, state_path, progress):
    """The trained networks h, and (h - h_0 - y / alpha)^2 in every epoch, (epochs, S)."""
    with torch.no_grad():
        start = torch.stack([net(own)[:, 0] for net, own in zip(first, X, strict=True)])
    trainer = Ensemble(
        first,
        X,
        start + torch.tensor(y / config.alpha, dtype=torch.float32),
        seeds=config.seeds(),
        loss=squared_loss,
        optimizer="momentum",
        learning_rate=config.learning_rate,
        batch_size=config.batch_size,
    )
    _, losses = train(trainer, config.epochs, state_path, progress)
    return trainer.networks(), np.array(losses)


def _moved(first, last):
    before, after = (
        torch.nn.utils.parameters_to_vector(net.parameters()).detach() for net in (first, last)
    )
    return float((after - before).norm() / before.norm())


def _curves(seed, variables, network):
    """Alignment curves of the hidden representation and of the kernel: array (2, 3, t)."""
    y = labels(functions(seed), variables)
    (phi,) = hidden(network, variables)
    outgoing = network[2].weight.detach().numpy()[0].astype(np.float64)
    kernel = tangent_kernel(peaks_inputs(variables), phi.astype(np.float64), outgoing)
    both = spectrum(prepare(phi), y), spectrum_from_kernel(kernel, y)
    return np.array([curve(spec).T for spec in both])


def summarize(runs):
    """What the book keeps of the four `CONFIGS`, in float32: arrays by name.

    Parameters
    ----------
    runs : list of what `run` returned, for each of `ALPHAS` on the source, then on the shuffled one

    Returns
    -------
    dict of arrays
        Symbols as in `run`, A of `ALPHAS`: ``loss`` (S, A, epochs), ``moved`` (S, A), ``curve`` (S,
        A, 2, 2, 3, t); the same of the shuffled source with ``shuffled_`` in front; ``alphas``
        (A,), ``levels`` (t,).
    """
    runs = [each | {"loss": each["loss"].T} for each in runs]
    kept = {}
    for prefix, half in (("", runs[:2]), ("shuffled_", runs[2:])):
        kept |= {f"{prefix}{name}": values.swapaxes(0, 1) for name, values in stacked(half).items()}
    return in_float32(kept) | {"alphas": np.array(ALPHAS), "levels": LEVELS}

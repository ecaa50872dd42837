"""What stands in chapter 8 for a reader's own: a network that was trained on some of scikit-learn's
digits, and two tasks on pictures that it has not seen."""

import numpy as np

from repalign import alignment_curve, log_evidence, prepare, signed_labels, spectrum
from repalign._support.extras import need
from repalign.paper.chapters import links
from repalign.paper.figures import your_model as figures
from repalign.paper.measures import probes, scores
from repalign.paper.measures.nulls import QUANTILES, with_shuffled
from repalign.paper.measures.tangent import tangent_features
from repalign.paper.networks import hidden_layers, mlp
from repalign.paper.readings.common import height_of
from repalign.widgets import AlignmentExplorer

load_digits = need("sklearn.datasets", "paper").load_digits
train_test_split = need("sklearn.model_selection", "paper").train_test_split
torch = need("torch", "torch")

KNOWN = range(8)
TASKS = {"odd or even": KNOWN, "8 or 9": (8, 9)}
KEYS = {"odd or even": "parity", "8 or 9": "new"}
"""Of their explorers in the page's address."""
WIDTHS = (64, 64, 64)
LEVEL = 0.15
"""The threshold that explorers show at first, over sqrt(n)."""
SMALLEST = 1e-3
"""Where bands of shuffled labels begin, over sqrt(n)."""
DRAWS = 20
SHUFFLES = 100


def untrained(seed=0):
    """A network of three hidden layers, of names ``"1"``, ``"3"`` and ``"5"``."""
    return mlp(64, WIDTHS, n_outputs=len(KNOWN), seed=seed)


def train(model, X=None, labels=None, *, steps=100, after_step=lambda: None):
    """Train it to tell classes apart, by Adam on all samples at once.

    Parameters
    ----------
    model : torch.nn.Module
        It is changed.
    X : tensor (n, d), optional
        Default: every other picture of `KNOWN`.
    labels : int array (n,), optional
        From 0 on.
    steps : int
    after_step : callable ()

    Returns
    -------
    torch.nn.Module
        The same.
    """
    if X is None:
        X, labels = pictures(KNOWN, seen=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(steps):
        loss = torch.nn.functional.cross_entropy(model(X), torch.as_tensor(labels))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        after_step()
    return model


def network():
    """One that has learnt to tell the digits 0 to 7 apart, on every other picture of them."""
    return train(untrained())


def pictures(classes, *, seen):
    """Digits of some classes: those that `network` was trained on, or those that it was not.

    Returns
    -------
    float32 tensor (n, 64)
        From 0 to 1.
    int array (n,)
        Which digit.
    """
    digits = load_digits()
    trained_on = np.isin(digits.target, KNOWN) & (np.arange(len(digits.target)) % 2 == 0)
    rows = np.isin(digits.target, classes) & (trained_on == seen)
    return torch.tensor(digits.data[rows] / 16, dtype=torch.float32), digits.target[rows]


def task(name):
    """Half of the unseen pictures of one of `TASKS`, and 0 and 1 for even and odd digits; then the
    other half, with as many of each digit, to test on."""
    X, digit = pictures(TASKS[name], seen=False)
    dealt = train_test_split(X, digit % 2, test_size=0.5, stratify=digit, random_state=0)
    X, X_test, labels, labels_test = dealt
    return X, labels, X_test, labels_test


def loader(X, labels, size=64):
    """Batches of (inputs, labels), as `repalign.activations.measure` takes them."""
    pairs = torch.utils.data.TensorDataset(X, torch.as_tensor(labels))
    return torch.utils.data.DataLoader(pairs, batch_size=size)


def as_images(X, side=32):
    """Rows of pixels as a network for colour pictures takes them: tensor (n, 3, side, side)."""
    images = torch.nn.functional.interpolate(X.reshape(-1, 1, 8, 8), size=side, mode="bilinear")
    return images.repeat(1, 3, 1, 1)


def representations(model, X):
    """Prepared features by name: the pixels, each hidden layer, and the gradients of a new output,
    whose kernel is the tangent kernel; arrays (n, d)."""
    layers = {f"hidden {k}": each for k, each in enumerate(hidden_layers(model, X), start=1)}
    found = {name: prepare(each) for name, each in {"pixels": X.numpy(), **layers}.items()}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        output = torch.nn.Linear(WIDTHS[-1], 1)
    gradients = tangent_features(torch.nn.Sequential(*model[:-1], output), X)
    return found | {"all gradients": prepare(gradients, bias=False)}


def explorer(name, **traits):
    """Pixels and hidden layers side by side on one of `TASKS`, with what shuffled labels get."""
    X, labels, *_ = task(name)
    found = representations(network(), X)
    del found["all gradients"]  # four can be told apart
    y, taus = signed_labels(labels), np.sqrt(len(labels)) * np.geomspace(SMALLEST, 1, 121)
    measured = {each: with_shuffled(phi, y, SHUFFLES, seed=0) for each, phi in found.items()}
    nulls = {each: _band(null, taus) for each, (_, null) in measured.items()}
    defaults = {
        "threshold": round(LEVEL * float(np.sqrt(len(y))), 2),
        "page_key": KEYS[name],
        "links": links.OWN[name],
    }
    spectra = {each: spec for each, (spec, _) in measured.items()}
    return AlignmentExplorer(spectra, nulls=nulls, **defaults | traits)


def _band(null, taus):
    low, _, high = np.quantile(alignment_curve(null, taus), QUANTILES, axis=1)
    return taus, low, high


def compared(name):
    """What alignment and its relatives make of every representation on one of `TASKS`: dict of
    measures by representation."""
    X, labels, X_test, labels_test = task(name)
    model = network()
    found, held_out = (representations(model, each) for each in (X, X_test))
    y, y_test = (signed_labels(each) for each in (labels, labels_test))
    return {
        each: _measures(phi, y, found["pixels"]) | _probes(phi, y, held_out[each], y_test)
        for each, phi in found.items()
    }


def _measures(phi, y, pixels):
    """Each knows the samples that are measured, and no others."""
    spec = spectrum(phi, y)
    return {
        figures.HEIGHT: height_of(spec),
        figures.KERNEL: scores.cka(phi, y[:, None]),
        figures.CKA: scores.cka(phi, pixels),
        figures.EVIDENCE: log_evidence(spec),
        figures.H_SCORE: scores.h_score(phi, y),
    }


def _probes(phi, y, phi_test, y_test):
    """The share right of test samples, by ridge regression on all samples and on a few."""
    rng = np.random.default_rng(0)
    drawn = [rng.choice(len(y), figures.FEW_SAMPLES, replace=False) for _ in range(DRAWS)]

    def right(rows):
        own = probes.task(phi[rows], y[rows], phi_test, y_test)
        return probes.ridge(own)["test_accuracy"]

    return {
        figures.PROBE: right(slice(None)),
        figures.FEW: np.mean([right(rows) for rows in drawn]),
    }

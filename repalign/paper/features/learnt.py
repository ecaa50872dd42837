"""Three ways to learn a representation, compared in section 3 of the paper, which leaves open what
is chosen here.

Each maps training inputs X (n, d), targets y (n,) and test inputs (m, d) to features (n, w) and (m,
w) and a dict of numbers that tell how the fit went.
"""

import math

import numpy as np

from repalign._support.extras import need
from repalign.paper.measures.probes import least_squares
from repalign.paper.networks import hidden_layers, mlp
from repalign.paper.training import Trainer, denormals_flushed, squared_loss

torch = need("torch", "torch")

EXACT = 1e-6  # relative error of least squares from which on features are said to fit


def relu_network(X, y, X_test, *, width, epochs, seed):
    """The hidden layer of a network with one ReLU layer, trained on y by Adam (1e-3, batches of
    64)."""
    trainer = Trainer(
        mlp(X.shape[1], (width,), seed=seed), _tensor(X), _tensor(y), loss=squared_loss, seed=seed
    )
    loss = _train(trainer, epochs)
    features = [hidden_layers(trainer.network, _tensor(inputs))[0] for inputs in (X, X_test)]
    return *features, {"loss": loss}


class RBFNetwork(torch.nn.Module):
    """A linear output on exp(-||x - c||^2 / (2 s^2)), centres c (w, d) trained, s the same for all
    and fixed."""

    def __init__(self, centres, scale, seed):
        super().__init__()
        self.centres, self.scale = torch.nn.Parameter(centres.clone()), scale
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.output = torch.nn.Linear(len(centres), 1)

    def hidden(self, x):
        inner = (
            x @ self.centres.T
            - x.square().sum(1, keepdim=True) / 2
            - self.centres.square().sum(1) / 2
        )
        return torch.exp(inner.clamp(max=0) / self.scale**2)

    def forward(self, x):
        return self.output(self.hidden(x))


@torch.no_grad()
def _hidden(network, inputs):
    return network.hidden(_tensor(inputs)).numpy()


def rbf_network(X, y, X_test, *, width, epochs, pilot_epochs, seed, scales, learning_rates):
    """The hidden layer of an `RBFNetwork` trained like `network`.

    Centres start at training inputs drawn at random, a tenth of a standard deviation aside so that
    no two agree. Scales are multiples of the median distance between inputs; the scale and the
    learning rate with the lowest training loss after the pilot epochs are trained on.
    """
    rng = np.random.default_rng(seed)
    centres = X[rng.integers(len(X), size=width)] + 0.1 * rng.standard_normal((width, X.shape[1]))
    distance = _median_distance(X)
    tried = []
    for scale in scales:
        for rate in learning_rates:
            net = RBFNetwork(_tensor(centres), scale * distance, seed)
            trainer = Trainer(
                net, _tensor(X), _tensor(y), loss=squared_loss, learning_rate=rate, seed=seed
            )
            tried.append((_train(trainer, pilot_epochs), trainer, scale, rate))
    _, trainer, scale, rate = min(tried, key=lambda entry: entry[0])
    loss, net = _train(trainer, epochs - pilot_epochs), trainer.network
    losses = np.reshape([entry[0] for entry in tried], (len(scales), len(learning_rates)))
    report = {"loss": loss, "scale": scale, "learning_rate": rate, "losses": losses}
    return _hidden(net, X), _hidden(net, X_test), report


def sparse_coding(X, y, X_test, *, width, penalties, passes, seed):
    """Codes over a learnt dictionary (Mairal et al. 2009), unsupervised: y only decides which
    penalty is kept.

    Codes minimise ||x - D^T a||^2 / 2 + penalty * ||a||_1 (lasso by LARS). Mairal et al. take 1.2 /
    sqrt(d) for inputs of length one, which is 1.2 for standardised ones, whose length is sqrt(d).
    Kept is the largest of the descending `penalties` whose codes least squares fits exactly, since
    the paper's do; the last, where none does.
    """
    decomposition = need("sklearn.decomposition", "paper")
    for penalty in penalties:
        learner = decomposition.MiniBatchDictionaryLearning(
            width,
            alpha=penalty,
            max_iter=passes,
            batch_size=64,
            fit_algorithm="lars",
            transform_algorithm="lasso_lars",
            random_state=seed,
        )
        codes, codes_test = learner.fit(X).transform(X), learner.transform(X_test)
        if _misfit(codes, y) < EXACT:
            break
    pairs = ((X, codes), (X_test, codes_test))
    lost = [np.linalg.norm(Z - code @ learner.components_) / np.linalg.norm(Z) for Z, code in pairs]
    return (
        codes,
        codes_test,
        {"penalty": penalty, "nonzero": np.count_nonzero(codes) / len(codes), "lost": lost},
    )


def _train(trainer, epochs):
    """Mean squared error on the training samples in the end."""
    with denormals_flushed():  # narrow RBF units put out little else
        for _ in range(epochs):
            trainer.train_epoch()
    return trainer.evaluate()[0]


def _tensor(array):
    return torch.tensor(array, dtype=torch.float32)


def _median_distance(X):
    squares = np.square(X).sum(axis=1)
    distances = np.sqrt(np.maximum(squares[:, None] + squares - 2 * X @ X.T, 0))
    return float(np.median(distances[~np.eye(len(X), dtype=bool)]))


def _misfit(phi, y):
    """Relative error of least squares with a bias."""
    residual = least_squares(np.column_stack([np.ones(len(phi)), phi]), y)["residual"]
    return math.sqrt(residual)

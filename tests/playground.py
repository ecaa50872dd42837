"""A playground's run in Python: the page's random numbers, PyTorch's training in float64, and
`repalign.spectrum`. Slow and obvious, written from what the page promises and not from its code."""

from typing import NamedTuple

import numpy as np
import torch
from sklearn.datasets import load_digits

from repalign import prepare, spectrum
from repalign.paper.datasets.peaks import peaks, peaks_inputs
from repalign.paper.networks import ACTIVATIONS, hidden_layers, mlp
from repalign.paper.training import logistic_loss, squared_loss
from repalign.paper.training.minibatches import OPTIMIZERS
from repalign.widgets import PlaygroundExplorer

DATA, LABELS, PARAMETERS, ORDER = 1, 2, 3, 4  # streams of random numbers
PAINT = {"p": 1.0, "m": -1.0}
WORD = 2**32


class Uniform:
    """Doty-Humphrey's sfc32, seeded with three words, 15 draws thrown away; uniform on [0, 1)."""

    def __init__(self, seed, stream, index=0):
        self.a, self.b, self.c, self.counter = seed, stream, index, 1
        for _ in range(15):
            self()

    def __call__(self):
        total = (self.a + self.b + self.counter) % WORD
        self.counter = (self.counter + 1) % WORD
        self.a = self.b ^ (self.b >> 9)
        self.b = (self.c + (self.c << 3)) % WORD
        self.c = (((self.c << 21) | (self.c >> 11)) + total) % WORD
        return total / WORD

    def normal(self):
        radius = np.sqrt(-2 * np.log(1 - self()))
        return radius * np.cos(2 * np.pi * self())

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = int(self() * (i + 1))
            items[i], items[j] = items[j], items[i]
        return items


class Task(NamedTuple):
    x: np.ndarray
    first: np.ndarray
    seconds: dict
    loss: object


def run(**settings):
    """The task, the spectra of the inputs and of every layer at the start and at the end, mean loss
    and outputs."""
    at = PlaygroundExplorer(**settings)
    task = task_of(at)
    network = network_of(at, task.x.shape[1])
    inputs, first = torch.from_numpy(task.x), torch.from_numpy(task.first)
    start = hidden_layers(network, inputs)
    optimizer = OPTIMIZERS[at.optimizer](network.parameters(), lr=at.rate)
    size = at.batch or len(first)
    for epoch in range(at.epoch):
        draw = Uniform(at.seed, ORDER, epoch)
        order = draw.shuffled(range(len(first)))
        for begin in range(0, len(order), size):
            samples = order[begin : begin + size]
            loss = task.loss(network(inputs[samples]).squeeze(1), first[samples])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        outputs = network(inputs).squeeze(1)
    labels = np.column_stack([task.first, *task.seconds.values()])
    return {
        "task": task,
        "inputs": spectrum(prepare(task.x), labels),
        "before": [spectrum(prepare(layer), labels) for layer in start],
        "now": [spectrum(prepare(layer), labels) for layer in hidden_layers(network, inputs)],
        "loss": task.loss(outputs, first).item(),
        "outputs": outputs.numpy(),
    }


def network_of(at, n_inputs):
    """PyTorch's default initialisation, from the page's random numbers, times the scale."""
    network = mlp(n_inputs, [at.width] * at.depth, activation=ACTIVATIONS[at.activation]).double()
    draw = Uniform(at.seed, PARAMETERS)
    with torch.no_grad():
        for layer in network:
            if isinstance(layer, torch.nn.Linear):
                bound = 1 / np.sqrt(layer.in_features)
                for part in (layer.weight, layer.bias):
                    values = [at.scale * (2 * draw() - 1) * bound for _ in range(part.numel())]
                    part.copy_(torch.tensor(values).reshape(part.shape))
    return network


def task_of(at):
    x, labels, seconds, loss = MAKE.get(at.data, plane)(at)
    painted = {name: overpainted(labels, getattr(at, name)) for name in ("painted_second",)}
    first = overpainted(partly_shuffled(labels, at.shuffled, at.seed), at.painted)
    return Task(x, first, seconds | {"painted": painted["painted_second"]}, loss)


def overpainted(labels, letters):
    labels = labels.copy()
    for i, letter in enumerate(letters[: len(labels)]):
        labels[i] = PAINT.get(letter, labels[i])
    return labels


def partly_shuffled(labels, share, seed):
    draw = Uniform(seed, LABELS)
    chosen = draw.shuffled(range(len(labels)))[: round(share * len(labels))]
    shuffled = labels.copy()
    shuffled[chosen] = labels[draw.shuffled(chosen)]
    return shuffled


def sign(condition):
    return np.where(condition, 1.0, -1.0)


def plane(at):
    if at.data == "drawn":
        points = np.array(at.points, dtype=float)
        x, labels = points[:, :2], points[:, 2]
    else:
        draw = Uniform(at.seed, DATA)
        x = np.array([point(at.data, i % 2, draw, at.noise) for i in range(at.samples)])
        labels = sign(np.arange(at.samples) % 2 == 0)
    corner = (x[:, 0] > 0) & (x[:, 1] > 0)
    unrelated = np.hypot(*x.T) < 0.5 if at.data == "moons" else x[:, 1] > 0
    seconds = {"related": np.where(corner, -labels, labels), "unrelated": sign(unrelated)}
    return x, labels, seconds, logistic_loss


def point(name, side, draw, noise):
    match name:
        case "circles":
            radius, angle = (0.4, 0.8)[side == 0], 2 * np.pi * draw()
            x, y = radius * np.cos(angle), radius * np.sin(angle)
        case "moons":
            angle = np.pi * draw()
            x, y = 0.65 * np.cos(angle) - 0.325, 0.65 * np.sin(angle) - 0.1625
            x, y = (x, y) if side else (-x, -y)
        case "spirals":
            t = draw()
            angle = 2 * np.pi * 1.25 * t + side * np.pi
            x, y = (0.1 + 0.8 * t) * np.cos(angle), (0.1 + 0.8 * t) * np.sin(angle)
        case "stripes":
            stripe = 2 * int(draw() * 4 / 2) + side
            x, y = 2 * (stripe + draw()) / 4 - 1, 2 * draw() - 1
    # The noise is drawn after the point, x first.
    return x + noise * draw.normal(), y + noise * draw.normal()


def of_peaks(at):
    draw = Uniform(at.seed, DATA)
    variables = np.array([[draw() for _ in "ABCDEF"] for _ in range(at.samples)])
    centred = {name: peaks(name, variables) for name in ("ABC", "ABD", "DEF")}
    centred = {name: values - values.mean() for name, values in centred.items()}
    seconds = {"related": centred["ABD"], "unrelated": centred["DEF"]}
    return peaks_inputs(variables), centred["ABC"], seconds, squared_loss


def of_digits(at):
    data, digits = load_digits(return_X_y=True)
    x, digits = data[: min(at.samples, 500)] / 16, digits[: min(at.samples, 500)]
    ink = x.sum(axis=1)
    median = np.sort(ink)[len(ink) // 2]
    seconds = {"related": sign(np.isin(digits, [2, 3, 5, 7])), "unrelated": sign(ink > median)}
    return x, sign(digits % 2 == 1), seconds, logistic_loss


MAKE = {"peaks": of_peaks, "digits": of_digits}

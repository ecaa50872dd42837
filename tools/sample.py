"""The sample of "Bring your own", `repalign/widgets/sample.npz`: 500 of scikit-learn's handwritten
digits and what a hidden layer makes of them, before and after training.

    python -m tools.sample
"""

import copy
from pathlib import Path

import numpy as np
import torch
from sklearn.datasets import load_digits

from repalign.paper.networks import hidden_layers, mlp

FILE = Path(__file__).resolve().parent.parent / "repalign/widgets/sample.npz"
SAMPLES, UNITS, STEPS = 500, 32, 200
PARTS = 8  # of one, to which activations are rounded, so that they compress


def main():
    digits = load_digits()
    pixels, digit = digits.data[:SAMPLES], digits.target[:SAMPLES]
    inputs = torch.tensor(pixels / 16, dtype=torch.float32)
    start = mlp(inputs.shape[1], (UNITS,), n_outputs=10)
    np.savez_compressed(
        FILE,
        pixels=pixels.astype(np.uint8),
        hidden_untrained=_hidden(start, inputs),
        hidden_trained=_hidden(_trained(start, inputs, torch.tensor(digit)), inputs),
        digit=digit.astype(np.uint8),
    )


def _trained(network, inputs, labels):
    network = copy.deepcopy(network)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    for _ in range(STEPS):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(network(inputs), labels).backward()
        optimizer.step()
    return network


def _hidden(network, inputs):
    (layer,) = hidden_layers(network, inputs)
    return (np.rint(PARTS * layer) / PARTS).astype(np.float16)


if __name__ == "__main__":
    main()

"""Ten networks of the peaks task, one after the other and at once, side by side: ``python -m
bench.training``."""

import time

import numpy as np
import torch

from repalign.paper.datasets.peaks import peaks, peaks_inputs, peaks_variables
from repalign.paper.networks import mlp
from repalign.paper.training import fit, squared_loss

MEMBERS, EPOCHS, ROUNDS = 10, 3, 4


def tasks():
    """Inputs (S, n, 60) and labels (S, n): a function and samples for each member."""
    variables = [peaks_variables(10_000, seed) for seed in range(MEMBERS)]
    X = np.stack([peaks_inputs(own) for own in variables])
    y = np.stack([peaks("ABC", own) - 0.5 for own in variables])
    return torch.tensor(X, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)


def timed(function):
    """(processor seconds, what it returned): other processes on the machine count less than on the
    wall."""
    start = time.process_time()
    result = function()
    return time.process_time() - start, result


def main(hidden=(60,)):
    X, y = tasks()
    networks = [mlp(60, hidden, seed=seed) for seed in range(MEMBERS)]
    options = {"epochs": EPOCHS, "loss": squared_loss}
    one, ten, ensemble = [], [], []
    for _ in range(ROUNDS):
        singles = [
            timed(lambda i=i: fit(networks[i], X[i], y[i], seed=i, **options))
            for i in range(MEMBERS)
        ]
        took, (trained, losses) = timed(lambda: fit(networks, X, y, **options))
        one.append(np.median([seconds for seconds, _ in singles]))
        ten.append(sum(seconds for seconds, _ in singles))
        ensemble.append(took)
    print(
        f"hidden {hidden}, {EPOCHS} epochs of 10000 samples: one {min(one):.2f} s, ten alone "
        f"{min(ten):.2f} s, ",
        end="",
    )
    print(
        f"ensemble of ten {min(ensemble):.2f} s: {min(ensemble) / min(one):.2f} times one, ", end=""
    )
    print(f"{min(ten) / min(ensemble):.1f} times faster than ten")
    pairs = zip(trained, [network for _, (network, _) in singles], X, strict=True)
    outputs = max((member(own) - alone(own)).abs().max().item() for member, alone, own in pairs)
    print(
        f"largest difference to its own run after {EPOCHS} epochs: outputs {outputs:.0e}, ", end=""
    )
    print(f"losses {np.abs(losses - np.column_stack([own for _, (_, own) in singles])).max():.0e}")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
    main((60, 60, 60))

"""Training a network to tell classes of pictures apart, by a recipe that a killed process takes up
again."""

import math
import time
from dataclasses import dataclass
from functools import partial

import numpy as np

from repalign._support.extras import need
from repalign.paper.results import provenance
from repalign.paper.training import checkpoints, devices
from repalign.paper.training.minibatches import denormals_flushed, order_of

torch = need("torch", "torch")

WARM_UP = 0.2  # share of training over which the learning rate rises


@dataclass(frozen=True)
class Recipe:
    """SGD with Nesterov's momentum and a learning rate that rises in a line to its peak, then falls
    like a cosine to 0.

    Every picture is flipped with probability one half and moved by up to `shift` pixels, zeros
    moving in.
    """

    epochs: int
    learning_rate: float = 0.1
    momentum: float = 0.9
    weight_decay: float = 5e-4
    batch_size: int = 128
    shift: int = 4

    def rate(self, done):
        """The learning rate when a share `done` of training is over."""
        rise = min(1.0, done / WARM_UP)
        return self.learning_rate * min(
            rise, (1 + math.cos(math.pi * max(0.0, done - WARM_UP) / (1 - WARM_UP))) / 2
        )


def as_inputs(images):
    """Pictures as networks take them: uint8 (n, 32, 32, 3) to float32 (n, 3, 32, 32) in [-2, 2],
    channels last."""
    return torch.from_numpy(images).float().div_(63.75).sub_(2).permute(0, 3, 1, 2)


def fit_classes(
    network,
    images,
    labels,
    recipe,
    *,
    seed=0,
    state_path=None,
    progress=lambda done, total: None,
    measure_at=(),
    measure=None,
):
    """Train a network in place; the end is the same, to the bit, if training was killed and taken
    up on the way.

    Order, flips and shifts of an epoch depend on (seed, epoch) alone. Convolutions compute in
    bfloat16.

    Parameters
    ----------
    network : torch.nn.Module
        Maps (b, 3, h, w) to (b, k).
    images : uint8 array (n, h, w, 3)
    labels : int64 array (n,)
        0 to k - 1.
    recipe : Recipe
    seed : int
    state_path : path, optional
        Kept after every epoch, and taken up from if it is there and whole. It stays when training
        is over, so that the trained network can be had again: the same call then only loads it.
    progress : callable (epochs done, epochs in all)
    measure_at : ascending floats, optional
        Epochs to measure at, 0 before the first, parts of an epoch after the minibatch that
        completes them.
    measure : callable () -> dict of arrays
        Of the network as it is then; training goes on as if nothing had been measured.

    Returns
    -------
    dict
        ``losses`` and ``seconds``, of every epoch, measuring in it included; ``environment``, of
        the process that trained last; where something was measured, ``measured``, what `measure`
        returned, arrays as lists.

    Raises
    ------
    FloatingPointError
        The loss is no longer finite.
    """
    network.to(memory_format=torch.channels_last).train()
    optimizer = torch.optim.SGD(
        network.parameters(),
        lr=0.0,
        momentum=recipe.momentum,
        weight_decay=recipe.weight_decay,
        nesterov=True,
    )
    record = _resumed(network, optimizer, state_path)
    passed = partial(_measure_if_due, network, record, measure_at, measure)
    padded = np.pad(images, [(0, 0), (recipe.shift,) * 2, (recipe.shift,) * 2, (0, 0)])
    targets = torch.from_numpy(labels)
    with denormals_flushed():
        passed(len(record["losses"]))
        while len(record["losses"]) < recipe.epochs:
            start, done = time.perf_counter(), len(record["losses"])
            record["losses"].append(
                _epoch(network, optimizer, padded, targets, recipe, seed, done, passed)
            )
            record["seconds"].append(time.perf_counter() - start)
            record["environment"] = provenance.environment()
            _keep(state_path, network, optimizer, record)
            progress(len(record["losses"]), recipe.epochs)
    return record


@torch.no_grad()
def normalise_by(network, images, *, batch_size=500):
    """Give batch normalisation the statistics of these pictures, in place.

    For a network that was not trained: in evaluation mode its normalisation, which has seen
    nothing, would leave everything as it is. What training does is the same with it and without.
    """
    layers = [each for each in network.modules() if isinstance(each, torch.nn.BatchNorm2d)]
    momenta = [layer.momentum for layer in layers]
    for layer in layers:
        layer.reset_running_stats()
        layer.momentum = None  # the mean over all batches
    network.train()
    n_batches = math.ceil(len(images) / batch_size)
    for first in range(n_batches):  # pictures come class by class, and a batch should have them all
        network(as_inputs(images[first::n_batches]))
    for layer, momentum in zip(layers, momenta, strict=True):
        layer.momentum = momentum


@torch.no_grad()
def predictions(network, images, *, batch_size=500):
    """Outputs of the network for all pictures, in evaluation mode, in bfloat16 as in training:
    float32 array (n, k)."""
    network.eval()
    device = next(network.parameters()).device
    batches = np.array_split(images, math.ceil(len(images) / batch_size))
    with torch.autocast(device.type, torch.bfloat16):
        outputs = [network(as_inputs(batch).to(device)).float() for batch in batches]
    return torch.cat(outputs).numpy(force=True)


def accuracy(network, images, labels):
    """Share of the pictures whose own class has the largest output."""
    return np.mean(predictions(network, images).argmax(axis=1) == labels)


def _epoch(network, optimizer, padded, targets, recipe, seed, epoch, passed):
    """Mean loss of an epoch's minibatches, weighted by their sizes; after each of them `passed` is
    called with the epochs done."""
    moves = _moves(len(padded), recipe.shift, np.random.default_rng([seed, epoch]))
    batches = order_of(len(padded), seed, epoch).split(recipe.batch_size)
    total, tensors = 0.0, (*network.parameters(), *network.buffers())
    with devices.moved(tensors, optimizer) as device:
        for index, batch in enumerate(batches):
            optimizer.param_groups[0]["lr"] = recipe.rate(
                (epoch + index / len(batches)) / recipe.epochs
            )
            inputs = as_inputs(_moved(padded, moves, recipe.shift, batch.numpy())).to(device)
            total += _step(network, optimizer, inputs, targets[batch].to(device)) * len(batch)
            passed(epoch + (index + 1) / len(batches))
    if not math.isfinite(total):
        raise FloatingPointError(
            f"the training loss is {total} in epoch {epoch + 1}; lower the learning rate"
        )
    return total / len(padded)


def _measure_if_due(network, record, measure_at, measure, done):
    """Measure where the next epoch to measure at has come; what is recorded says which is next."""
    following = measure_at[len(record.get("measured", ())) :]
    if following and done >= following[0]:
        arrays = measure()
        record.setdefault("measured", []).append(
            {name: np.asarray(array).tolist() for name, array in arrays.items()}
        )
        network.train()


def _step(network, optimizer, inputs, targets):
    with torch.autocast(inputs.device.type, torch.bfloat16):
        outputs = network(inputs)
    loss = torch.nn.functional.cross_entropy(outputs.float(), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def _moves(n_images, shift, rng):
    """Rows and columns by which each picture is moved, and whether it is flipped: three arrays
    (n,)."""
    return *rng.integers(0, 2 * shift + 1, (2, n_images)), rng.random(n_images) < 0.5


def _moved(padded, moves, shift, batch):
    """Pictures of a batch, cut out of the padded ones where the moves say."""
    down, right, flipped = (move[batch, None] for move in moves)
    height, width = (np.arange(side - 2 * shift) for side in padded.shape[1:3])
    columns = right + np.where(flipped, width[::-1], width)
    return padded[batch[:, None, None], (down + height)[:, :, None], columns[:, None, :]]


def _resumed(network, optimizer, path):
    state = path and checkpoints.kept(path)
    if state is None:
        return {"losses": [], "seconds": [], "environment": None}
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return state["record"]


def _keep(path, network, optimizer, record):
    if path is not None:
        state = {
            "network": network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "record": record,
        }
        checkpoints.keep(path, state)

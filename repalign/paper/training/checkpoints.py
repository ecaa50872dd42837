"""What an experiment has measured while it trains, kept so that a killed run goes on from there."""

import io

import numpy as np

from repalign._support import files
from repalign._support.extras import need

torch = need("torch", "torch")

STATE_EVERY = 20  # epochs a kill may cost


def log_spaced(last, count):
    """Epochs to measure at: 0, and up to `count` spaced like a logarithm from 1 to `last`."""
    return np.unique(np.concatenate([[0], np.geomspace(1, last, count).round().astype(int)]))


def train(
    trainer,
    epochs,
    state_path,
    progress,
    *,
    checkpoints=(),
    measure=None,
    converged=lambda epoch_loss: False,
):
    """Train on from the state kept, if there is one, and measure at checkpoints.

    Parameters
    ----------
    trainer : Trainer or Ensemble
        Brought to where training ends, in place.
    epochs : int
        At most.
    state_path : Path or None
        Where the state is kept every `STATE_EVERY` epochs; a damaged one is set aside.
    progress : callable (epochs done, epochs at most)
    checkpoints : epochs at which to measure, 0 before the first
    measure : callable () -> dict of arrays
    converged : callable (epoch_loss) -> bool
        Whether to stop before.

    Returns
    -------
    history : list of what `measure` returned
    epoch_loss : list of what each epoch returned, as float or list
    """
    history, epoch_loss = resumed(trainer, state_path)
    if trainer.epoch == 0 and 0 in checkpoints:
        history.append(measure())
    while trainer.epoch < epochs and not converged(epoch_loss):
        epoch_loss.append(np.asarray(trainer.train_epoch()).tolist())
        if trainer.epoch in checkpoints:
            history.append(measure())
        if state_path and trainer.epoch % STATE_EVERY == 0:
            save_state(state_path, trainer, history, epoch_loss)
        progress(trainer.epoch, epochs)
    return history, epoch_loss


def save_state(path, trainer, history, epoch_loss):
    """Write where training stands, whole or not at all."""
    tensors = [
        {name: torch.from_numpy(np.array(array)) for name, array in entry.items()}
        for entry in history
    ]
    keep(path, {"trainer": trainer.state(), "history": tensors, "epoch_loss": epoch_loss})


def resumed(trainer, path):
    """Bring the trainer to the state kept, if there is one; (history, epoch_loss) until then."""
    state = path and kept(path)
    if state is None:
        return [], []
    trainer.resume(state["trainer"])
    return [
        {name: tensor.numpy() for name, tensor in entry.items()} for entry in state["history"]
    ], state["epoch_loss"]


def keep(path, state):
    """Write what training on needs, with its checksum, whole or not at all."""
    buffer = io.BytesIO()
    torch.save(state, buffer)
    files.save_sealed(path, buffer.getbuffer())


def kept(path):
    """What `keep` wrote, or None where there is none, or a damaged one: that is named and set
    aside."""
    content = files.kept(path, files.read_sealed)
    return None if content is None else torch.load(io.BytesIO(content), weights_only=True)

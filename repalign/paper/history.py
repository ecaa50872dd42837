"""What an experiment has measured while it trains, kept so that a killed run goes on from there."""

import numpy as np

from repalign._extras import need
from repalign._files import replacing

torch = need("torch", "torch")


def save_state(path, trainer, history, epoch_loss):
    """Write where training stands, whole or not at all."""
    tensors = [{name: torch.from_numpy(np.array(array)) for name, array in entry.items()} for entry in history]
    with replacing(path) as partial:
        torch.save({"trainer": trainer.state(), "history": tensors, "epoch_loss": epoch_loss}, partial)


def resumed(trainer, path):
    """Bring the trainer to the state kept, if there is one; (history, epoch_loss) until then."""
    if path is None or not path.exists():
        return [], []
    state = torch.load(path, weights_only=True)
    trainer.resume(state["trainer"])
    return [{name: tensor.numpy() for name, tensor in entry.items()} for entry in state["history"]], state["epoch_loss"]

"""Where networks are trained: on the processor, or on a graphics card where one is asked for.

Only minibatches are computed there. Between epochs a network is back on the processor, where
everything else takes place.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from repalign._support.extras import need

torch = need("torch", "torch")

PROCESSOR = "cpu"
_chosen = ContextVar("device", default=PROCESSOR)


def require(name):
    """OSError unless PyTorch can compute on the device of that name."""
    try:
        torch.ones(1, device=name).sum().item()
    except (RuntimeError, AssertionError) as error:  # the latter where PyTorch was built without it
        reason = str(error).partition("\n")[0]
        raise OSError(f"PyTorch cannot compute on --device {name}: {reason}") from error


@contextmanager
def training_on(name):
    """Train on the device of that name in this context; float32 is what it is on the processor."""
    token, precise = _chosen.set(name), torch.backends.cudnn.allow_tf32
    torch.backends.cudnn.allow_tf32 = False
    try:
        yield
    finally:
        torch.backends.cudnn.allow_tf32 = precise
        _chosen.reset(token)


def described():
    """The device in words, for a record: "cpu", or "cuda (name of the card)"."""
    name = _chosen.get()
    known = name.startswith("cuda")
    return f"{name} ({torch.cuda.get_device_name(name)})" if known else name


@contextmanager
def moved(tensors, optimizer):
    """Parameters and buffers on the device chosen, with what their optimiser keeps of them.

    Parameters
    ----------
    tensors : iterable of tensors
        They stay the same objects, so that whatever holds them holds them there.
    optimizer : torch.optim.Optimizer

    Yields
    ------
    torch.device
    """
    device, tensors = torch.device(_chosen.get()), list(tensors)
    _move(tensors, optimizer, device)
    try:
        yield device
    finally:
        _move(tensors, optimizer, torch.device(PROCESSOR))


def _move(tensors, optimizer, device):
    for tensor in tensors:
        if tensor.device != device:
            tensor.grad, tensor.data = None, tensor.data.to(device)
    for state in optimizer.state.values():
        for key, value in state.items():
            if isinstance(value, torch.Tensor):
                state[key] = value.to(device)

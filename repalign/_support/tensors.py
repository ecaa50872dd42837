"""Tensors on a device that computes in float64, a GPU: nothing of them but a triangle leaves it."""

import sys

import numpy as np

HOSTS = ("cpu", "mps")  # the second one computes in float32
ROWS = 2**26  # of a block, in numbers
KINDS = ("float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8")


def is_tensor(value):
    torch = sys.modules.get("torch")  # who passes a tensor has imported it
    return torch is not None and isinstance(value, torch.Tensor)


def on_device(value):
    """Whether it is a tensor whose reduction stays where it is."""
    return (
        is_tensor(value)
        and value.device.type not in HOSTS
        and not value.is_sparse
        and str(value.dtype).removeprefix("torch.") in KINDS
    )


def on_host(array):
    """An array, of one or of a tensor."""
    return array.cpu().numpy() if is_tensor(array) else array


def with_bias(X):
    """A column of ones, and X."""
    return _torch().nn.functional.pad(X, (1, 0), value=1.0)


def triangle(pieces):
    """R of rows in pieces, as `repalign.reduction.triangle`, on the device of the first tensor."""
    torch = _torch()
    device = next(each.device for arrays in pieces for each in arrays if is_tensor(each))
    total = None
    for rows in _blocks(pieces):
        rows = torch.cat([_moved(each, device) for each in rows], dim=1)
        stacked = rows if total is None else torch.cat([total, rows])
        total = torch.linalg.qr(stacked, mode="r").R
    return total


def _blocks(pieces):
    """Pieces cut into rows that fit beside a triangle."""
    for arrays in pieces:
        columns = sum(each.shape[1] for each in arrays)
        step = max(2 * columns, ROWS // columns)
        for start in range(0, len(arrays[0]), step):
            yield [each[start : start + step] for each in arrays]


def _moved(array, device):
    return (
        _torch()
        .as_tensor(np.asarray(array) if not is_tensor(array) else array)
        .to(device, _torch().float64)
    )


def _torch():
    return sys.modules["torch"]

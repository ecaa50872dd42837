"""Tensors on a device that computes in float64, a GPU: nothing of them but a triangle leaves it."""

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

DEVICES = ("cuda",)  # that compute in float64; AMD's are called so too
MOST = 2**26  # numbers in a block


def is_tensor(value: object) -> bool:
    torch = sys.modules.get("torch")  # who passes a tensor has imported it
    return torch is not None and isinstance(value, torch.Tensor)


def stays(value: Any) -> bool:
    """Whether it is a dense tensor of real numbers whose reduction stays where it is."""
    return (
        is_tensor(value)
        and value.device.type in DEVICES
        and not (value.is_sparse or value.is_sparse_csr or value.is_complex())
    )


def on_host(array: Any) -> Any:
    """An array, of one or of a tensor."""
    return array.double().cpu().numpy() if is_tensor(array) else array


def module_of(array: object) -> Any:
    """numpy or torch, whose functions of a name do the same."""
    return sys.modules["torch" if is_tensor(array) else "numpy"]


def triangle(pieces: Sequence[Sequence[Any]]) -> Any:
    """As `repalign.reduction.triangle`, on the device of the first tensor."""
    torch, device = sys.modules["torch"], _device(*pieces)
    total = None
    for arrays in pieces:
        columns = sum(each.shape[1] for each in arrays)
        step = max(2 * columns, MOST // columns)
        for start in range(0, len(arrays[0]), step):
            rows = side_by_side([each[start : start + step] for each in arrays], device)
            total = torch.linalg.qr(rows if total is None else torch.cat([total, rows]), mode="r").R
    return total


def side_by_side(arrays: Sequence[Any], device: Any = None) -> Any:
    """One tensor of arrays and tensors, on a device, or on that of the first tensor."""
    torch, device = sys.modules["torch"], device or _device(arrays)
    # Of arrays a copy: torch takes no strides that run backwards, and no other byte orders.
    tensors = [each if is_tensor(each) else np.array(each, dtype=np.float64) for each in arrays]
    return torch.cat([torch.as_tensor(each).to(device, torch.float64) for each in tensors], dim=1)


def _device(*pieces: Sequence[Any]) -> Any:
    return next(each.device for arrays in pieces for each in arrays if is_tensor(each))

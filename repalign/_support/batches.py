"""What a loader gives and a model puts out, batch by batch: checked, and made rows of features."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from repalign._support.arrays import as_labels, as_matrix
from repalign._support.check import shown
from repalign._support.extras import need
from repalign._support.typing import Floats

if TYPE_CHECKING:
    import torch
else:
    torch = need("torch", "torch")

Pool: TypeAlias = Literal["flatten", "mean"] | Callable[[torch.Tensor], torch.Tensor]

MANY = 20_000  # features: from here on a triangle of them takes gigabytes
POOLS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "flatten": lambda output: output,
    "mean": lambda output: output.flatten(2).mean(2) if output.ndim > 2 else output,
}


def samples(inputs: Any) -> torch.Tensor:
    try:
        tensor = torch.as_tensor(inputs)
    except (TypeError, ValueError, RuntimeError, OverflowError) as error:
        raise TypeError(
            "the loader's inputs must be a tensor, or numbers to make one of; got a "
            f"{type(inputs).__name__}, {shown(inputs)}; let the loader give the tensor, and wrap "
            "a model that takes something else"
        ) from error
    if tensor.ndim == 0 or len(tensor) == 0:
        raise ValueError(
            "the loader's inputs must hold at least one sample along the first axis; got shape "
            f"{tuple(tensor.shape)}; leave empty batches out"
        )
    return tensor


def pooling(pool: Pool) -> Callable[[torch.Tensor], torch.Tensor]:
    function = POOLS.get(pool) if isinstance(pool, str) else pool
    if not callable(function):
        raise ValueError(
            f"pool must be one of {', '.join(map(repr, POOLS))} or a function; got {shown(pool)}"
        )
    return function


def pair(batch: Sequence[Any]) -> Sequence[Any]:
    if not isinstance(batch, tuple | list) or len(batch) != 2:
        size = f" of {len(batch)}" if isinstance(batch, tuple | list) else ""
        raise ValueError(
            f"the loader must give pairs (inputs, labels); got a {type(batch).__name__}{size}; "
            "without labels nothing can be aligned, and other batches a generator can turn into "
            "pairs"
        )
    return batch


class Signs:
    """Labels of two classes as +1 for the one met first, -1 for the other: a Spectrum squares the
    sign away."""

    def __init__(self) -> None:
        self.classes: list[Any] = []

    def __call__(self, labels: ArrayLike) -> Floats:
        labels = as_labels("labels", labels)
        self.classes += [label for label in np.unique(labels) if label not in self.classes]
        if len(self.classes) > 2:
            self.require_two()
        return np.where(labels == self.classes[0], 1.0, -1.0)

    def require_two(self) -> None:
        if len(self.classes) != 2:
            raise ValueError(
                "labels must be of exactly two classes; got "
                f"{', '.join(map(str, self.classes[:5]))}; select two, or give a target: for ten "
                "classes lambda labels: np.eye(10)[labels], for regression lambda labels: labels"
            )


def device(model: torch.nn.Module) -> torch.device:
    return next(chain(model.parameters(), model.buffers()), torch.empty(0)).device


def call(model: torch.nn.Module, inputs: torch.Tensor) -> None:
    try:
        model(inputs)
    except Exception as error:  # whatever the model does not take
        shape, kind = tuple(inputs.shape), str(inputs.dtype).removeprefix("torch.")
        raise ValueError(
            f"the model stopped at a batch of shape {shape}, {kind}: {error}"
        ) from error


def warn_of_many(phi: Mapping[str, Floats]) -> None:
    """Before the first of many batches is stored: d features take n x d, then d x d numbers."""
    for name, rows in phi.items():
        if rows.shape[1] > MANY:
            warnings.warn(
                f"layer {name!r} has {rows.shape[1]} features a sample, which take "
                f"{8 * rows.shape[1] / 1e6:.2g} MB for each, up to as many samples; pass "
                'pool="mean", or a pool of your own, if that is too much',
                stacklevel=3,
            )


def features(
    name: str,
    outputs: Sequence[torch.Tensor],
    n_samples: int,
    pool: Callable[[torch.Tensor], torch.Tensor],
) -> Floats:
    """Rows of features, outputs of several calls side by side, in float64 from here on."""
    rows = [pool(output) for output in outputs]
    for row in rows:
        if not isinstance(row, torch.Tensor):
            raise TypeError(
                f"pool must give a tensor of the outputs of layer {name!r}; got {shown(row)}"
            )
        if row.shape[:1] != (n_samples,):
            raise ValueError(
                f"layer {name!r} gives features of shape {tuple(row.shape)} for a batch of "
                f"{n_samples}: the first axis must be the samples; name another layer, or give a "
                "pool that makes it so"
            )
    return as_matrix(
        f"layer {name!r}", torch.cat([row.reshape(n_samples, -1) for row in rows], dim=1)
    )

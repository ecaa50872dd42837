"""A spectrum from one pass over chunks of samples, none of which is kept; what was measured apart
merges exactly."""

from collections.abc import Iterable
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from repalign._support import tensors
from repalign._support.arrays import as_array, as_float64, as_rows, as_targets, require_finite
from repalign._support.check import as_iterable, shown
from repalign._support.typing import Floats
from repalign.decomposition import Spectrum, of_rows
from repalign.reduction import triangle


class SpectrumAccumulator:
    """Collects samples chunk by chunk and tells the `Spectrum` of all of them together.

    With [Phi y] = Q R, the triangle R stands for all samples seen: it replaces them, and is
    factored again together with those that come. Chunks may have any size and any order. The state
    is at most 2 (d + k)^2 numbers, however many the samples; it can be pickled, to merge what
    several processes have seen.

    Attributes
    ----------
    n_samples : int
        Samples seen.

    Notes
    -----
    Fewer samples than features cannot be told by less than themselves: below 2 (d + k) of them all
    are kept.

    Examples
    --------
    >>> first = SpectrumAccumulator().update([[3.0, 0.0]], [1.0])
    >>> second = SpectrumAccumulator().update([[0.0, 1.0], [0.0, 0.0]], [-2.0, 2.0])
    >>> spec = first.merge(second).compute()
    >>> spec.singular_values, spec.squared_projections, float(spec.residual)
    (array([3., 1.]), array([1., 4.]), 4.0)
    """

    def __init__(self) -> None:
        self.n_samples = 0
        self._blocks: list[Floats] = []  # rows of [Phi y], or triangles that stand for them
        self._n_features = 0
        self._targets: tuple[int, ...] = ()

    def update(self, phi: ArrayLike, y: ArrayLike) -> Self:
        """Take in more samples.

        Parameters
        ----------
        phi : array (m, d)
            Any number of samples, as they are: see `prepare`. None (m = 0) changes nothing.
        y : array (m,) or (m, k)

        Returns
        -------
        SpectrumAccumulator
            This one.

        Raises
        ------
        ValueError
            What `spectrum` refuses, or other columns than in the chunks before. Nothing is taken in
            then.
        """
        rows: Any = phi if tensors.stays(phi) else as_array("phi", phi)
        targets = as_array("y", y)
        if tuple(rows.shape[:1]) == targets.shape[:1] == (0,):
            return self
        rows = as_rows("phi", rows)
        targets = as_targets(targets, len(rows))
        self._require_same_columns(rows.shape[1], targets.shape[1:])
        self._take(len(rows), [(rows, targets.reshape(len(rows), -1))])
        return self

    def merge(self, other: "SpectrumAccumulator") -> Self:
        """Take in all samples of another accumulator, which stays as it is.

        Returns
        -------
        SpectrumAccumulator
            This one.

        Raises
        ------
        ValueError
            `other` is no SpectrumAccumulator, or has other columns.
        """
        if not isinstance(other, SpectrumAccumulator):
            raise ValueError(
                f"only a SpectrumAccumulator can be merged; got {type(other).__name__}; use update "
                "for data"
            )
        if other.n_samples:
            self._require_same_columns(other._n_features, other._targets)
            self._take(other.n_samples, [(block,) for block in other._blocks])
        return self

    def compute(self, *, rtol: float | None = None) -> Spectrum:
        """The Spectrum of all samples so far; more may follow.

        Parameters
        ----------
        rtol : float in [0, 1), optional
            As in `spectrum`.

        Raises
        ------
        ValueError
            There are no samples yet.
        """
        if not self.n_samples:
            raise ValueError(
                "no samples yet: update with at least one chunk that is not empty before compute"
            )
        d, rows = self._n_features, np.concatenate([*map(tensors.on_host, self._blocks)])
        return of_rows(rows[:, :d], rows[:, d:], rtol, (self.n_samples, d), 1 + len(self._targets))

    def __getstate__(self) -> dict[str, Any]:
        """It may be read where there is no such device."""
        return self.__dict__ | {"_blocks": [*map(tensors.on_host, self._blocks)]}

    def _require_same_columns(self, n_features: int, targets: tuple[int, ...]) -> None:
        came, expected = (n_features, targets), (self._n_features, self._targets)
        if self.n_samples and came != expected:
            raise ValueError(
                f"these samples have {_columns(*came)}; those before had {_columns(*expected)}"
            )
        self._n_features, self._targets = came

    def _take(self, n_samples: int, pieces: list[tuple[Any, ...]]) -> None:
        held = [(block,) for block in self._blocks]
        n_rows = sum(len(arrays[0]) for arrays in held + pieces)
        n_columns = sum(array.shape[1] for array in pieces[0])
        # Not at once: a factorization for every sample would cost n_columns times as much.
        if n_rows > 2 * n_columns:
            blocks = new = [triangle(held + pieces)]
        else:
            new = [_side_by_side(arrays) for arrays in pieces]
            blocks = self._blocks + new
        if not all((abs(block) < np.inf).all() for block in new):
            for arrays in pieces:
                require_finite("phi", tensors.on_host(arrays[0]))
            raise ValueError(
                "these samples are so large that their lengths exceed float64; divide by a constant"
            )
        self.n_samples, self._blocks = self.n_samples + n_samples, blocks


def _side_by_side(arrays: tuple[Any, ...]) -> Any:
    if any(map(tensors.is_tensor, arrays)):
        return tensors.side_by_side(arrays)
    return np.concatenate([as_float64(each) for each in arrays], axis=1)


def spectrum_from_chunks(
    chunks: Iterable[tuple[ArrayLike, ArrayLike]], *, rtol: float | None = None
) -> Spectrum:
    """The Spectrum of samples that come in chunks, as from a file too large to load.

    Parameters
    ----------
    chunks : iterable of (phi, y)
        Arrays (m, d) and (m,) or (m, k), as `SpectrumAccumulator.update` takes them; m may differ.
    rtol : float in [0, 1), optional
        As in `spectrum`.

    Returns
    -------
    Spectrum
        That of the stacked chunks, of which one is held at a time.

    Raises
    ------
    ValueError
        As `SpectrumAccumulator`; there are no samples in the chunks.

    Examples
    --------
    >>> chunks = ((np.eye(3)[[i]], [2.0]) for i in range(3))
    >>> spectrum_from_chunks(chunks).target_norm_sq
    np.float64(12.0)
    """
    accumulator = SpectrumAccumulator()
    for chunk in as_iterable("chunks", chunks, "of pairs (phi, y)"):
        accumulator.update(*_pair(chunk))
    return accumulator.compute(rtol=rtol)


def _pair(chunk: Any) -> tuple[ArrayLike, ArrayLike]:
    try:
        phi, y = chunk
    except (TypeError, ValueError) as error:
        raise ValueError(f"chunks must be pairs (phi, y); got {shown(chunk)}") from error
    return phi, y


def _columns(n_features: int, targets: tuple[int, ...]) -> str:
    return f"{n_features} features and " + (
        f"{targets[0]} targets, y (m, {targets[0]})" if targets else "one target, y (m,)"
    )

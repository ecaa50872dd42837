"""A spectrum from one pass over chunks of samples, none of which is kept; what was measured apart
merges exactly."""

from collections.abc import Iterable
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from repalign._support.arrays import as_array, as_matrix, as_targets
from repalign._support.check import as_iterable, shown
from repalign._support.typing import Floats
from repalign.decomposition import Spectrum, of_rows, triangle


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
        phi, y = as_array("phi", phi), as_array("y", y)
        if phi.shape[:1] == y.shape[:1] == (0,):
            return self
        phi = as_matrix("phi", phi)
        y = as_targets(y, len(phi))
        self._require_same_columns(phi.shape[1], y.shape[1:])
        self._take(len(phi), [np.column_stack([phi, y])])
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
            self._take(other.n_samples, other._blocks)
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
        d, rows = self._n_features, np.concatenate(self._blocks)
        return of_rows(rows[:, :d], rows[:, d:], rtol, (self.n_samples, d), 1 + len(self._targets))

    def _require_same_columns(self, n_features: int, targets: tuple[int, ...]) -> None:
        came, expected = (n_features, targets), (self._n_features, self._targets)
        if self.n_samples and came != expected:
            raise ValueError(
                f"these samples have {_columns(*came)}; those before had {_columns(*expected)}"
            )
        self._n_features, self._targets = came

    def _take(self, n_samples: int, blocks: list[Floats]) -> None:
        blocks = self._blocks + blocks
        n_rows, n_columns = sum(map(len, blocks)), blocks[0].shape[1]
        if (
            n_rows > 2 * n_columns
        ):  # not at once: a factorization for every sample would cost n_columns times as much
            blocks = [triangle(np.concatenate(blocks))]
            if not np.isfinite(blocks[0]).all():
                raise ValueError(
                    "these samples are so large that their lengths exceed float64; divide by a "
                    "constant"
                )
        self.n_samples, self._blocks = self.n_samples + n_samples, blocks


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

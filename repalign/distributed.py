"""Many configurations, and arrays larger than memory, on several processes or machines."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from repalign._support.arrays import as_real
from repalign._support.check import as_iterable, as_path, checked_rtol, require_callable
from repalign._support.extras import need
from repalign._support.files import kept, load_arrays
from repalign._support.maps import dask_map, process_map, single_threaded
from repalign._support.sweeps import Cached, Error, Guarded, cache_path, reason
from repalign._support.typing import Map, StrPath
from repalign.accumulate import SpectrumAccumulator
from repalign.decomposition import Spectrum

__all__ = [
    "SweepError",
    "dask_map",
    "process_map",
    "single_threaded",
    "spectrum_from_dask",
    "sweep",
]

C = TypeVar("C")
R = TypeVar("R")


class Failure(NamedTuple):
    """A configuration, what went wrong in one line, and where (empty if its process was lost)."""

    config: Any
    error: str
    traceback: str


class SweepError(RuntimeError):
    """Some configurations failed; all others were done.

    Attributes
    ----------
    failures : list of Failure
    """

    def __init__(self, failures: list[Failure], total: int) -> None:
        lines = [f"{failure.config} failed: {failure.error}" for failure in failures]
        super().__init__("\n".join([f"{len(failures)} of {total} configurations failed:", *lines]))
        self.failures = failures


def sweep(
    fn: Callable[[C], R],
    configs: Iterable[C],
    *,
    map: Map = map,
    cache_dir: StrPath | None = None,
) -> list[R]:
    """Call fn with every configuration, wherever `map` runs it; what fails does not stop the
    others.

    Parameters
    ----------
    fn : callable (config) -> dict of arrays
        Without `cache_dir` it may return anything.
    configs : iterable
        With `cache_dir`, each a dataclass, a dict or another value that JSON can hold.
    map : callable (function, items) -> results in the order of the items
        The builtin runs one after the other; `process_map` and `dask_map` run many at once. For a
        result that is lost for good it may give an exception instead.
    cache_dir : path, optional
        A folder for one .npz file a configuration, named by the content of the configuration and by
        the module and name of `fn`, so `fn` must be defined at the top of a module or of a
        notebook, or be a `functools.partial` of such a function. A sweep that was killed goes on
        from what is there; a damaged file is named, set aside and computed again. Remove files if
        `fn` changes what it does. If workers run on several machines, they must all see the folder.

    Returns
    -------
    list
        What fn returned, in the order of configs.

    Raises
    ------
    SweepError
        At the end, if some configurations failed; its ``failures`` name them all. What was done is
        in the cache.
    TypeError
        fn or map is no function, configs cannot be gone through, or cache_dir is no path.
    ValueError
        A function or a configuration that cannot name a file.

    Examples
    --------
    >>> sweep(lambda config: config["x"] ** 2, [{"x": 2}, {"x": 3}])
    [4, 9]
    """
    configs = list(as_iterable("configs", configs, "of configurations"))
    require_callable("fn", fn)
    require_callable("map", map)
    if cache_dir is None:
        return _outcomes(fn, configs, map)
    cache_dir = as_path("cache_dir", cache_dir)
    paths = [cache_path(fn, config, cache_dir) for config in configs]
    found = [kept(path, load_arrays) for path in paths]
    pairs = zip(paths, configs, strict=True)
    missing = [pair for pair, arrays in zip(pairs, found, strict=True) if arrays is None]
    _outcomes(Cached(fn), missing, map, config_of=lambda pair: pair[1], total=len(configs))
    results: list[Any] = [
        load_arrays(path) if arrays is None else arrays
        for path, arrays in zip(paths, found, strict=True)
    ]
    return results


def _outcomes(
    fn: Callable[[Any], Any],
    items: list[Any],
    map: Map,
    config_of: Callable[[Any], Any] = lambda item: item,
    total: int | None = None,
) -> list[Any]:
    outcomes = list(as_iterable("map", map(Guarded(fn), items), "of results when called"))
    if len(outcomes) != len(items):
        raise ValueError(
            f"map must give a result for each of {len(items)} items, in their order; got "
            f"{len(outcomes)}"
        )
    failures = [
        Failure(config_of(item), *reason(outcome))
        for item, outcome in zip(items, outcomes, strict=True)
        if isinstance(outcome, (Error, Exception))
    ]
    if failures:
        raise SweepError(failures, total or len(items))
    return outcomes


def spectrum_from_dask(phi: Any, y: ArrayLike, *, rtol: float | None = None) -> Spectrum:
    """The `spectrum` of a dask array, block by block: no worker holds more than a block and two
    small triangles.

    Parameters
    ----------
    phi : dask array (n, d)
        Any chunks of known sizes; those along the columns are joined.
    y : array or dask array (n,) or (n, k)
    rtol : float in [0, 1), optional
        As in `spectrum`.

    Returns
    -------
    Spectrum
        That of the whole arrays, to rounding, whatever the chunks.

    Raises
    ------
    ValueError
        phi is no dask array, sizes are unknown or do not fit, or a block holds what `spectrum`
        refuses.

    Examples
    --------
    >>> import dask.array as da
    >>> phi = da.ones((1000, 3), chunks=(100, 2))
    >>> spectrum_from_dask(phi, np.ones(1000)).squared_projections.round(9)
    array([1000.])
    """
    checked_rtol(rtol, None)
    da, delayed = need("dask.array", "dask"), need("dask", "dask").delayed
    rows, targets = _row_blocks(da, phi, y)
    parts = [
        delayed(_folded)(*block)
        for block in zip(rows.to_delayed().ravel(), targets.to_delayed().ravel(), strict=True)
    ]
    while len(parts) > 1:
        parts = [delayed(_merged)(*parts[i : i + 2]) for i in range(0, len(parts), 2)]
    return parts[0].compute().compute(rtol=rtol)


def _folded(phi: ArrayLike, y: ArrayLike) -> SpectrumAccumulator:
    return SpectrumAccumulator().update(phi, y)


def _merged(*parts: SpectrumAccumulator) -> SpectrumAccumulator:
    total = SpectrumAccumulator()
    for part in parts:  # dask may need them again: none may change
        total.merge(part)
    return total


def _row_blocks(da: Any, phi: Any, y: Any) -> tuple[Any, Any]:
    """Both as dask arrays, cut at the same rows and only there."""
    if not isinstance(phi, da.Array):
        raise ValueError(
            f"phi must be a dask array; got {type(phi).__name__}: use spectrum(phi, y)"
        )
    y = y if isinstance(y, da.Array) else da.from_array(as_real("y", y))
    for name, array, ndims in (("phi", phi, (2,)), ("y", y, (1, 2))):
        if np.isnan(array.shape).any():
            raise ValueError(
                f"{name} has chunks of unknown sizes; call {name}.compute_chunk_sizes() first"
            )
        if array.ndim not in ndims or 0 in array.shape:
            expected = "(n, d)" if name == "phi" else "(n,) or (n, k)"
            raise ValueError(
                f"{name} must have shape {expected} and not be empty; got {array.shape}"
            )
    if len(phi) != len(y):
        raise ValueError(
            f"y has {len(y)} labels for {len(phi)} samples; there must be one for each row of phi"
        )
    phi = phi.rechunk({1: -1})
    return phi, y.rechunk((phi.chunks[0], *[-1] * (y.ndim - 1)))

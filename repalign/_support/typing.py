"""Types that signatures share."""

from collections.abc import Callable, Iterable
from os import PathLike
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
StrPath: TypeAlias = str | PathLike[str]
Map: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
Progress: TypeAlias = Callable[[int, int], object]

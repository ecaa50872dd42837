"""Types that signatures share."""

from os import PathLike
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
StrPath: TypeAlias = str | PathLike[str]

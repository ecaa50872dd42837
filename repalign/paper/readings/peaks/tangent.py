"""What `tangent` measured: hidden representation and tangent kernel, rich and lazy training."""

import numpy as np

from repalign.paper.readings.common import stored_height

RICH, LAZY = range(2)
HIDDEN, KERNEL = range(2)
"""The order of scalings and of features on their axes, as in the experiment."""
LEVEL = 0.02  # a threshold in units of sqrt(n): tau = 2 of 10000 samples


def heights(stored, prefix=""):
    """Heights of the alignment curves: (S, scalings, start and end, features, functions)."""
    curves = stored[f"{prefix}curve"]
    return stored_height(1, stored["levels"], curves)


def shares(stored, prefix=""):
    """The same of the curves at `LEVEL`."""
    return stored[f"{prefix}curve"][..., np.isclose(stored["levels"], LEVEL)][..., 0]


def gains(scaling, features, functions, prefix=""):
    """What training adds to the height of some functions' curves, (S, k)."""

    def read(stored):
        found = heights(stored, prefix)[:, scaling, :, features]
        return (found[:, 1] - found[:, 0])[:, functions]

    return read


def hidden_over_kernel(functions, prefix="", measure=heights):
    """What rich training adds to the hidden representation less what it adds to the kernel,
    (S, k)."""

    def read(stored):
        found = measure(stored, prefix)[:, RICH]
        gained = found[:, 1] - found[:, 0]
        return (gained[:, HIDDEN] - gained[:, KERNEL])[:, functions]

    return read


def rich_over_lazy(functions, prefix="", measure=heights):
    """What rich training adds to hidden representation and kernel, less what lazy training does,
    (S, 2 k)."""

    def read(stored):
        found = measure(stored, prefix)
        gained = found[:, :, 1] - found[:, :, 0]
        difference = gained[:, RICH] - gained[:, LAZY]
        return difference[..., functions].reshape(len(found), -1)

    return read

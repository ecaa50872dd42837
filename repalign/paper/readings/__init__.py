"""Numbers, curves and errors read off stored results: a module a topic, and what all share."""

from repalign.paper.readings import (
    circle,
    cnn,
    common,
    convergence,
    depth,
    emergence,
    expressivity,
    layers,
    networks,
    peaks,
    similarity,
    smaller,
)

__all__ = [
    "circle",
    "cnn",
    "common",
    "convergence",
    "depth",
    "emergence",
    "expressivity",
    "layers",
    "networks",
    "peaks",
    "similarity",
    "smaller",
]

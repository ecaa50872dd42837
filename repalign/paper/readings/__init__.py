"""Numbers, curves and errors read off stored results: a module a topic, and what all share."""

from repalign.paper.readings import (
    circle,
    cnn,
    common,
    convergence,
    depth,
    emergence,
    expressivity,
    fine_tuning,
    layers,
    networks,
    peaks,
    ranking,
    similarity,
    smaller,
    source_controls,
)

__all__ = [
    "circle",
    "cnn",
    "common",
    "convergence",
    "depth",
    "emergence",
    "expressivity",
    "fine_tuning",
    "layers",
    "networks",
    "peaks",
    "ranking",
    "similarity",
    "smaller",
    "source_controls",
]

"""Exercises of chapter 3."""

import numpy as np

from repalign.paper.chapters.exercises.exercise import Exercise
from repalign.paper.chapters.exercises.forms import Numbers
from repalign.paper.chapters.exercises.stored import read
from repalign.paper.readings import layers, networks


def edge_of_collapse(angle, n=10_000):
    """Two points of length one, half of the samples on each: labels lie on sigma^2 = n (1 - cos) /
    2."""
    return np.sqrt(n * (1 - np.cos(np.deg2rad(angle))) / 2)


EXERCISES = (
    Exercise(
        "3.1",
        "compute",
        minutes=8,
        form=Numbers("a threshold"),
        answer=lambda: edge_of_collapse(60),
    ),
    Exercise(
        "3.2",
        "read",
        minutes=5,
        form=Numbers("a threshold"),
        answer=read(networks.highest_level_of_inputs, "networks", "ct_slices", 0.4),
    ),
    Exercise(
        "3.3",
        "read",
        minutes=5,
        form=Numbers("an epoch", whole=True),
        answer=read(layers.epoch_of_lowest_collapse, "layers", "mnist"),
    ),
)

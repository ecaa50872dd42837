"""What is read off the stored experiment `source_controls`: sources of mixed kinds, and budgets."""

import numpy as np

from repalign.paper.readings.similarity import side


def leads(stored, epochs, mixed=False):
    """Height of the curve with the similar source less that with the other, of the runs with so
    many epochs: (S, P, L). Of mixed sources, which neither is, the size of the difference."""
    chosen = (stored["epochs"] == epochs) & (stored["mixed"] == mixed)
    first, second = np.moveaxis(stored["heights"][chosen], 1, 0)
    difference = first - second
    by_layer = np.abs(difference) if mixed else difference * side(stored)
    return np.swapaxes(by_layer, 1, 2)


def beyond_mixed(stored):
    """Of each task: the lead of the similar source less what mixed sources differ by, (S, P, L)."""
    longest = stored["epochs"].max()
    return leads(stored, longest) - leads(stored, longest, mixed=True)


def budgets(stored):
    """Numbers of epochs that sources of one kind were trained for: int (E,)."""
    return np.unique(stored["epochs"][~stored["mixed"]])


def by_budget(stored):
    """The lead of the similar source in the last layer after each of `budgets`, (S, P, E)."""
    return np.stack([leads(stored, epochs)[..., -1] for epochs in budgets(stored)], axis=-1)


def grown(stored):
    """The lead after the longest of `budgets` less that after the shortest, (S, P, 1)."""
    values = by_budget(stored)
    return values[..., [-1]] - values[..., [0]]


def budget_names(stored):
    """Of the same, in words."""
    return [f"{epochs} epochs" for epochs in budgets(stored)]

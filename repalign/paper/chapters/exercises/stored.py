"""Answers that follow from stored results."""

from repalign.paper import results


def read(reading, experiment, *arguments):
    """What a reading makes of an experiment's stored results, when it is asked for: callable ()."""
    return lambda: reading(results.load(experiment), *arguments)

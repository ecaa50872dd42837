"""The error of a mean."""


def standard_error(values, axis=0):
    """Of the mean over an axis of independent runs."""
    from scipy.stats import sem  # half a second to import

    return sem(values, axis=axis)

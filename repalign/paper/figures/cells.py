"""Cells of tables that hold a mean and how far to trust it."""

from repalign.paper.statistics import over_runs


def with_interval(values, form="+.3f"):
    r"""Mean over the runs ± half of its 95 % interval: a text for each case.

    Parameters
    ----------
    values : array (S, m)
    form : str
        Of the mean; half of the interval is written so without a sign.

    Examples
    --------
    >>> with_interval([[3.0], [4.0], [5.0]], "+.1f")
    ['+4.0 ±\xa02.5']
    """
    estimate = over_runs(values)
    return _texts(estimate.mean, " ±\xa0", estimate.half_width, form)


def with_error(values, form=".3f"):
    """Mean over the runs (its standard error): a text for each case.

    Examples
    --------
    >>> with_error([[3.0], [4.0], [5.0]], ".1f")
    ['4.0 (0.6)']
    """
    estimate = over_runs(values)
    return _texts(estimate.mean, " (", estimate.error, form, ")")


def _texts(means, between, others, form, end=""):
    return [
        f"{mean:{form}}{between}{other:{form.lstrip('+')}}{end}"
        for mean, other in zip(means, others, strict=True)
    ]

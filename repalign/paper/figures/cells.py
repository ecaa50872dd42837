"""Columns of tables, and cells that hold a mean and how far to trust it."""

import math
import re

from repalign.paper.statistics import over_runs

EXPONENT = re.compile(r"e([+-]\d+)$")
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def in_columns(heads, rows):
    """A table's columns by name.

    Examples
    --------
    >>> in_columns(("task", "share"), [("source", 0.5), ("related", 0.25)])
    {'task': ('source', 'related'), 'share': (0.5, 0.25)}
    """
    return dict(zip(heads, zip(*rows, strict=True), strict=True))


def written(form, value):
    """A number in a form such as ``"{:.1e}"``; what takes infinitely many steps is never.

    Examples
    --------
    >>> written("{:.1e}", 0.00012), written("{:.3g}", float("inf"))
    ('1.2·10⁻⁴', 'never')
    """
    if value == math.inf:
        return "never"
    text = form.format(value)
    power = EXPONENT.search(text)
    return f"{text[: power.start()]}·{ten_to(int(power[1]))}" if power else text


def ten_to(exponent):
    """A power of ten in text."""
    return "10" + str(exponent).translate(SUPERSCRIPTS)


def told(mean, error, form=".3f"):
    """A mean and its standard error, written as the mean is but for a sign.

    Examples
    --------
    >>> told(0.5, 0.0312, "+.2f")
    '+0.50 (0.03)'
    """
    return f"{mean:{form}} ({_unsigned(error, form)})"


def between(mean, half_width, form=".3f"):
    """A mean and half of its 95 % interval.

    Examples
    --------
    >>> between(0.5, 0.0312, "+.2f")
    '+0.50 ±\xa00.03'
    """
    return f"{mean:{form}} ±\N{NO-BREAK SPACE}{_unsigned(half_width, form)}"


def told_each(estimate, form="+.3f"):
    """Each mean of an Estimate (m,) and its standard error."""
    return [told(*each, form) for each in zip(estimate.mean, estimate.error, strict=True)]


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
    pairs = zip(estimate.mean, estimate.half_width, strict=True)
    return [between(*pair, form) for pair in pairs]


def with_error(values, form=".3f"):
    """Mean over the runs (its standard error): a text for each case.

    Examples
    --------
    >>> with_error([[3.0], [4.0], [5.0]], ".1f")
    ['4.0 (0.6)']
    """
    return told_each(over_runs(values), form)


def _unsigned(value, form):
    return format(value, form.lstrip("+"))

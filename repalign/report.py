"""Is that much? What spectra say side by side, at thresholds that mean something by themselves."""

import html
from dataclasses import dataclass

import numpy as np

from repalign._support.check import as_dict, require_one_target
from repalign.decomposition import Spectrum
from repalign.dynamics import distance_to_optimum, max_step_size
from repalign.measures import alignment, cumulative_power, effective_rank, kernel_target_alignment

# Thresholds as shares of ||Phi||, the root of the sum of squared singular values. With rows of
# length one that is sqrt(n), and a direction at a tenth of it holds one part in a hundred of all
# features.
LEVELS = (0.05, 0.1, 0.2)
TOP = 10  # directions
GOALS = (0.9, 0.99)  # of what the features can fit
RATIO = 0.5  # of the largest stable step size
MOST_STEPS = 10**9
SAID = LEVELS[1]  # the threshold that the sentence takes


@dataclass(frozen=True)
class Report:
    """What `alignment_report` returns: printed a table and a sentence, in a notebook as HTML.

    Attributes
    ----------
    rows : dict of dict
        Of every representation: ``samples``, ``features``, ``rank``, ``effective rank``, shares of
        ||y||^2 at `LEVELS`, in the top directions, outside of the span; ``kernel-target alignment``;
        and ``steps to`` each of `GOALS`, None beyond 10^9.
    sentence : str
    """

    rows: dict
    sentence: str

    def __str__(self):
        lines = [["", *next(iter(self.rows.values()))]]
        lines += [[name, *map(_text, row.values())] for name, row in self.rows.items()]
        widths = [max(len(line[j]) for line in lines) for j in range(len(lines[0]))]
        table = "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )
        return f"{table}\n\n{self.sentence}"

    def _repr_html_(self):
        heads = "".join(f"<th scope='col'>{head}</th>" for head in next(iter(self.rows.values())))
        rows = "".join(
            f"<tr><th scope='row'>{html.escape(name)}</th>"
            + "".join(f"<td>{_text(value)}</td>" for value in row.values())
            + "</tr>"
            for name, row in self.rows.items()
        )
        return (
            f"<table><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>"
            f"<p>{html.escape(self.sentence)}</p>"
        )


def alignment_report(specs):
    """What one spectrum, or several of the same labels, say: a table, and a sentence.

    Parameters
    ----------
    specs : Spectrum or dict of str -> Spectrum
        One target each, such as the layers that `measure` returns.

    Returns
    -------
    Report

    Raises
    ------
    TypeError, ValueError
        Something else than spectra of one target; labels that are zero.

    Notes
    -----
    Thresholds are shares of ||Phi||, the root of the sum of the squared singular values, which is
    sqrt(n) for rows of length one. Steps are those of gradient descent at half of the largest step
    size that converges (equation 3), until so much of the part of y in the span is fitted.

    Examples
    --------
    >>> from repalign import spectrum
    >>> print(alignment_report(spectrum([[3.0, 0.0], [0.0, 1.0]], [2.0, 1.0])).sentence)
    Directions with sigma >= 0.1 ||Phi|| hold 100.0 % of the labels.
    """
    specs = {"": specs} if isinstance(specs, Spectrum) else as_dict("specs", specs, Spectrum)
    rows = {name: _row(require_one_target(name, spec)) for name, spec in specs.items()}
    return Report(rows, _sentence(rows))


def _row(spec):
    whole = spec.target_norm_sq
    length = np.linalg.norm(spec.singular_values)
    shares = {f"at {level:g} ‖Φ‖": alignment(spec, level * length) / whole for level in LEVELS}
    return {
        "samples": spec.n_samples,
        "features": spec.n_features,
        "rank": spec.rank,
        "effective rank": effective_rank(spec),
        **shares,
        f"in the top {TOP}": cumulative_power(spec)[:TOP][-1],
        "out of reach": spec.residual / whole,
        "kernel-target alignment": kernel_target_alignment(spec),
        **{f"steps to {100 * goal:g} %": _steps_to(spec, goal) for goal in GOALS},
    }


def _steps_to(spec, goal):
    """First number of steps after which no more than 1 - goal of the reachable loss is left, by
    bisection; None beyond `MOST_STEPS`."""
    eta = RATIO * max_step_size(spec)
    most = (1 - goal) * spec.squared_projections.sum()

    def reached(steps):
        return distance_to_optimum(spec, [steps], step_size=eta)[0] ** 2 <= most

    if not np.isfinite(eta) or not reached(MOST_STEPS):
        return None
    low, high = 0, 1
    while not reached(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high


def _sentence(rows):
    key = f"at {SAID:g} ‖Φ‖"
    best, *others = sorted(rows, key=lambda name: -rows[name][key])
    head = f"Directions with sigma >= {SAID:g} ||Phi|| "
    if not others:
        return f"{head}hold {100 * rows[best][key]:.1f} % of the labels."
    return (
        f"{head}of {best!r} hold {100 * rows[best][key]:.1f} % of the labels, the most; "
        f"{others[0]!r} comes next with {100 * rows[others[0]][key]:.1f} %."
    )


def _text(value):
    if value is None:
        return "never"
    if isinstance(value, int | np.integer):
        return str(value)
    return f"{float(value):.3g}"

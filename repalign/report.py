"""Is that much? What spectra say side by side, at thresholds that mean something by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from repalign._support.arrays import require_nonzero
from repalign._support.check import as_dict, as_list, require_direction, require_positive
from repalign._support.errors import TAIL
from repalign._support.levels import LEVELS, SAID_AT, thresholds
from repalign._support.scale import power_of_two
from repalign._support.told import GOALS, TOP, WIDTH, as_html, as_text
from repalign._support.verdicts import Lead, lead_of, sentence
from repalign.decomposition import Spectrum
from repalign.dynamics import max_step_size, steps_to
from repalign.evidence import log_evidence
from repalign.measures import (
    alignment_curve,
    cumulative_power,
    effective_rank,
    kernel_target_alignment,
)

BAND = (TAIL, 1 - TAIL)
RATIO = 0.5  # of the largest stable step size
ALONE = "Φ"  # name of a Spectrum that came without one


@dataclass(frozen=True)
class Report:
    """What `alignment_report` returns: printed, a table and a sentence; in a notebook, HTML.

    Attributes
    ----------
    rows : dict of str -> dict
        Of every representation, plain numbers: ``samples``, ``features``, ``rank``,
        ``effective_rank``; shares of ||y||^2: ``alignment_0.05`` and so on, with ``shuffled_0.05``,
        the ends of the band, where a null was given, ``top_10`` and ``out_of_reach``;
        ``kernel_target_alignment``; ``log_evidence`` a sample; ``steps_90`` and ``steps_99``, None
        beyond 10^9.
    sentence : str
        Which representation to transfer from, and how sure that is.
    lead : namedtuple or None
        ``best`` over ``rival``, the next, or the first that it is not clear of; by what ``share``
        of ||y||^2; ``half_width`` of its interval, which all others' together keep in 95 of 100
        cases, None where no groups were left out; whether it ``is_clear`` of all others. None of
        one alone, and where shuffled labels get as much on all others.
    """

    rows: dict[str, dict[str, Any]]
    sentence: str
    lead: Lead | None

    def __str__(self) -> str:
        return self.text()

    def text(self, width: int = WIDTH) -> str:
        """As printed, in lines of at most so many letters, where names leave room for it."""
        return as_text(self.rows, self.sentence, require_positive("width", width, integer=True))

    def _repr_html_(self) -> str:
        return as_html(self.rows, self.sentence)


def alignment_report(
    specs: Spectrum | Mapping[str, Spectrum],
    *,
    null: Spectrum | Mapping[str, Spectrum] | None = None,
    jackknife: Sequence[Spectrum] | Mapping[str, Sequence[Spectrum]] | None = None,
) -> Report:
    """What one spectrum, or several of the same labels, say: a table, and which to transfer from.

    Parameters
    ----------
    specs : Spectrum or dict of str -> Spectrum
        One target each, such as the layers that `measure` returns.
    null : Spectrum or dict of str -> Spectrum, optional
        Of the same features with the labels shuffled, k times: the band of shuffled labels.
    jackknife : list of Spectrum, or dict of str -> list, optional
        Of the same features without one group of samples, each of some groups left out in turn, the
        same for every representation: how sure a lead is. Deal samples to groups at random, since
        groups that follow the order of labels are no samples of them.

    Returns
    -------
    Report

    Raises
    ------
    TypeError, ValueError
        Something else than spectra of one target, with a direction; labels that are zero; other
        names in `null` or `jackknife` than in `specs`.

    Notes
    -----
    Thresholds are shares of ||Phi||, the root of the sum of the squared singular values, which is
    sqrt(n) for rows of length one. A lead is clear where Student's test of its jackknife error
    tells it from none, with Bonferroni's correction for as many others as there are. Steps are
    those of equation 3, of the part of y in the span.

    Examples
    --------
    >>> from repalign import prepare, spectrum
    >>> rng = np.random.default_rng(0)
    >>> X = rng.standard_normal((200, 5))
    >>> y = np.sign(X[:, 0] + rng.standard_normal(200))
    >>> layers = {"one": prepare(X[:, :1]), "noise": prepare(X[:, 1:])}
    >>> specs = {name: spectrum(phi, y) for name, phi in layers.items()}
    >>> print(alignment_report(specs).sentence)
    “one” holds 37.3 % of the labels at 0.1 ‖Φ‖, the most; “noise” comes next with 0.9 %; how sure
    is not known.
    >>> groups = rng.permutation(200) % 10
    >>> without = {
    ...     name: [spectrum(phi[groups != g], y[groups != g]) for g in range(10)]
    ...     for name, phi in layers.items()
    ... }
    >>> alignment_report(specs, jackknife=without).lead.is_clear
    True
    """
    specs = {ALONE: specs} if isinstance(specs, Spectrum) else as_dict("specs", specs, Spectrum)
    names = list(specs)
    nulls = {} if null is None else _nulls(null, names)
    groups = {} if jackknife is None else _groups(jackknife, names)
    for name, spec in specs.items():
        require_nonzero(require_direction(name, spec).target_norm_sq)
    rows = {name: _row(spec, nulls.get(name)) for name, spec in specs.items()}
    lead = lead_of(rows, groups)
    return Report(rows, sentence(rows, lead), lead)


def _nulls(null: Any, names: Sequence[str]) -> dict[str, Spectrum]:
    if isinstance(null, Spectrum) and len(names) == 1:
        return {names[0]: null}
    return _known("null", as_dict("null", null, Spectrum), names)


def _groups(jackknife: Any, names: Sequence[str]) -> dict[str, np.ndarray]:
    """Shares at `SAID` with each group of samples left out."""
    if not isinstance(jackknife, Mapping) and len(names) == 1:
        jackknife = {names[0]: jackknife}
    lists = _known("jackknife", as_dict("jackknife", jackknife), names)
    spectra = {
        name: as_list(f"jackknife[{name!r}]", each, Spectrum) for name, each in lists.items()
    }
    if len({len(each) for each in spectra.values()}) > 1:
        counts = {name: len(each) for name, each in spectra.items()}
        raise ValueError(f"jackknife must leave out the same groups everywhere; got {counts}")
    return {
        name: np.array([_shares(each)[SAID_AT] for each in some]) for name, some in spectra.items()
    }


def _known(label: str, given: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    if sorted(given) != sorted(names):
        raise ValueError(f"{label} must have the names of specs, {list(names)}; got {list(given)}")
    return given


def _shares(spec: Spectrum) -> np.ndarray:
    """Of ||y||^2 at each of `LEVELS`, (3,) or (3, k); NaN where y is zero."""
    with np.errstate(invalid="ignore"):
        return alignment_curve(spec, thresholds(spec.singular_values)) / spec.target_norm_sq


def _row(spec: Spectrum, null: Spectrum | None) -> dict[str, Any]:
    bands = {} if null is None else _bands(null)
    # Steps at a share of the largest step size do not depend on the scale, but float64 does.
    sigma = spec.singular_values / power_of_two(spec.singular_values[0])
    scaled = replace(spec, singular_values=sigma)
    eta = RATIO * max_step_size(scaled)
    return {
        "samples": spec.n_samples,
        "features": spec.n_features,
        "rank": spec.rank,
        "effective_rank": effective_rank(spec),
        **_at_levels("alignment", _shares(spec).tolist()),
        **bands,
        f"top_{TOP}": float(cumulative_power(spec)[:TOP].max(initial=0)),
        "out_of_reach": float(spec.residual / spec.target_norm_sq),
        "kernel_target_alignment": kernel_target_alignment(spec),
        "log_evidence": log_evidence(spec),
        **{f"steps_{goal}": steps_to(scaled, goal / 100, step_size=eta) for goal in GOALS},
    }


def _bands(null: Spectrum) -> dict[str, list[float]]:
    ends = np.quantile(_shares(null).reshape(len(LEVELS), -1), BAND, axis=1).T.tolist()
    return _at_levels("shuffled", ends)


def _at_levels(name: str, values: Iterable[Any]) -> dict[str, Any]:
    return {f"{name}_{level:g}": value for level, value in zip(LEVELS, values, strict=True)}

"""A report's numbers are those of the slow versions, and its sentence says no more than they do."""

import re
from pathlib import Path

import numpy as np
import oracles
import pytest

from repalign import (
    alignment_report,
    max_step_size,
    permutation_null,
    prepare,
    spectrum,
    training_error,
)
from repalign._support.levels import LEVELS, SAID
from tests.spectra import task

RNG = np.random.default_rng(0)
N = 200
X = RNG.standard_normal((N, 6))
Y = np.sign(X[:, 0] + 0.5 * RNG.standard_normal(N))
PHI = prepare(X)
NOISE = prepare(RNG.standard_normal((N, 3)))
GROUPS = np.arange(N) % 10
MEASURE = Path(__file__).parent.parent / "repalign/widgets/js/yours/measure.js"


def without(phi, y=Y):
    return [spectrum(phi[g != GROUPS], y[g != GROUPS]) for g in range(10)]


def shuffles(phi, count=100):
    rng = np.random.default_rng(1)
    return spectrum(phi, np.column_stack([rng.permutation(Y) for _ in range(count)]))


def report(**layers):
    """With all that tells how sure it is."""
    return alignment_report(
        {name: spectrum(phi, Y) for name, phi in layers.items()},
        null={name: shuffles(phi) for name, phi in layers.items()},
        jackknife={name: without(phi) for name, phi in layers.items()},
    )


def test_rows_are_what_the_slow_versions_say():
    phi, y = task(40, 5)
    row = alignment_report(spectrum(phi, y)).rows["Φ"]
    taus = np.array(LEVELS) * np.linalg.norm(phi)
    shares = oracles.alignment(phi, y, taus) / (y @ y)
    assert [row[f"alignment_{level:g}"] for level in LEVELS] == pytest.approx(shares)
    _, power = oracles.projections(phi, y)
    assert row["top_10"] == pytest.approx(power[:5].sum() / (y @ y))
    assert row["out_of_reach"] == pytest.approx(power[5:].sum() / (y @ y))
    assert row["kernel_target_alignment"] == pytest.approx(oracles.kernel_target_alignment(phi, y))
    assert row["log_evidence"] == pytest.approx(oracles.log_evidence(phi, y), abs=1e-6)
    assert (row["samples"], row["features"], row["rank"]) == (40, 5, 5)


def test_steps_are_the_first_after_which_so_much_is_fitted():
    spec = spectrum(PHI, Y)
    row = alignment_report(spec).rows["Φ"]
    for goal in (90, 99):
        last = row[f"steps_{goal}"]
        left = training_error(spec, [0, last - 1, last], step_size=max_step_size(spec) / 2)
        start, before, after = left**2 - spec.residual
        assert after <= (1 - goal / 100) * start < before


def test_the_band_is_that_of_the_permutation_null():
    null = shuffles(PHI)
    row = alignment_report(spectrum(PHI, Y), null=null).rows["Φ"]
    taus = np.array(LEVELS) * np.linalg.norm(PHI)
    curves = permutation_null(PHI, Y, taus, n_permutations=100, rng=1) / N
    expected = np.quantile(curves, [0.025, 0.975], axis=0).T
    found = [row[f"shuffled_{level:g}"] for level in LEVELS]
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


def test_a_clear_lead_says_which_to_transfer_from():
    less = prepare(X[:, :1] + 2 * np.random.default_rng(1).standard_normal((N, 1)))
    told = report(one=PHI[:, :2], less=less)
    assert told.lead.best == "one" and told.lead.rival == "less" and told.lead.is_clear
    assert re.fullmatch(
        "Transfer from “one”: it holds .*, and its lead .* is clear.", told.sentence
    )


def test_the_same_features_twice_are_too_close_to_call():
    told = report(one=PHI, two=PHI[:, ::-1])
    assert told.lead.share == pytest.approx(0, abs=1e-12) and not told.lead.is_clear
    assert told.sentence.startswith("Too close to call: “")


def test_half_of_the_interval_is_student_s_times_the_error_of_left_out_groups():
    """2.262: the quantile of nine degrees of freedom, from a table."""
    layers = {"one": PHI, "two": PHI[:, :3]}
    told = report(**layers)
    gaps = []
    for g in range(10):
        kept = g != GROUPS
        first, second = (
            oracles.alignment(phi[kept], Y[kept], [SAID * np.linalg.norm(phi[kept])])[0]
            for phi in (layers[told.lead.best], layers[told.lead.rival])
        )
        gaps.append((first - second) / kept.sum())
    error = np.sqrt(9 / 10 * np.square(np.array(gaps) - np.mean(gaps)).sum())
    assert told.lead.half_width == pytest.approx(2.262 * error, rel=1e-3)


def test_noise_is_nothing_to_transfer():
    both = report(one=NOISE, two=NOISE[:, :3])
    assert both.sentence.startswith("Nothing to transfer at 0.1 ‖Φ‖: “") and both.lead is None
    alone = alignment_report(spectrum(NOISE, Y), null=shuffles(NOISE))
    assert re.fullmatch(
        r"Nothing to transfer at 0.1 ‖Φ‖: “Φ” holds .* %.*, and shuffled labels get as much.",
        alone.sentence,
    )


def test_a_drowned_layer_is_named_beside_a_good_one():
    assert report(one=PHI, noise=NOISE).sentence.endswith(
        "No more than shuffled labels get: “noise”."
    )


def test_a_layer_above_the_band_is_not_compared_with_one_that_holds_more_beneath_it():
    """A weak signal on long rows, and noise that fits any labels: 60 directions of 80 samples."""
    rng = np.random.default_rng(0)
    y = np.sign(rng.standard_normal(80))
    weak = prepare(np.column_stack([0.7 * y + rng.standard_normal(80), rng.standard_normal(80)]))
    noise = prepare(rng.standard_normal((80, 60)))
    layers = {"weak": weak, "noise": noise}
    null = np.column_stack([rng.permutation(y) for _ in range(100)])
    told = alignment_report(
        {name: spectrum(phi, y) for name, phi in layers.items()},
        null={name: spectrum(phi, null) for name, phi in layers.items()},
    )
    assert told.rows["noise"]["alignment_0.1"] > told.rows["weak"]["alignment_0.1"]
    assert told.lead is None
    assert re.fullmatch(
        r"Transfer from “weak”: it holds [\d.]+ % of the labels at 0.1 ‖Φ‖. No more than shuffled "
        r"labels get: “noise”.",
        told.sentence,
    )


def test_what_a_lower_threshold_shows_is_said():
    """One direction of 300 holds the labels, and reaches 0.05 ‖Φ‖ alone."""
    rng = np.random.default_rng(0)
    U = np.linalg.qr(rng.standard_normal((600, 300)))[0]
    told = alignment_report(spectrum(U, U[:, 0]), null=spectrum(U, U[rng.permutation(600)][:, :50]))
    assert told.sentence.endswith("At 0.05 ‖Φ‖ “Φ” holds 100.0 %, more than they get.")


def test_that_any_labels_fit_is_said():
    phi = prepare(np.random.default_rng(0).standard_normal((12, 50)))
    y = np.repeat([1.0, -1.0], 6)
    null = spectrum(phi, np.column_stack([np.roll(y, i) for i in range(6)]))
    told = alignment_report(spectrum(phi, y), null=null)
    assert told.sentence.endswith("So many features fit any labels of so few samples.")


def test_what_no_label_tells_apart_is_not_above_the_band_by_rounding():
    """Features that vanish beside the constant one."""
    phi = prepare(1e-300 * PHI)
    told = alignment_report(spectrum(phi, Y), null=shuffles(phi))
    assert told.sentence.startswith("Nothing to transfer")


@pytest.mark.parametrize("scale", [1e-170, 1e-155, 1e165])
def test_no_measure_but_the_evidence_depends_on_the_scale(scale):
    plain, scaled = (alignment_report(spectrum(s * PHI, Y)).rows["Φ"] for s in (1, scale))
    assert {**plain, "log_evidence": 0} == pytest.approx({**scaled, "log_evidence": 0})


def test_a_table_wider_than_the_lines_has_parts():
    told = report(**{f"layer {i}": PHI[:, : 1 + i % 5] for i in range(8)})
    text = told.text(60)
    assert max(map(len, text.splitlines())) <= 60
    assert text.count("effective rank") > 2
    assert all(text.count(f"layer {i}") >= 1 for i in range(8))


def test_brackets_are_explained_where_there_are_any():
    spec = spectrum(PHI, Y)
    assert "In brackets" in str(alignment_report(spec, null=shuffles(PHI)))
    assert "brackets" not in str(alignment_report(spec)) + alignment_report(spec)._repr_html_()


def test_without_groups_it_is_not_known_how_sure_a_lead_is():
    told = alignment_report({"one": spectrum(PHI, Y), "noise": spectrum(NOISE, Y)})
    assert told.lead.half_width is None and not told.lead.is_clear
    assert told.sentence.endswith("how sure is not known.")


def test_a_lead_must_be_clear_of_every_other():
    told = report(one=PHI, two=PHI[:, ::-1], noise=NOISE)
    assert {told.lead.best, told.lead.rival} == {"one", "two"} and not told.lead.is_clear


def test_text_and_html_hold_every_measure_of_every_layer():
    told = report(**{"one": PHI, "<b>": NOISE})
    lines = str(told).splitlines()
    assert lines[0].split() == ["one", "<b>"] and max(map(len, lines)) <= 100
    assert f"alignment at {SAID:g} ‖Φ‖" in str(told) and told.sentence.split(":")[0] in str(told)
    page = told._repr_html_()
    assert "<b>" not in page and '<th scope="col">&lt;b&gt;</th>' in page
    heads = re.findall(r'<th scope="row">(.*?)</th>', page)
    assert heads[:4] == ["samples", "features", "rank", "effective rank"]
    assert page.count("<tr>") == len(heads) + 1


def test_what_never_comes_is_said():
    spec = spectrum(np.diag([1.0, 1e-6]), [1.0, 1.0])
    assert alignment_report(spec).rows["Φ"]["steps_90"] is None
    assert "never" in str(alignment_report(spec))


def test_the_page_has_the_same_thresholds():
    text = MEASURE.read_text(encoding="utf-8")
    assert f"LEVELS = [{', '.join(map(str, LEVELS))}]" in text
    assert f"SAID = {LEVELS.index(SAID)};" in text


SPEC = spectrum(PHI, Y)


@pytest.mark.parametrize(
    ("error", "said", "arguments"),
    [
        (TypeError, "specs must be a dict by name", {"specs": PHI}),
        (TypeError, r"must be a Spectrum; got", {"specs": {"one": Y}}),
        (ValueError, "specs is empty", {"specs": {}}),
        (ValueError, "'Φ' holds 100 targets", {"specs": shuffles(PHI)}),
        (ValueError, "no singular value above zero", {"specs": spectrum(0 * PHI, Y)}),
        (ValueError, "a target is zero", {"specs": spectrum(PHI, 0 * Y)}),
        (ValueError, "null must have the names of specs", {"specs": SPEC, "null": {"b": SPEC}}),
        (TypeError, "jackknife.* must be a Spectrum", {"specs": SPEC, "jackknife": [Y]}),
        (
            ValueError,
            "the same groups everywhere",
            {"specs": {"a": SPEC, "b": SPEC}, "jackknife": {"a": [SPEC, SPEC], "b": [SPEC]}},
        ),
    ],
)
def test_what_is_no_spectrum_is_refused(error, said, arguments):
    with pytest.raises(error, match=said):
        alignment_report(arguments.pop("specs"), **arguments)


def test_layers_that_are_equally_good_are_rarely_told_apart():
    """Two noisy copies of the same features: a lead is clear by chance in one case of twenty."""
    clear = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        z = rng.standard_normal((N, 10))
        y = np.sign(z[:, :3].sum(axis=1) + rng.standard_normal(N))
        layers = {name: prepare(z + rng.standard_normal(z.shape)) for name in "ab"}
        told = alignment_report(
            {name: spectrum(phi, y) for name, phi in layers.items()},
            jackknife={name: without(phi, y) for name, phi in layers.items()},
        )
        clear.append(told.lead.is_clear)
    assert sum(clear) <= 5  # more by chance: one time in seventy

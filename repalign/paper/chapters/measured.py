"""How the stored results of a chapter were measured, from their provenance."""

from dataclasses import dataclass
from html import escape

from repalign.paper import results

COMMAND = "repalign run {} --out runs --update"


@dataclass(frozen=True)
class HowMeasured:
    """Settings of each experiment, what it took and on what: a fold on a page, else text."""

    parts: dict  # experiment: {setting: value}

    def _repr_html_(self):
        tables = "".join(
            f"<p><b>{escape(name)}</b></p><table><tbody>{_rows(settings)}</tbody></table>"
            for name, settings in self.parts.items()
        )
        return (
            '<details class="ra-measured"><summary>How this was measured</summary>'
            f"{tables}</details>"
        )

    def __repr__(self):
        lines = ["How this was measured"]
        for name, settings in self.parts.items():
            lines += [name, *(f"    {setting}: {value}" for setting, value in settings.items())]
        return "\n".join(lines)


def how(*experiments):
    """What the provenance of stored experiments tells: a `HowMeasured`."""
    return HowMeasured({name: _told(name) for name in experiments})


def _told(name):
    runs = results.load(name).provenance["runs"]
    minutes = sum(run["wall_seconds"] for run in runs) / 60
    settings = {key: _values(run["config"][key] for run in runs) for key in runs[0]["config"]}
    return settings | {
        "runs": len(runs),
        "took": f"{minutes / 60:.1f} hours" if minutes > 60 else f"{minutes:.0f} minutes",
        "processor": _values(run["cpu"] for run in runs),
        "threads": _values(run["threads"] for run in runs),
        "torch": _values(run["torch"] for run in runs),
        "measured": _values(sorted(run["date"][:10] for run in runs)),
        "to measure again": COMMAND.format(name),
    }


def _values(values):
    """The distinct ones, in words."""
    return "; ".join(dict.fromkeys(_said(value) for value in values))


def _said(value):
    if isinstance(value, dict):
        return ", ".join(f"{key.replace('_', ' ')} {_said(each)}" for key, each in value.items())
    if isinstance(value, list):
        each = [f"({_said(one)})" if isinstance(one, list) else _said(one) for one in value]
        return ", ".join(each)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _rows(settings):
    return "".join(
        f"<tr><th>{escape(setting.replace('_', ' '))}</th><td>{escape(str(value))}</td></tr>"
        for setting, value in settings.items()
    )

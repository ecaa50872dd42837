"""How figures look: lines of the palette's colours and dashes, and matplotlib's settings."""

from typing import TYPE_CHECKING, Any

from repalign._support import palette
from repalign._support.extras import need

if TYPE_CHECKING:
    from matplotlib import pyplot as plt
    from matplotlib.axes import Axes
else:
    plt = need("matplotlib.pyplot", "plot")
    Axes = plt.Axes

__all__ = ["GROUND", "INK", "LINES", "SOFT", "STYLE", "Axes", "plt"]

WIDTH = 1.5  # points of a line, two pixels
INK, SOFT, GROUND = (palette.COLOURS[name][0] for name in ("ink", "soft", "ground"))


def _line(name: str) -> dict[str, Any]:
    dash = tuple(pixels / 2 for pixels in palette.DASHES[name])
    return {"color": palette.COLOURS[name][0], "linestyle": (0, dash) if dash else "-"}


LINES = tuple(_line(name) for name in ("1", "2", "3", "4", "5"))

STYLE: dict[Any, Any] = {
    "axes.prop_cycle": plt.cycler(**{name: [line[name] for line in LINES] for name in LINES[0]}),
    "lines.linewidth": WIDTH,
    "text.color": INK,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": SOFT,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": "medium",
    "axes.titlelocation": "left",
    "figure.dpi": 110,
    "figure.constrained_layout.use": True,
    "font.size": 9,
    "legend.frameon": False,
    "savefig.dpi": 160,
}

"""The table and the figure of chapter 8: what alignment and its relatives make of the same layers.

They take what was measured as an argument, since it is measured where the chapter runs, and are no
figures of ``repalign figure``.
"""

from functools import partial

import numpy as np

from repalign._support.extras import need
from repalign.paper.figures import Picture, Table
from repalign.paper.figures.lines import REFERENCE, headed
from repalign.plot import LINES

FEW_SAMPLES = 16
HEIGHT, KERNEL, CKA = "height", "kernel-target, centred", "CKA, pixels"
EVIDENCE, H_SCORE = "LogME", "H-score"
PROBE, FEW = "probe", f"probe on {FEW_SAMPLES}"
FORMATS = {
    **dict.fromkeys((HEIGHT, KERNEL), "{:.3f}"),
    **dict.fromkeys((CKA, EVIDENCE, H_SCORE), "{:.2f}"),
    **dict.fromkeys((PROBE, FEW), "{:.1%}"),
}
CHOOSE = (HEIGHT, KERNEL, EVIDENCE, H_SCORE, FEW)
"""What one could choose a layer by, and last what one wants of it."""


def table(tasks, task):
    """A row for each representation and a column for each measure: a Table.

    Parameters
    ----------
    tasks : dict of task -> dict of representation -> dict of measure -> float
    task : str
    """
    rows = [{"features": name, **values} for name, values in tasks[task].items()]
    caption = f"{task.capitalize()}: what each measure makes of five representations"
    return Table(caption, need("pandas", "paper").DataFrame(rows), FORMATS)


def choices(tasks):
    """What each measure makes of the representations, from its lowest (0) to its highest (1): a
    Picture, a panel for each task.

    Parameters
    ----------
    tasks : dict
        As in `table`.
    """
    alt = (
        "A chart for each task: what the height of the alignment curve, centred kernel-target "
        "alignment, LogME and the H-score make of the pixels, three hidden layers and all "
        "gradients, each from 0 to 1 over these, and the accuracy of a linear probe on a few "
        "labels."
    )
    return Picture(alt, tuple(partial(_scaled, *each) for each in tasks.items()))


def _scaled(task, measured, ax):
    places = np.arange(len(measured))
    for name, line in zip(CHOOSE, (*LINES[:4], REFERENCE), strict=True):
        values = np.array([each[name] for each in measured.values()])
        low, high = values.min(), values.max()
        ax.plot(places, (values - low) / (high - low), marker="o", markersize=3, label=name, **line)
    ax.set_xticks(places, [name.replace(" ", "\n") for name in measured])
    ax.set(ylabel="from lowest to highest", ylim=(-0.05, 1.05))
    headed(ax, task, columns=2)

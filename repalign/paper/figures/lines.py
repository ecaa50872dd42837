"""What has which colour and dash in the figures of all chapters, as in explorers."""

from repalign.plot import INK, LINES

AFTER, INPUTS, BEFORE, OTHER = LINES[:4]  # training; pixels are inputs
REFERENCE = {"color": INK, "linestyle": (0, (2, 1))}  # a sixth: accuracy, RBF features
LAYERS = SETTINGS = (AFTER, *LINES[2:])  # what stands beside the inputs
PALE = {"alpha": 0.5, "linewidth": 1}  # before, where colour and dash say something else


def headed(ax, title, columns=3, left=-0.1):
    """A title, and below it the legend, for which curves leave no room within the axes; in that
    many columns at most, from `left` of the axes on."""
    entries = len(ax.get_legend_handles_labels()[0])
    rows = -(-entries // columns)
    ax.set_title(title, loc="left", pad=6 + 14 * rows, x=left)
    ax.legend(
        loc="lower left",
        bbox_to_anchor=(left - 0.02, 1.01),
        ncols=-(-entries // rows),
        handlelength=1.6,
        columnspacing=1,
        borderaxespad=0,
    )

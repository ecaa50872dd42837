"""What has which colour and dash in the figures of all chapters, as in explorers."""

from repalign.plot import INK, LINES

AFTER, INPUTS, BEFORE, OTHER = LINES[:4]  # training; pixels are inputs
REFERENCE = {"color": INK, "linestyle": (0, (2, 1))}  # a sixth: accuracy, RBF features
LAYERS = SETTINGS = (AFTER, *LINES[2:])  # what stands beside the inputs
PALE = {"alpha": 0.5, "linewidth": 1}  # before, where colour and dash say something else

"""What the figures of chapter 6 share: names, lines, and numbers with their errors."""

import numpy as np

from repalign.paper.figures.cells import told
from repalign.paper.figures.lines import AFTER, BEFORE, INPUTS, OTHER, REFERENCE
from repalign.paper.readings import cnn
from repalign.paper.statistics import standard_error
from repalign.plot import LINES

NETWORK = "squeezenet1_1"
IMAGENET, RANDOM, PIXELS = "ImageNet weights", "random weights", "pixels"
LINE = {  # as in the explorer
    IMAGENET: AFTER,
    PIXELS: INPUTS,
    RANDOM: BEFORE,
    "SIFT": OTHER,
    "HOG": LINES[4],
    "RBF": REFERENCE,
}
TICKS = np.arange(0, 1.01, 0.2)


def named(network):
    """Stored names of the last hidden layer and what it is compared with, by what they are called,
    in the order of the explorer."""
    last = {IMAGENET: f"{network}/imagenet", RANDOM: f"{network}/random", PIXELS: "pixels"}
    return last | {text: name for name, text in cnn.BY_HAND.items()}


def compared(network):
    """Those with ImageNet weights and made by hand."""
    return {text: named(network)[text] for text in (IMAGENET, *cnn.BY_HAND.values())}


def by_dataset(rows):
    """The first columns of a table whose rows are known by data set and representation."""
    datasets, texts = zip(*rows, strict=True)
    return {"data set": datasets, "features": texts}


def per_cent(shares):
    """Of shares that may be stored in single precision."""
    return 100 * np.asarray(shares, dtype=np.float64)


def told_mean(values, form=".3f"):
    """The mean over the pairs and its standard error."""
    return told(values.mean(), standard_error(values), form)

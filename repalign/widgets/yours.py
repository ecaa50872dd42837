"""YoursExplorer: a reader's own features and labels."""

import base64
from functools import cache
from pathlib import Path

from repalign.widgets._base import STATIC, Explorer, traitlets

SAMPLE = Path(__file__).parent / "sample.npz"


class YoursExplorer(Explorer):
    """Drop files of features and labels, and see spectra, alignment, what shuffled labels get and
    how fast gradient descent learns them, without a line of code.

    Files are read and measured in the page, by a worker. The sample is 500 of scikit-learn's
    handwritten digits, and what a hidden layer of 32 units makes of them, before and after training
    on all ten classes.

    Parameters
    ----------
    normalize, bias : bool
        As in `prepare`.
    shuffles : int
        How many shuffled label vectors make the band, 20 to 200.
    result : str
        A result to begin with: the text of a file that this explorer, or ``repalign measure
        --json``, wrote.
    """

    _esm = STATIC / "yours.js"
    _css = Explorer._css + (STATIC / "yours.css").read_text(encoding="utf-8")
    sample = traitlets.Unicode().tag(sync=True)
    normalize = traitlets.Bool(True).tag(sync=True)
    bias = traitlets.Bool(True).tag(sync=True)
    shuffles = traitlets.Int(100, min=20, max=200).tag(sync=True)
    result = traitlets.Unicode().tag(sync=True)

    def __init__(self, **traits):
        defaults = {
            "sample": _sample(),
            "page_key": "yours",
            "page_state": ["normalize", "bias", "shuffles"],
        }
        super().__init__(**defaults | traits)


@cache
def _sample():
    """The file as text."""
    return base64.b64encode(SAMPLE.read_bytes()).decode("ascii")

"""Explorers' modules as pages load them: what all share is a file of its own, and loaded once.

From the disk no module can import another; there a page gets the whole bundle, as Jupyter does.
"""

import re
from functools import cache
from pathlib import Path

from repalign import widgets

BUNDLES = Path(widgets.__file__).parent / "static"
PARTS = Path(__file__).resolve().parent.parent / "modules"
IMPORT = re.compile(r"""\b(?:from|import)\s*["']\./([\w-]+)\.js["']""")


def own(bundle):
    """A bundle's own part, which imports the rest; the bundle itself if it is none of ours."""
    return _parts().get(bundle, bundle)


def whole(part):
    """The bundle that a part stands for."""
    return next((bundle for bundle, own in _parts().items() if own == part), part)


def shared(part):
    """{name: text} of the files that a part imports."""
    return {name: (PARTS / f"{name}.js").read_text("utf-8") for name in IMPORT.findall(part)}


@cache
def _parts():
    return {
        (BUNDLES / path.name).read_text("utf-8"): path.read_text("utf-8")
        for path in PARTS.glob("*.js")
        if (BUNDLES / path.name).exists()
    }

"""The chapters as a stranger opens them on Colab: in what Colab ships, far from the clone, without
data or network.

    python tools/colab.py [NAME ...]

runs the notebooks with the interpreter that runs it, which `make test-colab` has set up, and says
how long each took.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = [*sorted(ROOT.glob("notebooks/*.ipynb")), ROOT / "book/computer.ipynb"]
TIMEOUT = 600  # seconds a cell
SOCKETS = Config(
    KernelManager={"transport": "ipc"}
)  # files: without a network there may be no loopback
NOWHERE = (
    "http://127.0.0.1:9"  # nothing answers there: whoever asks for another host is refused at once
)


def main(names):
    """Exit status: 0 where every chapter ran."""
    chapters = [path for path in NOTEBOOKS if not names or path.stem in names]
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        _leave_home(folder)
        for chapter in chapters:
            start = time.monotonic()
            error = _error_of(chapter)
            print(
                f"{chapter.name}: {time.monotonic() - start:.0f} s{error and ', FAILED'}",
                flush=True,
            )
            print(error, end="", file=sys.stderr)
            failures += bool(error)
    print(f"{len(chapters) - failures} passed, {failures} failed")
    return int(failures > 0 or not chapters)


def _leave_home(folder):
    """Nothing of this machine's user: no data, no weights, no settings; and no way out."""
    os.chdir(folder)
    os.environ.pop("REPALIGN_DATA", None)
    os.environ.update(HOME=folder, XDG_CACHE_HOME=folder, TORCH_HOME=folder)
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = (
        "1"  # four lines of a kernel's debugger, for each chapter
    )
    os.environ.update(
        dict.fromkeys(
            ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), NOWHERE
        )
    )


def _error_of(chapter):
    """What the first cell that failed said; empty where none did."""
    notebook = nbformat.read(chapter, as_version=4)
    try:
        NotebookClient(notebook, config=SOCKETS, kernel_name="python3", timeout=TIMEOUT).execute()
    except CellExecutionError as error:
        return f"{error}\n"
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

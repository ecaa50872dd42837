"""Chapters: notebooks/NN_name.py (jupytext, py:percent) is the source, NN_name.ipynb what readers
and the book open.

    python tools/notebooks.py execute [--all] [NAME ...]   run what is out of step with its source
    python tools/notebooks.py check                        fail, and say why, if anything is
    python tools/notebooks.py stills [NAME ...]            take explorers' still pictures again,
                                                           running nothing

An executed notebook is the same bytes from run to run on one machine: ids of cells are counted,
explorers have none, nothing records a path, and the only time is the coarse one that a chapter
asks for. In a source, @reading@ stands for the minutes its text takes to read, @running@ for the
minutes it ran, `# @install@` for the cell that install_cell.py makes; that one is brought up to
date without running the chapter.
"""

import argparse
import re
import sys
import time
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "book"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from livebook import address, stored

from tools import install_cell, links, pictures

ROOT = Path(__file__).resolve().parent.parent
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
TIMEOUT = 600  # seconds a cell
WORDS_A_MINUTE = 200


def main(arguments=None, root=ROOT):
    """Exit status: 0 where every notebook is in step at the end."""
    options = _options(arguments)
    chosen = [path for path in install_cell.sources(root) if _chosen(path, options.names)]
    if options.command == "execute":
        for source in chosen:
            install_cell.refresh(source, root, address.written(root))
            if options.all or problems(source, root):
                print(f"executing {source.name}", flush=True)
                execute(source, root)
    if options.command == "stills":
        for source in chosen:
            take_stills(source.with_suffix(".ipynb"))
    found = {source.name: problems(source, root) for source in chosen}
    for name, causes in found.items():
        print(f"{name}: {'; '.join(causes) or 'in step'}")
    if any(found.values()):
        print("Out of step; to fix: make notebooks", file=sys.stderr)
    return int(any(found.values()))


def problems(source, root=ROOT):
    """Why the notebook is out of step with its source and the package; empty if it is not."""
    target = source.with_suffix(".ipynb")
    if not target.exists():
        return [f"{target.name} does not exist"]
    notebook = nbformat.read(target, as_version=4)
    causes = [_other_cells(notebook, source, root), _not_run(notebook), stored.problem(notebook)]
    stored.unfold(notebook)
    causes += [links.dead(notebook), pictures.without_still(notebook)]
    return [cause for cause in causes if cause]


def execute(source, root=ROOT):
    """Run the source in its folder and write the notebook; what was there stays if a cell fails."""
    notebook = from_source(source, root)
    start = time.monotonic()
    _client(notebook, source.parent).execute()
    _forget_machine(notebook)
    _note_running(notebook, minutes(time.monotonic() - start))
    pictures.shrink_plots(notebook)
    _add_stills(notebook)
    stored.fold(notebook)
    text = nbformat.writes(notebook)
    _refuse_paths(text, source, root)
    _write(text, source.with_suffix(".ipynb"))


def take_stills(target):
    """Give an executed notebook its still pictures anew."""
    notebook = nbformat.read(target, as_version=4)
    stored.unfold(notebook)
    _add_stills(notebook)
    stored.fold(notebook)
    _write(nbformat.writes(notebook), target)


def from_source(source, root=ROOT):
    """The notebook that the source describes, not run; @running@ still stands in it."""
    notebook = jupytext.reads(source.read_text(encoding="utf-8"), fmt="py:percent")
    _replace(notebook, install_cell.MARK, install_cell.text(source, root, address.written(root)))
    _replace(notebook, "@reading@", reading(notebook))
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number:02d}"
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    )
    return notebook


def reading(notebook):
    """How long the prose takes to read; code and formulas not counted."""
    prose = " ".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    words = re.sub(r"\$\$.*?\$\$|\$.*?\$|```.*?```", " ", prose, flags=re.DOTALL).split()
    return minutes(60 * len(words) / WORDS_A_MINUTE)


def minutes(seconds):
    """A duration in words, coarse enough to be the same from run to run."""
    if seconds < 60:
        return "under a minute"
    return f"about {round(seconds / 60)} minutes" if seconds >= 90 else "about a minute"


def _options(arguments):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["execute", "check", "stills"])
    parser.add_argument(
        "names", nargs="*", help="chapters, such as 01_circle; all if none is named"
    )
    parser.add_argument("--all", action="store_true", help="execute what is in step too")
    return parser.parse_intermixed_args(arguments)


def _chosen(path, names):
    return not names or path.stem in {Path(name).stem for name in names}


def _client(notebook, folder):
    return NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name=KERNEL["name"],
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )


def _replace(notebook, token, text):
    for cell in notebook.cells:
        cell.source = cell.source.replace(token, text)


def _note_running(notebook, duration):
    """Write the duration where the chapter asks for it, and where `check` finds it."""
    notebook.metadata["running"] = duration
    _replace(notebook, "@running@", duration)


def _other_cells(notebook, source, root):
    def essence(cells):
        return [(cell.cell_type, cell.source, _own_metadata(cell)) for cell in cells]

    wanted = from_source(source, root)
    _replace(wanted, "@running@", notebook.metadata.get("running", ""))
    if essence(notebook.cells) != essence(wanted.cells):
        return "its cells are not those of the source"


def _own_metadata(cell):
    return {name: value for name, value in cell.metadata.items() if name != "execution"}


def _not_run(notebook):
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    missed = [cell.id for cell in code if cell.source.strip() and cell.execution_count is None]
    failed = [
        cell.id for cell in code if any(output.output_type == "error" for output in cell.outputs)
    ]
    if missed or failed:
        return f"cells not run: {missed}, failed: {failed}"


def _forget_machine(notebook):
    """Keep of the metadata what is the same everywhere."""
    notebook.metadata["kernelspec"], notebook.metadata["language_info"] = KERNEL, {"name": "python"}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)


def _add_stills(notebook):
    """A notebook that was executed is worth keeping without them; what `problems` finds then fails
    the run."""
    try:
        pictures.add_stills(notebook)
    except pictures.NoBrowserError as error:
        print(f"LEFT OUT: {error}", file=sys.stderr)


def _write(text, target):
    partial = target.with_name(target.name + ".partial")
    partial.write_text(text + "\n", encoding="utf-8")
    partial.replace(target)


def _refuse_paths(text, source, root):
    found = [folder for folder in (str(root), str(Path.home())) if folder != "/" and folder in text]
    if found:
        raise ValueError(
            f"{source.name} prints the path {found[0]} of this machine; print a relative path or a "
            "name"
        )


if __name__ == "__main__":
    sys.exit(main())

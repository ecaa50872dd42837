"""Editions of the book for a class, made from what is there and never edited by hand.

    python tools/editions.py student       no solutions, in the book and in the notebooks
    python tools/editions.py instructor    solutions, and under each exercise its minutes and the
                                           mistakes that are likely

In _build/EDITION then lie `html`, the book, `notebooks`, and beside the folder EDITION.zip, which
holds both and opens from a stick.
"""

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from repalign.paper.chapters.exercises import EXERCISES
from repalign.paper.chapters.exercises.exercise import KINDS

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("_config.yml", "_toc.yml", "pyproject.toml", "LICENSE", "NOTICE", "book", "notebooks")
SOLUTION = "**Solution**"
TEACHING = "book/teaching.md"
HEADING = re.compile(r"^#{2,3} ", re.MULTILINE)
CHECK = re.compile(r'^check\("([\d.]+)", answer\)$', re.MULTILINE)


def main(arguments=None, root=ROOT):
    """Exit status: that of the build."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("edition", choices=EDITIONS)
    edition = parser.parse_args(arguments).edition
    target = root / "_build" / edition
    shutil.rmtree(target, ignore_errors=True)
    source = target / "source"
    write(root, source, EDITIONS[edition])
    done = subprocess.run(
        [Path(sys.executable).with_name("jupyter-book"), "build", source, "-W", "-n", "--all"],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        return done.returncode
    (source / "_build" / "html").rename(target / "html")
    (target / "notebooks").mkdir()
    for path in (source / "notebooks").glob("*.ipynb"):
        path.rename(target / "notebooks" / path.name)
    shutil.rmtree(source)
    archive = shutil.make_archive(target, "zip", target.parent, edition)
    print(f"{target / 'html' / 'index.html'}\n{archive}")
    return 0


def write(root, folder, edit):
    """The sources of an edition in a folder, with notebooks' cells as `edit` leaves them; without
    solutions there is no page for teachers either."""
    folder.mkdir(parents=True)
    for name in SOURCES:
        copy = shutil.copytree if (root / name).is_dir() else shutil.copy2
        copy(root / name, folder / name)
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        notebook.cells = edit(notebook.cells)
        path.write_text(nbformat.writes(notebook), encoding="utf-8")
        path.with_suffix(".py").unlink()
    if edit is without_solutions:
        (folder / TEACHING).unlink()
        for listing in ("_toc.yml", "book/index.md"):
            lines = (folder / listing).read_text(encoding="utf-8").splitlines(keepends=True)
            kept = "".join(line for line in lines if "teaching" not in line)
            (folder / listing).write_text(kept, encoding="utf-8")


def without_solutions(cells):
    """What follows the word "Solution" is left out, up to the next heading."""
    kept, solving = [], False
    for cell in cells:
        if cell.source.strip() == SOLUTION:
            solving = True
        elif solving and cell.cell_type == "markdown" and (heading := HEADING.search(cell.source)):
            cell.source, solving = cell.source[heading.start() :], False
        if not solving:
            kept.append(cell)
    return kept


def with_notes(cells):
    """Above each solution, what a teacher should know of the exercise."""
    noted, name = [], None
    for cell in cells:
        if cell.cell_type == "code" and (found := CHECK.search(cell.source)):
            name = found[1]
        if cell.source.strip() == SOLUTION:
            noted.append(nbformat.v4.new_markdown_cell(note(EXERCISES[name]), id=f"{cell.id}-note"))
        noted.append(cell)
    return noted


def note(exercise):
    """Of one exercise: its kind, its minutes, its mistakes."""
    mistakes = "\n".join(f"- {text}" for _, text in exercise.mistakes)
    return (
        f":::{{admonition}} For the teacher: {KINDS[exercise.kind]}, {exercise.minutes} minutes\n\n"
        f"What is said of likely mistakes:\n\n{mistakes}\n:::"
    )


EDITIONS = {"student": without_solutions, "instructor": with_notes}

if __name__ == "__main__":
    sys.exit(main())

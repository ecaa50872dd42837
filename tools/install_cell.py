"""The cell of a chapter that installs what the chapter imports, for readers in Colab or with the
bare package.

In a chapter's source the line MARK stands for it, in a cell tagged TAG. What it installs is read
from the chapter's imports, followed through repalign's modules as far as importing runs them; the
versions from pyproject.toml.
"""

import ast
import functools
import re
import textwrap
import tomllib
from string import Template

import nbformat

MARK, TAG = "# @install@", "install"
WIDTH = 78  # of code on a page of the book
IMPORT_NAMES = {
    "scikit-learn": "sklearn",
    "scikit-image": "skimage",
    "opencv-python-headless": "cv2",
}
# What these import when a chapter calls them.
LATER = {
    "repalign.paper.chapters.computer": (
        *("anywidget", "cv2", "filelock", "loky", "matplotlib", "packaging", "pandas", "pooch"),
        *("psutil", "skimage", "sklearn", "threadpoolctl", "torch", "torchvision", "tqdm"),
    ),
    "repalign.paper.figures": ("pandas",),
    "repalign.cli": ("torch", "torchvision", "pooch", "filelock", "loky", "threadpoolctl", "tqdm"),
    "repalign.paper.experiments.runs": ("torchvision", "cv2", "skimage"),
}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)

CELL = Template("""\
# Installs what this chapter imports and does not find, as in Colab. What is
# there keeps its version; where nothing is missing, nothing is done.
${large}import importlib.util
import shlex
import subprocess
import sys
from pathlib import Path

needs = {
$needs
}


def absent(name):
    spec = importlib.util.find_spec(name)
    return spec is None or spec.origin is None  # None: of a mere folder


missing = [needs[name] for name in needs if absent(name)]
if absent("repalign"):
    clone = Path("..").resolve()
    if (clone / "repalign/__init__.py").exists():
        missing.append(f"--editable={clone}")
        sys.path.append(str(clone))  # a running kernel reads no new .pth file
    else:
        $otherwise
if missing:
    print("Installing", *missing)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", *missing]
    if subprocess.run(pip).returncode:
        uv = ["uv", "pip", "install", "--python", sys.executable, *missing]
        raise ImportError(f"pip failed; if there is none: {shlex.join(uv)}")
    importlib.invalidate_caches()""")
LARGE = """\
# torch, which trains the small networks, is some gigabytes where it is new;
# to read on without it, take it and torchvision out of `needs`.
"""
NO_ADDRESS = """\
raise ImportError(
            "repalign is not here, and this chapter names no address to get "
            "it from: open the chapter in a clone. In Colab, `!git clone` the "
            "repository, `%cd` to its folder notebooks, run this cell again."
        )"""


def sources(root):
    """Of the notebooks: the chapters, and the page that checks a computer."""
    return [*sorted((root / "notebooks").glob("*.py")), *root.glob("book/computer.py")]


def text(source, root, address):
    """The cell of the chapter with this source; `address` is the public one, or None."""
    named = needs(source, root)
    pairs = " ".join(f'"{module}":\0"{requirement}",' for module, requirement in named.items())
    lines = textwrap.wrap(pairs, WIDTH - 4, break_on_hyphens=False, break_long_words=False)
    return CELL.substitute(
        large=LARGE if "torch" in named else "",
        needs=textwrap.indent("\n".join(lines).replace("\0", " "), "    "),
        otherwise=f'missing.append("repalign @ git+{address}")' if address else NO_ADDRESS,
    )


def needs(source, root):
    """{import name: requirement} of the other packages that the chapter runs on, repalign's own
    always among them."""
    core, extras = requirements(root)
    names = imported(source, root)
    tops = {name.partition(".")[0] for name in names}.union(
        *(LATER.get(name, ()) for name in names)
    )
    return core | {module: requirement for module, requirement in extras.items() if module in tops}


def requirements(root):
    """Two dicts {import name: requirement} from pyproject.toml: the package's own, and those of its
    extras."""
    with (root / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    extras = [each for extra in project.get("optional-dependencies", {}).values() for each in extra]
    return _by_import_name(project.get("dependencies", ())), _by_import_name(extras)


def imported(source, root):
    """Every name that importing runs into, from the chapter on: other packages' too, not what those
    import."""
    found, todo = set(), [*_imports(source, in_functions=True)]
    while todo:
        name = todo.pop()
        if name and name not in found:
            found.add(name)
            todo += [name.rpartition(".")[0], *_imports_of(name, root)]
    return found


def refresh(source, root, address):
    """Put the present cell into the chapter's notebook, if there is one, unexecuted; whether it was
    another."""
    target = source.with_suffix(".ipynb")
    if not target.exists():
        return False
    before = target.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    for cell in notebook.cells:
        if TAG in cell.metadata.get("tags", ()):
            cell.source = text(source, root, address)
    after = nbformat.writes(notebook) + "\n"
    if after != before:
        target.write_text(after, encoding="utf-8")
    return after != before


def _by_import_name(requirements):
    named = {re.match(r"[\w.-]+", requirement)[0]: requirement for requirement in requirements}
    return {
        IMPORT_NAMES.get(name, name.replace("-", "_")): named[name]
        for name in named
        if name != "repalign"
    }


def _imports_of(name, root):
    """What a module of repalign imports; nothing for another name."""
    stem = root.joinpath(*name.split("."))
    files = [stem.with_suffix(".py"), stem / "__init__.py"] if name.startswith("repalign") else []
    return [each for file in files if file.exists() for each in _imports(file)]


@functools.cache
def _imports(path, in_functions=False):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [name for node in _run(tree, in_functions) for name in _names(node)]


def _run(tree, in_functions):
    """The nodes that run when the file does; those of its functions if asked."""
    todo = [tree]
    for node in todo:
        todo += [
            each for each in _children(node) if in_functions or not isinstance(each, FUNCTIONS)
        ]
    return todo


def _children(node):
    """Without what only programs that check types read."""
    match node:
        case ast.If(test=ast.Name(id="TYPE_CHECKING"), orelse=otherwise):
            return otherwise
    return ast.iter_child_nodes(node)


def _names(node):
    match node:
        case ast.Import(names=names):
            return [each.name for each in names]
        case ast.ImportFrom(module=module, names=names):
            return [f"{module}.{each.name}" for each in names]
        case ast.Call(func=ast.Name(id="need"), args=[ast.Constant(value=name), *_]):
            return [name]
    return []

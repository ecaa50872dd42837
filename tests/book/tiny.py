"""A small book in a folder, built with the extension."""

import shutil
from copy import deepcopy
from pathlib import Path

import nbformat
from ipywidgets.embed import dependency_state
from livebook.widgets import STATE_TYPE, VIEW_TYPE
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

ROOT = Path(__file__).parent.parent.parent
CONFIGURATION = {
    "extensions": ["myst_nb", "sphinx_design", "sphinx.ext.napoleon", "livebook"],
    "myst_enable_extensions": ["attrs_inline", "colon_fence"],
    "html_theme": "sphinx_book_theme",
    "nb_execution_mode": "off",
    "nb_ipywidgets_js": {},
    "html_static_path": ["assets"],
    "html_favicon": "assets/logo.svg",
    "language": "en",
    "html_context": {"default_mode": "light"},
}


def build(folder, pages, project="", **configuration):
    """Build pages, a dict of file name -> text or notebook, "index.md" among them; the folder of
    the site.

    `project` is the text of its pyproject.toml; keywords are added to the configuration.
    """
    source, out = folder / "source", folder / "html"
    shutil.copytree(ROOT / "book/assets", source / "assets")
    (source / "pyproject.toml").write_text(project)
    for name, page in pages.items():
        text = page if isinstance(page, str) else nbformat.writes(page)
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")
    with patch_docutils(), docutils_namespace():
        options = deepcopy(CONFIGURATION | configuration)  # the theme writes into it
        Sphinx(
            source,
            None,
            out,
            folder / "doctrees",
            "html",
            options,
            status=None,
            warningiserror=True,
        ).build()
    return out


def notebook(*widgets):
    """An executed notebook whose cells show these widgets."""
    cells = [nbformat.v4.new_markdown_cell("# A notebook")]
    for number, widget in enumerate(widgets, start=1):
        view = {
            VIEW_TYPE: {"model_id": widget.model_id, "version_major": 2, "version_minor": 0},
            "text/plain": "widget",
        }
        output = nbformat.v4.new_output("execute_result", data=view, execution_count=number)
        cells.append(nbformat.v4.new_code_cell("show()", execution_count=number, outputs=[output]))
    states = dependency_state(list(widgets), drop_defaults=False)
    metadata = {
        "widgets": {STATE_TYPE: {"version_major": 2, "version_minor": 0, "state": states}},
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    }
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)

"""Figures of notebooks within the page: panels take its colours, and wrap on a phone; the call that
made a figure, a table or an explorer stays in the notebook."""

from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from repalign.paper.figures import panels

SHEET = "figures.css"


class Inline(SphinxPostTransform):
    """An SVG of ours as a part of the page."""

    default_priority = 5  # after MyST-NB has chosen what of an output is shown, at 4
    formats = ("html",)

    def run(self, **kwargs):
        for image in list(self.document.findall(nodes.image)):
            path = Path(self.env.srcdir, image["uri"])
            if path.suffix == ".svg" and path.exists():
                text = path.read_text(encoding="utf-8")
                if f'class="{panels.CLASS}"' in text:
                    image.replace_self(nodes.raw("", inline(text), format="html"))


class WithoutCalls(SphinxPostTransform):
    """A cell of one line whose output is no text shows its output only."""

    default_priority = Inline.default_priority
    formats = ("html",)

    def run(self, **kwargs):
        for cell in self.document.findall(_is_cell):
            source, *outputs = cell.children
            printed = any(each.next_node(nodes.literal_block) for each in outputs)
            if outputs and not printed and "\n" not in source.astext().strip():
                cell.remove(source)


def _is_cell(node):
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def inline(text):
    """The panels of a document, in a container that says in words what they show."""
    found, alt = panels.split(text)
    return (
        f'<div class="{panels.CLASS}" role="img" aria-label="{escape(alt)}">{"".join(found)}</div>'
    )


def add_sheet(app, exception):
    """The colours of panels, light and dark."""
    if not exception and app.builder.format == "html":
        Path(app.outdir, "_static", SHEET).write_text(panels.sheet(), encoding="utf-8")

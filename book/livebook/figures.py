"""Figures of notebooks: each panel a picture, for a light page and for a dark one, which is loaded
when it comes near; the call that made a figure, a table or an explorer stays in the notebook."""

from html import escape
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from livebook.policy import digest
from repalign.paper.figures import panels

FOLDER = "_static/figures"
GROUNDS = {"only-light": str, "only-dark": panels.darkened}  # the theme's classes


class Panels(SphinxPostTransform):
    """An SVG of ours as pictures, one a panel and ground."""

    default_priority = 5  # after MyST-NB has chosen what of an output is shown, at 4
    formats = ("html",)

    def run(self, **kwargs):
        for image in list(self.document.findall(nodes.image)):
            path = Path(self.env.srcdir, image["uri"])
            if path.suffix == ".svg" and path.exists():
                text = path.read_text(encoding="utf-8")
                if f'class="{panels.CLASS}"' in text:
                    html = put(self.app, self.env.docname, text)
                    image.replace_self(nodes.raw("", html, format="html"))


def put(app, docname, text):
    """Write the panels of a document; a container that says in words what they show."""
    found, alt = panels.split(text)
    up = "../" * docname.count("/")
    pictures = []
    for ground, coloured in GROUNDS.items():
        for panel in map(coloured, found):
            file = f"{FOLDER}/{digest(panel)}.svg"
            target = Path(app.outdir, file)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(panel, encoding="utf-8")
            pictures.append(picture(up + file, panel, ground))
    words = escape(alt)
    return f'<div class="{panels.CLASS}" role="img" aria-label="{words}">{"".join(pictures)}</div>'


class WithoutCalls(SphinxPostTransform):
    """A cell of one line whose output is no text shows its output only."""

    default_priority = Panels.default_priority
    formats = ("html",)

    def run(self, **kwargs):
        for cell in self.document.findall(_is_cell):
            source, *outputs = cell.children
            printed = any(each.next_node(nodes.literal_block) for each in outputs)
            if outputs and not printed and "\n" not in source.astext().strip():
                cell.remove(source)


def _is_cell(node):
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def picture(address, panel, ground):
    """A panel's element, which has its room before it is loaded."""
    read = ElementTree.fromstring(panel).attrib
    classes = " ".join([ground, *read.get("class", "").split()])
    width, height = (round(float(read[side])) for side in ("width", "height"))
    return (
        f'<img class="{classes}" src="{address}" width="{width}" height="{height}"'
        ' loading="lazy" alt="" />'
    )

"""Formulas, set by KaTeX while the book is built: a page loads a style sheet and some fonts.

The writer leaves each as its TeX; when all pages stand, one engine sets them all.
"""

import html
import re
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from docutils import nodes
from py_mini_racer import JSEvalException, MiniRacer
from sphinx.util.math import get_node_equation_number

SCRIPT = Path(__file__).resolve().parent.parent / "katex/katex.js"
SHEET = "_static/katex/katex.css"
FORMULA = re.compile(
    r'<(span|div) class="formula (inline|display) notranslate"([^>]*)>(.*?)</\1>'
    r"([,.;:?!)]*)",
    re.DOTALL,
)
SHORT = 24  # letters of TeX; the sign behind a longer formula may begin a line
TAG = re.compile(r"<[^>]*>")
MACROS = {
    r"\R": r"\mathbb{R}",
    r"\norm": r"\lVert #1 \rVert",
    r"\alignment": r"\operatorname{Alignment}",
}


class FormulaError(ValueError):
    """TeX that KaTeX does not know; the message holds both."""


def setup(app):
    """Make this the renderer of formulas."""
    app.add_html_math_renderer("katex", (_inline, None), (_display, None))
    app.connect("config-inited", _choose)


@contextmanager
def typesetter():
    """A function (TeX, display) to HTML, with MathML for who listens; FormulaError. Its `letters`
    are those of all that it has set.

    The engine has a thread of its own, which has to end before Python can.
    """
    with MiniRacer() as engine:
        engine.eval(SCRIPT.read_text(encoding="utf-8"))

        @cache
        def typeset(tex, display):
            options = {"displayMode": display, "macros": MACROS, "strict": "error"}
            try:
                done = engine.call("katex.renderToString", tex, options)
            except JSEvalException as error:
                raise FormulaError(f"{str(error).strip().splitlines()[0]}: {tex}") from error
            _, _, seen = done.partition("katex-html")
            typeset.letters |= set(html.unescape(TAG.sub("", seen)))
            return done

        typeset.letters = set()
        yield typeset


def rewrite(page, typeset, up):
    """A page with its formulas set; unchanged if it has none."""

    def formula(match):
        tag, kind, attributes, tex, sign = match.groups()
        done = typeset(html.unescape(tex).strip(), kind == "display")
        whole = f'<{tag} class="formula {kind} notranslate"{attributes}>{done}</{tag}>'
        if kind == "inline" and sign and len(tex) <= SHORT:
            return f'<span class="held">{whole}{sign}</span>'
        return whole + sign

    result, count = FORMULA.subn(formula, page)
    link = f'<link rel="stylesheet" href="{up}{SHEET}" />\n'
    return result.replace("</head>", f"{link}</head>", 1) if count else page


def _choose(app, config):
    config.html_math_renderer = "katex"


def _inline(writer, node):
    _leave(writer, node, "span", "inline", node.astext())
    raise nodes.SkipNode


def _display(writer, node):
    tex = node.astext()
    if r"\\" in tex and not node["nowrap"]:
        tex = rf"\begin{{split}}{tex}\end{{split}}"
    if node["number"]:
        writer.body.append(
            f'<div class="numbered"><span class="eqno">({get_node_equation_number(writer, node)})'
        )
        writer.add_permalink_ref(node, "Link to this equation")
        writer.body.append("</span>")
    _leave(writer, node, "div", "display", tex)
    if node["number"]:
        writer.body.append("</div>")
    raise nodes.SkipNode


def _leave(writer, node, tag, kind, tex):
    start = writer.starttag(node, tag, "", CLASS=f"formula {kind} notranslate")
    writer.body.append(f"{start}{writer.encode(tex)}</{tag}>")

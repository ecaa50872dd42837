"""The sentences of the book, for the page of search results: it shows them, and asks for no page,
which no browser allows from the disk."""

import html
import json
import re

FILE = "_static/excerpts.js"
PART = re.compile(r'<section[^>]* id="([^"]*)"|<p>(.*?)</p>', re.DOTALL)
UNSEEN = re.compile(
    r'<span class="katex-mathml">.*?</math></span>|<svg.*?</svg>|<[^>]*>', re.DOTALL
)
SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z“‘(])")
SHORTEST = 25  # letters; what is shorter says nothing by itself


def script(pages):
    """A script with the sentences of pages, {name: HTML}: of each, (anchor, sentence) in its
    order."""
    found = {name.removesuffix(".html"): sentences(source) for name, source in pages.items()}
    return f"window.excerpts = {json.dumps(found, ensure_ascii=False, separators=(',', ':'))};\n"


def sentences(source):
    """(anchor, sentence) of a page's prose, formulas as a reader sees them."""
    _, _, article = source.partition("<article")
    anchor, found = "", []
    for section, prose in PART.findall(article.partition("</article>")[0]):
        anchor = section or anchor
        text = " ".join(html.unescape(UNSEEN.sub("", prose)).replace("\u200b", "").split())
        found += [(anchor, each) for each in SENTENCE.split(text) if len(each) >= SHORTEST]
    return found

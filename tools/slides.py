"""Slides from the built book: a deck for each chapter, and one for the lecture of the teacher's
page.

    python tools/slides.py          after `make book`

A chapter's deck has its question and explorers, its figures and tables, the exercises that a class
can answer at once, and its summary; the lecture's has a slide for each row of its table. All of it
is taken from the pages, so that a deck is live as they are and never edited by hand. In
_build/slides lie the decks and what they load; index.html lists them.
"""

import json
import re
import shutil
import sys
from copy import copy
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup, Tag

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from repalign.paper.chapters.exercises import EXERCISES

ROOT = Path(__file__).resolve().parent.parent
SITE, TARGET = ROOT / "_build/html", ROOT / "_build/slides"
PARTS = ROOT / "book/slides"
LECTURE = ("book/teaching.html", "a-lecture-of-fifty-minutes")
EXPLORERS = "application/vnd.repalign.explorers+json"
PAGES = 'a.reference.internal:not([href*="?"])'  # a deck has but states
ASKED = ("predict", "explain", "break")  # kinds that a class can answer at once
# Sections without slides of their own.
SILENT = {"exercises", "summary", "references", "do-it-yourself-here-and-now"}
MOST_WORDS, MOST_ROWS = 60, 12  # of a paragraph and of a table on a slide
DECK = """<!DOCTYPE html>
<html lang="en" data-theme="light" data-content_root="../">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>{title}</title>
{head}
<link rel="stylesheet" href="../_static/slides/reveal/reveal.css" />
<link rel="stylesheet" href="../_static/slides/slides.css" />
</head>
<body>
<div class="reveal"><div class="slides">
{slides}
</div></div>
{states}
<script src="../_static/slides/reveal/reveal.js"></script>
<script src="../_static/slides/reveal/notes.js"></script>
<script src="../_static/slides/slides.js"></script>
</body>
</html>
"""
LIST = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8" /><title>Slides</title>
<meta name="viewport" content="width=device-width, initial-scale=1" />
<link rel="icon" href="_static/logo.svg" />
<link rel="stylesheet" href="_static/slides/slides.css" /></head>
<body class="decks"><h1>Slides</h1><ul>{decks}</ul></body></html>
"""


class Page:
    """A page of the built book: its soup, and the parts that slides are made of."""

    def __init__(self, path):
        self.path = path
        self.soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for link in self.soup.select("a.headerlink"):
            link.decompose()
        written = self.soup.find("script", type=EXPLORERS)
        self.states = self._named(json.loads(written.string)) if written else {}
        self.article = self.soup.find("article").find("section")

    def _named(self, states):
        """The states of explorers under names that no other page has."""
        for holder in self.soup.select(".explorer"):
            holder["data-model"] = f"{self.path.stem}-{holder['data-model']}"
        return {f"{self.path.stem}-{name}": state for name, state in states.items()}

    @property
    def title(self):
        return self.article.h1.get_text(strip=True)

    def sections(self):
        return self.article.find_all("section", recursive=False)

    def explorer(self, key):
        return self.soup.select_one(f'.explorer[data-key="{key}"]')


def main():
    if not (SITE / "index.html").exists():
        raise SystemExit(f"{SITE} holds no book; run `make book` first")
    shutil.rmtree(TARGET, ignore_errors=True)
    shutil.copytree(SITE / "_static", TARGET / "_static")
    shutil.copytree(PARTS, TARGET / "_static/slides")
    chapters = [Page(path) for path in sorted(SITE.glob("notebooks/*.html"))]
    decks = {"lecture": ("A lecture of fifty minutes", *lecture())}
    decks |= {page.path.stem: (page.title, list(slides_of(page)), [page]) for page in chapters}
    (TARGET / "decks").mkdir()
    for name, (title, slides, pages) in decks.items():
        (TARGET / f"decks/{name}.html").write_text(deck(title, slides, pages), encoding="utf-8")
    listed = (f'<li><a href="decks/{name}.html">{deck[0]}</a></li>' for name, deck in decks.items())
    (TARGET / "index.html").write_text(LIST.format(decks="".join(listed)), encoding="utf-8")
    print(TARGET / "index.html")


def slides_of(page):
    """The slides of a chapter, HTML each."""
    yield slide(page.article.h1, page.article.find("ul"))
    for explorer in page.article.find_all("div", class_="explorer"):
        if explorer.find_parent("section") is page.article:
            asked = explorer.find_previous("p")
            question = f"<h2>{asked.strong.extract().decode_contents()}</h2>"
            yield slide(question, explorer, note=_said(asked))
    for section in page.sections():
        if section["id"] not in SILENT:
            yield from _slides_of_section(section)
    yield from _asked(page)
    summary = page.article.find("section", id="summary")
    yield slide(summary.h2, summary.find("ul"))


def lecture():
    """Two slides for each row of the lecture's table, the question and what is shown, and the pages
    that they come from."""
    teaching = Page(SITE / LECTURE[0])
    rows = teaching.article.find("section", id=LECTURE[1]).tbody.find_all("tr")
    pages, slides = {}, []
    for minutes, show, ask in (row.find_all("td") for row in rows):
        parts, states = [], []
        for link in show.find_all("a"):
            address, _, state = link["href"].partition("#")
            path = (teaching.path.parent / address).resolve()
            page = pages.setdefault(path, Page(path))
            if state:
                link["href"] = f"#{state}"
                explorer = page.explorer(state.partition("?")[0])
                parts += [explorer] if explorer not in parts else []
                states.append(state)
            else:
                parts += page.soup.select(".formula.display:has(.katex-tag)")
        question = teaching.soup.new_tag("h2")
        question.extend([copy(each) for each in ask.em.contents])
        note = f"{minutes.get_text(strip=True)} minutes. {_said(ask.p)}"
        slides.append(slide(question, note=note))
        slides.append(slide(show.p, *parts, note=note, state=next(iter(states), "")))
    return slides, [teaching, *pages.values()]


def _said(paragraph):
    """What a speaker reads; formulas as MathML alone, since their window has no style sheet."""
    said = copy(paragraph)
    for formula in said.select(".katex-html"):
        formula.decompose()
    return said.decode_contents()


def slide(*parts, note="", state=""):
    """A section of a deck, what only its speaker sees, and the state that its explorer takes when
    it is shown first."""
    for link in (link for part in parts if isinstance(part, Tag) for link in part.select(PAGES)):
        link.unwrap()
    said = f'<aside class="notes">{note}</aside>' if note else ""
    body = "".join(str(part) for part in parts if part is not None)
    start = f' data-state="{escape(state)}"' if state else ""
    return (
        f'<section data-prevent-swipe{start}><div class="bd-article slide">{body}</div>{said}'
        "</section>"
    )


def _slides_of_section(section):
    """What a section shows, each with the words just before it; of formulas only what has such
    words, or a number."""
    for thing in section.select(".formula.display, .ra-figure, table.dataframe, .explorer"):
        words = _words_before(thing)
        bare = "formula" in thing["class"] and not (words or thing.select_one(".katex-tag"))
        if not (bare or thing.find_parent("details") or len(thing.select("tbody tr")) > MOST_ROWS):
            yield slide(section.h2, words, thing)


def _words_before(thing):
    """The paragraph that a section has just before it, if it fits on a slide."""
    while thing.parent.name != "section":
        thing = thing.parent
    before = thing.find_previous_sibling()
    fits = before.name == "p" and len(before.get_text().split()) <= MOST_WORDS
    return before if fits else None


def _asked(page):
    """What a class can answer at once, with no explorer to be moved; its hint and its solution are
    not shown."""
    for section in page.article.select('section[id^="exercise-"]'):
        form = section.find("form", class_="exercise-answer")
        exercise = EXERCISES[form["data-exercise"]]
        if exercise.kind in ASKED and exercise.form.kind != "state":
            yield slide(*section.find_all(["h3", "p", "ul"], recursive=False), form)


def deck(title, slides, pages):
    """A deck that loads what its pages load."""
    soups = [page.soup for page in pages]
    sheets = _each(soups, 'link:is([rel="stylesheet"], [rel="icon"])', "href")
    scripts = _each(soups, 'script[src*="exercises.js"]', "src")
    runtimes = [soup.find("script", attrs={"data-modules": True}) for soup in soups]
    known = [runtime for runtime in runtimes if runtime]
    states = {name: state for page in pages for name, state in page.states.items()}
    runtime = copy(known[0])
    for attribute in ("data-modules", "data-shared"):
        names = " ".join(each[attribute] for each in known).split()
        runtime[attribute] = " ".join(dict.fromkeys(names))
    head = "\n".join([*map(str, sheets), str(runtime), *map(str, scripts)])
    written = json.dumps(states).replace("</", "<\\/")
    tag = f'<script type="{EXPLORERS}">{written}</script>'
    return DECK.format(title=title, head=head, slides="\n".join(slides), states=tag)


def _each(soups, selector, attribute):
    found = {}
    for soup in soups:
        for node in soup.select(selector):
            node[attribute] = re.sub(r"^(\.\./)*", "../", node[attribute])
            found.setdefault(node[attribute], node)
    return found.values()


if __name__ == "__main__":
    main()

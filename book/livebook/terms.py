"""Terms and symbols: where a chapter uses a term of the glossary first, it shows what the glossary
says; where the notation lists a symbol, it says in which chapters it stands."""

import re
from html import escape

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole

CHAPTERS, GLOSSARY = "notebooks/", "book/glossary"
OTHERS = (nodes.reference, nodes.literal, nodes.math)  # whose words are no prose


class Terms(SphinxPostTransform):
    """The first use of each term in the paragraphs of a chapter; lists, folds and exercises have
    none."""

    default_priority = 20
    formats = ("html",)

    def run(self, **kwargs):
        if self.env.docname.startswith(CHAPTERS):
            self._meanings = meanings(self.env.get_doctree(GLOSSARY))
            every = sorted(map(re.escape, self._meanings), key=len, reverse=True)
            self._known = re.compile(rf"\b({'|'.join(every)})s?\b", re.IGNORECASE)
            self._used = set()
            for paragraph in self.document.findall(_is_prose):
                for text in list(paragraph.findall(nodes.Text)):
                    self._mark(text)

    def _mark(self, text):
        if any(isinstance(parent, OTHERS) for parent in _above(text)):
            return
        parts, end = [], 0
        for match in self._known.finditer(text):
            anchor, meaning = self._meanings[match[1].lower()]
            if anchor not in self._used:
                self._used.add(anchor)
                shown = self._shown(match[0], anchor, meaning)
                parts += [nodes.Text(text[end : match.start()]), shown]
                end = match.end()
        if parts:
            text.parent.replace(text, [*parts, nodes.Text(text[end:])])

    def _shown(self, words, anchor, meaning):
        place = self.app.builder.get_relative_uri(self.env.docname, GLOSSARY)
        return nodes.raw(
            "",
            f'<span class="term"><button type="button" aria-describedby="of-{anchor}">{words}'
            f'</button><span class="meaning"><span id="of-{anchor}">{escape(meaning)}</span> '
            f'<a href="{place}#{anchor}">Glossary</a></span></span>',
            format="html",
        )


def meanings(glossary):
    """{term in small letters: (its anchor, the first paragraph of what is said of it)}."""
    found = {}
    for entry in glossary.findall(nodes.definition_list_item):
        terms = list(entry.findall(nodes.term))
        said = entry.next_node(nodes.definition).next_node(nodes.paragraph).astext()
        for term in terms:
            found[term.astext().lower()] = terms[0]["ids"][0], " ".join(said.split())
    return found


class Used(SphinxRole):
    r"""``{used}`\tau```: the chapters with a formula that holds this, each a link to the section of
    its first."""

    def run(self):
        return [used(tex=self.text)], []


class used(nodes.General, nodes.Inline, nodes.Element):
    """Stands for the chapters that use a symbol, until all are read."""


class Uses(SphinxPostTransform):
    """The chapters of each symbol. ExtensionError if none uses it."""

    default_priority = Terms.default_priority

    def run(self, **kwargs):
        places = list(self.document.findall(used))
        if not places:
            return
        names = sorted(each for each in self.env.found_docs if each.startswith(CHAPTERS))
        chapters = [(name, self.env.get_doctree(name)) for name in names]
        for place in places:
            links = [
                self._link(name, section)
                for name, chapter in chapters
                if (section := first_section(chapter, place["tex"]))
            ]
            if not links:
                raise ExtensionError(f"no chapter uses {place['tex']}, which is in the notation")
            parts = [part for link in links for part in (nodes.Text(", "), link)]
            word = "chapter" if len(links) == 1 else "chapters"
            place.replace_self([nodes.Text(f"{word} "), *parts[1:]])

    def _link(self, name, section):
        where = self.app.builder.get_relative_uri(self.env.docname, name)
        number = ".".join(map(str, self.env.toc_secnumbers[name][""]))
        link = nodes.reference("", number, refuri=f"{where}#{section['ids'][0]}", internal=True)
        link["reftitle"] = section.next_node(nodes.title).astext()
        return link


def first_section(chapter, tex):
    """The section of the first formula that holds some TeX as a whole sign; None if none does."""
    sign = re.compile(rf"(?<![a-zA-Z\\]){re.escape(tex)}(?![a-zA-Z])")
    for formula in chapter.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)):
        if sign.search(formula.astext()):
            return next(each for each in _above(formula) if isinstance(each, nodes.section))
    return None


def _is_prose(node):
    inside = isinstance(node, nodes.paragraph) and isinstance(node.parent, nodes.section)
    return inside and not any("exercises" in each.get("ids", ()) for each in _above(node))


def _above(node):
    while (node := node.parent) is not None:
        yield node

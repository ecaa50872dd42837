"""Style sheets without the rules that no page can use.

A rule stays if every class and id that it names occurs, as a word, in some page or script: scripts
give elements classes too. What stands within ``:not()`` and the like is not asked for.
"""

import re
from itertools import pairwise

import tinycss2

WORD = re.compile(r"[\w-]+")
NESTING = ("media", "supports")
INDEX = "searchindex.js"  # words of prose, not of code


def words(root):
    """Every word of the pages and scripts of a site."""
    paths = [path for kind in ("html", "js") for path in root.rglob(f"*.{kind}")]
    texts = (path.read_text(encoding="utf-8") for path in paths if path.name != INDEX)
    return {word for text in texts for word in WORD.findall(text)}


def trimmed(sheet, known):
    """A style sheet without comments and without what needs a class or an id that is not known.

    Examples
    --------
    >>> trimmed("a, .x > b, .y { top: 0 } @media print { .y { top: 0 } }", {"x"})
    'a,.x > b{ top: 0 }'
    """
    return _trimmed(tinycss2.parse_stylesheet(sheet, True, True), known)


def _trimmed(rules, known):
    return "".join(_rule(rule, known) for rule in rules)


def _rule(rule, known):
    if rule.type == "qualified-rule":
        kept = [
            tinycss2.serialize(selector).strip()
            for selector in _selectors(rule.prelude)
            if _names(selector) <= known
        ]
        return f"{','.join(kept)}{{{tinycss2.serialize(rule.content)}}}" if kept else ""
    if rule.type == "at-rule" and rule.lower_at_keyword in NESTING:
        inner = _trimmed(tinycss2.parse_rule_list(rule.content, True, True), known)
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}" if inner else ""
    return rule.serialize()


def _selectors(tokens):
    found = [[]]
    for token in tokens:
        if token == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


def _names(selector):
    """Classes and ids outside of brackets."""
    classes = {
        name.value for dot, name in pairwise(selector) if dot == "." and name.type == "ident"
    }
    return classes | {token.value for token in selector if token.type == "hash"}

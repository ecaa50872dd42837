"""What a page carries of its explorers: slim state in the page, module texts in shared scripts.

A notebook's widgets arrive as one script of all states and one script a view; a state holds the
texts of module and style sheet, or names the class that has them. They leave as a container a view,
one script of the states that are seen, and the digests of the module texts, which stand once in the
whole book.
"""

import html
import json
import pkgutil
import re
from dataclasses import dataclass, field

from livebook.policy import digest

STATE_TYPE = "application/vnd.jupyter.widget-state+json"
VIEW_TYPE = "application/vnd.jupyter.widget-view+json"
EXPLORERS_TYPE = "application/vnd.repalign.explorers+json"
FOLDER = "_static/explorers"
TEXTS = {"_esm": "js", "_css": "css"}
NAME = "_anywidget_id"  # the trait in which anywidget names the class
# Traits that only a live front end reads.
PLUMBING = re.compile(r"_(model|view)_|(_anywidget_id|_dom_classes|layout|tabbable|tooltip)$")

PLACEHOLDER = (
    '<div class="explorer{wide}" data-model="{model}"{key}><p class="explorer-note">'
    "An interactive figure stands here; it needs JavaScript.</p></div>"
)


class WidgetError(ValueError):
    """A page shows a widget that cannot live without a kernel."""


@dataclass
class Page:
    """A rewritten page, and the texts of the modules and style sheets that it needs, by file
    name."""

    html: str
    texts: dict = field(default_factory=dict)


def rewrite(source):
    """The page with containers for its widget views; unchanged if it has none.

    Raises
    ------
    WidgetError
        A view's model is missing, is not an anywidget with a module, names a class that is not as
        it was, or shares its page_key with another model.
    """
    if VIEW_TYPE not in source:
        return Page(_scripts(STATE_TYPE).sub("", source))
    known, source = _take_states(source)
    seen = {}

    def container(match):
        model = json.loads(match[1])["model_id"]
        first = model not in seen
        seen[model] = seen.get(model) or slim(model, known.get(model, {}))
        return _placeholder(model, seen[model][0], source, first)

    source = _scripts(VIEW_TYPE).sub(container, source)
    _check_keys(seen)
    models = {model: parts[0] for model, parts in seen.items()}
    texts = {name: text for _, found in seen.values() for name, text in found.items()}
    return Page(_before_body_end(source, json_script(EXPLORERS_TYPE, models)), texts)


def slim(model, whole):
    """State and buffers of one model with digests for module texts, and the texts by file name."""
    state = whole.get("state", {})
    if state.get(NAME) and not state.get("_esm"):
        state = state | present_texts(whole)
    if not state.get("_esm"):
        kind = state.get("_model_name") or whole.get("model_name") or "not in the page's state"
        raise WidgetError(
            f"widget {model} ({kind}) is not an anywidget with a module, and would be dead on a "
            "page without a kernel; show an explorer of repalign.widgets, or a picture"
        )
    texts = {
        f"{digest(state[name])}.{kind}": state[name]
        for name, kind in TEXTS.items()
        if state.get(name)
    }
    kept = own(state) | {"_esm": digest(state["_esm"])}
    return {"state": kept, "buffers": whole.get("buffers", [])}, texts


def present_texts(whole):
    """Module and style sheet, as they are now, of the class that a model's state names.

    Raises
    ------
    WidgetError
        There is no such class, or it has other traits by now.
    """
    name = whole["state"][NAME]
    try:
        explorer = pkgutil.resolve_name(name)
    except (ImportError, AttributeError, ValueError) as error:
        raise WidgetError(f"there is no explorer {name} ({error}); execute its chapter") from error
    traits = own(whole["state"]).keys() | {each["path"][0] for each in whole.get("buffers", [])}
    if other := traits ^ own(explorer.class_traits(sync=True)).keys():
        names = ", ".join(sorted(other))
        raise WidgetError(f"{name} has other traits by now ({names}); execute its chapter")
    return {text: str(getattr(explorer, text)) for text in TEXTS if hasattr(explorer, text)}


def own(state):
    """What of a state is the explorer's own, and neither text nor plumbing."""
    return {
        name: value
        for name, value in state.items()
        if name not in TEXTS and not PLUMBING.match(name)
    }


def text_script(digest, text):
    """A classic script that registers a module's text: unlike a module, it loads from the disk
    too."""
    return f"(window.explorerTexts ??= {{}})[{json.dumps(digest)}] = {json.dumps(text)};\n"


def files(texts):
    """Every text as it is, and each module's also as a script, for a book that is read from the
    disk."""
    found = {f"{FOLDER}/{file}": text for file, text in texts.items()}
    for file, text in texts.items():
        stem, _, kind = file.partition(".")
        if kind == "js":
            found[f"{FOLDER}/{stem}.text.js"] = text_script(stem, text)
    return found


def tags(up, texts):
    """Style sheets, and the runtime with the digests of the modules that it loads while the page is
    being read."""
    if not texts:
        return ""
    sheets = [
        f'<link rel="stylesheet" href="{up}{FOLDER}/{file}" />\n'
        for file in texts
        if file.endswith(".css")
    ]
    modules = " ".join(file.removesuffix(".js") for file in texts if file.endswith(".js"))
    return (
        "".join(sheets)
        + f'<script async src="{up}_static/runtime.js" data-modules="{modules}"></script>\n'
    )


def json_script(kind, value):
    return f'<script type="{kind}">{_escape(json.dumps(value, sort_keys=True))}</script>'


def _escape(text):
    """JSON that cannot end the script element it stands in."""
    return text.replace("</", r"<\/").replace("<!--", r"\u003c!--")


def _scripts(kind):
    return re.compile(rf'<script[^>]*type="{re.escape(kind)}"[^>]*>(.*?)</script>\s*', re.DOTALL)


def _take_states(source):
    pattern = _scripts(STATE_TYPE)
    blocks = [json.loads(body)["state"] for body in pattern.findall(source)]
    return {model: whole for block in blocks for model, whole in block.items()}, pattern.sub(
        "", source
    )


def _placeholder(model, slimmed, source, first):
    """The container; its page_key is its anchor too where the page has none of that name."""
    key = html.escape(slimmed["state"].get("page_key") or "")
    named = f' data-key="{key}"' if key else ""
    if first and key and f'id="{key}"' not in source:
        named += f' id="{key}"'
    # The theme hides the page's contents beneath what is wide, and fails where there are none.
    wide = " full-width" if "bd-sidebar-secondary" in source else ""
    return PLACEHOLDER.format(model=html.escape(model), key=named, wide=wide)


def _check_keys(seen):
    keys = [
        parts[0]["state"]["page_key"]
        for parts in seen.values()
        if parts[0]["state"].get("page_key")
    ]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise WidgetError(
            f"two explorers of the page have the page_key {twice[0]!r}; pass another one to one of "
            "them"
        )


def _before_body_end(source, addition):
    head, end, tail = source.rpartition("</body>")
    return head + addition + end + tail

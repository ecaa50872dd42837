"""Links of a chapter's prose to a state of an explorer, such as #circle?direction=135."""

import re

from livebook.widgets import STATE_TYPE

LINK = re.compile(r'href="#(\w+)\?([^"]*)"')


def dead(notebook):
    """The links that are not among their explorer's `links` either, in words: Colab has no button
    for them; or None."""
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    models = notebook.metadata.get("widgets", {}).get(STATE_TYPE, {}).get("state", {})
    states = [model["state"] for model in models.values()]
    held = {
        (state.get("page_key"), query)
        for state in states
        for query in state.get("links", {}).values()
    }
    missing = sorted(f"#{key}?{query}" for key, query in set(LINK.findall(prose)) - held)
    return (
        f"links that no explorer holds among its `links`: {', '.join(missing)}" if missing else None
    )

"""An explorer as a page of its own: one file that asks for nothing, from a server or the disk."""

from __future__ import annotations

import html
import json

from repalign._support import palette
from repalign.widgets._base import Explorer, anywidget

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<div id="explorer"><p>An interactive figure stands here; it needs JavaScript.</p></div>
{body}
</main>
<script type="application/json" id="state">{state}</script>
<script type="module">{script}</script>
</body>
</html>
"""
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' blob:; worker-src blob:; "
    "style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
)
STYLE = (
    palette.style("body")
    + """
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; }
body { color: var(--ra-ink); background: var(--ra-ground); }
main { max-width: 64rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
summary { cursor: pointer; }
.measures { overflow-x: auto; }
.measures table { border-collapse: collapse; font-size: 0.875rem; }
.measures :is(th, td) { padding: 0.25rem 1rem 0.25rem 0; text-align: left; }
.measures tr { border-bottom: 1px solid var(--ra-line); }
"""
)
# The module is its worker's too, and so stays at hand as a text.
SCRIPT = """
const state = JSON.parse(document.getElementById("state").textContent);
const listeners = new Set();
const model = {
  get: (name) => state[name],
  set: (name, value) => {
    state[name] = value;
    for (const listener of listeners) listener();
  },
  on: (_, listener) => listeners.add(listener),
  off: (_, listener) => listeners.delete(listener),
  save_changes: () => {},
};
const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = () => { document.documentElement.dataset.theme = dark.matches ? "dark" : "light"; };
dark.addEventListener("change", paint);
paint();
const url = URL.createObjectURL(new Blob([state._esm], { type: "text/javascript" }));
const { default: explorer } = await import(url);
const el = document.getElementById("explorer");
el.replaceChildren();
await explorer.render({ model, el });
el.dataset.live = "";
"""


def page(explorer: Explorer, title: str, body: str = "") -> str:
    """The text of an HTML file with a live explorer, and HTML beneath it.

    Its policy keeps it from asking for anything, and it is dark where the system is.
    """
    own = set(explorer.trait_names(sync=True)) - set(anywidget.AnyWidget.class_traits(sync=True))
    names = [name for name in sorted(own) if not name.startswith("_")]
    state = {name: getattr(explorer, name) for name in [*names, "_esm"]}
    return PAGE.format(
        policy=POLICY,
        title=html.escape(title),
        style=explorer._css + STYLE,
        body=body,
        state=json.dumps(state).replace("<", "\\u003c"),
        script=SCRIPT,
    )

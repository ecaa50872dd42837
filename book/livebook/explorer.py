"""The directive `{explorer} dotted.path.to.factory`: a live explorer on a page that is not a
notebook."""

import importlib

from docutils import nodes
from ipywidgets.embed import dependency_state
from sphinx.util.docutils import SphinxDirective

from livebook.widgets import STATE_TYPE, VIEW_TYPE, json_script


class Explorer(SphinxDirective):
    """Call the factory while building, and embed the widget it returns as a notebook's output would
    be."""

    required_arguments = 1

    def run(self):
        try:
            widget = load(self.arguments[0])()
        except Exception as error:
            raise self.error(
                f"explorer {self.arguments[0]!r} cannot be made: {type(error).__name__}: {error}"
            ) from error
        model_id = f"{self.env.docname}-{self.env.new_serialno('explorer')}"
        return [nodes.raw("", embed(widget, model_id), format="html")]


def load(path):
    """The object that a dotted path names."""
    module, _, name = path.rpartition(".")
    if not module:
        raise ImportError(f"{path!r} is no dotted path; expected package.module.function")
    return getattr(importlib.import_module(module), name)


def embed(widget, model_id):
    """The state and view scripts of one widget; `model_id` takes the place of the random one."""
    model = dependency_state([widget], drop_defaults=False)[widget.model_id]
    state = {"version_major": 2, "version_minor": 0, "state": {model_id: model}}
    view = {"version_major": 2, "version_minor": 0, "model_id": model_id}
    return json_script(STATE_TYPE, state) + json_script(VIEW_TYPE, view)

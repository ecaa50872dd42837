"""Theme options that `_config.yml` cannot hold: it would replace the book's own, or repeat the
public address; and the theme's script without what slows pages down."""

import re

from livebook import address

SCRIPT = "_static/scripts/pydata-sphinx-theme.js"
MEASURES = re.compile(
    r',"complete"===document\.readyState\?(\w+)\(\):\w+\.addEventListener\("load",\1\)'
)


def configure(app, config):
    """Launch buttons where they lead somewhere, and one search field instead of two."""
    options = config.html_theme_options
    options.update(
        launching(
            options.get("launch_buttons", {}), address.find(app.srcdir), address.branch(app.srcdir)
        )
    )
    options["navbar_persistent"] = []
    options["logo"] = {"text": config.html_title}


def launching(buttons, public, branch="HEAD"):
    """The theme's options for those of the buttons that work at a public address; none if it is
    None."""
    works = address.launchers(public)
    if not works:
        return {"launch_buttons": {}}
    forge, *groups, name = public.removeprefix("https://").split("/")
    return {
        "launch_buttons": {
            key: buttons[key] for key in buttons if key in works or not key.endswith("_url")
        },
        # The theme knows one owner; Binder wants GitLab's groups in groups escaped.
        "repository_url": f"https://{forge}/{'%2F'.join(groups)}/{name}",
        "repository_branch": branch,
        "path_to_docs": "",
    }


def calm(root):
    """Take from the theme's script its search for what scrolls; the problems found.

    It asks every block of a page for its size, on load and after each change, also of what is far
    from the screen and need not be laid out. reach.js is told of sizes instead.
    """
    path = root / SCRIPT
    text, found = MEASURES.subn("", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    return [] if found else [f"{SCRIPT}: it no longer ends with what livebook/theme.py takes out"]

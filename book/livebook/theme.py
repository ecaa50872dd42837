"""Theme options that `_config.yml` cannot hold: it would replace the book's own, or repeat the public address."""

import tomllib
from pathlib import Path


def configure(app, config):
    """Buttons for the public repository, and one search field instead of two."""
    options = config.html_theme_options
    options["repository_url"] = repository(app.srcdir)
    options["repository_branch"] = "main"
    options["path_to_docs"] = ""
    options["navbar_persistent"] = []
    options["logo"] = {"text": config.html_title}


def repository(folder):
    """The public address: [project.urls] of the `pyproject.toml` in the book's root."""
    with (Path(folder) / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]["urls"]["Repository"]

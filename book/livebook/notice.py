"""NOTICE.txt of the built book: the repository's NOTICE, and the licences of the packages that
brought files to it."""

from importlib import metadata
from pathlib import Path

FILE = "NOTICE.txt"
LINE = "=" * 80


def text(app):
    """What `NOTICE.txt` says: the repository's own, then the theme and the extensions that this
    build has used."""
    own = Path(app.srcdir) / "NOTICE"
    parts = [own.read_text(encoding="utf-8").rstrip()] if own.exists() else []
    return f"\n\n{LINE}\n\n".join(parts + [licence(each) for each in used(app)]) + "\n"


def used(app):
    """The distributions of the build's extensions, its theme among them, by name."""
    of_package = metadata.packages_distributions()
    names = {
        name
        for extension in app.extensions
        for name in of_package.get(extension.partition(".")[0], ())
    }
    return [metadata.distribution(name) for name in sorted(names)]


def licence(distribution):
    """Name, version, and the files in which a distribution prints its licence."""
    title = f"{distribution.name} {distribution.version}\nin the built book, or what built it"
    files = [
        file
        for file in distribution.files or ()
        if "LICEN" in file.name.upper() and file.suffix != ".py"
    ]
    return "\n\n".join([title, *(file.read_text(encoding="utf-8").strip() for file in files)])

"""Write the public address of this copy where it stands for good, and execute nothing.

    make address                                the address found in git, or in the workflow that
    runs make address URL=https://github.com/me/fork

It stands in pyproject.toml, CITATION.cff and the chapters' install cells; links to the one that
stood there before are turned in the README and the book's pages. Launch buttons need none of this:
they lead to the address found.
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "book"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from livebook import address

from tools import install_cell

ROOT = Path(__file__).resolve().parent.parent
FORGES = ", ".join(address.LAUNCHERS)


def main(arguments, root=ROOT):
    """What to say at the end: the files written, or with --hint what differs; SystemExit where
    there is no address."""
    if arguments == ["--hint"]:
        return hint(root)
    url = chosen("".join(arguments), root)
    changed = [path.relative_to(root).as_posix() for path in write(url, root)]
    return f"{url} stands in " + (", ".join(changed) or "every place already")


def hint(root):
    """A line where the address found is not the one written, else nothing."""
    found, written = address.found(root), address.written(root)
    if found in (None, written):
        return ""
    known = written or "no address"
    return (
        f"This copy is at {found}; its chapters name {known} to install from. To fix: make address"
    )


def chosen(given, root):
    """The address given, or the one there is."""
    if not given.strip():
        return address.find(root) or sys.exit(
            f"Neither `git remote get-url origin` names a repository on {FORGES} nor "
            "pyproject.toml any; give one: make address URL=https://github.com/me/fork"
        )
    return address.public(given) or sys.exit(
        f"{given!r} is no repository on {FORGES}; give it as https://github.com/me/fork"
    )


def write(url, root):
    """Write the address everywhere; the paths of the files that changed."""
    before = address.public(address.written(root) or "")
    pages = [root / "README.md", *sorted((root / "book").glob("*.md"))] if before else []
    texts = {page: turned(_read(page), before, url) for page in pages}
    for name, edited in (("pyproject.toml", in_pyproject), ("CITATION.cff", in_citation)):
        texts[root / name] = edited(_read(root / name), url)
    changed = [path for path, text in texts.items() if text != _read(path)]
    for path in changed:
        path.write_text(texts[path], encoding="utf-8")
    return changed + [
        each.with_suffix(".ipynb")
        for each in install_cell.sources(root)
        if install_cell.refresh(each, root, url)
    ]


def in_pyproject(text, url):
    """With the address in [project.urls], a table that is made before the first tool's."""
    line = f'Repository = "{url}"\n'
    table = re.search(r"^\[project\.urls\].*\n(?:(?!\[).*\n)*", text, re.MULTILINE)
    if table is None:
        return text.replace("\n[tool.", f"\n[project.urls]\n{line}\n[tool.", 1)
    head, _, others = re.sub(r"^Repository *=.*\n", "", table[0], flags=re.MULTILINE).partition(
        "\n"
    )
    return text.replace(table[0], f"{head}\n{line}{others}", 1)


def in_citation(text, url):
    """With the address as repository-code, a line after the type."""
    others = re.sub(r"^repository-code:.*\n", "", text, flags=re.MULTILINE)
    return re.sub(
        r"^(type: .*\n)", rf"\1repository-code: {url}\n", others, count=1, flags=re.MULTILINE
    )


def turned(text, before, url):
    """With links to the address before turned, also where a badge spells only owner and name."""
    old, new = (each.split("/", 3)[3] for each in (before, url))
    for known, present in ((re.escape(before), url), (f"(?<=/){re.escape(old)}", new)):
        text = re.sub(rf"{known}(?![\w-])", present, text)
    return text


def _read(path):
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    said = main(sys.argv[1:])
    print(said, end="\n" if said else "")

"""After the build: every page rewritten, the whole site proved to need no other host and no inline
code."""

from pathlib import Path

from sphinx.errors import SphinxError

from livebook import (
    accessible,
    excerpts,
    fonts,
    formulas,
    head,
    heights,
    notice,
    offline,
    policy,
    sheets,
    theme,
    trim,
    weights,
    widgets,
)

ICON_SCRIPT_FILES = "_static/scripts/fontawesome.js*"


class SiteError(SphinxError):
    """The built book would not work everywhere; the message lists every page and cause."""

    category = "The book is not fit to publish"


def finish(app, exception):
    """Rewrite and check the site, unless the build has failed already."""
    if exception or app.builder.format != "html":
        return
    root = Path(app.outdir)
    for path in root.glob(ICON_SCRIPT_FILES):
        path.unlink()
    problems = theme.calm(root)
    with formulas.typesetter() as typeset:
        problems += [p for path in pages(root) for p in _finish_page(root, path, typeset)]
    fonts.shrink(root, typeset.letters)
    known = trim.words(root)
    problems += [
        problem
        for path in sorted(root.rglob("*.css"))
        for problem in _finish_css(root, path, known)
    ]
    for path in pages(root):
        sheets.merge(root, path)
    sources = {name(root, path): path.read_text(encoding="utf-8") for path in pages(root)}
    _write(root, excerpts.FILE, excerpts.script(sources))
    # A page with a problem is not finished, and weighs what it should not.
    problems = problems or _weighed(root)
    _write(root, notice.FILE, notice.text(app))
    _write(root, "_headers", "/*\n  " + ": ".join(policy.HEADER) + "\n")
    if problems:
        raise SiteError("\n" + "\n".join(problems))


def _weighed(root):
    """Write the table of weights beside the site; what is too heavy."""
    names = [name(root, path) for path in pages(root)]
    weighed = {page: weights.weigh(root, page) for page in names}
    (root.parent / weights.FILE).write_text(weights.table(weighed), encoding="utf-8")
    return [f"{page}: {why}" for page, each in weighed.items() if (why := weights.over(page, each))]


def pages(root):
    return sorted(
        path
        for path in root.rglob("*.html")
        if path.relative_to(root).parts[0] not in ("_static", "_sources")
    )


def name(root, path):
    return path.relative_to(root).as_posix()


def _finish_page(root, path, typeset):
    """Rewrite one page in place; the problems found."""
    source = path.read_text(encoding="utf-8")
    up = "../" * (len(path.relative_to(root).parts) - 1)
    try:
        lean = head.with_excerpts(head.without_scripts(path.name, source))
        page = widgets.rewrite(formulas.rewrite(lean, typeset, up))
    except (widgets.WidgetError, formulas.FormulaError) as error:
        return [f"{name(root, path)}: {error}"]
    # Early in the head, so that explorers do not wait for the formulas' script.
    result = page.html.replace("</title>", "</title>\n" + widgets.tags(up, page.texts), 1)
    result = heights.reserve(name(root, path), head.with_fonts(result, up))
    result, files = policy.rewrite(accessible.mend(result), up)
    result = head.deferred(result)
    for file, text in {**widgets.files(page.texts), **files}.items():
        _write(root, file, text)
    if result != source:
        path.write_text(result, encoding="utf-8")
    foreign = offline.foreign_in_html(page.html) + [
        f for text in page.texts.values() for f in offline.foreign_imports(text)
    ]
    problems = [f"loaded from another host: {found}" for found in foreign]
    problems += [
        f"inline code that a Content-Security-Policy stops: {found}"
        for found in policy.inline_code(result)
    ]
    return [f"{name(root, path)}: {problem}" for problem in problems]


def _write(root, file, text):
    target = root / file
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def _finish_css(root, path, known):
    """Trim and rewrite one style sheet in place; the problems found."""
    source = path.read_text(encoding="utf-8", errors="replace")
    # Explorers put the names of their classes together, so that some occur in no script.
    kept = source if path.parent.name == "explorers" else trim.trimmed(source, known)
    result, files = policy.rewrite_css(kept, path.relative_to(root).parent.as_posix())
    for file, text in files.items():
        _write(root, file, text)
    path.write_text(result, encoding="utf-8")
    return [f"{name(root, path)}: {found}" for found in offline.foreign_in_css(result)]

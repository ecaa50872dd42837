"""What search engines and shared links read of the book: descriptions, addresses and a picture;
sitemap.xml, and 404.html, which a server shows at any depth."""

import re
from html import escape, unescape
from itertools import takewhile
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from docutils import nodes

from livebook import address

PICTURE = "book/screenshot.png"
PICTURE_ALT = "An explorer of the book: charts of alignment, and the controls that move them"
MISSING = "404"
UNLISTED = (MISSING, "search")
LONGEST = 170  # letters of a description, unless one sentence is longer
ENDS = (".", "?", "!")
SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")
RELATIVE = re.compile(r'\b(href|src|action|data-content_root)="(?![a-z]+:|/|#)([^"]*)"')
OWN = re.compile(r'<meta content="([^"]*)" name="description"')
BODY = """<h1>There is no such page</h1>
<p>The address may have changed, or be mistyped. The <a href="{root}">first page</a> leads to all
others, and <a href="search.html">search</a> to what they say.</p>"""


def setup(app):
    app.connect("config-inited", _locate)
    app.connect("html-page-context", _tag)
    app.connect("html-collect-pages", _missing)
    # After the page is finished, whose files are looked up from where it lies.
    app.connect("build-finished", _map, priority=950)


def describe(doctree):
    """The first sentences of a page's prose, up to a formula; "" if there are none.

    What is emphasised as a whole, or is no sentence, only leads to something else.
    """
    for paragraph in doctree.findall(nodes.paragraph):
        plain = any(isinstance(each, nodes.Text) and each.strip() for each in paragraph)
        prose = isinstance(paragraph.parent, nodes.section) and plain
        first, *others = [each for each in _sentences(paragraph) if each.endswith(ENDS)] or [""]
        if prose and first:
            for sentence in others:
                first = both if len(both := f"{first} {sentence}") <= LONGEST else first
            return first
    return ""


def _sentences(paragraph):
    words = takewhile(lambda each: not isinstance(each, nodes.math), paragraph)
    return SENTENCE.split(" ".join("".join(each.astext() for each in words).split()))


def absolute(page, base):
    """A page whose links start at the site's root, for a page that any address may show."""
    root = urlsplit(base).path
    return RELATIVE.sub(lambda match: f'{match[1]}="{urljoin(root, match[2]) or root}"', page)


def _missing(app):
    body = BODY.format(root=app.builder.get_target_uri(app.config.root_doc))
    return [(MISSING, {"title": "Not found", "body": body}, "page.html")]


def _locate(app, config):
    config.html_baseurl = config.html_baseurl or address.site(app.srcdir) or ""
    if config.html_baseurl and Path(app.srcdir, PICTURE).exists():
        config.html_static_path.append(PICTURE)


def _tag(app, pagename, templatename, context, doctree):
    context.setdefault("metatags", "")
    if pagename in UNLISTED:
        context["pageurl"] = None
        context["metatags"] += '<meta name="robots" content="noindex" />\n'
    if doctree:
        context["metatags"] += _tags(app.config, pagename, context, describe(doctree))


def _tags(config, pagename, context, words):
    if own := OWN.search(context["metatags"]):
        words = unescape(own[1])
    shared = {
        "og:type": "article" if "notebooks/" in pagename else "website",
        "og:site_name": config.html_title or config.project,
        "og:title": context["title"],
        "og:description": words,
    }
    if config.html_baseurl:
        shared["og:url"] = context["pageurl"]
    if PICTURE in config.html_static_path:
        picture = urljoin(config.html_baseurl, f"_static/{Path(PICTURE).name}")
        shared |= {"og:image": picture, "og:image:alt": PICTURE_ALT}
    named = {} if own else {"description": words}
    lines = [("name", *item) for item in named.items()]
    lines += [("property", *item) for item in shared.items()]
    return "".join(
        f'<meta {kind}="{key}" content="{escape(_plain(value))}" />\n'
        for kind, key, value in lines
        if value
    )


def _plain(title):
    """Titles come with tags."""
    return re.sub(r"<[^>]*>", "", title)


def _map(app, exception):
    base = app.config.html_baseurl
    if exception or app.builder.format != "html" or not base:
        return
    urls = ElementTree.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for page in sorted(app.env.found_docs):
        location = ElementTree.SubElement(ElementTree.SubElement(urls, "url"), "loc")
        location.text = urljoin(base, app.builder.get_target_uri(page))
    ElementTree.ElementTree(urls).write(
        Path(app.outdir, "sitemap.xml"), encoding="utf-8", xml_declaration=True
    )
    missing = Path(app.outdir, f"{MISSING}.html")
    missing.write_text(absolute(missing.read_text("utf-8"), base), encoding="utf-8")

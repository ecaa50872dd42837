"""The book's Sphinx extension: explorers that live on a static page, and a book that needs no other
host.

`explorer.py` embeds an explorer into a Markdown page, `stored.py` reads those of a notebook
and `exercises.py` its exercises,
`chapters.py` lists the chapters, `claims.py` shows the ledger of claims, `benchmarks.py` what was
timed, `computed.py` runs code for a page, `figures.py` puts figures into their pages, `formulas.py` sets formulas, `terms.py`
shows what terms mean and where symbols stand. `site.py` rewrites the built pages: `widgets.py`
their explorers (`modules.py` what these load, `heights.py` their room), `accessible.py` their names
and roles, `head.py` their scripts, `excerpts.py` what a search shows, `policy.py` their inline
code, `fonts.py`, `trim.py` and `sheets.py` make fonts and style sheets small, `weights.py` holds
the budgets, `offline.py` proves that nothing comes from elsewhere, `notice.py` gathers licences.
`theme.py` configures the theme, `meta.py` says to others what a page is, `address.py` finds the
public address, `api.py` reads our docstrings.
"""

import os

# Says nothing of itself; it counts when all pages have been read.
SAFE = "sphinx_multitoc_numbering"


def setup(app):
    # Here, so that tools can ask for the address without loading Sphinx.
    from livebook import (
        api,
        benchmarks,
        chapters,
        claims,
        computed,
        explorer,
        figures,
        formulas,
        meta,
        site,
        stored,
        terms,
        theme,
    )

    app.setup_extension("sphinx.ext.autodoc")
    formulas.setup(app)
    meta.setup(app)
    app.add_directive("explorer", explorer.Explorer)
    app.add_directive("chapters", chapters.Chapters)
    app.add_directive("tally", claims.Tally)
    app.add_directive("verdicts", claims.Verdicts)
    app.add_directive("claims", claims.Claims)
    app.add_directive("measured", claims.Measured)
    app.add_directive("benchmarks", benchmarks.Benchmarks)
    app.add_directive("computed", computed.Computed)
    app.connect("config-inited", theme.configure)
    app.connect("source-read", stored.revive)
    # Before napoleon, at 500.
    app.connect("autodoc-process-docstring", api.show_equations, priority=400)
    app.add_post_transform(figures.Panels)
    app.add_post_transform(figures.WithoutCalls)
    app.add_post_transform(terms.Terms)
    app.add_post_transform(terms.Uses)
    app.add_role("used", terms.Used())
    # After the theme's, at 500, which writes colours of code into sheets.
    app.connect("build-finished", site.finish, priority=900)
    app.connect("builder-inited", _read_in_parallel)
    return {"version": "0.1.0", "parallel_read_safe": True, "parallel_write_safe": True}


def _read_in_parallel(app):
    """A process a core, which jupyter-book cannot be asked for."""
    if SAFE in app.extensions:
        app.extensions[SAFE].parallel_read_safe = True
        app.parallel = os.cpu_count() or 1

"""The pages of the synthesis: gap map, matrices, contradictions, review findings, structure, every table, and the search.

    desk.py            what these pages share: the evidence, links to the findings behind a number, downloads, the navigation among them
    cells.py           a cell of a table as markup; the findings behind numbers whose cell names none
    tables.py          a page for every table that has no page of its own kind
    matrix.py          the convergence matrices
    contradictions.py  contradictions, both sides beside each other
    review.py          review findings: the list, and a page for each
    structure.py       bridges, communities, similarity, leave-one-out
    gaps.py            the gap map, and its data
    search.py          the search page, and its index

A number links to `findings.html#ids=…`, which lists exactly the findings behind it; with scripts the same list opens beside the page (assets/drawer.js).
A new table of `navkg.synthesis.tables` gets its page by itself; a line in `desk.SECTIONS` puts it into the navigation.
"""

from __future__ import annotations

from collections.abc import Iterator

from navkg.outputs.site.corpus import Corpus
from navkg.outputs.site.render import Page
from navkg.outputs.site.synthesis import contradictions, gaps, matrix, review, search, structure, tables
from navkg.outputs.site.synthesis.desk import SECTIONS, Desk

KINDS = (gaps.pages, matrix.pages, contradictions.pages, review.pages, structure.pages, tables.pages)


def pages(corpus: Corpus) -> Iterator[Page]:
    """Every page of the synthesis, the overview first, and the search."""
    desk = Desk(corpus)
    yield ("synthesis.html", "synthesis.html", {"sections": SECTIONS, "desk": desk, "current": ""})
    for make in KINDS:
        for path, template, context in make(desk):
            yield (path, template, {"sections": SECTIONS, "desk": desk, "current": path, **context})
    yield from search.pages(corpus)

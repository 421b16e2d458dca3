"""The site: static pages that work from a folder, without network and without a server.

Each kind of page is one module here and one line in `PAGES`: a function that takes the `Corpus` (everything that the pages ask of the data, indexed once) and yields
`(path, template, context)` for each of its pages. Templates are Jinja2 files in `viz/templates/`, escaped throughout; texts in both languages stand in the page and
the style sheet shows one (`t("English", "norsk")` in a template, or `t(pair)` for a label).

To add a page: write a module with such a function, a template that begins with `{% extends "base.html" %}`, a line in `PAGES`, and, where readers should find it
from everywhere, a line in `NAVIGATION`. `corpus.row(id)` gives a finding as a list item that looks the same on all pages; `corpus.link(id)` a link to an entity.
A page for the synthesis (gap map, matrices, contradictions, review findings) goes between the findings and the questions. Data for scripts goes through `data.py`.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

from navkg.outputs.site import about, assets, data, entity, finding, graph, lists, ontology, questions, start, study, synthesis
from navkg.outputs.site.about import link_files
from navkg.outputs.site.corpus import Corpus
from navkg.outputs.site.render import Page, Renderer
from navkg.pipeline import Dataset

__all__ = ["NAVIGATION", "PAGES", "link_files", "write"]

PAGES: dict[str, Callable[[Corpus], Iterator[Page]]] = {
    "start": start.pages,
    "graph": graph.pages,
    "studies": study.pages,
    "findings": finding.pages,
    "entities": entity.pages,
    "lists": lists.pages,
    "synthesis": synthesis.pages,
    "questions": questions.pages,
    "ontology": ontology.pages,
    "about": about.pages,
}

# What the head of every page leads to: path, English, Norwegian.
NAVIGATION: list[tuple[str, str, str]] = [
    ("index.html", "Start", "Start"),
    ("graph.html", "Graph", "Graf"),
    ("studies.html", "Studies", "Studier"),
    ("findings.html", "Findings", "Funn"),
    ("determinants.html", "Barriers and enablers", "Barrierer og fremmere"),
    ("synthesis.html", "Synthesis", "Syntese"),
    ("entities.html", "Registry", "Register"),
    ("questions.html", "Questions", "Spørsmål"),
    ("ontology.html", "Ontology", "Ontologi"),
    ("about.html", "About", "Om"),
]


def write(dataset: Dataset, folder: Path) -> None:
    """The site under `folder`/site. Raises NavkgError when a template or the style sheet of the project is missing or faulty."""
    site = folder / "site"
    site.mkdir(exist_ok=True)  # the search index may be there already
    # Thousands of pages are made while the whole dataset is held: looking for garbage in between costs a fifth of the time and finds none.
    collecting = gc.isenabled()
    gc.disable()
    try:
        _write(dataset, folder, site)
    finally:
        if collecting:
            gc.enable()


def _write(dataset: Dataset, folder: Path, site: Path) -> None:
    corpus = Corpus(dataset, folder)
    renderer = Renderer(corpus, site, NAVIGATION)
    assets.write(corpus, site)
    data.write(corpus, site)
    for make in PAGES.values():
        for page in make(corpus):
            renderer.write(page)

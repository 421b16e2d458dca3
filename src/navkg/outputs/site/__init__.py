"""The site: static pages that work from a folder, without network and without a server.

Each kind of page is one module here and one line in `PAGES` (or `TRIPLE_PAGES`, or `QUESTION_PAGES`): a function that takes the `Corpus` (everything that the pages ask of the data, indexed once) and yields
`(path, template, context)` for each of its pages. Templates are Jinja2 files in `viz/templates/`, escaped throughout; texts in both languages stand in the page and
the style sheet shows one (`t("English", "norsk")` in a template, or `t(pair)` for a label).

To add a page: write a module with such a function, a template that begins with `{% extends "base.html" %}`, a line in `PAGES`, and, where readers should find it
from everywhere, a line in `NAVIGATION`. `corpus.row(id)` gives a finding as a list item that looks the same on all pages; `corpus.link(id)` a link to an entity.
A page for the synthesis (gap map, matrices, contradictions, review findings) goes between the findings and the questions. Data for scripts goes through `data.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from navkg.outputs.site import about, assets, data, entity, finding, graph, lists, ontology, questions, start, study, synthesis
from navkg.outputs.site.corpus import Corpus
from navkg.outputs.site.render import Page, Renderer
from navkg.pipeline import Dataset

__all__ = ["NAVIGATION", "PAGES", "QUESTION_PAGES", "TRIPLE_PAGES", "write_pages", "write_questions", "write_triple_pages"]

Pages = Callable[[Corpus], Iterator[Page]]

PAGES: dict[str, Pages] = {
    "start": start.pages,
    "graph": graph.pages,
    "studies": study.pages,
    "entities": entity.pages,
    "lists": lists.pages,
    "synthesis": synthesis.pages,
    "about": about.pages,
}
# Pages that show triples wait for them; answers to the questions take longest when the data are new, and have a process of their own.
TRIPLE_PAGES: dict[str, Pages] = {"findings": finding.pages, "ontology": ontology.pages}
QUESTION_PAGES: dict[str, Pages] = {"questions": questions.pages}

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


def write_pages(dataset: Dataset, folder: Path) -> None:
    """Under `folder`/site: style sheet, scripts, their data, and `PAGES`. Raises NavkgError when a template or the style sheet of the project is missing or faulty."""
    corpus, site = _opened(dataset, folder)
    assets.write(corpus, site)
    data.write(corpus, site)
    _write(corpus, site, PAGES)


def write_triple_pages(dataset: Dataset, folder: Path) -> None:
    """`TRIPLE_PAGES` under `folder`/site. Raises NavkgError as `write_pages` does."""
    _write(*_opened(dataset, folder), TRIPLE_PAGES)


def write_questions(dataset: Dataset, folder: Path) -> None:
    """`QUESTION_PAGES` under `folder`/site. Raises NavkgError as `write_pages` does."""
    _write(*_opened(dataset, folder), QUESTION_PAGES)


def _opened(dataset: Dataset, folder: Path) -> tuple[Corpus, Path]:
    site = folder / "site"
    site.mkdir(exist_ok=True)
    return Corpus(dataset, folder), site


def _write(corpus: Corpus, site: Path, pages: Mapping[str, Pages]) -> None:
    renderer = Renderer(corpus, site, NAVIGATION)
    for make in pages.values():
        for page in make(corpus):
            renderer.write(page)

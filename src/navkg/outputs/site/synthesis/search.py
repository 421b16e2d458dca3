"""search.html, and data/search.js: the offline index, read only when somebody searches."""

from __future__ import annotations

from collections.abc import Iterator

from navkg.outputs.site.corpus import Corpus
from navkg.outputs.site.data import script
from navkg.outputs.site.render import Page
from navkg.outputs.site.text import Pair
from navkg.questions.search import search_index

FILTERS = (
    ("kind", "kinds", Pair("Kind", "Type")),
    ("basis", "bases", Pair("Basis", "Grunnlag")),
    ("valence", "valences", Pair("Direction", "Retning")),
)


def pages(corpus: Corpus) -> Iterator[Page]:
    index = search_index(corpus.records.values(), corpus.vocabulary)
    folder = corpus.folder / "site" / "data"
    folder.mkdir(exist_ok=True)
    (folder / "search.js").write_text(script("index", index), encoding="utf-8")
    filters = [("study", Pair("Study", "Studie"), {study.id: corpus.label_of_study(study.id) for study in corpus.studies})]
    filters += [(field, label, corpus.values(field, scheme)) for field, scheme, label in FILTERS]
    yield ("search.html", "search.html", {"filters": filters})

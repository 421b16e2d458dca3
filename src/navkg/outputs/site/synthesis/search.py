"""search.html. Its index, data/search.js, is written with search.json (`navkg.outputs.search`) and read only when somebody searches."""

from __future__ import annotations

from collections.abc import Iterator

from navkg.outputs.site.corpus import Corpus
from navkg.outputs.site.render import Page
from navkg.outputs.site.text import Pair

FILTERS = (
    ("kind", "kinds", Pair("Kind", "Type")),
    ("basis", "bases", Pair("Basis", "Grunnlag")),
    ("valence", "valences", Pair("Direction", "Retning")),
)


def pages(corpus: Corpus) -> Iterator[Page]:
    filters = [("study", Pair("Study", "Studie"), {study.id: corpus.label_of_study(study.id) for study in corpus.studies})]
    filters += [(field, label, corpus.values(field, scheme)) for field, scheme, label in FILTERS]
    yield ("search.html", "search.html", {"filters": filters})

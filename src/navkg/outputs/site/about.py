"""The page about the graph: what a finding is, how counting works, the licence, and the files to download."""

from __future__ import annotations

from collections.abc import Iterator

from navkg.outputs.files import FILES
from navkg.outputs.site.corpus import Corpus
from navkg.outputs.site.render import Page
from navkg.outputs.site.text import Pair


def pages(corpus: Corpus) -> Iterator[Page]:
    yield (
        "about.html",
        "about.html",
        {
            "files": {name: Pair(*what) for name, what in FILES.items()},
            "codebooks": sorted({study.design.coding.codebook for study in corpus.studies}),
        },
    )

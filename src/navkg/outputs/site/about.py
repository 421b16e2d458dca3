"""The page about the graph: what a finding is, how counting works, the licence, and the files to download."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from navkg.outputs.site.corpus import Corpus
from navkg.outputs.site.render import Page
from navkg.outputs.site.text import Pair

FILES: dict[str, Pair] = {
    "findings.csv": Pair("all findings as a table, one a line", "alle funn som tabell, ett per linje"),
    "entities.csv": Pair("the registry as a table", "registeret som tabell"),
    "findings.jsonl": Pair("all findings, one JSON object a line", "alle funn, ett JSON-objekt per linje"),
    "entities.jsonl": Pair("the registry, one JSON object a line", "registeret, ett JSON-objekt per linje"),
    "navkg.ttl": Pair("the whole graph as Turtle, graphs merged", "hele grafen som Turtle, delgrafene slått sammen"),
    "navkg.trig": Pair("the whole graph as TriG, with its named graphs", "hele grafen som TriG, med navngitte grafer"),
    "navkg.nq": Pair("the whole graph as canonical N-Quads", "hele grafen som kanoniske N-Quads"),
    "navkg.jsonld": Pair("the whole graph as JSON-LD", "hele grafen som JSON-LD"),
    "context.jsonld": Pair("the JSON-LD context", "JSON-LD-konteksten"),
    "navkg.graphml": Pair("for network tools (Gephi, yEd, networkx)", "for nettverksverktøy (Gephi, yEd, networkx)"),
    "navkg.gexf": Pair("for Gephi", "for Gephi"),
}

TABLES = "tables"


def pages(corpus: Corpus) -> Iterator[Page]:
    yield ("about.html", "about.html", {"files": FILES, "codebooks": sorted({study.design.coding.codebook for study in corpus.studies})})


def link_files(folder: Path) -> None:
    """Put the build's files, and the tables of the synthesis, into the site's folder too, so that it can be served alone: as second names of the same files where the system can, else as copies.

    Called when all outputs are whole, as they are written side by side.
    """
    names = [*FILES, *(path.relative_to(folder).as_posix() for path in sorted((folder / TABLES).glob("*")))]
    for name in names:
        target = folder / "site" / (name if name.startswith(TABLES) else f"files/{name}")
        target.parent.mkdir(exist_ok=True)
        target.unlink(missing_ok=True)
        try:
            os.link(folder / name, target)
        except OSError:
            shutil.copyfile(folder / name, target)

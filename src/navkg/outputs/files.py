"""The files of a build that people download, and their place in the site."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

# file → what it is, in English and Norwegian
FILES: dict[str, tuple[str, str]] = {
    "findings.csv": ("all findings as a table, one a line", "alle funn som tabell, ett per linje"),
    "entities.csv": ("the registry as a table", "registeret som tabell"),
    "findings.jsonl": ("all findings, one JSON object a line", "alle funn, ett JSON-objekt per linje"),
    "entities.jsonl": ("the registry, one JSON object a line", "registeret, ett JSON-objekt per linje"),
    "navkg.ttl": ("the whole graph as Turtle, graphs merged", "hele grafen som Turtle, delgrafene slått sammen"),
    "navkg.trig": ("the whole graph as TriG, with its named graphs", "hele grafen som TriG, med navngitte grafer"),
    "navkg.nq": ("the whole graph as canonical N-Quads", "hele grafen som kanoniske N-Quads"),
    "navkg.jsonld": ("the whole graph as JSON-LD", "hele grafen som JSON-LD"),
    "context.jsonld": ("the JSON-LD context", "JSON-LD-konteksten"),
    "navkg.graphml": ("for network tools (Gephi, yEd, networkx)", "for nettverksverktøy (Gephi, yEd, networkx)"),
    "navkg.gexf": ("for Gephi", "for Gephi"),
}
TABLES_FOLDER = "tables"


def link_files(folder: Path) -> None:
    """Put the build's files, and the tables of the synthesis, into the site's folder too, so that it can be served alone: as second names of the same files where the system can, else as copies.

    Called when all outputs are whole, as they are written side by side.
    """
    names = [*FILES, *(path.relative_to(folder).as_posix() for path in sorted((folder / TABLES_FOLDER).glob("*")))]
    for name in names:
        target = folder / "site" / (name if name.startswith(TABLES_FOLDER) else f"files/{name}")
        target.parent.mkdir(exist_ok=True)
        target.unlink(missing_ok=True)
        try:
            os.link(folder / name, target)
        except OSError:
            shutil.copyfile(folder / name, target)

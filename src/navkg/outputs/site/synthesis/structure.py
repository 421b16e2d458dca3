"""structure.html: which determinants bridge, what clusters, which studies are alike, what hangs on one study; each with its formula and its limits beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from navkg.outputs.site.render import Page
from navkg.outputs.site.synthesis.cells import Cells
from navkg.outputs.site.synthesis.desk import Desk
from navkg.outputs.site.text import Pair
from navkg.synthesis.evidence import facet, is_own
from navkg.synthesis.structure import COMPARED, MEASURES, barrier_communities, study_similarity

SAYS_LITTLE = 0.3  # as the limits of the measure say
PARTS = (
    ("bridging", "structure-bridges"),
    ("communities", "structure-communities"),
    ("similarity", "structure-similarity"),
    ("leave-one-out", "structure-leave-one-out"),
)


def pages(desk: Desk) -> Iterator[Page]:
    parts = [
        {
            "id": measure,
            "measure": MEASURES[measure],
            "table": desk.table(name),
            "cells": Cells(desk, desk.table(name)),
            "downloads": desk.downloads(name),
        }
        for measure, name in PARTS
    ]
    context = {
        "parts": parts,
        "alike": [_alike(desk, name) for name in COMPARED],
        "modularity": _modularity(barrier_communities(desk.evidence).modularity),
    }
    yield ("structure.html", "structure.html", context)


def _modularity(value: float) -> Pair:
    """The modularity of the cut, and what it is worth."""
    weak = value < SAYS_LITTLE
    return Pair(
        f"Modularity {value:.2f}: {'the cut says little' if weak else 'the communities are more than chance would give'}.",
        f"Modularitet {value:.2f}: {'delingen sier lite' if weak else 'klyngene er mer enn tilfeldighet ville gitt'}.".replace(
            f"{value:.2f}", f"{value:.2f}".replace(".", ",")
        ),
    )


def _alike(desk: Desk, name: str) -> dict[str, Any]:
    """One facet: study × study → (Jaccard's index, the own findings of the two on what they share)."""
    held = desk.evidence.sorted_by(name)
    cells = {}
    for pair in study_similarity(desk.evidence):
        if pair.facet == name:
            both = (pair.one, pair.other)
            behind = sorted({record["id"] for slug in pair.shared for record in held[slug] if record["study"] in both and is_own(record)})
            cells[both] = cells[both[::-1]] = (pair.jaccard, behind)
    return {"label": facet(name).label, "studies": list(desk.evidence.by_id), "cells": cells}

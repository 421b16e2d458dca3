"""The convergence matrices: convergence-<themes|determinants|outcomes>.html, a sign and a word for each cell, the findings behind it, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from navkg.outputs.site.render import Page
from navkg.outputs.site.synthesis.desk import SIGNS, Desk
from navkg.outputs.site.text import Pair, t
from navkg.synthesis.evidence import facet
from navkg.synthesis.matrix import CONVERGENCES, DIRECTIONS, Cell, Convergence, convergence_matrix

TABS: tuple[tuple[str, Pair, int], ...] = (
    ("theme", Pair("Themes", "Temaer"), 1),
    ("determinant", Pair("Determinants", "Påvirkningsfaktorer"), 2),
    ("outcome", Pair("Outcomes", "Utfall"), 2),
)
MEANINGS: dict[Convergence, Pair] = {
    "agreement": Pair("same direction as all others, and a shared example", "samme retning som alle andre, og et felles eksempel"),
    "partial-agreement": Pair("directions or examples differ in part", "retning eller eksempler er delvis ulike"),
    "dissonance": Pair("opposite directions, or declared disagreement", "motsatte retninger, eller oppgitt uenighet"),
    "silence": Pair("investigated, no own finding", "undersøkt, ingen egne funn"),
    "not-investigated": Pair("the study did not ask", "studien spurte ikke"),
    "uncompared": Pair("no other independent study to compare with", "ingen annen uavhengig studie å sammenlikne med"),
}


def pages(desk: Desk) -> Iterator[Page]:
    tabs = [(f"convergence-{name}s.html", label) for name, label, _ in TABS]
    legend = [(name, SIGNS[name], CONVERGENCES[name], MEANINGS[name]) for name in SIGNS]
    for name, _, least in TABS:
        matrix, table = convergence_matrix(desk.evidence, name, least), f"convergence-{name}s"
        rows = [_row(desk, matrix.facet, row, list(cells.values())) for row, cells in matrix.cells.items()]
        yield (
            f"{table}.html",
            "matrix.html",
            {
                "tabs": tabs,
                "table": desk.table(table),
                "label": facet(name).label,
                "rows": rows,
                "legend": legend,
                "downloads": desk.downloads(table),
            },
        )


def _row(desk: Desk, facet_name: str, row: str, cells: list[Cell]) -> dict[str, Any]:
    own = [name for cell in cells for name in cell.findings]
    with_data = {cell.study for cell in cells if cell.findings}
    return {
        "slug": row,
        "link": desk.corpus.link(row),
        "studies": desk.corpus.counted(len(desk.evidence.independent(with_data)), own),
        "found": " ".join(sorted({cell.relation for cell in cells} | ({"overridden"} if any(cell.overridden for cell in cells) else set()))),
        "cells": [(cell, _cell(desk, facet_name, cell)) for cell in cells],
    }


def _cell(desk: Desk, facet_name: str, cell: Cell) -> Markup:
    """Sign and word, the study's direction and its findings as a link."""
    word = Markup('<span class="sign" aria-hidden="true">{}</span> {}').format(SIGNS[cell.relation], t(CONVERGENCES[cell.relation]))
    if cell.direction is None:
        return Markup('<span class="word">{}</span>').format(word)
    says, count = DIRECTIONS.get(facet_name, DIRECTIONS[""])[cell.direction], len(cell.findings)
    many = t(f"{count} finding{'s' * (count != 1)}", f"{count} funn")
    return Markup('<span class="word">{}</span> <span class="says">{}, {}</span>').format(word, t(says), desk.corpus.counted(many, cell.findings))

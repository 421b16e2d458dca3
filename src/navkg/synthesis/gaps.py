"""The evidence gap map: rows × columns, each a facet of one's choice, and what stands (or does not stand) in each cell.

A cell holds the findings that fall under both its row and its column. An empty cell, one without findings of own data, is a gap of one of two kinds:

investigated, nothing found   a study investigated both the row and the column (`Evidence.investigated`) and has no finding of own data on the two together
not investigated              no study investigated both

What studies only cite or tell as background does not fill a cell: it is counted, shown, and the cell stays a gap. "Nothing found" is said of what is coded: a study may
have looked at a row and at a column without ever asking how the two meet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from navkg.model import Text
from navkg.records import Record
from navkg.synthesis.evidence import FACETS, Evidence, facet, is_own

State = Literal["found", "nothing-found", "not-investigated"]
STATES: dict[State, Text] = {
    "found": Text(en="findings", nb="funn"),
    "nothing-found": Text(en="investigated, nothing found", nb="undersøkt, ingen funn"),
    "not-investigated": Text(en="not investigated", nb="ikke undersøkt"),
}


@dataclass(frozen=True)
class GapCell:
    """One cell: its findings of every basis, how they divide by basis and by valence, and the studies with own data and those that investigated both sides."""

    row: str
    column: str
    state: State
    findings: tuple[str, ...]
    by_basis: Mapping[str, int]
    by_valence: Mapping[str, int]
    studies: tuple[str, ...]
    independent: int
    investigated_by: tuple[str, ...]


@dataclass(frozen=True)
class GapMap:
    """Cells of two facets, sorted by row and column; `cells` holds every pair, empty ones included."""

    rows: str
    columns: str
    row_ids: tuple[str, ...]
    column_ids: tuple[str, ...]
    cells: Mapping[tuple[str, str], GapCell]


def gap_map(evidence: Evidence, rows: str = "service", columns: str = "theme") -> GapMap:
    """The map of two facets. Raises NavkgError for an unknown facet."""
    across, down = facet(columns), facet(rows)
    held: dict[tuple[str, str], list[Record]] = {}
    for record in evidence.records.values():
        for row in down.values(record, evidence.vocabulary):
            for column in across.values(record, evidence.vocabulary):
                held.setdefault((row, column), []).append(record)
    row_ids, column_ids = tuple(evidence.sorted_by(down.name)), tuple(evidence.sorted_by(across.name))
    asked = {name: {slug: _investigators(evidence, name, slug) for slug in ids} for name, ids in ((down.name, row_ids), (across.name, column_ids))}
    cells = {}
    for row in row_ids:
        for column in column_ids:
            both = asked[down.name][row] & asked[across.name][column]
            cells[(row, column)] = _cell(evidence, row, column, held.get((row, column), ()), both)
    return GapMap(down.name, across.name, row_ids, column_ids, cells)


def _investigators(evidence: Evidence, facet_name: str, value: str) -> frozenset[str]:
    return frozenset(study for study in evidence.by_id if evidence.investigated(study, facet_name, value))


def _cell(evidence: Evidence, row: str, column: str, records: Iterable[Record], both: frozenset[str]) -> GapCell:
    found = list(records)
    own = [record for record in found if is_own(record)]
    studies = tuple(sorted({record["study"] for record in own}))
    state: State = "found" if own else "nothing-found" if both else "not-investigated"
    return GapCell(
        row,
        column,
        state,
        tuple(record["id"] for record in found),
        dict(sorted(Counter(record["basis"] for record in found).items())),
        dict(sorted(Counter(record["valence"] for record in found).items())),
        studies,
        len(evidence.independent(studies)),
        tuple(sorted(both)),
    )


def facet_data(evidence: Evidence) -> dict[str, Any]:
    """What a page needs to make any map itself: a cell is the findings that have both values; who investigated a cell is who investigated both values.

    {facets: {name: {en, nb, values: [{id, en, nb, investigated_by: [study …]}]}}; studies: {id: independent study it counts as};
    findings: [{id, study, basis, valence, own: bool, <facet>: [numbers into its values]}]}
    """
    facets, places = {}, {}
    for name, one in FACETS.items():
        ids = tuple(evidence.sorted_by(name))
        places[name] = {slug: number for number, slug in enumerate(ids)}
        values = [{"id": slug, **evidence.label(slug).model_dump(), "investigated_by": sorted(_investigators(evidence, name, slug))} for slug in ids]
        facets[name] = {**one.label.model_dump(), "values": values}
    findings = []
    for record in evidence.records.values():
        placed = {name: [places[name][slug] for slug in one.values(record, evidence.vocabulary)] for name, one in FACETS.items()}
        findings.append({**{key: record[key] for key in ("id", "study", "basis", "valence")}, "own": is_own(record), **placed})
    return {"facets": facets, "studies": {study: min(evidence.independent([study])) for study in evidence.by_id}, "findings": findings}


def gap_data(evidence: Evidence, rows: str, columns: str) -> dict[str, Any]:
    """The map as plain data for a page: rows and columns with labels, and the cells that hold findings or were investigated. Cells left out: not investigated.

    {rows, columns: facet names; row_ids, column_ids: [{id, en, nb}]; cells: [{row, column: indexes, state, findings, by_basis, by_valence, studies, independent,
    investigated_by}]}
    """
    made = gap_map(evidence, rows, columns)
    places = ({slug: index for index, slug in enumerate(ids)} for ids in (made.row_ids, made.column_ids))
    row_at, column_at = places
    kept = (cell for cell in made.cells.values() if cell.state != "not-investigated" or cell.findings)
    return {
        "rows": made.rows,
        "columns": made.columns,
        "row_ids": [{"id": slug, **evidence.label(slug).model_dump()} for slug in made.row_ids],
        "column_ids": [{"id": slug, **evidence.label(slug).model_dump()} for slug in made.column_ids],
        "cells": [{**vars(cell), "row": row_at[cell.row], "column": column_at[cell.column]} for cell in kept],
    }

"""Answers as rows: IRIs of ours as short ids, numbers as numbers, and the formats that a command prints them in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from navkg.graph.store import Answer
from navkg.namespaces import expand, short_id
from navkg.problems import fault

Value = str | int | float | bool | None
_NUMBERS = {expand("xsd:integer"): int, expand("xsd:decimal"): float, expand("xsd:double"): float, expand("xsd:float"): float}
ROW_LIMIT = 100_000


@dataclass(frozen=True)
class Rows:
    """The rows of a SELECT query, with the columns in the order of the query."""

    columns: tuple[str, ...]
    values: tuple[tuple[Value, ...], ...]

    def records(self) -> list[dict[str, Value]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.values]


def plain(term: object) -> Value:
    """A term as people and programs read it: short id, number, truth value, or text."""
    if isinstance(term, ox.NamedNode):
        return short_id(term.value)
    if isinstance(term, ox.Literal):
        datatype = term.datatype.value
        if datatype == expand("xsd:boolean"):
            return term.value in ("true", "1")
        return _NUMBERS[datatype](term.value) if datatype in _NUMBERS else term.value
    return None if term is None else str(term)


def make_rows(answer: Answer, limit: int = ROW_LIMIT) -> Rows:
    """The rows of a SELECT, the truth value of an ASK, or the triples of a CONSTRUCT or DESCRIBE.

    Raises NavkgError above `limit` rows.
    """
    if isinstance(answer, ox.QueryBoolean):
        return Rows(("answer",), ((bool(answer),),))
    if isinstance(answer, ox.QueryTriples):
        triples = ((plain(triple.subject), plain(triple.predicate), plain(triple.object)) for triple in answer)
        return Rows(("subject", "predicate", "object"), _bounded(triples, limit))
    columns = tuple(variable.value for variable in answer.variables)
    return Rows(columns, _bounded((tuple(plain(solution[name]) for name in columns) for solution in answer), limit))


def _bounded(rows: Iterable[tuple[Value, ...]], limit: int) -> tuple[tuple[Value, ...], ...]:
    kept: list[tuple[Value, ...]] = []
    for row in rows:
        if len(kept) == limit:
            raise fault(f"the answer has more than {limit} rows", "add LIMIT to the query")
        kept.append(row)
    return tuple(kept)


def format_rows(rows: Rows, style: str) -> str:
    """`table` (aligned text), `csv`, `json` or `md`; ends with a line break."""
    if style == "json":
        return json.dumps(rows.records(), ensure_ascii=False, indent=1) + "\n"
    if style == "csv":
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(rows.columns)
        writer.writerows(["" if value is None else value for value in row] for row in rows.values)
        return buffer.getvalue()
    return _aligned(rows, style)


def _aligned(rows: Rows, style: str) -> str:
    from tabulate import tabulate

    widths: Sequence[int | None] | None = [60] * len(rows.columns) if style == "table" and rows.values else None
    values = [["" if value is None else str(value).replace("|", "\\|") if style == "md" else value for value in row] for row in rows.values]
    form = "github" if style == "md" else "simple"
    return tabulate(values, headers=list(rows.columns), tablefmt=form, maxcolwidths=widths, disable_numparse=True) + "\n"

"""Choosing findings by what they say: the filters of `navkg findings`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from navkg.problems import NavkgError, Problem, nearest
from navkg.records import Record, entities_of

Filter = Callable[[Record, str], bool]

FILTERS: dict[str, Filter] = {
    "study": lambda record, value: bool(record["study"] == value),
    "kind": lambda record, value: bool(record["kind"] == value),
    "basis": lambda record, value: bool(record["basis"] == value),
    "valence": lambda record, value: bool(record["valence"] == value),
    "about": lambda record, value: value in entities_of(record),
    "actor": lambda record, value: value in record["affects"] or value in record["addressed_to"],
    "theory": lambda record, value: value in record["theory"],
    "theme": lambda record, value: value in record["themes"] or f"theme-{value}" in record["themes"],
    "text": lambda record, value: value.casefold() in f"{record['statement_en']}\n{record['statement_nb']}".casefold(),
}


def select_findings(records: Iterable[Record], filters: Mapping[str, str]) -> list[Record]:
    """The records that pass every filter. Raises NavkgError for a value that no finding could have (a misspelling), but not for free text."""
    records = list(records)
    problems = [problem for name, value in filters.items() if name != "text" for problem in _unknown(name, value, records)]
    if problems:
        raise NavkgError(problems)
    return [record for record in records if all(FILTERS[name](record, value) for name, value in filters.items())]


def _unknown(name: str, value: str, records: list[Record]) -> list[Problem]:
    if any(FILTERS[name](record, value) for record in records):
        return []
    known: set[str] = set()
    for record in records:
        match name:
            case "about" | "actor":
                known |= entities_of(record)
            case "theory":
                known |= set(record["theory"])
            case "theme":
                known |= set(record["themes"])
            case _:
                known.add(record[name])
    return (
        []
        if value in known
        else [Problem("", 0, f"no finding has {name} '{value}'", nearest(value, known) or f"known: {', '.join(sorted(known)[:12])} …")]
    )

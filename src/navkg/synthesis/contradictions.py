"""Findings that stand against each other. Three kinds, each with both sides' findings, informants, methods and dates, and where the sides differ.

declared            a finding says that it disagrees with another (`disagrees_with`, whatever their basis: the sides tell)
opposite-outcome    on one subject, own data say more of an outcome and own data say less of it
barrier-and-enabler on one subject, a determinant is a barrier in own data and an enabler in own data. Often no quarrel: a factor that is missing hinders, the same
                    factor present helps. It is listed so that somebody reads both sides before saying so.

The two sides may be of one study: a study can hold both. Findings that say both at once are on neither side. Nothing depends on the order of studies or findings,
and a further study can only add contradictions, or findings to a side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from navkg.model import Text
from navkg.records import Record
from navkg.synthesis.evidence import Direction, Evidence, direction_of, is_own, outcomes_of
from navkg.synthesis.voices import Voices, voices_of

Kind = Literal["declared", "opposite-outcome", "barrier-and-enabler"]
KINDS: dict[Kind, Text] = {
    "declared": Text(en="declared disagreement", nb="oppgitt uenighet"),
    "opposite-outcome": Text(en="opposite direction of an outcome", nb="motsatt retning på et utfall"),
    "barrier-and-enabler": Text(en="barrier here, enabler there", nb="barriere her, fremmer der"),
}

_ASKS = frozenset({"need", "recommendation"})
_NOT_NOW = frozenset({"wished-for", "planned", "discontinued"})


@dataclass(frozen=True)
class Side:
    """One side: what it says, its findings, their studies and bases, and who stands behind them."""

    says: Text
    findings: tuple[str, ...]
    studies: tuple[str, ...]
    bases: tuple[str, ...]
    voices: Voices


@dataclass(frozen=True)
class Contradiction:
    """Two sides on one subject. `pivot` is the outcome or determinant they differ on (empty when declared); `between_studies` when more than one study takes part."""

    kind: Kind
    subject: str
    pivot: str
    sides: tuple[Side, Side]
    between_studies: bool
    differs: tuple[Text, ...]
    reason: Text

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.subject}:{self.pivot}" if self.pivot else f"{self.kind}:{self.sides[0].findings[0]}:{self.sides[1].findings[0]}"


@lru_cache(maxsize=4)
def find_contradictions(evidence: Evidence, *, between_studies: bool | None = None) -> tuple[Contradiction, ...]:
    """Every contradiction, sorted by kind and id; with `between_studies` only those between studies (True) or within one (False)."""
    found = [*_declared(evidence), *_opposed(evidence, "outcome"), *_opposed(evidence, "determinant")]
    found.sort(key=lambda one: (list(KINDS).index(one.kind), one.id))
    return tuple(one for one in found if between_studies is None or one.between_studies == between_studies)


def _declared(evidence: Evidence) -> Iterator[Contradiction]:
    pairs = {tuple(sorted((name, other))) for name, others in evidence.opponents.items() for other in others}
    for pair in sorted(pairs):
        one, other = (evidence.records[name] for name in pair)
        shared = sorted(set(one["about"]) & set(other["about"]))
        sides = tuple(_side(evidence, [record], Text(en=record["statement_en"], nb=record["statement_nb"])) for record in (one, other))
        reason = Text(en="One finding is coded as disagreeing with the other.", nb="Det ene funnet er kodet som uenig med det andre.")
        yield _made(evidence, "declared", shared[0] if shared else one["about"][0], "", (sides[0], sides[1]), reason)


def _opposed(evidence: Evidence, facet_name: Literal["outcome", "determinant"]) -> Iterator[Contradiction]:
    sides: dict[tuple[str, str], dict[Direction, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for record in evidence.records.values():
        if is_own(record) and _says_how_it_is(record):
            for pivot in outcomes_of(record) if facet_name == "outcome" else record["determinants"]:
                direction = direction_of(record, facet_name, pivot)
                for subject in record["about"]:
                    sides[(subject, pivot)][direction].append(record)
    for (subject, pivot), found in sorted(sides.items()):
        if found["positive"] and found["negative"]:
            yield _contest(evidence, facet_name, subject, pivot, found)


def _says_how_it_is(record: Record) -> bool:
    """Needs, recommendations and what is wished for, planned or gone say nothing of how it is: they contradict nothing."""
    return record["kind"] not in _ASKS and record["status"] not in _NOT_NOW


def _contest(evidence: Evidence, facet_name: str, subject: str, pivot: str, found: dict[Direction, list[Record]]) -> Contradiction:
    what, where = evidence.label(pivot), evidence.label(subject)
    if facet_name == "outcome":
        kind: Kind = "opposite-outcome"
        says = (Text(en=f"more: {what.en}", nb=f"mer: {what.nb}"), Text(en=f"less: {what.en}", nb=f"mindre: {what.nb}"))
        reason = Text(
            en=f"Own data on “{where.en}” say both more and less of “{what.en}”.",
            nb=f"Egne data om «{where.nb}» sier både mer og mindre av «{what.nb}».",
        )
    else:
        kind = "barrier-and-enabler"
        says = (Text(en=f"enabler: {what.en}", nb=f"fremmer: {what.nb}"), Text(en=f"barrier: {what.en}", nb=f"barriere: {what.nb}"))
        reason = Text(
            en=f"On “{where.en}”, “{what.en}” is an enabler in some own data and a barrier in other; it may be the factor's presence against its absence.",
            nb=f"Når det gjelder «{where.nb}», er «{what.nb}» fremmer i noen egne data og barriere i andre; det kan være faktorens nærvær mot dens fravær.",
        )
    sides = (_side(evidence, found["positive"], says[0]), _side(evidence, found["negative"], says[1]))
    return _made(evidence, kind, subject, pivot, sides, reason)


def _side(evidence: Evidence, records: list[Record], says: Text) -> Side:
    return Side(
        says,
        tuple(sorted(record["id"] for record in records)),
        tuple(sorted({record["study"] for record in records})),
        tuple(sorted({record["basis"] for record in records})),
        voices_of(evidence, records),
    )


def _made(evidence: Evidence, kind: Kind, subject: str, pivot: str, sides: tuple[Side, Side], reason: Text) -> Contradiction:
    between = len({*sides[0].studies, *sides[1].studies}) > 1
    return Contradiction(kind, subject, pivot, sides, between, _differences(evidence, sides), reason)


_CIRCUMSTANCES: tuple[tuple[str, Text], ...] = (
    ("phase", Text(en="phase", nb="fase")),
    ("period", Text(en="period", nb="periode")),
    ("condition_en", Text(en="condition", nb="betingelse")),
    ("basis", Text(en="basis", nb="grunnlag")),
    ("affects", Text(en="affected actors", nb="berørte aktører")),
)


def _differences(evidence: Evidence, sides: tuple[Side, Side]) -> tuple[Text, ...]:
    """Circumstances in which the two sides have nothing in common: where an explanation may lie. Unknown on either side says nothing."""
    one, other = ([evidence.records[name] for name in side.findings] for side in sides)
    pairs = [
        (Text(en="informants", nb="informanter"), set(sides[0].voices.groups), set(sides[1].voices.groups)),
        (Text(en="methods", nb="metoder"), set(sides[0].voices.methods), set(sides[1].voices.methods)),
        (Text(en="time of data collection", nb="tid for datainnsamling"), set(sides[0].voices.periods), set(sides[1].voices.periods)),
    ]
    pairs += [(label, _values(one, field), _values(other, field)) for field, label in _CIRCUMSTANCES]
    return tuple(label for label, these, those in pairs if these and those and these.isdisjoint(those))


def _values(records: list[Record], field: str) -> set[str]:
    found = (record[field] for record in records)
    return {item for value in found for item in (value if isinstance(value, list) else [value]) if item}

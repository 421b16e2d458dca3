"""Who stands behind findings: the informant groups, the methods and the time of data collection, from the sub-study where the finding names one, else from the study."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from navkg.model import Collected, InformantGroup, Study, SubStudy, Text
from navkg.records import Record
from navkg.synthesis.evidence import Evidence


@dataclass(frozen=True)
class Voices:
    """Behind some findings: informant groups (`study/ig-…`), whether the findings name them or they are all the study has, methods, and periods in words."""

    groups: tuple[str, ...]
    named: bool
    methods: tuple[str, ...]
    periods: tuple[str, ...]


def voices_of(evidence: Evidence, records: Iterable[Record]) -> Voices:
    """The voices behind `records`, sorted. Groups that findings name come first; where none is named, the groups of the studies concerned."""
    rows = list(records)
    named = {slug for record in rows for slug in record["reported_by"] if "/" in slug}
    all_groups = {f"{record['study']}/{group.id}" for record in rows for group in _groups(evidence, record)}
    methods = {slug for record in rows for slug in _methods(evidence, record)}
    periods = {f"{record['study']}: {period_text(_collected(evidence, record))}" for record in rows}
    return Voices(tuple(sorted(named or all_groups)), bool(named), tuple(sorted(methods)), tuple(sorted(periods)))


def _part(evidence: Evidence, record: Record) -> tuple[Study, SubStudy | None]:
    study = evidence.by_id[record["study"]]
    local = (record["substudy"] or "").rpartition("/")[2]
    return study, next((part for part in study.design.substudies if part.id == local), None)


def _groups(evidence: Evidence, record: Record) -> tuple[InformantGroup, ...]:
    study, part = _part(evidence, record)
    return tuple(group for group in study.design.informants if part is None or group.id in part.informants)


def _methods(evidence: Evidence, record: Record) -> tuple[str, ...]:
    study, part = _part(evidence, record)
    return (part.methods if part else ()) or study.design.methods


def _collected(evidence: Evidence, record: Record) -> Collected | None:
    study, part = _part(evidence, record)
    return (part.collected if part else None) or study.design.collected


def period_text(collected: Collected | None) -> str:
    """`2017–2019`, `2022-01`, or `?` where the document does not say."""
    moments = [moment for moment in (collected.from_, collected.to) if moment] if collected else []
    return "–".join(dict.fromkeys(moments)) or "?"


def group_of(evidence: Evidence, name: str) -> InformantGroup | None:
    """The informant group of `study/ig-…`."""
    study, _, local = name.partition("/")
    found = evidence.by_id.get(study)
    return next((group for group in found.design.informants if group.id == local), None) if found else None


def group_label(evidence: Evidence, name: str) -> Text:
    """What a group is called, with its number where the document gives one: `Employees (n = 35)`."""
    group = group_of(evidence, name)
    if group is None:
        return Text(en=name, nb=name)
    number = f" (n = {group.n})" if group.n is not None else " (n ?)"
    return Text(en=group.label.en + number, nb=group.label.nb + number)


@dataclass(frozen=True)
class Informants:
    """How many informants stand behind studies: the sum of the numbers that are known, and how many groups have no known number."""

    known: int
    groups: int
    groups_without_number: int

    @property
    def text(self) -> Text:
        if not self.groups:
            return Text(en="none stated", nb="ingen oppgitt")
        more = self.groups_without_number
        at_least = ("at least ", "minst ") if more else ("", "")
        rest = (f" ({more} group{'s' * (more != 1)} without a number)", f" ({more} gruppe{'r' * (more != 1)} uten antall)") if more else ("", "")
        if not self.known:
            return Text(en="number not stated", nb="antall ikke oppgitt")
        return Text(en=f"{at_least[0]}{self.known}{rest[0]}", nb=f"{at_least[1]}{self.known}{rest[1]}")


def informants_of(evidence: Evidence, studies: Iterable[str]) -> Informants:
    """Informants of `studies`, once for each project: of several documents of one project, the one that counts most informants stands for it."""
    best: dict[frozenset[str], tuple[int, str]] = {}
    for name in sorted(set(studies)):
        groups = evidence.by_id[name].design.informants
        key = evidence.independent([name])
        best[key] = max(best.get(key, (-1, "")), (sum(group.n or 0 for group in groups), name))
    chosen = [evidence.by_id[name].design.informants for _, name in best.values()]
    return Informants(
        sum(total for total, _ in best.values()),
        sum(len(groups) for groups in chosen),
        sum(group.n is None for groups in chosen for group in groups),
    )

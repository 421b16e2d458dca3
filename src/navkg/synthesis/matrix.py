"""The convergence matrix: theme (or determinant, outcome, service, actor) × study, after the triangulation protocol (Farmer et al. 2006, doi 10.1177/1049732305285708).

The rule, for one row and one study S:

1. S has own data on the row when a finding of S with basis empirical or interpretation falls under it. Cited and background findings are listed aside, never used.
2. No own data: *silence* when S investigated the row (`Evidence.investigated`), else *not investigated*.
3. Own data: S is compared with every other study that has some. Each study's meaning is the direction that at least 70 % of its directed findings share
   (`common_direction`), its examples are what else those findings name: subjects, determinants, outcomes, actors.
   - *dissonance* with at least one other: one says positive and the other negative, or findings of the two are declared to disagree. Where the protocol asks for
     disagreement on examples too, opposite meanings of one example are not milder here, so examples do not soften it.
   - else *agreement*: every other independent study has the same meaning, which is positive, negative or mixed, and at least one shares an example, or findings
     are declared to agree.
   - else *partial agreement*: meanings differ in part (mixed or unjudged against directed), or no example is shared.
   Studies of one project are not independent: they can be dissonant, but cannot confirm each other.
4. Nobody else to compare with: *only study* (`uncompared`), no sixth kind of agreement but a sign that nothing was compared.
5. A reviewed judgement in data/synthesis/judgements.yaml replaces the relation; what was computed stays beside it.

So a further study can only add comparisons: it never turns dissonance into agreement, and the order of studies and findings cannot matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from navkg.model import Text
from navkg.model_synthesis import Judgement, Relation
from navkg.records import Record
from navkg.synthesis.evidence import Direction, Evidence, common_direction, direction_of, facet, is_own, outcomes_of

Convergence = Relation | Literal["uncompared"]
CONVERGENCES: dict[Convergence, Text] = {
    "agreement": Text(en="agreement", nb="enighet"),
    "partial-agreement": Text(en="partial agreement", nb="delvis enighet"),
    "dissonance": Text(en="dissonance", nb="dissonans"),
    "silence": Text(en="silence", nb="taushet"),
    "not-investigated": Text(en="not investigated", nb="ikke undersøkt"),
    "uncompared": Text(en="only study", nb="eneste studie"),
}
DIRECTIONS: dict[str, dict[Direction, Text]] = {
    "determinant": {
        "positive": Text(en="enabler", nb="fremmer"),
        "negative": Text(en="barrier", nb="barriere"),
        "mixed": Text(en="barrier and enabler", nb="barriere og fremmer"),
        "neutral": Text(en="neither role", nb="ingen av rollene"),
    },
    "outcome": {
        "positive": Text(en="more of it", nb="mer av det"),
        "negative": Text(en="less of it", nb="mindre av det"),
        "mixed": Text(en="both more and less", nb="både mer og mindre"),
        "neutral": Text(en="changed, no direction", nb="endret, uten retning"),
    },
    "": {
        "positive": Text(en="positive", nb="positiv"),
        "negative": Text(en="negative", nb="negativ"),
        "mixed": Text(en="mixed", nb="sammensatt"),
        "neutral": Text(en="unjudged", nb="ikke vurdert"),
    },
}


@dataclass(frozen=True)
class Stance:
    """What one study's own data say on one row: their ids, their common direction, the examples they name, and the findings they are declared to stand to."""

    study: str
    findings: tuple[str, ...]
    direction: Direction
    examples: frozenset[str]
    disagrees: frozenset[str]
    agrees: frozenset[str]


@dataclass(frozen=True)
class Cell:
    """One cell: the relation that holds, the one that was computed, the study's direction, its own findings, those aside (cited, background), and why in words."""

    row: str
    study: str
    relation: Convergence
    computed: Convergence
    direction: Direction | None
    findings: tuple[str, ...]
    aside: tuple[str, ...]
    reason: Text
    overridden: bool = False
    assessor: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matrix:
    """Rows of one facet × studies. `cells[row][study]`."""

    facet: str
    studies: tuple[str, ...]
    cells: Mapping[str, Mapping[str, Cell]]

    @property
    def rows(self) -> tuple[str, ...]:
        return tuple(self.cells)


def convergence_matrix(evidence: Evidence, rows: str = "theme", min_studies: int = 1) -> Matrix:
    """The matrix of one facet; rows on which at least `min_studies` studies have own data, sorted by id. Raises NavkgError for an unknown facet."""
    name = facet(rows).name
    judged = {(one.row, one.study): one for one in evidence.synthesis.judgements}
    values = set(evidence.sorted_by(name))
    if name == "theme":
        values.update(theme for study in evidence.studies for theme in study.design.themes_investigated)
    cells = {}
    for row in sorted(values):
        stances = study_stances(evidence.sorted_by(name).get(row, ()), name, row)
        if len(stances) >= min_studies:
            made = {study: _cell(evidence, name, row, study, stances) for study in evidence.by_id}
            cells[row] = {study: _judged(cell, judged.get((row, study))) for study, cell in made.items()}
    return Matrix(name, tuple(evidence.by_id), cells)


def study_stances(records: Sequence[Record], facet_name: str, row: str) -> dict[str, Stance]:
    """The stance of each study that has own data among the findings of a row."""
    own: dict[str, list[Record]] = {}
    for record in records:
        if is_own(record):
            own.setdefault(record["study"], []).append(record)
    return {study: _stance(study, found, facet_name, row) for study, found in sorted(own.items())}


def _stance(study: str, records: Sequence[Record], facet_name: str, row: str) -> Stance:
    examples = {slug for record in records for slug in (*record["about"], *record["determinants"], *outcomes_of(record), *record["affects"])}
    return Stance(
        study,
        tuple(sorted(record["id"] for record in records)),
        common_direction(direction_of(record, facet_name, row) for record in records),
        frozenset(examples - {row}),
        frozenset(target for record in records for target in record["relations"].get("disagrees_with", ())),
        frozenset(target for record in records for target in record["relations"].get("agrees_with", ())),
    )


def compare(one: Stance, other: Stance) -> Relation:
    """How two studies with own data on a row stand to each other; the same in both directions."""
    if _named(one.disagrees, one, other.disagrees, other) or {one.direction, other.direction} == {"positive", "negative"}:
        return "dissonance"
    if _named(one.agrees, one, other.agrees, other):
        return "agreement"
    same = one.direction == other.direction != "neutral"
    return "agreement" if same and not one.examples.isdisjoint(other.examples) else "partial-agreement"


def _named(ones: frozenset[str], one: Stance, others: frozenset[str], other: Stance) -> bool:
    return not ones.isdisjoint(other.findings) or not others.isdisjoint(one.findings)


def _cell(evidence: Evidence, facet_name: str, row: str, study: str, stances: Mapping[str, Stance]) -> Cell:
    here = [record for record in evidence.sorted_by(facet_name).get(row, ()) if record["study"] == study]
    aside = tuple(record["id"] for record in here if not is_own(record))
    stance = stances.get(study)
    if stance is None:
        relation: Convergence = "silence" if evidence.investigated(study, facet_name, row) else "not-investigated"
        return Cell(row, study, relation, relation, None, (), aside, _unheard(relation, facet_name, len(aside)))
    others = [other for name, other in stances.items() if name != study]
    opposed = [other for other in others if compare(stance, other) == "dissonance"]
    independent = [other for other in others if evidence.independent([other.study]) != evidence.independent([study])]
    relation = _relation(stance, opposed, independent)
    return Cell(row, study, relation, relation, stance.direction, stance.findings, aside, _said(relation, facet_name, stance, opposed, independent))


def _relation(stance: Stance, opposed: Sequence[Stance], independent: Sequence[Stance]) -> Convergence:
    if opposed:
        return "dissonance"
    if not independent:
        return "uncompared"
    pairs = {other.study: compare(stance, other) for other in independent}
    same = all(other.direction == stance.direction != "neutral" or pairs[other.study] == "agreement" for other in independent)
    return "agreement" if same and "agreement" in pairs.values() else "partial-agreement"


def _said(relation: Convergence, facet_name: str, stance: Stance, opposed: Sequence[Stance], independent: Sequence[Stance]) -> Text:
    words = DIRECTIONS.get(facet_name, DIRECTIONS[""])
    own, count = words[stance.direction], len(stance.findings)
    against = opposed if relation == "dissonance" else independent

    alone = Text(en=", no shared example", nb=", ingen felles eksempler")

    def told(language: str) -> str:
        marks = ["" if not stance.examples.isdisjoint(other.examples) else getattr(alone, language) for other in against]
        return ", ".join(f"{other.study} ({getattr(words[other.direction], language)}{mark})" for other, mark in zip(against, marks, strict=True))

    begin = Text(en=f"{count} own finding{'s' * (count != 1)}: {own.en}.", nb=f"{count} egne funn: {own.nb}.")
    match relation:
        case "dissonance":
            ends = ("Opposite direction or declared disagreement:", "Motsatt retning eller oppgitt uenighet:")
        case "agreement":
            ends = (
                "Same meaning and a shared example, or declared agreement, with",
                "Samme mening og et felles eksempel, eller oppgitt enighet, med",
            )
        case "partial-agreement":
            ends = ("Partly the same:", "Delvis det samme:")
        case _:
            return Text(
                en=f"{begin.en} No other independent study has own data here.", nb=f"{begin.nb} Ingen annen uavhengig studie har egne data her."
            )
    return Text(en=f"{begin.en} {ends[0]} {told('en')}.", nb=f"{begin.nb} {ends[1]} {told('nb')}.")


def _unheard(relation: Convergence, facet_name: str, aside: int) -> Text:
    more = (
        f" {aside} cited or background finding{'s' * (aside != 1)} not counted.",
        f" {aside} siterte funn eller bakgrunnsfunn er ikke regnet med.",
    )
    end = more if aside else ("", "")
    if relation == "silence":
        via = ("the theme", "temaet") if facet_name == "theme" else ("a theme that findings on this carry", "et tema som funn om dette bærer")
        return Text(en=f"Investigated {via[0]}; no own finding here.{end[0]}", nb=f"Undersøkte {via[1]}; ingen egne funn her.{end[1]}")
    return Text(en=f"Did not investigate this.{end[0]}", nb=f"Undersøkte ikke dette.{end[1]}")


def _judged(cell: Cell, judgement: Judgement | None) -> Cell:
    if judgement is None:
        return cell
    computed, assessors = CONVERGENCES[cell.computed], ", ".join(judgement.assessor)
    reason = Text(
        en=f"{judgement.reason.en} (Judged by {assessors}; the rule gave {computed.en}.)",
        nb=f"{judgement.reason.nb} (Vurdert av {assessors}; regelen ga {computed.nb}.)",
    )
    return replace(cell, relation=judgement.relation, reason=reason, overridden=True, assessor=judgement.assessor)

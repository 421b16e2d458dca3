"""The counted material for a GRADE-CERQual judgement (doi 10.1186/s13012-017-0688-3) of each review finding. Facts only: no level is computed from them.

methodological limitations   the limitations that the contributing studies state, and their methods
coherence                    findings that are in dissonance, or declared to disagree with what it rests on
adequacy                     independent studies, informants (once each), findings of own data, passages and their characters as a measure of richness
relevance                    settings, periods and phases of the contributing studies
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from navkg.model import Text
from navkg.model_synthesis import Relation, ReviewFinding
from navkg.records import Record
from navkg.synthesis.evidence import Evidence, is_own
from navkg.synthesis.voices import Informants, Voices, informants_of, voices_of


@dataclass(frozen=True)
class Support:
    """What stands behind one review finding."""

    finding: ReviewFinding
    relations: Mapping[str, Relation]
    stated: frozenset[str]
    own: tuple[str, ...]
    aside: tuple[str, ...]
    contradicting: tuple[str, ...]
    studies: tuple[str, ...]
    independent: int
    informants: Informants
    voices: Voices
    settings: tuple[str, ...]
    passages: int
    characters: int
    single_informant: tuple[str, ...]

    @property
    def falls_without(self) -> tuple[str, ...]:
        """Studies without which fewer than two independent studies are left; empty for a review finding that rests on one anyway."""
        return () if self.independent != 2 else self.studies


def support_of(evidence: Evidence, finding: ReviewFinding) -> Support:
    """Count what stands behind a review finding. Relations that its file leaves out are filled in: silence where the study investigated a theme of it."""
    named = [evidence.records[name] for name in dict.fromkeys(finding.rests_on) if name in evidence.records]
    own = [record for record in named if is_own(record)]
    studies = tuple(sorted({record["study"] for record in own}))
    passages = _passages(own)
    return Support(
        finding,
        relations_of(evidence, finding),
        frozenset(one.study for one in finding.studies),
        tuple(record["id"] for record in own),
        tuple(record["id"] for record in named if not is_own(record)),
        _contradicting(evidence, finding, own),
        studies,
        len(evidence.independent(studies)),
        informants_of(evidence, studies),
        voices_of(evidence, own),
        tuple(sorted({site for study in studies for site in evidence.by_id[study].design.sites})),
        len(passages),
        _characters(passages),
        tuple(record["id"] for record in own if len(record["informants"]) == 1),
    )


def relations_of(evidence: Evidence, finding: ReviewFinding) -> dict[str, Relation]:
    """How every study stands to a review finding: as its file says, else silence where the study investigated one of its themes, else not investigated."""
    found: dict[str, Relation] = {}
    for name, study in evidence.by_id.items():
        stated = finding.relation_of(name)
        heard = bool(set(finding.themes) & set(study.design.themes_investigated))
        found[name] = stated.relation if stated else "silence" if heard else "not-investigated"
    return found


def _contradicting(evidence: Evidence, finding: ReviewFinding, own: Iterable[Record]) -> tuple[str, ...]:
    """Findings in dissonance with the review finding, and own data declared to disagree with what it rests on."""
    resting = {record["id"] for record in own}
    declared = {name for one in resting for name in evidence.opponents.get(one, ()) if is_own(evidence.records[name])}
    return tuple(sorted({*finding.contradicted_by, *declared} - resting))


def _passages(records: Iterable[Record]) -> set[tuple[str, int, int]]:
    """Supporting passages, each once however many findings rest on it."""
    return {
        (record["study"], start, end)
        for record in records
        for (start, end), role in zip(record["passages"], record["passage_roles"], strict=True)
        if role == "support"
    }


def _characters(passages: Iterable[tuple[str, int, int]]) -> int:
    """Characters of text that the passages cover, overlaps once."""
    total, last, reached = 0, "", 0
    for study, start, end in sorted(passages):
        begin = max(start, reached) if study == last else start
        total += max(0, end - begin)
        reached = max(end, reached) if study == last else end
        last = study
    return total


def counted_facts(evidence: Evidence, support: Support) -> dict[str, Text]:
    """The facts in words under the four components of CERQual, for somebody who is to judge them."""
    one, limits = support, [(study, len(evidence.by_id[study].design.limitations)) for study in support.studies]
    told = ", ".join(f"{study} ({count})" for study, count in limits)
    settings = [evidence.label(slug) for slug in one.settings]
    against, alone = len(one.contradicting), len(one.single_informant)
    return {
        "methodological_limitations": Text(en=f"Stated limitations: {told or 'none'}.", nb=f"Oppgitte begrensninger: {told or 'ingen'}."),
        "coherence": Text(
            en=f"{len(one.own)} own findings support it, {against} contradict{'s' * (against == 1)} it.",
            nb=f"{len(one.own)} egne funn støtter det, {against} motsier det.",
        ),
        "adequacy": Text(
            en=f"{one.independent} independent studies; informants in these studies: {one.informants.text.en}; {one.passages} passages, {one.characters} "
            f"characters; {alone} of the findings rest on one named informant.",
            nb=f"{one.independent} uavhengige studier; informanter i disse studiene: {one.informants.text.nb}; {one.passages} tekststeder, {one.characters} "
            f"tegn; {alone} av funnene hviler på én navngitt informant.",
        ),
        "relevance": Text(
            en=f"Settings: {', '.join(label.en for label in settings) or 'not stated'}. Data collected: {'; '.join(one.voices.periods) or '?'}.",
            nb=f"Steder: {', '.join(label.nb for label in settings) or 'ikke oppgitt'}. Data samlet inn: {'; '.join(one.voices.periods) or '?'}.",
        ),
    }

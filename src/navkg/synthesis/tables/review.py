"""The tables of review findings: Summary of Qualitative Findings, CERQual evidence profile (doi 10.1186/s13012-017-0689-2), and how each study stands to each finding.

Judgements are printed where people have made them; where not, the cell says so and gives the counted facts.
"""

from __future__ import annotations

from navkg.model import Text
from navkg.model_synthesis import COMPONENTS, ReviewFinding
from navkg.synthesis.evidence import Evidence
from navkg.synthesis.matrix import CONVERGENCES
from navkg.synthesis.support import Support, counted_facts, support_of
from navkg.synthesis.table import Cell, Column, Table, count, said, word

CONCERNS = {
    "no-or-very-minor": Text(en="No or very minor concerns", nb="Ingen eller svært små bekymringer"),
    "minor": Text(en="Minor concerns", nb="Små bekymringer"),
    "moderate": Text(en="Moderate concerns", nb="Moderate bekymringer"),
    "serious": Text(en="Serious concerns", nb="Alvorlige bekymringer"),
}
CONFIDENCES = {
    "high": Text(en="High confidence", nb="Høy tillit"),
    "moderate": Text(en="Moderate confidence", nb="Moderat tillit"),
    "low": Text(en="Low confidence", nb="Lav tillit"),
    "very-low": Text(en="Very low confidence", nb="Svært lav tillit"),
}
NOT_ASSESSED = Text(en="Not assessed", nb="Ikke vurdert")
_SUMMARY = Text(en="Summary of review finding", nb="Sammendrag av syntesefunnet")
_CONFIDENCE = Text(en="CERQual assessment of confidence in the evidence", nb="CERQual-vurdering av tillit til dokumentasjonen")
_EXPLANATION = Text(en="Explanation of CERQual assessment", nb="Begrunnelse for CERQual-vurderingen")
# The evidence profile's columns, exactly as the CERQual series names them.
PROFILE_COLUMNS = (
    Column("finding", _SUMMARY, wide=True),
    Column("studies", Text(en="Studies contributing to the review finding", nb="Studier som bidrar til syntesefunnet"), traced=True),
    Column("methodological-limitations", Text(en="Methodological limitations", nb="Metodiske begrensninger"), wide=True),
    Column("coherence", Text(en="Coherence", nb="Sammenheng"), traced=True, wide=True),
    Column("adequacy", Text(en="Adequacy", nb="Tilstrekkelighet"), wide=True),
    Column("relevance", Text(en="Relevance", nb="Relevans"), wide=True),
    Column("confidence", _CONFIDENCE),
    Column("explanation", _EXPLANATION, wide=True),
)
SUMMARY_COLUMNS = (
    Column("id", Text(en="Review finding", nb="Syntesefunn")),
    Column("finding", _SUMMARY, wide=True),
    Column("scope", Text(en="Scope", nb="Gyldighetsområde")),
    Column("confidence", _CONFIDENCE),
    Column("explanation", _EXPLANATION, wide=True),
    Column("references", Text(en="References", nb="Referanser"), traced=True),
)


def _statement(finding: ReviewFinding, evidence: Evidence) -> Text:
    flag = ("", "")
    if finding.single_study:
        flag = (" (Rests on a single study.)", " (Hviler på én enkelt studie.)")
    return Text.model_construct(en=finding.en + flag[0], nb=finding.nb + flag[1])


def _confidence(finding: ReviewFinding) -> Cell:
    return said(CONFIDENCES[finding.cerqual.overall.level]) if finding.cerqual else said(NOT_ASSESSED)


def _explanation(finding: ReviewFinding) -> Cell:
    if finding.cerqual is None:
        return Cell()
    overall = finding.cerqual.overall
    who = ", ".join(overall.assessor)
    return Cell(f"{overall.explanation.en} (Assessed by: {who}.)", f"{overall.explanation.nb} (Vurdert av: {who}.)")


def _sorted(evidence: Evidence) -> list[ReviewFinding]:
    return sorted(evidence.synthesis.review_findings, key=lambda finding: finding.id)


def summary_of_findings(evidence: Evidence) -> Table:
    """The Summary of Qualitative Findings."""
    note = Text(
        en="Objective and perspective of the review: for the author to state. Confidence is a judgement by the named assessors, never computed; where nobody has judged, "
        "the cell says so.",
        nb="Oversiktens formål og perspektiv: oppgis av forfatteren. Tilliten er en vurdering gjort av dem som er navngitt, aldri beregnet; der ingen har vurdert, sier "
        "cellen det.",
    )
    rows = []
    for finding in _sorted(evidence):
        support = support_of(evidence, finding)
        scope = said(finding.scope) if finding.scope else Cell()
        refs = word(", ".join(support.studies), support.own)
        rows.append((word(finding.id), said(_statement(finding, evidence)), scope, _confidence(finding), _explanation(finding), refs))
    title = Text(en="Summary of Qualitative Findings", nb="Sammendrag av kvalitative funn")
    return Table("summary-of-findings", title, note, SUMMARY_COLUMNS, tuple(rows), prose=True)


def evidence_profile(evidence: Evidence) -> Table:
    """The CERQual evidence profile."""
    note = Text(
        en="Where a component is not judged, the counted facts stand alone: they are material for a judgement, not a judgement.",
        nb="Der en komponent ikke er vurdert, står de talte opplysningene alene: de er grunnlag for en vurdering, ikke en vurdering.",
    )
    rows = tuple(_profile(evidence, support_of(evidence, finding)) for finding in _sorted(evidence))
    title = Text(en="CERQual evidence profile", nb="CERQual-evidensprofil")
    return Table("cerqual-evidence-profile", title, note, PROFILE_COLUMNS, rows, prose=True)


def _profile(evidence: Evidence, support: Support) -> tuple[Cell, ...]:
    finding, facts = support.finding, counted_facts(evidence, support)
    cells = {name: _component(finding, name, facts[name], support.contradicting if name == "coherence" else ()) for name in COMPONENTS}
    return (
        said(_statement(finding, evidence)),
        word(", ".join(support.studies), support.own),
        *cells.values(),
        _confidence(finding),
        _explanation(finding),
    )


def _component(finding: ReviewFinding, name: str, fact: Text, findings: tuple[str, ...]) -> Cell:
    if finding.cerqual is None:
        judged = NOT_ASSESSED
    else:
        component = getattr(finding.cerqual, name)
        level = CONCERNS[component.level]
        judged = Text.model_construct(en=f"{level.en}: {component.explanation.en}", nb=f"{level.nb}: {component.explanation.nb}")
    return Cell(f"{judged.en.rstrip('.')}. {fact.en}", f"{judged.nb.rstrip('.')}. {fact.nb}", findings=findings)


def convergence(evidence: Evidence) -> Table:
    """Review findings × studies: the relation that the synthesis states, or that follows from what the study investigated."""
    note = Text(
        en="Relations are stated by the authors of the synthesis. Where they are silent on a study, it is silence when the study investigated a theme of the review "
        "finding, else not investigated; such cells are in brackets.",
        nb="Relasjonene er oppgitt av syntesens forfattere. Der de ikke sier noe om en studie, er det taushet når studien undersøkte et tema i syntesefunnet, ellers ikke "
        "undersøkt; slike celler står i parentes.",
    )
    columns = (
        Column("id", Text(en="Review finding", nb="Syntesefunn")),
        Column("finding", _SUMMARY, wide=True),
        Column("independent", Text(en="Independent studies", nb="Uavhengige studier"), traced=True),
        *(Column(study, Text(en=study, nb=study), traced=True) for study in evidence.by_id),
    )
    rows = []
    for finding in _sorted(evidence):
        support = support_of(evidence, finding)
        cells = [_relation(support, study) for study in evidence.by_id]
        rows.append((word(finding.id), said(_statement(finding, evidence)), count(support.independent, support.own), *cells))
    title = Text(en="Review findings and studies", nb="Syntesefunn og studier")
    return Table("review-finding-convergence", title, note, columns, tuple(rows))


def _relation(support: Support, study: str) -> Cell:
    words, stated = CONVERGENCES[support.relations[study]], support.finding.relation_of(study)
    if stated is None:
        return Cell(f"({words.en})", f"({words.nb})")
    return said(words, stated.findings)

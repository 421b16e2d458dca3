"""The synthesis as quads: review findings with what they rest on, how each study stands to them, CERQual judgements, and overrides of the convergence matrix."""

from __future__ import annotations

from navkg.graph.quads import Quads
from navkg.model_synthesis import COMPONENTS, Cerqual, Judgement, ReviewFinding, StudyContribution, Synthesis
from navkg.namespaces import entity_iri, finding_iri, part_iri

CONCERNS = ("about", "determinants", "outcomes", "affects")


def synthesis_quads(synthesis: Synthesis) -> Quads:
    """Every quad of the named graph `synthesis`; none when the project has no synthesis yet."""
    quads = Quads("synthesis")
    for finding in synthesis.review_findings:
        _review_finding(quads, finding)
    for judgement in synthesis.judgements:
        _judgement(quads, judgement)
    return quads


def _review_finding(quads: Quads, finding: ReviewFinding) -> None:
    iri = part_iri("review", finding.id)
    quads.a(iri, "nk:ReviewFinding")
    quads.words(iri, "nk:identifier", finding.id)
    quads.words(iri, "nk:statement", finding.en, language="en")
    quads.words(iri, "nk:statement", finding.nb, language="nb")
    quads.link(iri, "nk:restsOn", *(finding_iri("", ref) for ref in finding.rests_on))
    quads.link(iri, "nk:contradictedBy", *(finding_iri("", ref) for ref in finding.contradicted_by))
    quads.link(iri, "nk:hasTheme", *map(entity_iri, finding.themes))
    for field in CONCERNS:
        quads.link(iri, "nk:reviewConcerns", *map(entity_iri, getattr(finding, field)))
    quads.link(iri, "nk:phase", *(entity_iri(f"phase-{value}") for value in (finding.phase,) if value))
    quads.text(iri, "nk:scope", finding.scope)
    for one in finding.studies:
        _contribution(quads, iri, finding.id, one)
    if finding.cerqual:
        _cerqual(quads, iri, finding.id, finding.cerqual)


def _contribution(quads: Quads, review: str, name: str, one: StudyContribution) -> None:
    iri = part_iri("contribution", name, one.study)
    quads.link(review, "nk:hasContribution", iri)
    quads.a(iri, "nk:StudyContribution")
    quads.link(iri, "nk:contributingStudy", part_iri("study", one.study))
    quads.link(iri, "nk:convergence", entity_iri(f"convergence-{one.relation}"))
    quads.text(iri, "skos:note", one.note)


def _cerqual(quads: Quads, review: str, name: str, cerqual: Cerqual) -> None:
    iri = part_iri("cerqual", name)
    quads.link(review, "nk:hasAssessment", iri)
    quads.a(iri, "nk:CerqualAssessment")
    quads.link(iri, "nk:confidence", entity_iri(f"confidence-{cerqual.overall.level}"))
    quads.text(iri, "nk:explanation", cerqual.overall.explanation)
    quads.link(iri, "nk:assessor", *map(entity_iri, cerqual.overall.assessor))
    for field in COMPONENTS:
        component, slug = getattr(cerqual, field), field.replace("_", "-")
        part = part_iri("cerqual", name, slug)
        quads.link(iri, "nk:hasComponent", part)
        quads.a(part, "nk:ComponentAssessment")
        quads.link(part, "nk:component", entity_iri(f"cerqual-{slug}"))
        quads.link(part, "nk:concern", entity_iri(f"concern-{component.level}"))
        quads.text(part, "nk:explanation", component.explanation)


def _judgement(quads: Quads, judgement: Judgement) -> None:
    iri = part_iri("judgement", judgement.row, judgement.study)
    quads.a(iri, "nk:ConvergenceJudgement")
    quads.link(iri, "nk:judgedRow", entity_iri(judgement.row))
    quads.link(iri, "nk:contributingStudy", part_iri("study", judgement.study))
    quads.link(iri, "nk:convergence", entity_iri(f"convergence-{judgement.relation}"))
    quads.text(iri, "nk:explanation", judgement.reason)
    quads.link(iri, "nk:assessor", *map(entity_iri, judgement.assessor))

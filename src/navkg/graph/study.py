"""A study as quads: the design, the document with its sections, every finding with its passages and the coding act."""

from __future__ import annotations

from navkg.graph.quads import Quads
from navkg.model import Document, Finding, InformantGroup, Passage, Quantity, Study, StudyDesign, SubStudy
from navkg.namespaces import entity_iri, finding_iri, part_iri

# Fields of a finding that name entities, and fields that name a concept of a scheme by its prefix.
LINKS = {
    "about": "nk:about",
    "barriers": "nk:identifiesBarrier",
    "enablers": "nk:identifiesEnabler",
    "determinants": "nk:discussesDeterminant",
    "affects": "nk:affects",
    "addressed_to": "nk:addressedTo",
    "themes": "nk:hasTheme",
}
CONCEPTS = ("kind", "basis", "valence", "importance", "phase", "period", "status")
OUTCOMES = {
    "increases": "nk:increasesOutcome",
    "decreases": "nk:decreasesOutcome",
    "changes": "nk:changesOutcome",
    "hinders": "nk:hindersOutcome",
    "enables": "nk:enablesOutcome",
}
THEORY = {"explained_by": "nk:explainedBy", "supports": "nk:supportsConcept", "challenges": "nk:challengesConcept", "extends": "nk:extendsConcept"}
RELATIONS = {
    "agrees_with": "cito:agreesWith",
    "disagrees_with": "cito:disagreesWith",
    "supports": "cito:supports",
    "qualifies": "cito:qualifies",
    "extends": "cito:extends",
    "leads_to": "nk:leadsTo",
}
PASSAGES = {"support": "nk:hasSupportingPassage", "counter-example": "nk:hasCounterExample", "context": "nk:hasContextPassage"}
SECTION_CLASSES = {
    "introduction": "deo:Introduction",
    "background": "deo:Background",
    "methods": "deo:Methods",
    "results": "deo:Results",
    "discussion": "deo:Discussion",
    "conclusion": "deo:Conclusion",
    "abstract": "doco:Abstract",
    "appendix": "doco:Appendix",
    "references": "doco:ListOfReferences",
    "front-matter": "doco:FrontMatter",
}
NORMALISATION = "white space runs to one space, trimmed"


def study_quads(study: Study) -> Quads:
    """Every quad of one study, in its own named graph."""
    quads = Quads(f"study/{study.id}")
    _design(quads, study.design)
    _document(quads, study.id, study.design.document)
    for finding in study.findings:
        _finding(quads, study, finding)
    return quads


def _design(quads: Quads, design: StudyDesign) -> None:
    iri = part_iri("study", design.id)
    quads.a(iri, "nk:Study")
    quads.words(iri, "nk:identifier", design.id)
    quads.text(iri, "rdfs:label", design.title)
    quads.text(iri, "nk:design", design.design)
    quads.link(iri, "nk:reportedIn", part_iri("document", design.id))
    quads.link(iri, "nk:partOfProject", *(entity_iri(slug) for slug in (design.project,) if slug))
    quads.link(iri, "nk:fundedBy", *map(entity_iri, design.funder))
    quads.link(iri, "nk:usesMethod", *map(entity_iri, design.methods))
    quads.link(iri, "nk:site", *map(entity_iri, design.sites))
    quads.link(iri, "nk:investigatesTheme", *map(entity_iri, design.themes_investigated))
    if design.collected:
        quads.moment(iri, "nk:collectedFrom", design.collected.from_)
        quads.moment(iri, "nk:collectedTo", design.collected.to)
        quads.text(iri, "skos:note", design.collected.note)
    for note in design.notes:
        quads.text(iri, "skos:note", note)
    _design_parts(quads, iri, design)


def _design_parts(quads: Quads, iri: str, design: StudyDesign) -> None:
    for question in design.research_questions:
        part = part_iri("question", design.id, question.id)
        quads.link(iri, "nk:asks", part)
        quads.a(part, "nk:ResearchQuestion")
        quads.words(part, "rdfs:label", question.en, language="en")
        quads.words(part, "rdfs:label", question.nb, language="nb")
    for number, limitation in enumerate(design.limitations, 1):
        part = part_iri("limitation", design.id, str(number))
        quads.link(iri, "nk:hasLimitation", part)
        quads.a(part, "nk:Limitation")
        quads.text(part, "rdfs:label", limitation)
    for use in design.theories:
        part = part_iri("theoryuse", design.id, use.id)
        quads.link(iri, "nk:usesTheory", entity_iri(use.id))
        quads.link(iri, "nk:hasTheoryUse", part)
        quads.a(part, "nk:TheoryUse")
        quads.link(part, "nk:theory", entity_iri(use.id))
        quads.text(part, "rdfs:comment", use.purpose)
    for group in design.informants:
        _informants(quads, iri, design.id, group)
    for substudy in design.substudies:
        _substudy(quads, iri, design.id, substudy)


def _informants(quads: Quads, study_iri: str, study: str, group: InformantGroup) -> None:
    iri = part_iri("informants", study, group.id)
    quads.link(study_iri, "nk:hasInformantGroup", iri)
    quads.a(iri, "nk:InformantGroup")
    quads.words(iri, "nk:identifier", f"{study}/{group.id}")
    quads.text(iri, "rdfs:label", group.label)
    quads.link(iri, "nk:informantRole", *map(entity_iri, group.role))
    quads.integer(iri, "nk:informantCount", group.n)
    quads.text(iri, "nk:recruitment", group.recruited)
    quads.text(iri, "nk:attributes", group.attributes)
    quads.text(iri, "skos:note", group.note)


def _substudy(quads: Quads, study_iri: str, study: str, substudy: SubStudy) -> None:
    iri = part_iri("substudy", study, substudy.id)
    quads.link(study_iri, "nk:hasSubStudy", iri)
    quads.a(iri, "nk:SubStudy")
    quads.text(iri, "rdfs:label", substudy.label)
    quads.link(iri, "nk:usesMethod", *map(entity_iri, substudy.methods))
    quads.link(iri, "nk:hasInformantGroup", *(part_iri("informants", study, slug) for slug in substudy.informants))
    quads.text(iri, "skos:note", substudy.note)
    if substudy.collected:
        quads.moment(iri, "nk:collectedFrom", substudy.collected.from_)
        quads.moment(iri, "nk:collectedTo", substudy.collected.to)
        quads.text(iri, "skos:note", substudy.collected.note)


def _document(quads: Quads, study: str, document: Document) -> None:
    iri, layer = part_iri("document", study), part_iri("textlayer", study)
    quads.a(iri, "nk:Document", f"fabio:{document.type}")
    quads.words(iri, "dcterms:title", document.title, language=document.language)
    quads.link(iri, "dcterms:creator", *map(entity_iri, document.authors))
    quads.moment(iri, "dcterms:issued", document.year)
    quads.link(iri, "nk:issuedBy", *(entity_iri(slug) for slug in (document.institution,) if slug))
    quads.words(iri, "dcterms:identifier", f"hdl:{document.handle}" if document.handle else None)
    quads.words(iri, "dcterms:language", document.language)
    quads.link(iri, "nk:hasTextLayer", layer)
    quads.a(layer, "nk:TextLayer", "oa:State")
    quads.words(layer, "nk:fileName", document.file)
    quads.words(layer, "nk:sha256", document.sha256)
    quads.words(layer, "nk:normalisation", NORMALISATION)
    ordered = sorted(document.sections, key=lambda section: section.start)
    ends = [section.start for section in ordered[1:]] + [document.characters]
    for order, (section, end) in enumerate(zip(ordered, ends, strict=True), 1):
        part = part_iri("section", study, section.id)
        quads.a(part, "nk:Section", "doco:Section", *(SECTION_CLASSES[name] for name in (section.role,) if name in SECTION_CLASSES))
        quads.link(part, "nk:sectionOf", iri)
        quads.words(part, "dcterms:title", section.title, language=document.language)
        quads.link(part, "nk:sectionRole", entity_iri(f"section-role-{section.role}"))
        quads.integer(part, "nk:start", section.start)
        quads.integer(part, "nk:end", end)
        quads.integer(part, "nk:order", order)


def _finding(quads: Quads, study: Study, finding: Finding) -> None:
    iri = finding_iri(study.id, finding.id)
    quads.a(iri, "nk:Finding")
    quads.link(iri, "nk:findingOf", part_iri("study", study.id))
    quads.words(iri, "nk:identifier", f"{study.id}/{finding.id}")
    quads.words(iri, "nk:statement", finding.en, language="en")
    quads.words(iri, "nk:statement", finding.nb, language="nb")
    for name in CONCEPTS:
        value = getattr(finding, name)
        if value:
            quads.link(iri, f"nk:{name}", entity_iri(f"{name}-{value}"))
    for field, predicate in LINKS.items():
        quads.link(iri, predicate, *map(entity_iri, getattr(finding, field)))
    for table, group in ((OUTCOMES, finding.outcomes), (THEORY, finding.theory)):
        for field, predicate in table.items():
            quads.link(iri, predicate, *map(entity_iri, getattr(group, field)))
    for field, predicate in RELATIONS.items():
        quads.link(iri, predicate, *(finding_iri(study.id, target) for target in getattr(finding.relations, field)))
    _voices(quads, iri, study, finding)
    quads.text(iri, "nk:condition", finding.condition)
    quads.text(iri, "skos:note", finding.note)
    for number, quantity in enumerate(finding.quantities, 1):
        _quantity(quads, iri, part_iri("quantity", study.id, f"{finding.id}-{number}"), quantity)
    passages = [_passage(quads, iri, study, passage) for passage in finding.passages]
    _coding(quads, iri, study, finding, passages)


def _voices(quads: Quads, iri: str, study: Study, finding: Finding) -> None:
    groups = {group.id for group in study.design.informants}
    quads.link(
        iri, "nk:reportedBy", *(part_iri("informants", study.id, slug) if slug in groups else entity_iri(slug) for slug in finding.reported_by)
    )
    quads.words(iri, "nk:informantNumber", *finding.informants)
    if finding.substudy:
        quads.link(iri, "nk:inSubStudy", part_iri("substudy", study.id, finding.substudy))
    if finding.prevalence:
        quads.words(iri, "nk:quantifier", finding.prevalence.quantifier, language=study.design.document.language)
        quads.link(iri, "nk:prevalenceLevel", entity_iri(f"level-{finding.prevalence.level}"))
        quads.integer(iri, "nk:prevalenceCount", finding.prevalence.n)
        quads.integer(iri, "nk:prevalenceTotal", finding.prevalence.of)


def _quantity(quads: Quads, finding: str, iri: str, quantity: Quantity) -> None:
    quads.link(finding, "nk:hasQuantity", iri)
    quads.a(iri, "nk:Quantity")
    quads.text(iri, "rdfs:label", quantity.what)
    if isinstance(quantity.value, str):
        quads.moment(iri, "nk:value", quantity.value)
    else:
        quads.number(iri, "nk:value", quantity.value)
    quads.link(iri, "nk:unit", entity_iri(f"unit-{quantity.unit}"))
    quads.text(iri, "nk:base", quantity.base)
    quads.moment(iri, "nk:year", quantity.year)
    quads.link(iri, "dcterms:source", *(entity_iri(slug) for slug in (quantity.source,) if slug))


def _passage(quads: Quads, finding: str, study: Study, passage: Passage) -> str:
    span = f"{passage.at[0]}-{passage.at[1]}"
    iri, selector = part_iri("passage", study.id, span), part_iri("selector", study.id, span)
    quads.link(finding, PASSAGES[passage.role], iri)
    quads.a(iri, "nk:Passage", "oa:SpecificResource")
    quads.link(iri, "oa:hasSource", part_iri("document", study.id))
    quads.link(iri, "oa:hasSelector", selector)
    quads.link(iri, "oa:hasState", part_iri("textlayer", study.id))
    quads.words(iri, "nk:sha256", passage.sha256)
    quads.words(iri, "nk:firstWords", passage.first)
    quads.words(iri, "nk:lastWords", passage.last)
    quads.a(selector, "oa:TextPositionSelector")
    quads.integer(selector, "oa:start", passage.at[0])
    quads.integer(selector, "oa:end", passage.at[1])
    section = study.section_at(passage.at[0])
    if section:
        quads.link(iri, "nk:inSection", part_iri("section", study.id, section.id))
    return iri


def _coding(quads: Quads, finding_node: str, study: Study, finding: Finding, passages: list[str]) -> None:
    act = part_iri("coding", study.id, finding.id)
    quads.a(act, "oa:Annotation")
    quads.link(act, "oa:hasBody", finding_node)
    quads.link(act, "oa:hasTarget", *passages)
    quads.link(act, "oa:motivatedBy", "http://www.w3.org/ns/oa#classifying")
    quads.link(act, "pav:curatedBy", *map(entity_iri, study.design.coding.by))
    quads.words(act, "pav:version", study.design.coding.codebook)
    quads.link(finding_node, "prov:wasDerivedFrom", part_iri("document", study.id))
    quads.link(finding_node, "pav:authoredBy", *map(entity_iri, study.design.document.authors))

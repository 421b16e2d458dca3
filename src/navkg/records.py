"""Findings and entities as flat records: the one shape that JSON lines, CSV files, pages, search and data frames share. Ids are short ids; empty is `[]` or None."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from navkg.model import Entity, Finding, Study, Vocabulary

Record = dict[str, Any]


def finding_record(study: Study, finding: Finding) -> Record:
    """One finding. `id` is `study/f001`; `passages` are `[start, end]` in code points of `source`, the document's file name."""
    groups = {group.id for group in study.design.informants}
    outcomes = {name: list(ids) for name, ids in finding.outcomes if ids}
    theory = {name: list(ids) for name, ids in finding.theory if ids}
    sections = [study.section_at(passage.at[0]) for passage in finding.passages]
    return {
        "id": f"{study.id}/{finding.id}",
        "study": study.id,
        "statement_en": finding.en,
        "statement_nb": finding.nb,
        "kind": finding.kind,
        "basis": finding.basis,
        "valence": finding.valence,
        "importance": finding.importance,
        "about": list(finding.about),
        "barriers": list(finding.barriers),
        "enablers": list(finding.enablers),
        "determinants": list(dict.fromkeys((*finding.barriers, *finding.enablers, *finding.determinants))),
        "outcomes": outcomes,
        "affects": list(finding.affects),
        "addressed_to": list(finding.addressed_to),
        "reported_by": [f"{study.id}/{slug}" if slug in groups else slug for slug in finding.reported_by],
        "informants": list(finding.informants),
        "substudy": f"{study.id}/{finding.substudy}" if finding.substudy else None,
        "prevalence": finding.prevalence.model_dump(exclude_none=True) if finding.prevalence else None,
        "theory": list(dict.fromkeys(slug for ids in theory.values() for slug in ids)),
        "theory_relations": theory,
        "themes": list(finding.themes),
        "phase": finding.phase,
        "period": finding.period,
        "status": finding.status,
        "condition_en": finding.condition.en if finding.condition else None,
        "condition_nb": finding.condition.nb if finding.condition else None,
        "quantities": [quantity.model_dump(exclude_none=True) for quantity in finding.quantities],
        "relations": {name: [_whole(study, target) for target in targets] for name, targets in finding.relations if targets},
        "note_en": finding.note.en if finding.note else None,
        "note_nb": finding.note.nb if finding.note else None,
        "passages": [list(passage.at) for passage in finding.passages],
        "passage_roles": [passage.role for passage in finding.passages],
        "passage_words": [[passage.first, passage.last] for passage in finding.passages],
        "sections": [section.id if section else None for section in sections],
        "source": study.design.document.file,
    }


def _whole(study: Study, target: str) -> str:
    return target if "/" in target else f"{study.id}/{target}"


def finding_records(studies: Iterable[Study]) -> Iterator[Record]:
    """Every finding of every study, in the order of the files."""
    return (finding_record(study, finding) for study in studies for finding in study.findings)


ENTITY_FIELDS = ("about", "barriers", "enablers", "determinants", "affects", "addressed_to", "themes", "reported_by")


def entities_of(record: Mapping[str, Any]) -> set[str]:
    """Every entity and theme that a finding's record names."""
    named = {slug for field in ENTITY_FIELDS for slug in record[field] if "/" not in slug}
    named.update(slug for ids in (*record["outcomes"].values(), *record["theory_relations"].values()) for slug in ids)
    named.update(quantity["source"] for quantity in record["quantities"] if "source" in quantity)
    return named


def entity_record(entity: Entity, studies: Iterable[str] = ()) -> Record:
    """One entity, with the ids of the studies whose findings name it."""
    rest = entity.model_dump(exclude={"id", "kind", "label", "aliases", "description"}, exclude_defaults=True, mode="json")
    return {
        "id": entity.id,
        "class": entity.kind,
        "label_en": entity.label.en,
        "label_nb": entity.label.nb,
        "aliases": list(entity.aliases),
        "description_en": entity.description.en,
        "description_nb": entity.description.nb,
        "studies": sorted(studies),
        **rest,
    }


def entity_records(vocabulary: Vocabulary, studies: Iterable[Study]) -> list[Record]:
    """Every entity of the registry by id; `studies` lists those that name it in a finding or in their design."""
    named: dict[str, set[str]] = {}
    for study in studies:
        slugs = {slug for finding in study.findings for slug in entities_of(finding_record(study, finding))} | design_entities(study)
        for slug in slugs:
            named.setdefault(slug, set()).add(study.id)
    return [entity_record(entity, named.get(entity.id, ())) for entity in vocabulary.entities.values()]


def design_entities(study: Study) -> set[str]:
    """The entities that a study's design names: methods, theories, sites, funder, project, authors and informants' roles."""
    design = study.design
    named = {
        *design.funder,
        *design.methods,
        *design.sites,
        *design.themes_investigated,
        *design.document.authors,
        *(use.id for use in design.theories),
    }
    named.update(slug for part in design.substudies for slug in part.methods)
    named.update(slug for group in design.informants for slug in group.role)
    return named | {slug for slug in (design.project, design.document.institution) if slug}

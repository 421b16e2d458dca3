"""Data for scripts, as files that set a property of the global `navkg`: no inline scripts, nothing to fetch, `<` always escaped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic_core import to_json

from navkg.model import Finding
from navkg.outputs.site.corpus import Corpus, roles
from navkg.outputs.site.text import Pair
from navkg.outputs.site.words import PARTS, RELATIONS
from navkg.records import Record


def write(corpus: Corpus, site: Path) -> None:
    """site/data/: words.js (labels), entities.js, findings.js. graph.js is the graph's own."""
    folder = site / "data"
    folder.mkdir(exist_ok=True)
    order = {slug: number for number, slug in enumerate(corpus.paged)}
    for name, value in (("words", _words(corpus)), ("entities", _entities(corpus)), ("findings", _findings(corpus, order))):
        (folder / f"{name}.js").write_text(script(name, value), encoding="utf-8")


def script(name: str, value: Any) -> str:
    """`navkg.<name> = value`, safe also where a browser would read the file as HTML or as an old script."""
    text = to_json(value).decode("utf-8")
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f"(globalThis.navkg??={{}}).{name}={text};\n"


def _words(corpus: Corpus) -> dict[str, Any]:
    """Labels of values, classes, parts and relations as [English, Norwegian], the studies, and the look of classes."""
    enumerations = (("kind", "kinds"), ("basis", "bases"), ("valence", "valences"), ("importance", "importances"), ("level", "prevalence-levels"))
    kinds = sorted({corpus.kind(slug) for slug in corpus.paged})
    sheet = corpus.style.sheet
    looks = {}
    for kind in kinds:
        family = corpus.style.family_of.get(kind)
        source = sheet.families[family] if family else sheet.other
        looks[kind] = {"family": corpus.style.family(kind), "shape": corpus.style.shape(kind), "light": source.light, "dark": source.dark}
    return {
        "values": {field: {value: list(label) for value, label in corpus.values(field, scheme).items()} for field, scheme in enumerations},
        "classes": {kind: list(corpus.class_label(kind)) for kind in kinds},
        "looks": looks,
        "marks": {name: mark.model_dump() for name, mark in sheet.valences.items()},
        "parts": [list(label) for label in PARTS.values()],
        "relations": {name: list(forth) for name, (forth, _) in RELATIONS.items()},
        "studies": [
            {
                "id": study.id,
                "label": list(corpus.label_of_study(study.id)),
                "characters": study.design.document.characters,
                "sections": {section.id: section.title for section in study.design.document.sections},
            }
            for study in corpus.studies
        ],
        "groups": {f"{study.id}/{group.id}": [group.label.en, group.label.nb] for study in corpus.studies for group in study.design.informants},
    }


def _entities(corpus: Corpus) -> list[list[Any]]:
    """[id, class, label en, label nb, description en, description nb] of everything that has a page."""
    rows = []
    for slug in corpus.paged:
        entity, label = corpus.vocabulary.entities.get(slug), corpus.label(slug)
        text = Pair(entity.description.en, entity.description.nb) if entity else corpus.definition(slug)
        rows.append([slug, corpus.kind(slug), label.en, label.nb, text.en, text.nb])
    return rows


def _findings(corpus: Corpus, order: dict[str, int]) -> list[list[Any]]:
    """One row a finding, fields in the order that assets/common.js names."""
    parts = {role: number for number, role in enumerate(PARTS)}
    studies = {study.id: number for number, study in enumerate(corpus.studies)}
    return [
        _finding_row(corpus.records[f"{study.id}/{finding.id}"], finding, order, parts, studies[study.id])
        for study in corpus.studies
        for finding in study.findings
    ]


def _finding_row(record: Record, finding: Finding, order: dict[str, int], parts: dict[str, int], study: int) -> list[Any]:
    prevalence = finding.prevalence
    named = [[order[slug], parts[role]] for role, slug in roles(record) if slug in order]
    how_many = [prevalence.level, prevalence.quantifier, prevalence.n, prevalence.of] if prevalence else None
    groups = [slug for slug in record["reported_by"] if "/" in slug]
    places = [[section, *span] for section, span in zip(record["sections"], record["passages"], strict=True)]
    relations = [[name, *targets] for name, targets in record["relations"].items()]
    return [
        study,
        finding.id,
        finding.en,
        finding.nb,
        record["kind"],
        record["basis"],
        record["valence"],
        record["importance"],
        named,
        how_many,
        groups,
        places,
        relations,
    ]

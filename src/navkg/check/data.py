"""What shapes cannot say of the data: doubles, entities that nothing names, and coding rules that look at a whole finding."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from rapidfuzz import fuzz, process

from navkg.model import Entity, Finding, Study
from navkg.pipeline import Content, Dataset
from navkg.problems import Problem
from navkg.records import design_entities, entities_of, finding_record

Lint = Callable[[Content], Iterator[Problem]]
ALIKE = 93


def check(dataset: Dataset) -> tuple[str, Iterable[Problem]]:
    """Run every check of `LINTS`."""
    return f"{len(LINTS)} data checks", [problem for name, lint in LINTS.items() for problem in _named(name, lint(dataset.content))]


def _named(name: str, problems: Iterator[Problem]) -> Iterator[Problem]:
    return (Problem(one.file, one.line, one.message, one.mend, one.level, name) for one in problems)


def _where(study: Study, finding: Finding) -> str:
    return f"data/studies/{study.id}/findings.yaml {finding.id}"


def shared_names(content: Content) -> Iterator[Problem]:
    """Two entities of one class that share a label or an alias."""
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity in content.vocabulary.entities.values():
        for name in (entity.label.nb, entity.label.en, *entity.aliases):
            owners[(entity.kind, " ".join(name.casefold().split()))].add(entity.id)
    for (kind, name), ids in sorted(owners.items()):
        if len(ids) > 1:
            yield Problem(
                "data/entities",
                0,
                f"the {kind} entities {', '.join(sorted(ids))} share the name '{name}'",
                "merge them, or tell their names apart",
                "warning",
            )


def _comparable(entity: Entity) -> str:
    return re.sub(r"[^\w]+", " ", entity.label.en.casefold()).strip()


def suspicious_pairs(content: Content) -> Iterator[Problem]:
    """Two entities of one class whose labels are nearly the same: doubles under two names, perhaps."""
    by_kind: dict[str, list[Entity]] = defaultdict(list)
    for entity in content.vocabulary.entities.values():
        by_kind[entity.kind].append(entity)
    for kind, entities in sorted(by_kind.items()):
        names = [_comparable(entity) for entity in entities]
        for index, name in enumerate(names):
            rest = names[index + 1 :]
            for _, score, offset in process.extract(name, rest, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, limit=None):
                other = entities[index + 1 + offset]
                if _digits(name) == _digits(_comparable(other)):
                    yield Problem(
                        "data/entities",
                        0,
                        f"the {kind} entities {entities[index].id} and {other.id} look alike ({score:.0f} %)",
                        "merge them if they are one",
                        "info",
                    )


def _digits(name: str) -> list[str]:
    return re.findall(r"\d+", name)


def unused_entities(content: Content) -> Iterator[Problem]:
    """Entities that no finding, no study design and no other entity names."""
    used = {slug for study in content.studies for finding in study.findings for slug in entities_of(finding_record(study, finding))}
    used |= {slug for study in content.studies for slug in design_entities(study)}
    used |= {slug for study in content.studies for slug in study.design.coding.by}
    for entity in content.vocabulary.entities.values():
        for value in (getattr(entity, name) for name in type(entity).model_fields):
            used.update(item for item in value if isinstance(item, str)) if isinstance(value, tuple) else None
    for slug in content.vocabulary.entities:
        if slug not in used:
            yield Problem("data/entities", 0, f"nothing names the entity '{slug}'", "name it in a finding, or remove it", "info")


def unplaced_determinants(content: Content) -> Iterator[Problem]:
    """Determinants without a CFIR construct."""
    for entity in content.vocabulary.entities.values():
        if entity.kind == "Determinant" and not entity.cfir:
            yield Problem("data/entities", 0, f"the determinant '{entity.id}' has no CFIR construct", "add `cfir: [cfir-…]`", "warning")


def same_statement(content: Content) -> Iterator[Problem]:
    """Two findings of one study with the same statement."""
    for study in content.studies:
        seen: dict[str, str] = {}
        for finding in study.findings:
            for text in (finding.en, finding.nb):
                key = " ".join(text.casefold().split())
                if seen.get(key, finding.id) != finding.id:
                    yield Problem(_where(study, finding), 0, f"says the same as {seen[key]}", "merge the two: one finding, several passages")
                seen[key] = finding.id


def role_without_determinant(content: Content) -> Iterator[Problem]:
    """A barrier or enabler finding that names no factor, an effect without an outcome."""
    for study in content.studies:
        for finding in study.findings:
            if finding.kind == "barrier" and not finding.barriers:
                yield Problem(_where(study, finding), 0, "is a barrier without `barriers`", "name the determinant", "warning")
            if finding.kind == "enabler" and not finding.enablers:
                yield Problem(_where(study, finding), 0, "is an enabler without `enablers`", "name the determinant", "warning")
            if finding.kind == "effect" and not any(ids for _, ids in finding.outcomes):
                yield Problem(_where(study, finding), 0, "is an effect without `outcomes`", "name the outcome under its direction", "info")


def who_says_it(content: Content) -> Iterator[Problem]:
    """A cited claim needs the work; the study's own data cannot come from one."""
    for study in content.studies:
        groups = {group.id for group in study.design.informants}
        for finding in study.findings:
            works = [slug for slug in finding.reported_by if slug not in groups]
            if finding.basis == "cited" and not works:
                yield Problem(_where(study, finding), 0, "is cited and names no work in `reported_by`", "add the cited work")
            if finding.basis == "empirical" and any(
                content.vocabulary.terms[slug].kind == "Work" for slug in works if slug in content.vocabulary.terms
            ):
                yield Problem(_where(study, finding), 0, "is empirical and reported by a cited work", "basis: cited, or the informant group")


def uninvestigated_themes(content: Content) -> Iterator[Problem]:
    """A theme that findings of the study's own data carry and that the study is not said to have investigated."""
    for study in content.studies:
        investigated = set(study.design.themes_investigated)
        used = {theme for finding in study.findings if finding.basis in ("empirical", "interpretation") for theme in finding.themes}
        for theme in sorted(used - investigated):
            yield Problem(
                f"data/studies/{study.id}/study.yaml",
                0,
                f"findings carry '{theme}', which is not in `themes_investigated`",
                "add it if the study asked about it",
                "info",
            )


LINTS: dict[str, Lint] = {
    "shared-names": shared_names,
    "suspicious-pairs": suspicious_pairs,
    "unused-entities": unused_entities,
    "unplaced-determinants": unplaced_determinants,
    "same-statement": same_statement,
    "role-without-determinant": role_without_determinant,
    "who-says-it": who_says_it,
    "uninvestigated-themes": uninvestigated_themes,
}

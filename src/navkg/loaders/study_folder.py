"""The loader of a study folder: `study.yaml` (the design) and `findings.yaml` (every claim), written by people and reviewed in diffs."""

from __future__ import annotations

from pathlib import Path

from navkg.loaders.references import Locals, check_references
from navkg.loaders.yaml_file import Loc, YamlFile, build_model, read_models, read_yaml
from navkg.model import Finding, Study, StudyDesign, Vocabulary
from navkg.problems import NavkgError, Problem
from navkg.project import Project

DESIGN, FINDINGS = "study.yaml", "findings.yaml"


def identify(folder: Path) -> bool:
    """Is this a folder that this loader reads?"""
    return (folder / DESIGN).is_file()


def load(folder: Path, project: Project, vocabulary: Vocabulary) -> tuple[Study | None, list[Problem]]:
    """The study of `folder` and what is wrong with it; None when its design cannot be read at all."""
    name = project.name(folder / DESIGN)
    try:
        file = read_yaml(folder / DESIGN, name)
    except NavkgError as error:
        return None, list(error.problems)
    design = build_model(StudyDesign, file, file.value)
    findings_path = folder / FINDINGS
    rows: list[tuple[Loc, Finding]] = []
    if findings_path.is_file():
        findings_file, rows, problems = read_models(Finding, findings_path, project.name(findings_path))
    else:
        findings_file, problems = (
            YamlFile(project.name(findings_path), None, {}),
            [Problem(project.name(findings_path), 0, "is missing", f"write the study's findings to {FINDINGS}")],
        )
    if isinstance(design, list):
        return None, design + problems
    if design.id != folder.name:
        problems.append(
            Problem(name, file.line(("id",)), f"the study's id is '{design.id}' and its folder is '{folder.name}'", "give both the same name")
        )
    local = _local_ids(design, rows)
    problems += check_references(design, vocabulary, local, file) + _check_sections(design, file)
    seen: set[str] = set()
    for loc, finding in rows:
        problems += check_references(finding, vocabulary, local, findings_file, loc)
        problems += _check_finding(finding, design, findings_file, loc, seen)
        seen.add(finding.id)
    return Study(design, tuple(finding for _, finding in rows)), problems


def _local_ids(design: StudyDesign, rows: list[tuple[Loc, Finding]]) -> Locals:
    # References to findings of other studies are checked when all studies are loaded (navkg.loaders.check_across).
    finding_ids = {finding.id for _, finding in rows}
    across = {target for _, finding in rows for targets in _relations(finding).values() for target in targets if "/" in target}
    return {
        "informants": {group.id for group in design.informants},
        "substudies": {part.id for part in design.substudies},
        "sections": {section.id for section in design.document.sections},
        "findings": finding_ids | across,
    }


def _relations(finding: Finding) -> dict[str, tuple[str, ...]]:
    return {name: getattr(finding.relations, name) for name in type(finding.relations).model_fields}


def _check_sections(design: StudyDesign, file: YamlFile) -> list[Problem]:
    problems, seen = [], set()
    for index, section in enumerate(design.document.sections):
        loc = ("document", "sections", index)
        if section.id in seen:
            problems.append(Problem(file.name, file.line(loc), f"the section id '{section.id}' is used twice", "give each section its own id"))
        if section.start >= design.document.characters:
            problems.append(
                Problem(
                    file.name,
                    file.line(loc),
                    f"section {section.id} starts at {section.start}, outside the document's {design.document.characters} characters",
                )
            )
        seen.add(section.id)
    return problems


def _check_finding(finding: Finding, design: StudyDesign, file: YamlFile, loc: Loc, seen: set[str]) -> list[Problem]:
    problems = []
    if finding.id in seen:
        problems.append(
            Problem(file.name, file.line((*loc, "id")), f"the id '{finding.id}' is used twice in this study", "give the finding the next free number")
        )
    for index, passage in enumerate(finding.passages):
        if passage.at[1] > design.document.characters:
            line = file.line((*loc, "passages", index))
            problems.append(
                Problem(
                    file.name,
                    line,
                    f"passage ends at {passage.at[1]}, outside the document's {design.document.characters} characters",
                    "pin it again with `navkg locate`",
                )
            )
    for relation, targets in _relations(finding).items():
        if finding.id in targets:
            problems.append(Problem(file.name, file.line((*loc, "relations", relation)), f"{finding.id} {relation} itself", "name another finding"))
    if finding.prevalence and finding.prevalence.of is not None and (finding.prevalence.n is None or finding.prevalence.n > finding.prevalence.of):
        problems.append(Problem(file.name, file.line((*loc, "prevalence")), "prevalence: `of` is the N of `n` of N", "give n too, not above it"))
    return problems

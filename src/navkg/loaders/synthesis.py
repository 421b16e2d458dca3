"""The loader of `data/synthesis/`: review findings and judgements, checked against the studies that they speak of.

A new file of the synthesis is a model in `navkg.model_synthesis` and a line in `_FILES`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from navkg.loaders.references import check_references
from navkg.loaders.yaml_file import Loc, YamlFile, read_models
from navkg.model import Finding, Model, Study, Vocabulary
from navkg.model_synthesis import SPEAKING, Judgement, ReviewFinding, StudyContribution, Synthesis
from navkg.problems import Problem, nearest
from navkg.project import Project

M = TypeVar("M", bound=Model)
REVIEW_FINDINGS, JUDGEMENTS = "review-findings.yaml", "judgements.yaml"
_FILES = (REVIEW_FINDINGS, JUDGEMENTS)
_OWN_DATA = ("empirical", "interpretation")


class _Known:
    """The studies and findings that a synthesis may name."""

    def __init__(self, studies: Iterable[Study]) -> None:
        self.studies: Mapping[str, Study] = {study.id: study for study in studies}
        self.findings: Mapping[str, Finding] = {f"{study.id}/{one.id}": one for study in self.studies.values() for one in study.findings}

    def project_of(self, study: str) -> str:
        """Studies of one project are one independent study."""
        found = self.studies.get(study)
        return (found.design.project if found else None) or study


def load_synthesis(project: Project, vocabulary: Vocabulary, studies: Iterable[Study]) -> tuple[Synthesis, list[Problem]]:
    """What `data/synthesis/` says and everything that is wrong with it. A project without these files has an empty synthesis."""
    known, problems = _Known(studies), []
    paths = {path.name: path for path in project.synthesis}
    for name, path in paths.items():
        if name not in _FILES:
            problems.append(Problem(project.name(path), 0, "is no file of a synthesis", nearest(name, _FILES) or f"files: {', '.join(_FILES)}"))
    findings, bad = _read(ReviewFinding, paths.get(REVIEW_FINDINGS), project, vocabulary)
    problems += bad
    judgements, bad = _read(Judgement, paths.get(JUDGEMENTS), project, vocabulary)
    problems += bad
    seen: set[str] = set()
    for file, loc, finding in findings:
        problems += _check_review_finding(finding, known, file, loc, seen)
        seen.add(finding.id)
    judged: set[tuple[str, str]] = set()
    for file, loc, judgement in judgements:
        problems += _check_judgement(judgement, known, file, loc, judged)
        judged.add((judgement.row, judgement.study))
    return Synthesis(tuple(one for _, _, one in findings), tuple(one for _, _, one in judgements)), problems


def _read(model: type[M], path: Path | None, project: Project, vocabulary: Vocabulary) -> tuple[list[tuple[YamlFile, Loc, M]], list[Problem]]:
    if path is None:
        return [], []
    file, good, problems = read_models(model, path, project.name(path))
    for loc, one in good:
        problems += check_references(one, vocabulary, {}, file, loc)
    return [(file, loc, one) for loc, one in good], problems


def _check_review_finding(finding: ReviewFinding, known: _Known, file: YamlFile, loc: Loc, seen: set[str]) -> Iterator[Problem]:
    if finding.id in seen:
        yield Problem(file.name, file.line((*loc, "id")), f"the id '{finding.id}' is used twice", "give each review finding its own id")
    named: set[str] = set()
    for index, one in enumerate(finding.studies):
        where = file.line((*loc, "studies", index))
        if one.study in named:
            yield Problem(file.name, where, f"{finding.id} names the study '{one.study}' twice", "put its findings under one entry")
        named.add(one.study)
        yield from _check_contribution(finding, one, known, file.name, where)
    resting = {known.project_of(name.partition("/")[0]) for name in finding.rests_on}
    line = file.line(loc)
    if not resting:
        yield Problem(file.name, line, f"{finding.id} rests on no finding", "name findings in agreement or partial-agreement")
    elif len(resting) == 1 and not finding.single_study:
        yield Problem(file.name, line, f"{finding.id} rests on one independent study", "add findings of another study, or `single_study: true`")
    elif len(resting) > 1 and finding.single_study:
        mend = "remove `single_study`"
        yield Problem(file.name, file.line((*loc, "single_study")), f"{finding.id} is flagged single-study and rests on {len(resting)}", mend)


def _check_contribution(finding: ReviewFinding, one: StudyContribution, known: _Known, name: str, line: int) -> Iterator[Problem]:
    study = known.studies.get(one.study)
    if study is None:
        yield Problem(name, line, f"there is no study '{one.study}'", nearest(one.study, known.studies) or f"studies: {', '.join(known.studies)}")
        return
    for ref in one.findings:
        if ref not in known.findings:
            yield Problem(name, line, f"{finding.id} names '{ref}', which does not exist", "name a finding as study/f001")
    if one.relation in SPEAKING and all(ref in known.findings for ref in one.findings):
        others = [ref for ref in one.findings if known.findings[ref].basis not in _OWN_DATA]
        if len(others) == len(one.findings):
            mend = "name empirical or interpretive findings: what a study cites is not its own data"
            yield Problem(name, line, f"{finding.id} rests for {one.study} only on what that study cites", mend)
        elif others:
            mend = "it is shown, and not counted as the study's own data"
            yield Problem(name, line, f"{finding.id} names {', '.join(others)}, which is cited or background", mend, "warning")
    if one.relation == "silence" and not set(finding.themes) & set(study.design.themes_investigated):
        mend = "write not-investigated, or add the theme to the study's themes_investigated"
        yield Problem(name, line, f"{one.study} is said to be silent on {finding.id} and investigated none of its themes", mend)


def _check_judgement(judgement: Judgement, known: _Known, file: YamlFile, loc: Loc, judged: set[tuple[str, str]]) -> Iterator[Problem]:
    if judgement.study not in known.studies:
        mend = nearest(judgement.study, known.studies) or f"studies: {', '.join(known.studies)}"
        yield Problem(file.name, file.line((*loc, "study")), f"there is no study '{judgement.study}'", mend)
    if (judgement.row, judgement.study) in judged:
        yield Problem(file.name, file.line(loc), f"{judgement.row} × {judgement.study} is judged twice", "keep one")

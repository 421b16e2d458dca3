"""Running the checks and reporting what they found. `CHECKS` lists them: one module a kind of check, one line here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from navkg.check import data, lint, passages, questions, reasoner, shapes
from navkg.pipeline import Dataset, Progress, load_content, silent
from navkg.problems import NavkgError, Problem, errors, fault, nearest
from navkg.project import Project


@dataclass(frozen=True)
class Subject:
    """What is checked: the dataset, the faults found while reading the files, and the folder of the documents when it is at hand."""

    dataset: Dataset
    reading: tuple[Problem, ...]
    sources: Path | None


@dataclass(frozen=True)
class Outcome:
    """The result of one check: what was counted, and the problems."""

    name: str
    counted: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Report:
    """The outcomes of all checks that ran."""

    outcomes: tuple[Outcome, ...] = field(default=())

    @property
    def passed(self) -> bool:
        return not any(errors(outcome.problems) for outcome in self.outcomes)


Check = Callable[[Subject], tuple[str, Iterable[Problem]]]


def _reading(subject: Subject) -> tuple[str, Iterable[Problem]]:
    content = subject.dataset.content
    return f"{len(content.vocabulary.entities)} entities, {sum(len(study.findings) for study in content.studies)} findings", subject.reading


def _passages(subject: Subject) -> tuple[str, Iterable[Problem]]:
    if subject.sources is None:
        return "not compared: no --sources", ()
    count, problems = passages.verify_all(subject.dataset.content.studies, subject.sources)
    return f"{count} passages", problems


CHECKS: dict[str, Check] = {
    "files": _reading,
    "ontology": lambda subject: lint.check(subject.dataset),
    "reasoner": lambda subject: reasoner.check(subject.dataset),
    "shapes": lambda subject: shapes.check(subject.dataset),
    "data": lambda subject: data.check(subject.dataset),
    "passages": _passages,
    "questions": lambda subject: questions.check(subject.dataset),
}


def run_checks(project: Project, sources: Path | None = None, only: Iterable[str] = (), progress: Progress = silent) -> Report:
    """Run every check, or those named and, when something was left out as faulty, that of the files.

    Raises NavkgError for an unknown name, or when the ontology cannot be read.
    """
    names = list(only) or list(CHECKS)
    for name in names:
        if name not in CHECKS:
            raise fault(f"there is no check '{name}'", nearest(name, CHECKS) or f"checks: {', '.join(CHECKS)}")
    progress("reading")
    content, reading = load_content(project)
    subject = Subject(Dataset(content, progress), tuple(sorted(reading)), sources)
    if "files" not in names and errors(reading):
        names.insert(0, "files")
    outcomes = []
    for name in names:
        progress(f"checking {name}")
        try:
            counted, problems = CHECKS[name](subject)
        except NavkgError as error:
            counted, problems = "", error.problems
        outcomes.append(Outcome(name, counted, tuple(problems)))
    return Report(tuple(outcomes))


def format_report(report: Report, style: str) -> str:
    """The report as text with counts, or as JSON."""
    if style == "json":
        rows = [{"check": one.name, "counted": one.counted, "problems": [vars(problem) for problem in one.problems]} for one in report.outcomes]
        return json.dumps({"passed": report.passed, "checks": rows}, ensure_ascii=False, indent=1) + "\n"
    lines = []
    for one in report.outcomes:
        counts = {level: sum(problem.level == level for problem in one.problems) for level in ("error", "warning", "info")}
        said = ", ".join(f"{count} {level}{'s' if count != 1 and level != 'info' else ''}" for level, count in counts.items() if count) or "ok"
        lines.append(f"{one.name:<10} {said:<24} {one.counted}")
        lines += [f"  {problem.level}: {f'[{problem.check}] ' if problem.check else ''}{problem}" for problem in one.problems]
    lines.append("passed" if report.passed else "failed")
    return "\n".join(lines) + "\n"

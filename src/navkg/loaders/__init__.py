"""What reads coded findings. One module a kind of input, one line in `LOADERS`.

A loader is `identify(folder) -> bool` and `load(folder, project, vocabulary) -> (Study or None, problems)`. Exactly one loader may claim a folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from navkg.loaders import study_folder
from navkg.model import Study, Vocabulary
from navkg.problems import Problem
from navkg.processes import shared_out
from navkg.project import Project


@dataclass(frozen=True)
class Loader:
    """The two functions of a loader."""

    identify: Callable[[Path], bool]
    load: Callable[[Path, Project, Vocabulary], tuple[Study | None, list[Problem]]]


LOADERS: dict[str, Loader] = {
    "study-folder": Loader(study_folder.identify, study_folder.load),
}


def load_studies(project: Project, vocabulary: Vocabulary) -> tuple[list[Study], list[Problem]]:
    """Every study of the project, by folder name, and what is wrong with them."""
    read = shared_out(partial(_load, project, vocabulary), project.studies)
    studies = [study for study, _ in read if study]
    return studies, [problem for _, problems in read for problem in problems] + check_across(studies, project)


def _load(project: Project, vocabulary: Vocabulary, folder: Path) -> tuple[Study | None, list[Problem]]:
    claims = [loader for loader in LOADERS.values() if loader.identify(folder)]
    if len(claims) != 1:
        mend = f"a study needs {study_folder.DESIGN}" if not claims else "keep the files of one kind"
        message = "no loader reads this folder" if not claims else "several loaders claim this folder"
        return None, [Problem(project.name(folder), 0, message, mend)]
    return claims[0].load(folder, project, vocabulary)


def check_across(studies: Iterable[Study], project: Project) -> list[Problem]:
    """Relations to findings of other studies that do not exist."""
    known = {f"{study.id}/{finding.id}" for study in studies for finding in study.findings}
    return [
        Problem(_findings_file(project, study), 0, f"{finding.id} {relation} '{target}', which does not exist", "name a finding as study/f001")
        for study in studies
        for finding in study.findings
        for relation, targets in finding.relations
        for target in targets
        if "/" in target and target not in known
    ]


def _findings_file(project: Project, study: Study) -> str:
    return project.name(project.root / "data" / "studies" / study.id / study_folder.FINDINGS)

"""Do the competency questions parse, bind their defaults, run, and run quickly enough to be asked?"""

from __future__ import annotations

import time
from collections.abc import Iterable

from navkg.pipeline import Dataset
from navkg.problems import NavkgError, Problem
from navkg.questions.catalog import NO_DEFAULT, read_catalog

SLOW = 2.0


def check(dataset: Dataset) -> tuple[str, Iterable[Problem]]:
    """Ask every question with its defaults. An empty answer, or a default that the project lacks, is an info, a slow one a warning, a fault an error."""
    content = dataset.content
    questions, problems = read_catalog(content.project)
    studies = [study.id for study in content.studies]
    for question in questions.values() if studies else ():
        begun = time.monotonic()
        try:
            rows = question.answer(dataset.store, {}, content.vocabulary, studies)
        except NavkgError as error:
            problems += [
                Problem(question.file, one.line, one.message, one.mend, "info" if one.check == NO_DEFAULT else "error") for one in error.problems
            ]
            continue
        if not rows.values:
            problems.append(Problem(question.file, 0, "has an empty answer with its defaults", level="info"))
        if time.monotonic() - begun > SLOW:
            problems.append(Problem(question.file, 0, f"takes over {SLOW:g} s", "look for NOT EXISTS over a join: MINUS is faster", "warning"))
    return f"{len(questions)} questions", problems

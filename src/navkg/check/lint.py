"""The ontology's own quality: the lint queries of `ontology/lint/`, after ROBOT's report and OOPS!. Each row that a query gives is one fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

import pyoxigraph as ox
from pydantic import StringConstraints

from navkg.graph.quads import Quads
from navkg.graph.store import Store
from navkg.model import Line, Model, Text
from navkg.namespaces import short_id
from navkg.pipeline import Dataset
from navkg.problems import Problem, fault
from navkg.project import read_text
from navkg.questions.catalog import read_header
from navkg.questions.sparql import run_query


class LintHeader(Model):
    """The header of a lint query: what is wrong, how bad it is, and how to mend it."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    level: Literal["error", "warning", "info"]
    en: Line
    nb: Line
    mend: Text


def check(dataset: Dataset) -> tuple[str, Iterable[Problem]]:
    """Lint the ontology graph of a dataset."""
    project = dataset.content.project
    problems = [problem for path in project.lint for problem in lint_with(path, project.name(path), dataset.content.ontology)]
    return f"{len(project.lint)} lint checks", problems


def lint_with(path: Path, name: str, triples: Iterable[ox.Triple]) -> Iterator[Problem]:
    """The faults that one lint query finds in `triples`. Raises NavkgError for a query that is none."""
    text = read_text(path, name)
    header = read_header(text, LintHeader, name)
    if header.id != path.stem:
        raise fault(f"the check's id is '{header.id}' and its file is '{path.name}'", "give both the same name", file=name, line=1)
    part = Quads("ontology")
    part.triples(triples)
    answer = run_query(Store(part.rows), text, name=name)
    if not isinstance(answer, ox.QuerySolutions):
        raise fault("is not a SELECT query", "select ?subject and ?detail", file=name)
    for solution in answer:
        yield Problem("", 0, f"{_said(solution['subject'])}: {header.en}{_detail(solution)}", header.mend.en, header.level, header.id)


def _said(term: object) -> str:
    return short_id(term.value) if isinstance(term, ox.NamedNode) else str(term)


def _detail(solution: ox.QuerySolution) -> str:
    detail = solution["detail"]
    return f" ({_said(detail) if isinstance(detail, ox.NamedNode) else detail.value})" if isinstance(detail, ox.NamedNode | ox.Literal) else ""

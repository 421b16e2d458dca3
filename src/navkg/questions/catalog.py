"""The competency questions: .rq files whose first comment lines hold the question in English and Norwegian, its parameters, and what a row means.

    # id: barriers-of-group
    # en: Which barriers hit a user group?
    # nb: Hvilke barrierer rammer en brukergruppe?
    # group: barriers
    # scope: corpus
    # parameters:
    #   actor: {type: entity, class: Actor, default: users, en: The user group, nb: Brukergruppen}
    # row: {en: One barrier with its findings, nb: Én barriere med sine funn}

A parameter is a variable of the query, in whose place the program writes a term (`written.py`): its value is checked against its type first, and can never become syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, TypeVar

import pyoxigraph as ox
import yaml
from pydantic import Field, StringConstraints, ValidationError

from navkg.graph.store import Store
from navkg.model import Line, Model, Text, Vocabulary
from navkg.namespaces import entity_iri, expand, iri_of, part_iri
from navkg.problems import NavkgError, Problem, fault, nearest
from navkg.project import Project, read_text
from navkg.questions.answers import Rows, make_rows
from navkg.questions.sparql import run_query
from navkg.questions.written import Terms, write_out

ParameterType = Literal["entity", "study", "theme", "concept", "finding", "integer", "string", "language"]
_XSD_INTEGER = ox.NamedNode(expand("xsd:integer"))
LANGUAGES = ("en", "nb")
NO_DEFAULT = "no-default"
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_FINDING = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*/f[0-9]{3,6}")
H = TypeVar("H", bound=Model)


class Parameter(Model):
    """A value that the asker may give: its type, for an entity or a concept which class or scheme, its default, and what it is."""

    type: ParameterType
    class_: str | None = Field(default=None, alias="class")
    scheme: str | None = None
    default: str | int | None = None
    en: Line
    nb: Line


class Header(Model):
    """The header of a question's file."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    en: Line
    nb: Line
    group: Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
    scope: Literal["study", "corpus"]
    parameters: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")], Parameter] = Field(default_factory=dict)
    row: Text


@dataclass(frozen=True)
class CompetencyQuestion:
    """One question: its header, its SPARQL, and the file it stands in."""

    header: Header
    sparql: str
    file: str

    @property
    def id(self) -> str:
        return self.header.id

    def answer(self, store: Store, given: Mapping[str, str], vocabulary: Vocabulary, studies: Iterable[str]) -> Rows:
        """The rows of the answer. Raises NavkgError for a parameter that does not fit, and for a query that does not parse or cannot be answered."""
        return make_rows(run_query(store, self.written(self.bind(given, vocabulary, studies)), self.file))

    def written(self, bound: Terms) -> str:
        """The query with the parameters' terms in it, ready to be run. Raises NavkgError where a parameter stands among the columns, which repeats it in every row."""
        try:
            return write_out(self.sparql, bound)
        except ValueError as error:
            raise fault(
                f"the parameter ?{error} stands among the columns of SELECT, GROUP BY or ORDER BY", "leave it out there", file=self.file
            ) from error

    def bind(self, given: Mapping[str, str], vocabulary: Vocabulary, studies: Iterable[str]) -> Terms:
        """The term of each parameter, from `given` or its default; a default study that this project lacks is its first one.

        Raises NavkgError for an unknown, missing or ill-typed parameter; a default that this project lacks is marked as `NO_DEFAULT`.
        """
        studies = list(studies)
        parameters = self.header.parameters
        problems = [
            Problem("", 0, f"{self.id} has no parameter '{name}'", nearest(name, parameters) or f"parameters: {', '.join(parameters) or 'none'}")
            for name in given
            if name not in parameters
        ]
        bound: dict[str, ox.NamedNode | ox.Literal] = {}
        for name, parameter in parameters.items():
            value = given.get(name, parameter.default)
            if value is None:
                problems.append(Problem("", 0, f"{self.id} needs the parameter '{name}' ({parameter.en})", f"add -p {name}=…"))
                continue
            made = _term(name, parameter, str(value), vocabulary, studies)
            if isinstance(made, Problem) and name not in given:
                if parameter.type == "study" and studies:
                    made = ox.NamedNode(part_iri("study", studies[0]))
                else:
                    lacking = f"{self.id} needs the parameter '{name}' ({parameter.en}): this project has no '{value}'"
                    made = Problem("", 0, lacking, f"add -p {name}=…", check=NO_DEFAULT)
            if isinstance(made, Problem):
                problems.append(made)
            else:
                bound[name] = made
        if problems:
            raise NavkgError(problems)
        return bound


def _term(name: str, parameter: Parameter, value: str, vocabulary: Vocabulary, studies: Iterable[str]) -> ox.NamedNode | ox.Literal | Problem:
    match parameter.type:
        case "integer":
            if _INTEGER.fullmatch(value):
                return ox.Literal(value, datatype=_XSD_INTEGER)
            return Problem("", 0, f"{name} is '{value}', not a whole number", f"write -p {name}=2")
        case "string":
            return ox.Literal(value)
        case "language":
            return (
                ox.Literal(value)
                if value in LANGUAGES
                else Problem("", 0, f"{name} is '{value}', not a language of the graph", f"write one of {', '.join(LANGUAGES)}")
            )
        case "study":
            known = list(studies)
            return ox.NamedNode(part_iri("study", value)) if value in known else _unknown(name, "study", value, known)
        case "finding":
            if _FINDING.fullmatch(value):
                return ox.NamedNode(iri_of(value))
            return Problem("", 0, f"{name} is '{value[:100]}', not a finding", f"write -p {name}=study/f001")
        case "entity" | "theme" | "concept":
            return _vocabulary_term(name, parameter, value, vocabulary)


def _vocabulary_term(name: str, parameter: Parameter, value: str, vocabulary: Vocabulary) -> ox.NamedNode | Problem:
    scheme = "themes" if parameter.type == "theme" else parameter.scheme or ""
    known = list(vocabulary.in_scheme(scheme) if scheme else vocabulary.entities_and_kinds())
    for candidate in (value, f"theme-{value}"):
        if candidate in known:
            return ox.NamedNode(entity_iri(candidate))
    return _unknown(name, parameter.class_ or scheme or parameter.type, value, known)


def _unknown(name: str, kind: str, value: str, known: Iterable[str]) -> Problem:
    return Problem("", 0, f"{name}: there is no {kind} '{value[:100]}'", nearest(value, known) or "`navkg entities` lists the ids")


def read_question(path: Path, name: str) -> CompetencyQuestion:
    """The question of one file. Raises NavkgError when its header is missing or wrong."""
    text = read_text(path, name)
    header = read_header(text, Header, name)
    if header.id != path.stem:
        raise fault(f"the question's id is '{header.id}' and its file is '{path.name}'", "give both the same name", file=name, line=1)
    return CompetencyQuestion(header, text, name)


def read_header(text: str, model: type[H], name: str) -> H:
    """The header of a .rq file as a `model`. Raises NavkgError that names the line."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line[1:].removeprefix(" "))
    try:
        value = yaml.load("\n".join(lines), Loader=yaml.CSafeLoader)
        return model.model_validate(value)
    except yaml.MarkedYAMLError as error:
        raise fault(
            f"the header is not YAML: {error.problem}",
            "see ontology/queries for examples",
            file=name,
            line=error.problem_mark.line + 1 if error.problem_mark else 1,
        ) from error
    except ValidationError as error:
        detail = error.errors()[0]
        where = ".".join(str(part) for part in detail["loc"])
        raise fault(f"the header's {where}: {detail['msg'].lower()}", "see ontology/queries for examples", file=name, line=1) from error


def read_catalog(project: Project) -> tuple[Mapping[str, CompetencyQuestion], list[Problem]]:
    """Every question of the project by id, and the problems of the files that are none."""
    questions: dict[str, CompetencyQuestion] = {}
    problems: list[Problem] = []
    for path in project.queries:
        try:
            question = read_question(path, project.name(path))
            questions[question.id] = question
        except NavkgError as error:
            problems += error.problems
    return MappingProxyType(questions), problems

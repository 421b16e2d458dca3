"""SHACL: the core constraints that the shapes in `ontology/shapes/` use, evaluated straight over the quads.

pySHACL is the reference: tests hold the two equal on every example and on the data. It takes seconds where this takes tenths, so a build can afford to validate.
A constraint that is not in `constraints.CONSTRAINTS` is refused, never passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from navkg.check.constraints import CONSTRAINTS, Test
from navkg.check.triples import RDF, SH, Graph, Term, Walk
from navkg.loaders.registry import read_turtle
from navkg.namespaces import short_id
from navkg.pipeline import Dataset
from navkg.problems import Level, NavkgError, Problem, errors, fault

_LEVELS: dict[str, Level] = {f"{SH}Violation": "error", f"{SH}Warning": "warning", f"{SH}Info": "info"}
_NOT_CONSTRAINTS = frozenset(
    f"{SH}{name}"
    for name in (
        "path",
        "targetClass",
        "targetNode",
        "targetSubjectsOf",
        "targetObjectsOf",
        "message",
        "severity",
        "name",
        "description",
        "order",
        "group",
        "deactivated",
        "flags",
        "ignoredProperties",
        "qualifiedMinCount",
        "qualifiedMaxCount",
    )
)


@dataclass(frozen=True)
class Shape:
    """One shape read once: from a node to its values, its tests in order, the property shapes within, and what it says when broken."""

    path: Term | None
    walk: Walk
    tests: tuple[tuple[str, Test], ...]
    properties: tuple[Term, ...]
    message: str
    level: Level


class Validator:
    """Shapes ready to be held against data."""

    def __init__(self, shapes: Iterable[ox.Triple], data: Iterable[ox.Triple | ox.Quad]) -> None:
        self.shapes, self.data = Graph(shapes), Graph(data)
        self._read: dict[Term, Shape] = {}
        for node in list(self.shapes.out):
            if self._is_shape(node):
                self.shape(node)

    def _is_shape(self, node: Term) -> bool:
        kinds = {kind.value for kind in self.shapes.objects(node, f"{RDF}type") if isinstance(kind, ox.NamedNode)}
        return bool(kinds & {f"{SH}NodeShape", f"{SH}PropertyShape"}) or bool(self.shapes.objects(node, f"{SH}path"))

    def shape(self, node: Term) -> Shape:
        """The shape of a node of the shapes graph. Raises NavkgError for a constraint or a path that is not supported."""
        found = self._read.get(node)
        if found is None:
            found = self._read[node] = self._make(node)
        return found

    def _make(self, node: Term) -> Shape:
        tests: list[tuple[str, Test]] = []
        for predicate, parameters in self.shapes.out.get(node, {}).items():
            name = predicate.removeprefix(SH)
            if not predicate.startswith(SH) or predicate in _NOT_CONSTRAINTS or name == "property":
                continue
            if name not in CONSTRAINTS:
                raise fault(f"the shape {_said(node)} uses sh:{name}, which is not supported", f"supported: {', '.join(sorted(CONSTRAINTS))}")
            tests += [(name, CONSTRAINTS[name](self, parameter, node)) for parameter in parameters]
        said = [value for value in self.shapes.objects(node, f"{SH}message") if isinstance(value, ox.Literal)]
        severity = self.shapes.object(node, f"{SH}severity")
        path = self.shapes.object(node, f"{SH}path")
        idle = any(value.value == "true" for value in self.shapes.objects(node, f"{SH}deactivated") if isinstance(value, ox.Literal))
        return Shape(
            path,
            self.data.walk(path, self.shapes) if path is not None else lambda node: [node],
            () if idle else tuple(tests),
            () if idle else tuple(self.shapes.objects(node, f"{SH}property")),
            next((value.value for value in said if value.language == "en"), said[0].value if said else ""),
            _LEVELS.get(severity.value, "error") if isinstance(severity, ox.NamedNode) else "error",
        )

    def problems(self) -> Iterator[Problem]:
        """A problem for each constraint that a focus node does not meet."""
        targets = (shape for kind in ("targetClass", "targetNode") for found in self.shapes.into(f"{SH}{kind}").values() for shape in found)
        for node in sorted(set(targets), key=str):
            shape = self.shape(node)
            for focus in sorted(self._focus(node), key=str):
                for broken, name, at in self._broken(shape, focus):
                    message = broken.message or shape.message or f"sh:{name} is not met"
                    where = f" ({_said(broken.path)})" if isinstance(broken.path, ox.NamedNode) else ""
                    yield Problem("", 0, f"{_said(at)}: {message}{where}", level=broken.level, check=f"sh:{name}")

    def _focus(self, shape: Term) -> set[Term]:
        nodes = set(self.shapes.objects(shape, f"{SH}targetNode"))
        for name in self.shapes.objects(shape, f"{SH}targetClass"):
            nodes |= self.data.instances(name.value)
        return nodes

    def conforms(self, shape: Term, node: Term) -> bool:
        """Does `node` meet every constraint of the shape at `shape`?"""
        return next(self._broken(self.shape(shape), node), None) is None

    def _broken(self, shape: Shape, node: Term) -> Iterator[tuple[Shape, str, Term]]:
        """Each constraint that is not met: the shape it stands in, its name, the node."""
        values = shape.walk(node)
        for name, test in shape.tests:
            if not test(node, values):
                yield shape, name, node
        for inner in shape.properties:
            read = self.shape(inner)
            for value in values:
                yield from self._broken(read, value)


def _said(node: Term) -> str:
    return short_id(node.value) if isinstance(node, ox.NamedNode) else str(node)


def validate(dataset: Dataset) -> list[Problem]:
    """Every problem that the shapes find in the dataset. Raises NavkgError for a shape that is not supported."""
    project = dataset.content.project
    return list(dict.fromkeys(Validator(read_turtle(project.shapes, project), dataset.quads).problems()))


def require_valid(dataset: Dataset) -> None:
    """Raises NavkgError with every error that the shapes find in the dataset."""
    if broken := errors(validate(dataset)):
        raise NavkgError(broken)


def check(dataset: Dataset) -> tuple[str, Iterable[Problem]]:
    """Hold the shapes against the dataset."""
    return f"{len(dataset.content.project.shapes)} files of shapes", validate(dataset)

"""SHACL: the core constraints that the shapes in `ontology/shapes/` use, evaluated straight over the quads.

pySHACL is the reference: tests hold the two equal on every example and on the data. It takes seconds where this takes tenths, so a build can afford to validate.
A constraint that is not in `CONSTRAINTS` is refused, never passed over. Numbers in brackets are sections of https://www.w3.org/TR/shacl/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from navkg.check.triples import RDF, SH, Graph, Term
from navkg.loaders.registry import read_turtle
from navkg.namespaces import PREFIXES, short_id
from navkg.pipeline import Dataset
from navkg.problems import Level, NavkgError, Problem, fault

XSD = PREFIXES["xsd"]
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


Constraint = Callable[["Validator", Term, list[Term], Term, "Shape"], bool]


@dataclass(frozen=True)
class Shape:
    """One shape read once: its path (none for a node shape), its constraints in order, the property shapes within, and what it says when broken."""

    node: Term
    path: Term | None
    constraints: tuple[tuple[str, Term], ...]
    properties: tuple[Term, ...]
    message: str
    level: Level
    deactivated: bool


class Validator:
    """Shapes ready to be held against data."""

    def __init__(self, shapes: Iterable[ox.Triple], data: Iterable[ox.Triple | ox.Quad]) -> None:
        self.shapes, self.data = Graph(shapes), Graph(data)
        self._read: dict[Term, Shape] = {}
        self._lists: dict[Term, list[Term]] = {}
        for node in list(self.shapes.out):
            if self._is_shape(node):
                self.shape(node)

    def _is_shape(self, node: Term) -> bool:
        kinds = {kind.value for kind in self.shapes.objects(node, f"{RDF}type") if isinstance(kind, ox.NamedNode)}
        return bool(kinds & {f"{SH}NodeShape", f"{SH}PropertyShape"}) or bool(self.shapes.objects(node, f"{SH}path"))

    def shape(self, node: Term) -> Shape:
        """The shape of a node of the shapes graph. Raises NavkgError for a constraint that is not supported."""
        if node not in self._read:
            self._read[node] = self._make(node)
        return self._read[node]

    def _make(self, node: Term) -> Shape:
        constraints: list[tuple[str, Term]] = []
        for predicate, parameters in self.shapes.out[node].items():
            name = predicate.removeprefix(SH)
            if not predicate.startswith(SH) or predicate in _NOT_CONSTRAINTS or name == "property":
                continue
            if name not in CONSTRAINTS:
                raise fault(f"the shape {_said(node)} uses sh:{name}, which is not supported", f"supported: {', '.join(sorted(CONSTRAINTS))}")
            constraints += [(name, parameter) for parameter in parameters]
        said = [value for value in self.shapes.objects(node, f"{SH}message") if isinstance(value, ox.Literal)]
        severity = self.shapes.object(node, f"{SH}severity")
        return Shape(
            node,
            self.shapes.object(node, f"{SH}path"),
            tuple(constraints),
            tuple(self.shapes.objects(node, f"{SH}property")),
            next((value.value for value in said if value.language == "en"), said[0].value if said else ""),
            _LEVELS.get(severity.value, "error") if isinstance(severity, ox.NamedNode) else "error",
            any(value.value == "true" for value in self.shapes.objects(node, f"{SH}deactivated") if isinstance(value, ox.Literal)),
        )

    def members(self, head: Term) -> list[Term]:
        """The members of a list in the shapes graph."""
        if head not in self._lists:
            self._lists[head] = self.shapes.list_of(head)
        return self._lists[head]

    def problems(self) -> Iterator[Problem]:
        """A problem for each constraint that a focus node does not meet."""
        targets = (shape for kind in ("targetClass", "targetNode") for found in self.shapes.into[f"{SH}{kind}"].values() for shape in found)
        for node in sorted(set(targets), key=str):
            shape = self.shape(node)
            for focus in sorted(self._focus(node), key=str):
                yield from self._broken(shape, focus, shape)

    def _focus(self, shape: Term) -> set[Term]:
        nodes = set(self.shapes.objects(shape, f"{SH}targetNode"))
        for name in self.shapes.objects(shape, f"{SH}targetClass"):
            nodes |= self.data.instances(name.value)
        return nodes

    def conforms(self, shape: Term, node: Term) -> bool:
        """Does `node` meet every constraint of the shape at `shape`?"""
        read = self.shape(shape)
        return next(self._broken(read, node, read), None) is None

    def _broken(self, shape: Shape, node: Term, outer: Shape) -> Iterator[Problem]:
        if shape.deactivated:
            return
        path = shape.path
        if path is None:
            values = [node]
        else:
            values = self.data.objects(node, path.value) if isinstance(path, ox.NamedNode) else self.data.walk(node, path, self.shapes)
        for name, parameter in shape.constraints:
            if not CONSTRAINTS[name](self, node, values, parameter, shape):
                message = shape.message or outer.message or f"sh:{name} is not met"
                where = f" ({_said(path)})" if isinstance(path, ox.NamedNode) else ""
                yield Problem("", 0, f"{_said(node)}: {message}{where}", level=shape.level, check=f"sh:{name}")
        for inner in shape.properties:
            read = self.shape(inner)
            for value in values:
                yield from self._broken(read, value, outer)


def _said(node: Term) -> str:
    return short_id(node.value) if isinstance(node, ox.NamedNode) else str(node)


def _each(test: Callable[[Validator, Term, Term], bool]) -> Constraint:
    """A constraint that every value node has to meet by itself."""
    return lambda validator, _node, values, parameter, _shape: all(test(validator, value, parameter) for value in values)


def _number(parameter: Term) -> int:
    return int(parameter.value)


def _datatype(_: Validator, value: Term, parameter: Term) -> bool:
    """[4.1.2], with the lexical form of the datatypes that our data use."""
    if not isinstance(value, ox.Literal) or value.datatype != parameter:
        return False
    pattern = _LEXICAL.get(value.datatype.value.removeprefix(XSD))
    return pattern is None or pattern.fullmatch(value.value) is not None


_LEXICAL = {
    "integer": re.compile(r"[+-]?\d+"),
    "nonNegativeInteger": re.compile(r"\+?\d+|-0+"),
    "decimal": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    "boolean": re.compile(r"true|false|1|0"),
    "gYear": re.compile(r"-?\d{4,}(Z|[+-]\d\d:\d\d)?"),
    "gYearMonth": re.compile(r"-?\d{4,}-(0[1-9]|1[0-2])(Z|[+-]\d\d:\d\d)?"),
    "date": re.compile(r"-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(Z|[+-]\d\d:\d\d)?"),
}
_KINDS = {
    "IRI": (ox.NamedNode,),
    "BlankNode": (ox.BlankNode,),
    "Literal": (ox.Literal,),
    "BlankNodeOrIRI": (ox.BlankNode, ox.NamedNode),
    "BlankNodeOrLiteral": (ox.BlankNode, ox.Literal),
    "IRIOrLiteral": (ox.NamedNode, ox.Literal),
}


def _pattern(validator: Validator, _node: Term, values: list[Term], parameter: Term, shape: Shape) -> bool:
    """[4.4.3]"""
    flags = validator.shapes.object(shape.node, f"{SH}flags")
    options = re.IGNORECASE if flags is not None and "i" in flags.value else re.NOFLAG
    return all(not isinstance(value, ox.BlankNode) and re.search(parameter.value, value.value, options) for value in values)


def _unique_lang(_validator: Validator, _node: Term, values: list[Term], parameter: Term, _shape: Shape) -> bool:
    """[4.4.5]"""
    tags = [value.language for value in values if isinstance(value, ox.Literal) and value.language]
    return parameter.value != "true" or len(tags) == len(set(tags))


def _language_in(validator: Validator, value: Term, parameter: Term) -> bool:
    """[4.4.4]"""
    wanted = [each.value for each in validator.members(parameter)]
    return (
        isinstance(value, ox.Literal)
        and value.language is not None
        and any(value.language == tag or value.language.startswith(f"{tag}-") for tag in wanted)
    )


def _qualified(validator: Validator, _node: Term, values: list[Term], parameter: Term, shape: Shape) -> bool:
    """[4.7.3], without disjointness."""
    count = sum(validator.conforms(parameter, value) for value in values)
    least, most = (validator.shapes.object(shape.node, f"{SH}qualified{end}Count") for end in ("Min", "Max"))
    return (least is None or count >= _number(least)) and (most is None or count <= _number(most))


def _less(strict: bool) -> Constraint:
    """[4.5.3, 4.5.4] for numbers; terms that cannot be compared do not conform."""

    def test(validator: Validator, node: Term, values: list[Term], parameter: Term, _shape: Shape) -> bool:
        others = validator.data.objects(node, parameter.value)
        return all(_before(value, other, strict) for value in values for other in others)

    return test


def _before(value: Term, other: Term, strict: bool) -> bool:
    if not isinstance(value, ox.Literal) or not isinstance(other, ox.Literal):
        return False
    try:
        one, two = float(value.value), float(other.value)
    except ValueError:
        return value.datatype == other.datatype and (value.value < other.value if strict else value.value <= other.value)
    return one < two if strict else one <= two


def _bound(test: Callable[[float, float], bool]) -> Constraint:
    """[4.3] for numbers."""

    def meets(_: Validator, value: Term, parameter: Term) -> bool:
        try:
            return isinstance(value, ox.Literal) and test(float(value.value), float(parameter.value))
        except ValueError:
            return False

    return _each(meets)


def _closed(validator: Validator, _node: Term, values: list[Term], parameter: Term, shape: Shape) -> bool:
    """[4.8.1]"""
    if parameter.value != "true":
        return True
    paths = {
        path.value
        for inner in validator.shapes.objects(shape.node, f"{SH}property")
        for path in validator.shapes.objects(inner, f"{SH}path")
        if isinstance(path, ox.NamedNode)
    }
    paths |= {each.value for each in validator.shapes.list_of(validator.shapes.object(shape.node, f"{SH}ignoredProperties"))}
    return all(predicate in paths for value in values for predicate, found in validator.data.out[value].items() if found)


CONSTRAINTS: dict[str, Constraint] = {
    "class": _each(lambda v, value, parameter: not isinstance(value, ox.Literal) and v.data.is_a(value, parameter.value)),
    "datatype": _each(_datatype),
    "nodeKind": _each(lambda _, value, parameter: isinstance(value, _KINDS[parameter.value.removeprefix(SH)])),
    "minCount": lambda _v, _n, values, parameter, _s: len(values) >= _number(parameter),
    "maxCount": lambda _v, _n, values, parameter, _s: len(values) <= _number(parameter),
    "minInclusive": _bound(lambda value, bound: value >= bound),
    "maxInclusive": _bound(lambda value, bound: value <= bound),
    "minExclusive": _bound(lambda value, bound: value > bound),
    "maxExclusive": _bound(lambda value, bound: value < bound),
    "minLength": _each(lambda _, value, parameter: not isinstance(value, ox.BlankNode) and len(value.value) >= _number(parameter)),
    "maxLength": _each(lambda _, value, parameter: not isinstance(value, ox.BlankNode) and len(value.value) <= _number(parameter)),
    "pattern": _pattern,
    "languageIn": _each(_language_in),
    "uniqueLang": _unique_lang,
    "equals": lambda v, node, values, parameter, _s: set(values) == set(v.data.objects(node, parameter.value)),
    "disjoint": lambda v, node, values, parameter, _s: not set(values) & set(v.data.objects(node, parameter.value)),
    "lessThan": _less(strict=True),
    "lessThanOrEquals": _less(strict=False),
    "not": _each(lambda v, value, parameter: not v.conforms(parameter, value)),
    "and": _each(lambda v, value, parameter: all(v.conforms(shape, value) for shape in v.members(parameter))),
    "or": _each(lambda v, value, parameter: any(v.conforms(shape, value) for shape in v.members(parameter))),
    "xone": _each(lambda v, value, parameter: sum(v.conforms(shape, value) for shape in v.members(parameter)) == 1),
    "node": _each(lambda v, value, parameter: v.conforms(parameter, value)),
    "in": _each(lambda v, value, parameter: value in v.members(parameter)),
    "hasValue": lambda _v, _n, values, parameter, _s: parameter in values,
    "qualifiedValueShape": _qualified,
    "closed": _closed,
}


def validate(dataset: Dataset) -> list[Problem]:
    """Every problem that the shapes find in the dataset. Raises NavkgError for a shape that is not supported."""
    project = dataset.content.project
    return list(dict.fromkeys(Validator(read_turtle(project.shapes, project), dataset.quads).problems()))


def require_valid(dataset: Dataset) -> None:
    """Raises NavkgError with every error that the shapes find in the dataset."""
    errors = [problem for problem in validate(dataset) if problem.level == "error"]
    if errors:
        raise NavkgError(errors)


def check(dataset: Dataset) -> tuple[str, Iterable[Problem]]:
    """Hold the shapes against the dataset."""
    return f"{len(dataset.content.project.shapes)} files of shapes", validate(dataset)

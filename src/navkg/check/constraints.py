"""The core constraints of SHACL that our shapes use, one line each in `CONSTRAINTS`: (graph of the data, parameter, shape) → a test of a node and its values.

What can be known from the shape alone is made once, before the first node is tested. Numbers in brackets are sections of https://www.w3.org/TR/shacl/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Protocol

import pyoxigraph as ox

from navkg.check.triples import SH, Graph, Term
from navkg.namespaces import PREFIXES

XSD = PREFIXES["xsd"]
Test = Callable[[Term, list[Term]], bool]


class Shapes(Protocol):
    """What a constraint asks of the validator."""

    data: Graph
    shapes: Graph

    def conforms(self, shape: Term, node: Term) -> bool:
        """Does `node` meet every constraint of the shape at `shape`?"""
        ...


# (validator, parameter, node of the shape) → test
Make = Callable[[Shapes, Term, Term], Test]


def _each(make: Callable[[Shapes, Term, Term], Callable[[Term], bool]]) -> Make:
    """A constraint that every value node has to meet by itself."""

    def bound(validator: Shapes, parameter: Term, shape: Term) -> Test:
        test = make(validator, parameter, shape)
        return lambda _, values: all(map(test, values))

    return bound


def _count(test: Callable[[int, int], bool]) -> Make:
    """[4.2]"""

    def bound(_validator: Shapes, parameter: Term, _shape: Term) -> Test:
        wanted = int(parameter.value)
        return lambda _, values: test(len(values), wanted)

    return bound


def _class(validator: Shapes, parameter: Term, _: Term) -> Callable[[Term], bool]:
    """[4.1.1]"""
    return validator.data.instances(parameter.value).__contains__


def _datatype(_validator: Shapes, parameter: Term, _shape: Term) -> Callable[[Term], bool]:
    """[4.1.2], with the lexical form of the datatypes that our data use."""
    pattern = _LEXICAL.get(parameter.value.removeprefix(XSD), re.compile(".*", re.DOTALL))

    def test(value: Term) -> bool:
        return isinstance(value, ox.Literal) and value.datatype == parameter and pattern.fullmatch(value.value) is not None

    return test


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


def _kind(_validator: Shapes, parameter: Term, _shape: Term) -> Callable[[Term], bool]:
    """[4.1.3]"""
    kinds = _KINDS[parameter.value.removeprefix(SH)]
    return lambda value: isinstance(value, kinds)


def _bound(test: Callable[[float, float], bool]) -> Make:
    """[4.3] for numbers."""

    def make(_validator: Shapes, parameter: Term, _shape: Term) -> Callable[[Term], bool]:
        def meets(value: Term) -> bool:
            try:
                return isinstance(value, ox.Literal) and test(float(value.value), float(parameter.value))
            except ValueError:
                return False

        return meets

    return _each(make)


def _length(test: Callable[[int, int], bool]) -> Make:
    """[4.4.1, 4.4.2]"""

    def make(_validator: Shapes, parameter: Term, _shape: Term) -> Callable[[Term], bool]:
        bound = int(parameter.value)
        return lambda value: not isinstance(value, ox.BlankNode) and test(len(value.value), bound)

    return _each(make)


def _pattern(validator: Shapes, parameter: Term, shape: Term) -> Callable[[Term], bool]:
    """[4.4.3]"""
    flags = validator.shapes.object(shape, f"{SH}flags")
    pattern = re.compile(parameter.value, re.IGNORECASE if flags is not None and "i" in flags.value else re.NOFLAG)
    return lambda value: not isinstance(value, ox.BlankNode) and pattern.search(value.value) is not None


def _language_in(validator: Shapes, parameter: Term, _: Term) -> Callable[[Term], bool]:
    """[4.4.4]"""
    wanted = [each.value for each in validator.shapes.list_of(parameter)]

    def test(value: Term) -> bool:
        language = value.language if isinstance(value, ox.Literal) else None
        return language is not None and any(language == tag or language.startswith(f"{tag}-") for tag in wanted)

    return test


def _unique_lang(_validator: Shapes, parameter: Term, _shape: Term) -> Test:
    """[4.4.5]"""

    def test(_: Term, values: list[Term]) -> bool:
        tags = [value.language for value in values if isinstance(value, ox.Literal) and value.language]
        return len(tags) == len(set(tags))

    return test if parameter.value == "true" else _always


def _always(_node: Term, _values: list[Term]) -> bool:
    return True


def _pair(test: Callable[[set[Term], set[Term]], bool]) -> Make:
    """[4.5.1, 4.5.2]"""
    return lambda validator, parameter, _: lambda node, values: test(set(values), set(validator.data.objects(node, parameter.value)))


def _less(strict: bool) -> Make:
    """[4.5.3, 4.5.4] for numbers; terms that cannot be compared do not conform."""

    def bound(validator: Shapes, parameter: Term, _shape: Term) -> Test:
        def test(node: Term, values: list[Term]) -> bool:
            others = validator.data.objects(node, parameter.value)
            return all(_before(value, other, strict) for value in values for other in others)

        return test

    return bound


def _before(value: Term, other: Term, strict: bool) -> bool:
    if not isinstance(value, ox.Literal) or not isinstance(other, ox.Literal):
        return False
    try:
        one, two = float(value.value), float(other.value)
    except ValueError:
        return value.datatype == other.datatype and (value.value < other.value if strict else value.value <= other.value)
    return one < two if strict else one <= two


def _logical(test: Callable[[Iterator[bool]], bool]) -> Make:
    """[4.6.2, 4.6.3, 4.6.4]: `test` is given, for each of the listed shapes, whether a value conforms to it."""

    def make(validator: Shapes, parameter: Term, _: Term) -> Callable[[Term], bool]:
        members = validator.shapes.list_of(parameter)
        return lambda value: test(validator.conforms(member, value) for member in members)

    return _each(make)


def _qualified(validator: Shapes, parameter: Term, shape: Term) -> Test:
    """[4.7.3], without disjointness."""
    least, most = (validator.shapes.object(shape, f"{SH}qualified{end}Count") for end in ("Min", "Max"))
    fewest, highest = int(least.value) if least else 0, int(most.value) if most else float("inf")
    return lambda _, values: fewest <= sum(validator.conforms(parameter, value) for value in values) <= highest


def _closed(validator: Shapes, parameter: Term, shape: Term) -> Callable[[Term], bool]:
    """[4.8.1]"""
    found = [path for inner in validator.shapes.objects(shape, f"{SH}property") for path in validator.shapes.objects(inner, f"{SH}path")]
    paths = {path.value for path in found if isinstance(path, ox.NamedNode)}
    paths |= {each.value for each in validator.shapes.list_of(validator.shapes.object(shape, f"{SH}ignoredProperties"))}
    return lambda value: parameter.value != "true" or paths.issuperset(validator.data.out.get(value, ()))


def _has_value(_validator: Shapes, parameter: Term, _shape: Term) -> Test:
    """[4.8.2]"""
    return lambda _, values: parameter in values


CONSTRAINTS: dict[str, Make] = {
    "class": _each(_class),
    "datatype": _each(_datatype),
    "nodeKind": _each(_kind),
    "minCount": _count(lambda count, bound: count >= bound),
    "maxCount": _count(lambda count, bound: count <= bound),
    "minInclusive": _bound(lambda value, bound: value >= bound),
    "maxInclusive": _bound(lambda value, bound: value <= bound),
    "minExclusive": _bound(lambda value, bound: value > bound),
    "maxExclusive": _bound(lambda value, bound: value < bound),
    "minLength": _length(lambda length, bound: length >= bound),
    "maxLength": _length(lambda length, bound: length <= bound),
    "pattern": _each(_pattern),
    "languageIn": _each(_language_in),
    "uniqueLang": _unique_lang,
    "equals": _pair(lambda values, others: values == others),
    "disjoint": _pair(lambda values, others: not values & others),
    "lessThan": _less(strict=True),
    "lessThanOrEquals": _less(strict=False),
    "not": _each(lambda validator, parameter, _: lambda value: not validator.conforms(parameter, value)),
    "and": _logical(all),
    "or": _logical(any),
    "xone": _logical(lambda met: sum(met) == 1),
    "node": _each(lambda validator, parameter, _: lambda value: validator.conforms(parameter, value)),
    "in": _each(lambda validator, parameter, _: frozenset(validator.shapes.list_of(parameter)).__contains__),
    "hasValue": _has_value,
    "qualifiedValueShape": _qualified,
    "closed": _each(_closed),
}

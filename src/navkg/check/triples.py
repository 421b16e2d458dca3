"""Triples indexed for walking, for those who follow paths and lists from node to node: shapes do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property

import pyoxigraph as ox

from navkg.namespaces import PREFIXES
from navkg.problems import fault

SH, RDF, RDFS = PREFIXES["sh"], PREFIXES["rdf"], PREFIXES["rdfs"]
Term = ox.NamedNode | ox.BlankNode | ox.Literal


Walk = Callable[[Term], list[Term]]


class Graph:
    """Triples indexed for walking: by subject and predicate, and, for the predicates that are asked for, by object."""

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad]) -> None:
        self.out: dict[Term, dict[str, list[Term]]] = {}
        self._into: dict[str, dict[Term, list[Term]]] = {}
        self._instances: dict[str, frozenset[Term]] = {}
        for each in triples:
            subject, predicate, value = each.subject, each.predicate.value, each.object
            if not isinstance(subject, ox.Triple) and not isinstance(value, ox.Triple):
                known = self.out.setdefault(subject, {}).setdefault(predicate, [])
                if value not in known:  # a triple may stand in several graphs
                    known.append(value)

    def objects(self, subject: Term, predicate: str) -> list[Term]:
        found = self.out.get(subject)
        return found.get(predicate, []) if found else []

    def into(self, predicate: str) -> dict[Term, list[Term]]:
        """Object → subjects, for one predicate."""
        found = self._into.get(predicate)
        if found is None:
            found = self._into[predicate] = defaultdict(list)
            for subject, row in self.out.items():
                for value in row.get(predicate, ()):
                    found[value].append(subject)
        return found

    def object(self, subject: Term, predicate: str) -> Term | None:
        return next(iter(self.objects(subject, predicate)), None)

    def list_of(self, head: Term | None) -> list[Term]:
        """The members of an RDF list."""
        members = []
        while head is not None and head != ox.NamedNode(f"{RDF}nil"):
            first = self.object(head, f"{RDF}first")
            if first is not None:
                members.append(first)
            head = self.object(head, f"{RDF}rest")
        return members

    @cached_property
    def subclasses(self) -> dict[str, set[str]]:
        """Each class with itself and all classes below it."""
        children = {
            parent.value: [child.value for child in found if isinstance(child, ox.NamedNode)]
            for parent, found in self.into(f"{RDFS}subClassOf").items()
            if isinstance(parent, ox.NamedNode)
        }
        below: dict[str, set[str]] = {}
        for name in children:
            found, queue = {name}, [name]
            while queue:
                fresh = set(children.get(queue.pop(), ())) - found
                found |= fresh
                queue += fresh
            below[name] = found
        return below

    def instances(self, name: str) -> frozenset[Term]:
        """What is of a class or of one below it."""
        found = self._instances.get(name)
        if found is None:
            types = self.into(f"{RDF}type")
            found = frozenset(node for each in self.subclasses.get(name, {name}) for node in types.get(ox.NamedNode(each), ()))
            self._instances[name] = found
        return found

    def walk(self, path: Term, shapes: Graph) -> Walk:
        """From a node to the value nodes of a path [2.3.1]: a predicate, its inverse, a sequence, alternatives. Raises NavkgError for another path."""
        if isinstance(path, ox.NamedNode):
            predicate = path.value
            return lambda node: self.objects(node, predicate)
        inverse = shapes.object(path, f"{SH}inversePath")
        if isinstance(inverse, ox.NamedNode):
            into = self.into(inverse.value)
            return lambda node: into.get(node, [])
        alternatives = shapes.object(path, f"{SH}alternativePath")
        parts = [self.walk(part, shapes) for part in shapes.list_of(alternatives or path)]
        if not parts:
            raise fault("a shape uses a path that is not supported", "use a predicate, sh:inversePath, sh:alternativePath or a sequence")
        if alternatives is not None:
            return lambda node: list(dict.fromkeys(after for part in parts for after in part(node)))
        return lambda node: _steps(node, parts)


def _steps(start: Term, parts: list[Walk]) -> list[Term]:
    nodes = [start]
    for part in parts:
        nodes = list(dict.fromkeys(after for node in nodes for after in part(node)))
    return nodes

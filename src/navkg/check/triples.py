"""Triples indexed for walking, for those who follow paths and lists from node to node: shapes do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

import pyoxigraph as ox

from navkg.namespaces import PREFIXES
from navkg.problems import fault

SH, RDF, RDFS = PREFIXES["sh"], PREFIXES["rdf"], PREFIXES["rdfs"]
Term = ox.NamedNode | ox.BlankNode | ox.Literal


class Graph:
    """Triples indexed for walking: by subject and predicate, and by predicate and object."""

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad]) -> None:
        self.out: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self.into: dict[str, dict[Term, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for each in triples:
            subject, predicate, value = each.subject, each.predicate.value, each.object
            if not isinstance(subject, ox.Triple) and not isinstance(value, ox.Triple):
                known = self.out[subject][predicate]
                if value not in known:  # a triple may stand in several graphs
                    known.append(value)
                    self.into[predicate][value].append(subject)

    def objects(self, subject: Term, predicate: str) -> list[Term]:
        return self.out[subject].get(predicate, []) if subject in self.out else []

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
            for parent, found in self.into[f"{RDFS}subClassOf"].items()
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

    def instances(self, name: str) -> set[Term]:
        types = self.into[f"{RDF}type"]
        return {node for each in self.subclasses.get(name, {name}) for node in types.get(ox.NamedNode(each), ())}

    def is_a(self, node: Term, name: str) -> bool:
        wanted = self.subclasses.get(name, {name})
        return any(isinstance(kind, ox.NamedNode) and kind.value in wanted for kind in self.objects(node, f"{RDF}type"))

    def walk(self, start: Term, path: Term, shapes: Graph) -> list[Term]:
        """The value nodes of a path [2.3.1]: a predicate, its inverse, a sequence, alternatives."""
        if isinstance(path, ox.NamedNode):
            return self.objects(start, path.value)
        inverse = shapes.object(path, f"{SH}inversePath")
        if isinstance(inverse, ox.NamedNode):
            return self.into[inverse.value].get(start, [])
        alternatives = shapes.object(path, f"{SH}alternativePath")
        if alternatives is not None:
            return list(dict.fromkeys(node for part in shapes.list_of(alternatives) for node in self.walk(start, part, shapes)))
        steps = shapes.list_of(path)
        if not steps:
            raise fault("a shape uses a path that is not supported", "use a predicate, sh:inversePath, sh:alternativePath or a sequence")
        nodes = [start]
        for step in steps:
            nodes = list(dict.fromkeys(after for node in nodes for after in self.walk(node, step, shapes)))
        return nodes

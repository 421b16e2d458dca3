"""What the ontology says of its terms: labels, definitions, hierarchy, as plain dictionaries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from navkg.namespaces import expand
from navkg.outputs.site.text import Pair

Node = ox.NamedNode | ox.BlankNode | ox.Literal


class Facts:
    """The ontology's triples by subject and predicate (IRIs; a blank node as `_:id`)."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._of: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        self._to: dict[tuple[str, str], list[str]] = defaultdict(list)
        for triple in triples:
            subject = _name(triple.subject)
            if isinstance(triple.object, ox.Literal | ox.NamedNode | ox.BlankNode):
                self._of[subject][triple.predicate.value].append(triple.object)
                if not isinstance(triple.object, ox.Literal):
                    self._to[triple.predicate.value, _name(triple.object)].append(subject)

    def objects(self, subject: str, predicate: str) -> list[Node]:
        """The values of a property (a CURIE)."""
        return self._of[subject].get(expand(predicate), []) if subject in self._of else []

    def links(self, subject: str, predicate: str) -> list[str]:
        """The IRIs among them, in the order of the file."""
        return [node.value for node in self.objects(subject, predicate) if isinstance(node, ox.NamedNode)]

    def subjects(self, predicate: str, target: str) -> list[str]:
        """What points to `target` with a property."""
        return self._to.get((expand(predicate), target), [])

    def text(self, subject: str, predicate: str) -> Pair | None:
        """A text in both languages; one that is missing is taken from the other."""
        found = {node.language: node.value for node in self.objects(subject, predicate) if isinstance(node, ox.Literal)}
        if not found:
            return None
        english = found.get("en") or next(iter(found.values()))
        return Pair(english, found.get("nb") or english)

    def words(self, subject: str, predicate: str) -> list[str]:
        """Plain strings."""
        return [node.value for node in self.objects(subject, predicate) if isinstance(node, ox.Literal)]

    def members(self, head: ox.BlankNode) -> list[Node]:
        """The members of an RDF list."""
        found: list[Node] = []
        name = _name(head)
        while name in self._of and len(found) < 1000:
            found += self.objects(name, "rdf:first")[:1]
            rest = self.objects(name, "rdf:rest")
            name = _name(rest[0]) if rest and not isinstance(rest[0], ox.Literal) else ""
        return found


def _name(node: object) -> str:
    if isinstance(node, ox.NamedNode):
        return node.value
    return f"_:{node.value}" if isinstance(node, ox.BlankNode) else str(node)

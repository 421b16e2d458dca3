"""The one module that adds triples: a list of quads of one named graph, with the literals written as the data says them."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from navkg.model import Text
from navkg.namespaces import PREFIXES, expand, graph_iri

Node = ox.NamedNode
_XSD = {name: ox.NamedNode(expand(f"xsd:{name}")) for name in ("integer", "decimal", "date", "gYear", "gYearMonth", "nonNegativeInteger", "boolean")}
_TYPE = ox.NamedNode(expand("rdf:type"))
_MOMENTS = ((re.compile(r"\d{4}\Z"), "gYear"), (re.compile(r"\d{4}-\d{2}\Z"), "gYearMonth"), (re.compile(r"\d{4}-\d{2}-\d{2}\Z"), "date"))


class Quads:
    """Quads of one named graph, in the order they were added."""

    def __init__(self, graph: str) -> None:
        self.name = graph
        self.graph = ox.NamedNode(graph_iri(graph))
        self.rows: list[ox.Quad] = []
        self._predicates: dict[str, ox.NamedNode] = {}

    def _add(self, subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        term = self._predicates.get(predicate)
        if term is None:
            term = self._predicates[predicate] = ox.NamedNode(expand(predicate))
        self.rows.append(ox.Quad(ox.NamedNode(subject), term, value, self.graph))

    def a(self, subject: str, *classes: str) -> None:
        """`subject` is of these classes (CURIEs)."""
        for name in classes:
            self._add(subject, "rdf:type", ox.NamedNode(expand(name)))

    def link(self, subject: str, predicate: str, *objects: str) -> None:
        """`subject predicate object` for each IRI."""
        for iri in objects:
            self._add(subject, predicate, ox.NamedNode(iri))

    def text(self, subject: str, predicate: str, value: Text | None) -> None:
        """Both languages of a text."""
        if value is not None:
            self._add(subject, predicate, ox.Literal(value.en, language="en"))
            self._add(subject, predicate, ox.Literal(value.nb, language="nb"))

    def words(self, subject: str, predicate: str, *values: str | None, language: str | None = None) -> None:
        """Plain strings, or strings of one language."""
        for value in values:
            if value is not None:
                self._add(subject, predicate, ox.Literal(value, language=language) if language else ox.Literal(value))

    def integer(self, subject: str, predicate: str, value: int | None) -> None:
        if value is not None:
            self._add(subject, predicate, ox.Literal(str(value), datatype=_XSD["integer"]))

    def number(self, subject: str, predicate: str, value: float) -> None:
        """A whole number as xsd:integer, any other as xsd:decimal, in the digits that were written."""
        if float(value).is_integer() and isinstance(value, int):
            self.integer(subject, predicate, value)
        else:
            self._add(subject, predicate, ox.Literal(f"{value:.10f}".rstrip("0").rstrip("."), datatype=_XSD["decimal"]))

    def moment(self, subject: str, predicate: str, value: int | str | None) -> None:
        """A year, a month or a day."""
        if value is not None:
            kind = next(name for pattern, name in _MOMENTS if pattern.match(str(value)))
            self._add(subject, predicate, ox.Literal(str(value), datatype=_XSD[kind]))

    def triples(self, triples: Iterable[ox.Triple]) -> None:
        """Triples that were parsed from Turtle."""
        self.rows += [ox.Quad(triple.subject, triple.predicate, triple.object, self.graph) for triple in triples]


def canonical(quads: Iterable[ox.Quad]) -> dict[str, ox.Quad]:
    """The quads by their canonical N-Quads lines (RDFC-1.0): blank nodes named by the algorithm, lines sorted, duplicates dropped.

    Only lines that may hold a blank node (the ontology has some, data have none) go through the algorithm: the others keep their form whatever it does.
    """
    found = _by_line(quads)
    blank = [line for line in found if b"_:" in line]
    dataset = ox.Dataset(found.pop(line) for line in blank)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    found |= _by_line(dataset)
    return {line.decode("utf-8"): found[line] for line in sorted(found)}  # UTF-8 sorts as its characters do


def _by_line(quads: Iterable[ox.Quad]) -> dict[bytes, ox.Quad]:
    rows = list(quads)
    return dict(zip(serialise(rows, ox.RdfFormat.N_QUADS).splitlines(keepends=True), rows, strict=True))


def split_line(line: str) -> tuple[str, str, str, str]:
    """Subject, predicate, object and graph of a canonical line, each as it is written there."""
    subject, predicate, rest = line.split(" ", 2)
    value, _, graph = rest[:-3].rpartition(" ")
    return subject, predicate, value, graph


def serialise(triples: Iterable[ox.Triple] | Iterable[ox.Quad], form: ox.RdfFormat) -> bytes:
    """Triples or quads in an RDF format, with the project's prefixes where the format has any."""
    written = ox.serialize(triples, format=form, prefixes=PREFIXES if form in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG) else None)
    assert written is not None
    return written

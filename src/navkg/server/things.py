"""What the graph says about one thing, as a worker answers it: its triples in an RDF format, or as facts for a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import pyoxigraph as ox

from navkg.graph.quads import serialise
from navkg.graph.store import Store
from navkg.namespaces import ID, ONTOLOGY, short_id
from navkg.server import formats, wire
from navkg.server.refused import Refused

MOST = 2_000  # triples that point to a thing: some concepts are named by every finding
Reply = tuple[wire.Head, bytes]


def local_address(iri: str) -> str:
    """Where an IRI is answered on this server; the IRI itself when it is not ours."""
    if iri.startswith(ID):
        return f"/id/{iri.removeprefix(ID)}"
    return f"/ontology{iri.removeprefix(ONTOLOGY)}" if iri.startswith(ONTOLOGY) else iri


def write_thing(store: Store, job: wire.Head) -> Reply:
    """The triples of a thing (blank nodes followed), and those that point to it."""
    node = ox.NamedNode(job["iri"])
    said = islice((quad.triple for quad in store.quads.quads_for_pattern(None, None, node, None)), MOST)
    triples = list(dict.fromkeys((*_closure(store, node), *said)))
    if not triples:
        raise Refused(404, "there is no such thing")
    return _written(triples, job["accept"])


def write_graph(store: Store, job: wire.Head) -> Reply:
    """The triples of one named graph."""
    return _written([quad.triple for quad in store.quads.quads_for_pattern(None, None, None, ox.NamedNode(job["iri"]))], job["accept"])


def _written(triples: Iterable[ox.Triple], media_type: str) -> Reply:
    rdf, content_type = formats.TRIPLES[media_type]
    ordered = sorted(triples, key=lambda triple: (str(triple.subject), triple.predicate.value, str(triple.object)))
    return {"status": 200, "type": content_type}, serialise(ordered, rdf)


def _closure(store: Store, node: ox.NamedNode | ox.BlankNode) -> Iterator[ox.Triple]:
    waiting: list[ox.NamedNode | ox.BlankNode] = [node]
    seen = set(waiting)
    while waiting:
        for quad in store.quads.quads_for_pattern(waiting.pop(), None, None, None):
            yield quad.triple
            if isinstance(quad.object, ox.BlankNode) and quad.object not in seen:
                seen.add(quad.object)
                waiting.append(quad.object)


def write_facts(store: Store, job: wire.Head) -> Reply:
    """`says`: predicate and value of each triple of the thing; `said`: subject and predicate of each that points to it."""
    node = ox.NamedNode(job["iri"])
    says = [(quad.predicate, quad.object) for quad in store.quads.quads_for_pattern(node, None, None, None)]
    said = [(quad.subject, quad.predicate) for quad in islice(store.quads.quads_for_pattern(None, None, node, None), MOST)]
    if not says and not said:
        raise Refused(404, "there is no such thing")
    facts = {name: sorted({(_cell(one), _cell(other)) for one, other in pairs}) for name, pairs in (("says", says), ("said", said))}
    return {"status": 200, "type": "application/json"}, json.dumps(facts, ensure_ascii=False).encode()


def _cell(term: Any) -> tuple[str, str, str]:
    """Text, address (empty for a literal) and language of a term."""
    if isinstance(term, ox.NamedNode):
        return short_id(term.value), local_address(term.value), ""
    if isinstance(term, ox.Literal):
        return term.value, "", term.language or ""
    return str(term), "", ""

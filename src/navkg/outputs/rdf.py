"""The dataset as RDF files: canonical N-Quads, TriG, Turtle and JSON-LD. Written from our own quads, so that every literal keeps its digits."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from navkg.graph.quads import serialise
from navkg.namespaces import PREFIXES, expand
from navkg.pipeline import Dataset

_TYPE = expand("rdf:type")
CONTEXT_FILE = "context.jsonld"


def write(dataset: Dataset, folder: Path) -> None:
    """navkg.nq, navkg.trig, navkg.ttl (the graphs merged), navkg.jsonld and its context."""
    text = "".join(dataset.lines)
    (folder / "navkg.nq").write_text(text, encoding="utf-8")
    # The lines are sorted by subject, predicate and object; a stable sort by graph keeps that order within each.
    quads = list(ox.parse(text, format=ox.RdfFormat.N_QUADS))
    (folder / "navkg.ttl").write_bytes(serialise(dict.fromkeys(quad.triple for quad in quads), ox.RdfFormat.TURTLE))
    quads.sort(key=lambda quad: _id(quad.graph_name))
    (folder / "navkg.trig").write_bytes(serialise(quads, ox.RdfFormat.TRIG))
    (folder / CONTEXT_FILE).write_text(json.dumps({"@context": PREFIXES}, indent=1) + "\n", encoding="utf-8")
    (folder / "navkg.jsonld").write_text(json.dumps(_json_ld(quads), ensure_ascii=False) + "\n", encoding="utf-8")


def _json_ld(quads: list[ox.Quad]) -> dict[str, Any]:
    """JSON-LD 1.1 in flattened form: one object a graph, one a node in it."""
    graphs: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for quad in quads:
        node = graphs[_id(quad.graph_name)].setdefault(_id(quad.subject), {"@id": _id(quad.subject)})
        if quad.predicate.value == _TYPE:
            node.setdefault("@type", []).append(_id(quad.object))
        else:
            node.setdefault(_compact(quad.predicate.value), []).append(_value(quad.object))
    return {"@context": PREFIXES, "@graph": [{"@id": name, "@graph": list(nodes.values())} for name, nodes in graphs.items()]}


def _id(node: object) -> str:
    if isinstance(node, ox.NamedNode):
        return node.value
    if isinstance(node, ox.BlankNode):
        return f"_:{node.value}"
    raise TypeError(f"no node: {node}")


def _compact(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _value(term: object) -> dict[str, str]:
    if not isinstance(term, ox.Literal):
        return {"@id": _id(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == expand("xsd:string"):
        return {"@value": term.value}
    return {"@value": term.value, "@type": term.datatype.value}

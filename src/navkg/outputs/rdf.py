"""The dataset as RDF files: canonical N-Quads, TriG, Turtle and JSON-LD. Written from our own quads, so that every literal keeps its digits."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from pydantic_core import to_json

from navkg.graph.quads import split_line
from navkg.namespaces import PREFIXES, expand
from navkg.pipeline import Dataset

_TYPE = f"<{expand('rdf:type')}>"
_STRING = expand("xsd:string")
CONTEXT_FILE = "context.jsonld"


def write(dataset: Dataset, folder: Path) -> None:
    """navkg.nq, navkg.trig, navkg.ttl (the graphs merged), navkg.jsonld and its context."""
    lines = dataset.lines
    with (folder / "navkg.nq").open("w", encoding="utf-8", newline="") as out:
        out.writelines(lines)
    # They are sorted by subject, predicate and object; a stable sort by graph keeps that order within each.
    quads = list(dataset.canonical.values())
    ox.serialize(dict.fromkeys(quad.triple for quad in quads), str(folder / "navkg.ttl"), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    quads.sort(key=lambda quad: str(quad.graph_name))
    ox.serialize(quads, str(folder / "navkg.trig"), format=ox.RdfFormat.TRIG, prefixes=PREFIXES)
    (folder / CONTEXT_FILE).write_text(json.dumps({"@context": PREFIXES}, indent=1) + "\n", encoding="utf-8")
    (folder / "navkg.jsonld").write_bytes(to_json(_json_ld(lines)) + b"\n")


def _json_ld(lines: list[str]) -> dict[str, Any]:
    """JSON-LD 1.1 in flattened form: one object a graph, one a node in it. Every term is made once, from its form in N-Quads."""
    graphs: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    values = _Made(_value)
    keys = _Made(lambda term: "@type" if term == _TYPE else _compact(term[1:-1]))
    for line in lines:
        subject, predicate, value, graph = split_line(line)
        node = graphs[graph].get(subject)
        if node is None:
            node = graphs[graph][subject] = {"@id": _id(subject)}
        found = values[value]
        node.setdefault(keys[predicate], []).append(found["@id"] if predicate == _TYPE else found)
    return {"@context": PREFIXES, "@graph": [{"@id": _id(name), "@graph": list(nodes.values())} for name, nodes in sorted(graphs.items())]}


class _Made(dict[str, Any]):
    """A dictionary that makes what it does not hold yet."""

    def __init__(self, make: Callable[[str], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, term: str) -> Any:
        value = self[term] = self._make(term)
        return value


def _id(term: str) -> str:
    return term[1:-1] if term.startswith("<") else term


def _compact(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _value(term: str) -> dict[str, str]:
    """An object. The escapes of N-Quads' canonical form are JSON's."""
    if not term.startswith('"'):
        return {"@id": _id(term)}
    text, _, kind = term.rpartition('"')
    said = {"@value": json.loads(f'{text}"')}
    if kind.startswith("@"):
        said["@language"] = kind[1:]
    elif kind and kind[3:-1] != _STRING:
        said["@type"] = kind[3:-1]
    return said

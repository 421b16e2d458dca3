"""The service description (https://www.w3.org/TR/sparql11-service-description/): what the endpoint speaks, and the graphs it holds."""

from __future__ import annotations

import json

import pyoxigraph as ox

from navkg.graph.quads import serialise
from navkg.namespaces import expand, iri_of
from navkg.server import formats
from navkg.server.accept import choose
from navkg.server.pool import Pool
from navkg.server.workers import Reply

SD, FORMATS, VOID = "http://www.w3.org/ns/sparql-service-description#", "http://www.w3.org/ns/formats/", "http://rdfs.org/ns/void#"
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "TriG",
    "RDF_XML",
    "N-Quads",
)
_GRAPHS = "SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"


async def describe_service(pool: Pool, base: str, accept: str) -> Reply:
    """The description in the format that is liked best."""
    media_type = choose(accept, list(formats.TRIPLES))
    if media_type is None:
        return Reply.line(406, f"the service description can be had as {', '.join(formats.TRIPLES)}")
    asked = await pool.run({"kind": "rows", "query": _GRAPHS})
    if asked.status != 200:
        return asked
    graphs: list[tuple[str, int]] = json.loads(asked.body)["values"]
    rdf, content_type = formats.TRIPLES[media_type]
    return Reply(200, content_type, serialise(list(_triples(f"{base}sparql", graphs)), rdf))


def _triples(endpoint: str, graphs: list[tuple[str, int]]) -> list[ox.Triple]:
    service, dataset, default = ox.NamedNode(endpoint), ox.NamedNode(f"{endpoint}#dataset"), ox.NamedNode(f"{endpoint}#default")
    made: list[ox.Triple] = []

    def add(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        made.append(ox.Triple(subject, ox.NamedNode(predicate), value))

    a = expand("rdf:type")
    add(service, a, ox.NamedNode(f"{SD}Service"))
    add(service, f"{SD}endpoint", service)
    add(service, f"{SD}supportedLanguage", ox.NamedNode(f"{SD}SPARQL11Query"))
    add(service, f"{SD}feature", ox.NamedNode(f"{SD}UnionDefaultGraph"))
    for name in _RESULTS:
        add(service, f"{SD}resultFormat", ox.NamedNode(FORMATS + name))
    add(service, f"{SD}defaultDataset", dataset)
    add(dataset, a, ox.NamedNode(f"{SD}Dataset"))
    add(dataset, f"{SD}defaultGraph", default)
    add(default, a, ox.NamedNode(f"{SD}Graph"))
    add(default, f"{VOID}triples", _integer(sum(int(size) for _, size in graphs)))
    for name, size in graphs:
        graph, node = ox.NamedNode(iri_of(name)), ox.NamedNode(f"{endpoint}#{name}")
        add(dataset, f"{SD}namedGraph", node)
        add(node, a, ox.NamedNode(f"{SD}NamedGraph"))
        add(node, f"{SD}name", graph)
        add(node, f"{SD}graph", ox.NamedNode(f"{endpoint}#graph-of-{name}"))
        add(ox.NamedNode(f"{endpoint}#graph-of-{name}"), a, ox.NamedNode(f"{SD}Graph"))
        add(ox.NamedNode(f"{endpoint}#graph-of-{name}"), f"{VOID}triples", _integer(int(size)))
    return made


def _integer(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(expand("xsd:integer")))

"""The graph for network tools: entities and findings as nodes, what findings say as edges, in GraphML and GEXF."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from navkg.model import Vocabulary
from navkg.pipeline import Dataset
from navkg.records import Record

ROLES = ("about", "barriers", "enablers", "affects", "addressed_to", "themes", "reported_by")


def write(dataset: Dataset, folder: Path) -> None:
    """navkg.graphml and navkg.gexf."""
    graph = findings_network(dataset.content.vocabulary, dataset.content.records)
    nx.write_graphml(graph, folder / "navkg.graphml", prettyprint=False)
    gexf = "\n".join(nx.generate_gexf(graph, prettyprint=False)) + "\n"
    (folder / "navkg.gexf").write_text(_without_date(gexf), encoding="utf-8")


def _without_date(gexf: str) -> str:
    """networkx stamps GEXF with today's date; two builds must be equal."""
    head, _, tail = gexf.partition(' lastmodifieddate="')
    return head + tail.partition('"')[2] if tail else gexf


def findings_network(vocabulary: Vocabulary, records: list[Record]) -> nx.MultiDiGraph:
    """Nodes carry `label`, `label_nb`, `kind` (class, or `Finding`) and for findings study, basis, valence; edges carry `relation`."""
    graph: nx.MultiDiGraph = nx.MultiDiGraph(name="navkg")
    for record in records:
        graph.add_node(
            record["id"],
            label=record["statement_en"],
            label_nb=record["statement_nb"],
            kind="Finding",
            study=record["study"],
            finding_kind=record["kind"],
            basis=record["basis"],
            valence=record["valence"],
        )
    for record in records:
        for relation, slugs in _edges(record):
            for slug in slugs:
                if slug not in graph:
                    term = vocabulary.terms.get(slug)
                    graph.add_node(
                        slug,
                        label=term.label_en if term else slug,
                        label_nb=term.label_nb if term else slug,
                        kind=term.kind if term else "InformantGroup",
                    )
                graph.add_edge(record["id"], slug, key=f"{record['id']} {relation} {slug}", relation=relation)
    return graph


def _edges(record: Record) -> list[tuple[str, list[str]]]:
    edges: list[tuple[str, list[str]]] = [(role, record[role]) for role in ROLES]
    edges += [(f"outcome_{direction}", slugs) for direction, slugs in record["outcomes"].items()]
    edges += [(f"theory_{relation}", slugs) for relation, slugs in record["theory_relations"].items()]
    return edges + list(record["relations"].items())

"""Contradictions found by OWL 2 RL: the data and the ontology are closed by `reasonable`, then each rule of the profile that ends in `false` is asked as a query.

Rule names are those of https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules. A clash is said in words: which things, by which axiom,
and from which told facts it follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import rdflib

from navkg.graph.quads import serialise
from navkg.graph.store import Store
from navkg.namespaces import expand, short_id

_FALSE_RULES: dict[str, str] = {
    "cax-dw": "SELECT DISTINCT ?x ?a ?b WHERE { ?a owl:disjointWith ?b . ?x a ?a, ?b }",
    "cax-adc": "SELECT DISTINCT ?x ?a ?b WHERE { ?d a owl:AllDisjointClasses ; owl:members/rdf:rest*/rdf:first ?a, ?b . FILTER(STR(?a) < STR(?b)) ?x a ?a, ?b }",
    "cls-com": "SELECT DISTINCT ?x ?a ?b WHERE { ?a owl:complementOf ?b . ?x a ?a, ?b }",
    "cls-nothing2": "SELECT DISTINCT ?x (owl:Nothing AS ?a) (owl:Nothing AS ?b) WHERE { ?x a owl:Nothing }",
    "prp-irp": "SELECT DISTINCT ?x (?p AS ?a) (?p AS ?b) WHERE { ?p a owl:IrreflexiveProperty . ?x ?p ?x }",
    "prp-asyp": "SELECT DISTINCT ?x (?p AS ?a) (?y AS ?b) WHERE { ?p a owl:AsymmetricProperty . ?x ?p ?y . ?y ?p ?x }",
    "prp-pdw": "SELECT DISTINCT ?x (?p AS ?a) (?q AS ?b) WHERE { ?p owl:propertyDisjointWith ?q . ?x ?p ?y . ?x ?q ?y }",
    "eq-diff1": "SELECT DISTINCT ?x (?y AS ?a) (?y AS ?b) WHERE { ?x owl:sameAs ?y ; owl:differentFrom ?y }",
}
_SAYING: dict[str, str] = {
    "cax-dw": "{x} is both {a} and {b}, which are disjoint",
    "cax-adc": "{x} is both {a} and {b}, which are disjoint",
    "cls-com": "{x} is both {a} and its complement {b}",
    "cls-nothing2": "{x} is in a class that can have no member",
    "prp-irp": "{x} stands in {a} to itself, which is irreflexive",
    "prp-asyp": "{x} and {b} stand in {a} to each other, which is asymmetric",
    "prp-pdw": "{x} has the same value under {a} and {b}, which are disjoint",
    "eq-diff1": "{x} and {a} are one by a key or a functional property, and are said to differ",
}
_CLASSES = frozenset({"cax-dw", "cax-adc", "cls-com"})
_TYPE = ox.NamedNode(expand("rdf:type"))


def find_clashes(told: Sequence[ox.Triple], limit: int = 20) -> list[str]:
    """Contradictions in the OWL 2 RL closure of the triples, each in a sentence; at most `limit`."""
    closure = Store(ox.Quad(*_terms(triple)) for triple in _close(told))
    facts = Store(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in told)
    found: dict[str, None] = {}
    for rule, query in _FALSE_RULES.items():
        for solution in closure.select(query):
            said = {name: short_id(solution[name].value) for name in ("x", "a", "b")}
            reasons = [_reason(facts, solution["x"], solution[name]) for name in ("a", "b")] if rule in _CLASSES else []
            found[_SAYING[rule].format(**said) + (f": {'; '.join(filter(None, reasons))}" if any(reasons) else "")] = None
            if len(found) == limit:
                return list(found)
    return list(found)


def _close(told: Sequence[ox.Triple]) -> list[tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]]:
    from reasonable import PyReasoner

    with TemporaryDirectory() as folder:
        path = Path(folder) / "told.ttl"
        path.write_bytes(serialise(told, ox.RdfFormat.TURTLE))
        reasoner = PyReasoner()
        reasoner.load_file(str(path))
        closed: list[tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]] = reasoner.reason()
    return closed


def _terms(triple: tuple[rdflib.term.Node, ...]) -> tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal]:
    subject, predicate, value = triple
    return _node(subject), ox.NamedNode(str(predicate)), ox.Literal(str(value)) if isinstance(value, rdflib.Literal) else _node(value)


def _node(term: rdflib.term.Node) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(str(term)) if isinstance(term, rdflib.BNode) else ox.NamedNode(str(term))


def _reason(facts: Store, member: ox.NamedNode, name: ox.NamedNode) -> str:
    """From which told facts `member` is a `name`: its stated class, or the domain or range of a relation it stands in."""
    asked = {"x": member, "c": name}
    below = "?sub rdfs:subClassOf* ?c"
    queries = (
        (f"SELECT ?x ?c ?sub WHERE {{ ?x a ?sub . {below} }} ORDER BY ?sub LIMIT 1", "it is stated to be {sub}"),
        (
            f"SELECT ?x ?c ?p ?y ?sub WHERE {{ ?x ?p ?y . ?p rdfs:subPropertyOf*/rdfs:domain ?sub . {below} }} ORDER BY ?p ?y LIMIT 1",
            "“{x} {p} {y}”, and {p} belongs to {sub}",
        ),
        (
            f"SELECT ?x ?c ?p ?y ?sub WHERE {{ ?y ?p ?x . ?p rdfs:subPropertyOf*/rdfs:range ?sub . {below} }} ORDER BY ?p ?y LIMIT 1",
            "“{y} {p} {x}”, and {p} leads to {sub}",
        ),
    )
    for query, saying in queries:
        for solution in facts.select(query, asked):
            words = {key: _said(value) for key, value in asked.items()} | {
                variable: _said(solution[variable]) for variable in ("sub", "p", "y") if f"?{variable} " in query.split("WHERE")[0]
            }
            return f"{_said(name)} because {saying.format(**words)}"
    return ""


def _said(term: object) -> str:
    return short_id(term.value) if isinstance(term, ox.NamedNode) else str(getattr(term, "value", term))

"""Queries from outside: read-only, no SERVICE, bound safely, one clear line for every fault."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from navkg.graph.store import Store
from navkg.problems import NavkgError, Problem
from navkg.questions.answers import Rows, format_rows, make_rows
from navkg.questions.sparql import check_query, run_query

NODE, NAME = ox.NamedNode("https://w3id.org/navkg/id/digisos"), ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
GRAPH = ox.NamedNode("https://w3id.org/navkg/id/graph/registry")
STORE = Store([ox.Quad(NODE, NAME, ox.Literal("Digisos", language="nb"), GRAPH), ox.Quad(NODE, NAME, ox.Literal('it\'s "quoted" SERVICE'), GRAPH)])

SERVICES = [
    "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * WHERE { service<http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * WHERE { SERVICE?x { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * WHERE { SERVICE:a { ?s ?p ?o } }",
    "SELECT * WHERE { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * WHERE { {} UNION { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } } }",
    "SELECT * WHERE { ?s ?p '#' . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * WHERE { ?s ?p ?o FILTER(?o <3) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } FILTER(1> ?o) }",
    'SELECT * WHERE { ?s ?p """a " b""" SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }',
    "SELECT * WHERE { # a comment\nSERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
]
UPDATES = [
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "LOAD <file:///etc/passwd>",
    "CLEAR ALL",
    "DROP GRAPH <a:a>",
    "\\u0049NSERT DATA { <a:a> <a:b> <a:c> }",
]
INNOCENT = [
    "SELECT ?service WHERE { ?service ?p ?o }",
    "SELECT * WHERE { ?s ?p 'SERVICE <x>' }",
    'SELECT * WHERE { ?s ?p ?o FILTER(CONTAINS(STR(?o), "SERVICE")) }',
    "SELECT * WHERE { ?s nk:service ?o } # SERVICE",
    "SELECT * WHERE { ?s <http://example.org/SERVICE> ?o }",
    "PREFIX delete: <http://example.org/> SELECT ?load WHERE { ?load delete:insert ?drop }",
]


@pytest.mark.parametrize("query", SERVICES)
def test_service_is_refused_before_anything_is_sent(query: str) -> None:
    """However it is written, SERVICE never reaches the engine, which would follow it."""
    with pytest.raises(NavkgError, match="SERVICE"):
        run_query(STORE, query)


@pytest.mark.parametrize("query", UPDATES)
def test_updates_are_refused(query: str) -> None:
    """Nothing is written or loaded, and the line says that the graph is read-only."""
    before = len(STORE)
    with pytest.raises(NavkgError, match="read-only"):
        run_query(STORE, query)
    assert len(STORE) == before


@pytest.mark.parametrize("query", INNOCENT)
def test_the_words_are_allowed_where_they_are_no_keywords(query: str) -> None:
    """A variable, a string, an IRI, a comment or a prefixed name may hold any word."""
    make_rows(run_query(STORE, query))


def test_a_fault_of_syntax_names_its_line() -> None:
    """A query that does not parse gets the file and the line."""
    with pytest.raises(NavkgError) as caught:
        run_query(STORE, "SELECT *\nWHERE {\n ?s ?p }", name="mine.rq")
    problem = caught.value.problems[0]
    assert problem.file == "mine.rq"
    assert problem.line == 3


@given(st.text(max_size=200))
def test_any_text_is_answered_or_refused_in_one_line(text: str) -> None:
    """No input makes anything but an answer or a NavkgError."""
    refused: tuple[Problem, ...] = ()
    try:
        make_rows(run_query(STORE, text))
    except NavkgError as error:
        refused = error.problems
    assert len(refused) <= 1


@given(st.text(max_size=40))
def test_a_bound_value_is_a_term_and_never_syntax(value: str) -> None:
    """Whatever a string parameter holds, it is compared as that string."""
    query = "SELECT ?given ?s WHERE { ?s rdfs:label ?label FILTER(STR(?label) = ?given) }"
    rows = make_rows(run_query(STORE, query, {"given": ox.Literal(value)}))
    assert len(rows.values) == (1 if value in ("Digisos", 'it\'s "quoted" SERVICE') else 0)


def test_a_long_query_is_refused() -> None:
    """A query of a megabyte is not parsed."""
    with pytest.raises(NavkgError, match="characters"):
        check_query("SELECT * WHERE { ?s ?p ?o }" + " " * 1_000_000)


def test_too_many_rows_are_refused() -> None:
    """The row limit is said, not silently applied."""
    with pytest.raises(NavkgError, match="more than 1 rows"):
        make_rows(run_query(STORE, "SELECT * WHERE { ?s ?p ?o }"), limit=1)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("csv", 'a,b\n"x,y",\n1,True\n'),
        ("json", '[\n {\n  "a": "x,y",\n  "b": null\n },\n {\n  "a": 1,\n  "b": true\n }\n]\n'),
        ("md", "| a   | b    |\n|-----|------|\n| x,y |      |\n| 1   | True |\n"),
        ("table", "a    b\n---  ----\nx,y\n1    True\n"),
    ],
)
def test_rows_are_printed_in_each_format(style: str, expected: str) -> None:
    """The same rows as CSV, JSON, Markdown and aligned text."""
    assert format_rows(Rows(("a", "b"), (("x,y", None), (1, True))), style) == expected


def test_terms_become_what_people_type() -> None:
    """IRIs of ours are short ids, numbers are numbers, truth values are truth values."""
    query = 'SELECT (id:digisos AS ?a) (3 AS ?b) (1.5 AS ?c) (true AS ?d) ("x"@nb AS ?e) (nk:about AS ?f) WHERE {}'
    assert make_rows(run_query(STORE, query)).values == (("digisos", 3, 1.5, True, "x", "nk:about"),)
    assert make_rows(run_query(STORE, "ASK { id:digisos ?p ?o }")).values == ((True,),)
    assert len(make_rows(run_query(STORE, "CONSTRUCT WHERE { ?s ?p ?o }")).values) == 2

"""Values written into a question's query: they arrive as they are and become nothing else, and only variables of that name give way."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from navkg.graph.store import Store
from navkg.problems import NavkgError
from navkg.questions.catalog import CompetencyQuestion, Header
from navkg.questions.written import without_header, write_out

HOSTILE = ["\\u0022 } #", '"', "\\", "\\\\u0022", "\n\r\t\x00\x07", "'''", '"""', "?lang", "} LIMIT 0 #", "\ud7ff\U0001f600"]
HEADER = {"id": "q", "en": "Q?", "nb": "Q?", "group": "claims", "scope": "corpus", "row": {"en": "a", "nb": "b"}}


def arrived(query: str, term: ox.NamedNode | ox.Literal) -> list[object]:
    return [solution["x"] for solution in Store().select(write_out(query, {"v": term}))]


@given(st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]))))
def test_any_text_arrives_as_it_is(text: str) -> None:
    """A string is one term whatever is in it, with a language or without."""
    for term in (ox.Literal(text), ox.Literal(text, language="nb")):
        assert arrived("SELECT ?x WHERE { BIND(?v AS ?x) }", term) == [term]


def test_other_terms_arrive() -> None:
    """IRIs and numbers too."""
    number = ox.Literal("2", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    for term in (ox.NamedNode("https://example.org/å"), number):
        assert arrived("SELECT ?x WHERE { BIND(?v AS ?x) }", term) == [term]


@pytest.mark.parametrize("over", ["# ?v", "'?v'", '"?v"', r"'a\'?v'", "'''it's ?v'''", '"""say "?v" """', "<http://x/?v>", "?value", "?v1"])
def test_what_is_no_such_variable_stays(over: str) -> None:
    """Comments, strings, IRIs and longer names are left alone; lines stay where they are."""
    query = f"SELECT ?x WHERE {{\n?x ?p ?o {over}\n}}"
    assert write_out(query, {"v": ox.Literal("nb")}) == query


def test_every_place_is_filled() -> None:
    """In patterns, filters, expressions among the columns and after BY, and with either sign."""
    query = "SELECT (COUNT(?v) AS ?n) WHERE { ?s ?p ?v FILTER(?o = $v) } GROUP BY (STR(?v)) ORDER BY (?v)"
    made = 'SELECT (COUNT("a") AS ?n) WHERE { ?s ?p "a" FILTER(?o = "a") } GROUP BY (STR("a")) ORDER BY ("a")'
    assert write_out(query, {"v": ox.Literal("a")}) == made


@pytest.mark.parametrize(
    "query", ["SELECT ?x ?v WHERE {}", "SELECT ?x WHERE { { SELECT ?v {} } }", "SELECT ?x {} GROUP BY ?x ?v", "SELECT ?x {} ORDER BY ?v"]
)
def test_a_parameter_among_the_columns_is_refused(query: str) -> None:
    """One line says which parameter stands where no term can."""
    question = CompetencyQuestion(Header.model_validate(HEADER), query, "q.rq")
    with pytest.raises(NavkgError, match=r"q\.rq.*\?v stands among the columns"):
        question.written({"v": ox.Literal("a")})


def test_without_header() -> None:
    """The comments at the beginning go, the others stay."""
    assert without_header("# id: x\n# en: y\nSELECT *\n# z\n{}\n") == "SELECT *\n# z\n{}\n"

"""W3C's SPARQL 1.1 Protocol tests (sparql11/protocol/manifest.ttl) that apply to an endpoint that only reads; the docstring begins with the W3C test's name.

W3C's data (http://kasei.us/…/data1.rdf) are replaced by graphs of the small project. Of the update tests those that must fail apply; the others would have to write.
"""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from serving import Server, running_server, shared_build

__all__ = ["running_server", "shared_build"]

ID = "https://w3id.org/navkg/id/"
REGISTRY, STUDY, ONTOLOGY = (f"{ID}graph/{name}" for name in ("registry", "study/small-study", "ontology"))
IN_REGISTRY, IN_STUDY = f"<{ID}new-service> nk:replaces ?old", f"<{ID}finding/small-study/f001> nk:findingOf ?study"
FORM, DIRECT = {"Content-Type": "application/x-www-form-urlencoded"}, {"Content-Type": "application/sparql-query"}
BOOLEAN = ("application/sparql-results+json", "application/sparql-results+xml")


def says(response: httpx.Response) -> bool:
    """The truth value of an answer to ASK."""
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] in BOOLEAN
    value: bool = response.json()["boolean"]
    return value


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client() as made:
        yield made


def test_query_post_form(client: httpx.Client) -> None:
    """query_post_form: query via URL-encoded POST"""
    assert says(client.post("/sparql/?default-graph-uri=http%3A%2F%2Fexample.org%2Fdata0.rdf", content="query=ASK%20%7B%7D", headers=FORM))


def test_query_dataset_default_graphs_get(client: httpx.Client) -> None:
    """query_dataset_default_graphs_get: GET query with protocol-specified default graph"""
    query = f"ASK {{ {IN_REGISTRY} . {IN_STUDY} }}"
    assert says(client.get("/sparql", params={"query": query, "default-graph-uri": [REGISTRY, STUDY]}))
    assert not says(client.get("/sparql", params={"query": query, "default-graph-uri": REGISTRY}))


def test_query_dataset_default_graphs_post(client: httpx.Client) -> None:
    """query_dataset_default_graphs_post: POST query with protocol-specified default graphs"""
    query = f"ASK {{ {IN_REGISTRY} . {IN_STUDY} }}"
    assert says(client.post("/sparql", params={"default-graph-uri": [REGISTRY, STUDY]}, content=query, headers=DIRECT))
    assert not says(client.post("/sparql", params={"default-graph-uri": STUDY}, content=query, headers=DIRECT))


def test_query_dataset_named_graphs_post(client: httpx.Client) -> None:
    """query_dataset_named_graphs_post: POST query with protocol-specified named graphs"""
    query = f"ASK {{ GRAPH ?g1 {{ {IN_REGISTRY} }} GRAPH ?g2 {{ {IN_STUDY} }} }}"
    assert says(client.post("/sparql", params={"named-graph-uri": [REGISTRY, STUDY]}, content=query, headers=DIRECT))
    assert not says(client.post("/sparql", params={"named-graph-uri": REGISTRY}, content=query, headers=DIRECT))


def test_query_dataset_named_graphs_get(client: httpx.Client) -> None:
    """query_dataset_named_graphs_get: GET query with protocol-specified named graphs"""
    query = f"ASK {{ GRAPH ?g1 {{ {IN_REGISTRY} }} GRAPH ?g2 {{ {IN_STUDY} }} }}"
    assert says(client.get("/sparql", params={"query": query, "named-graph-uri": [REGISTRY, STUDY]}))
    outside = {"query": f"ASK {{ {IN_REGISTRY} }}", "named-graph-uri": REGISTRY}
    assert not says(client.get("/sparql", params=outside)), "a named graph is no part of the default graph"


def test_query_dataset_full(client: httpx.Client) -> None:
    """query_dataset_full: query with protocol-specified dataset (both named and default graphs)"""
    query = f"ASK {{ nk:Study a owl:Class GRAPH ?g1 {{ {IN_REGISTRY} }} GRAPH ?g2 {{ {IN_STUDY} }} }}"
    graphs = {"default-graph-uri": ONTOLOGY, "named-graph-uri": [REGISTRY, STUDY]}
    assert says(client.post("/sparql", params=graphs, content=query, headers=DIRECT))


def test_query_multiple_dataset(client: httpx.Client) -> None:
    """query_multiple_dataset: query specifying dataset in both query string and protocol; test for use of protocol-specified dataset"""
    query = f"ASK FROM <{ONTOLOGY}> {{ GRAPH ?g1 {{ {IN_REGISTRY} }} GRAPH ?g2 {{ {IN_STUDY} }} }}"
    assert says(client.post("/sparql", params={"named-graph-uri": [REGISTRY, STUDY]}, content=query, headers=DIRECT))
    protocol_wins = {"default-graph-uri": REGISTRY, "query": f"ASK FROM <{ONTOLOGY}> {{ {IN_REGISTRY} }}"}
    assert says(client.get("/sparql", params=protocol_wins))


def test_dataset_of_the_query(client: httpx.Client) -> None:
    """Without graphs in the protocol FROM holds, and without either the default graph is the union of all."""
    assert not says(client.get("/sparql", params={"query": f"ASK FROM <{ONTOLOGY}> {{ {IN_REGISTRY} }}"}))
    assert says(client.get("/sparql", params={"query": f"ASK FROM <{REGISTRY}> {{ {IN_REGISTRY} }}"}))
    assert says(client.get("/sparql", params={"query": f"ASK {{ {IN_REGISTRY} . {IN_STUDY} }}"}))


def test_query_get(client: httpx.Client) -> None:
    """query_get: query via GET"""
    assert says(client.get("/sparql/?query=ASK%20%7B%7D&default-graph-uri=http%3A%2F%2Fexample.org%2Fdata0.rdf"))


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ("SELECT (1 AS ?value) {}", (*BOOLEAN, "text/csv", "text/tab-separated-values")),
        ("ASK {}", BOOLEAN),
        ("DESCRIBE <http://example.org/>", ("text/turtle", "application/rdf+xml", "application/n-triples")),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", ("text/turtle", "application/rdf+xml", "application/n-triples")),
    ],
)
def test_query_content_type(client: httpx.Client, query: str, types: tuple[str, ...]) -> None:
    """query_content_type_select, _ask, _describe, _construct: query appropriate content type"""
    response = client.post("/sparql", content=query, headers=DIRECT)
    assert response.status_code == 200
    assert response.headers["Content-Type"].split(";")[0] in types


def test_query_post_direct(client: httpx.Client) -> None:
    """query_post_direct: query via POST directly"""
    assert says(client.post("/sparql/", content="ASK {}", headers=DIRECT))


BAD = {
    "bad_query_method": ("PUT", "/sparql/?query=ASK%20%7B%7D", b"", FORM, 405),
    "bad_multiple_queries": ("GET", "/sparql/?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", b"", {}, 400),
    "bad_query_wrong_media_type": ("POST", "/sparql/", b"ASK {}", {"Content-Type": "text/plain"}, 415),
    "bad_query_missing_form_type": ("POST", "/sparql/", b"query=ASK%20%7B%7D", {}, 415),
    "bad_query_missing_direct_type": ("POST", "/sparql/", b"ASK {}", {}, 415),
    "bad_query_non_utf8": ("POST", "/sparql/", "ASK {}".encode("utf-16"), {"Content-Type": "application/sparql-query; charset=UTF-16"}, 415),
    "bad_query_syntax": ("GET", "/sparql/?query=ASK%20%7B", b"", {}, 400),
    "bad_update_get": ("GET", "/sparql/?update=CLEAR%20ALL", b"", {}, 403),
    "bad_multiple_updates": ("POST", "/sparql/", b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", FORM, 403),
    "bad_update_wrong_media_type": ("POST", "/sparql/", b"CLEAR NAMED", {"Content-Type": "text/plain"}, 415),
    "bad_update_missing_form_type": ("POST", "/sparql/", b"update=CLEAR%20NAMED", {}, 415),
    "bad_update_non_utf8": ("POST", "/sparql/", "CLEAR NAMED".encode("utf-16"), {"Content-Type": "application/sparql-update; charset=UTF-16"}, 403),
    "bad_update_syntax": ("POST", "/sparql/", b"update=CLEAR%20XYZ", FORM, 403),
    "bad_update_dataset_conflict": ("POST", "/sparql/?using-graph-uri=http%3A%2F%2Fexample.org%2F", b"update=CLEAR%20ALL", FORM, 403),
}


@pytest.mark.parametrize("name", list(BAD))
def test_bad_request(client: httpx.Client, name: str) -> None:
    """bad_…: a request that must be refused with a 4xx, here each with its own status and one line that says why."""
    method, address, body, headers, status = BAD[name]
    response = client.request(method, address, content=body, headers=headers)
    assert response.status_code == status
    assert response.text.count("\n") == 1
    assert response.headers["Content-Type"].startswith("text/plain")


ROWS = {
    "application/sparql-results+json": '"bindings"',
    "application/sparql-results+xml": "<sparql",
    "text/csv": "value\r\n1\r\n",
    "text/tab-separated-values": "?value\n1\n",
}
TRIPLES = {
    "text/turtle": "<http://e.org/s> <http://e.org/p> 1 .",
    "application/n-triples": "<http://e.org/s> <http://e.org/p>",
    "application/ld+json": '"@id":"http://e.org/s"',
    "application/trig": "<http://e.org/s> <http://e.org/p> 1 .",
    "application/rdf+xml": "<rdf:RDF",
}


@pytest.mark.parametrize("media_type", list(ROWS))
def test_rows_in_each_format(client: httpx.Client, media_type: str) -> None:
    """SELECT and ASK can be had as JSON, XML, CSV and TSV."""
    response = client.get("/sparql", params={"query": "SELECT (1 AS ?value) {}"}, headers={"Accept": media_type})
    assert response.headers["Content-Type"].startswith(media_type)
    assert ROWS[media_type] in response.text
    assert response.headers["Vary"] == "Accept"
    truth = client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": media_type})
    assert truth.headers["Content-Type"].startswith(media_type)
    assert "true" in truth.text


@pytest.mark.parametrize("media_type", list(TRIPLES))
def test_triples_in_each_format(client: httpx.Client, media_type: str) -> None:
    """CONSTRUCT can be had as Turtle, N-Triples, JSON-LD, TriG and RDF/XML."""
    query = "CONSTRUCT { <http://e.org/s> <http://e.org/p> 1 } WHERE {}"
    response = client.get("/sparql", params={"query": query}, headers={"Accept": media_type})
    assert response.headers["Content-Type"].startswith(media_type)
    assert TRIPLES[media_type] in response.text


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("*/*;q=0.1, text/csv", "text/csv"),
        ("text/*", "text/csv"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("", "application/sparql-results+json"),
        ("text/html;q=0.2, text/tab-separated-values;q=0.3", "text/tab-separated-values"),
    ],
)
def test_accept(client: httpx.Client, accept: str, expected: str) -> None:
    """The Accept header's qualities decide."""
    response = client.get("/sparql", params={"query": "SELECT (1 AS ?value) {}"}, headers={"Accept": accept})
    assert response.headers["Content-Type"].startswith(expected)


def test_not_acceptable(client: httpx.Client) -> None:
    """A format that cannot be had is 406, with the list of those that can."""
    response = client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/csv" in response.text


def test_service_description(client: httpx.Client) -> None:
    """Without a query, RDF is the service description; a browser gets the page."""
    response = client.get("/sparql", headers={"Accept": "application/n-triples"})
    for name in ("Service", "SPARQL11Query", "UnionDefaultGraph", "endpoint", "NamedGraph"):
        assert f"sparql-service-description#{name}>" in response.text
    assert f"<{REGISTRY}>" in response.text
    page = client.get("/sparql", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.headers["Content-Type"].startswith("text/html")
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406


def test_head_and_options(client: httpx.Client) -> None:
    """HEAD is GET without a body; OPTIONS without a preflight is another method."""
    response = client.head("/sparql", params={"query": "ASK {}"})
    assert (response.status_code, response.content) == (200, b"")
    for method in ("DELETE", "PUT", "PATCH"):
        refused = client.request(method, "/sparql")
        assert refused.status_code == 405
        assert set(refused.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}

"""The parts of the server that need no server: negotiation, messages, limits of an answer."""

from __future__ import annotations

import json
import socket

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from navkg.graph.store import Store
from navkg.server import wire
from navkg.server.accept import choose, read_accept
from navkg.server.figures import Limits
from navkg.server.settings import Settings
from navkg.server.things import local_address
from navkg.server.worker import answer, has_more_rows

OFFERS = ["application/json", "text/csv", "text/html"]
JOB = {"kind": "sparql", "accept": "", "default_graphs": [], "named_graphs": [], "rows": 10, "bytes": 10_000, "nesting": 20}


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("", "application/json"),
        ("text/html", "text/html"),
        ("text/html;q=0.4, text/csv;q=0.5", "text/csv"),
        ("text/*;q=0.5, text/csv;q=0.1, */*;q=0", "text/html"),
        ("*/*, application/json;q=0", "text/csv"),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("text/csv;q=nonsense", None),
        ("TEXT/CSV ; Q=0.3", "text/csv"),
        (",,;;/", None),
    ],
)
def test_choose(header: str, chosen: str | None) -> None:
    """The most precise range that fits decides, then the quality, then the order of the offers."""
    assert choose(header, OFFERS) == chosen


@given(st.text(max_size=300))
def test_any_header_can_be_read(header: str) -> None:
    """No Accept header is a fault."""
    assert all(0 <= one.quality <= 1 for one in read_accept(header))


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=200), max_size=5), st.binary(max_size=5000))
def test_messages_survive(head: dict[str, str], body: bytes) -> None:
    """What goes in on one side comes out on the other; a closed socket is told from a message."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(wire.pack(head, body))
        ours.close()
        assert wire.receive(theirs) == (head, body)
        assert wire.receive(theirs) is None


FORMS = {ox.QueryResultsFormat.JSON: "json", ox.QueryResultsFormat.XML: "xml", ox.QueryResultsFormat.CSV: "csv", ox.QueryResultsFormat.TSV: "tsv"}
TRICKY = ["}},{", '"}},{"', "a\nb", "<result>", '"', "\\", ",", "\r\n", "\t"]


@pytest.mark.parametrize("form", list(FORMS), ids=str)
@pytest.mark.parametrize("count", [0, 1, 8, 9, 10])
def test_rows_are_counted_right(form: ox.QueryResultsFormat, count: int) -> None:
    """Whatever stands in the cells, an answer of exactly the limit passes and one more does not."""
    values = " ".join(str(ox.Literal(text)) for text in (TRICKY * 2)[:count])
    written = Store().select(f"SELECT ?v WHERE {{ VALUES ?v {{ {values} }} }}").serialize(format=form)
    assert written is not None
    assert not has_more_rows(written, form, count)
    assert count == 0 or has_more_rows(written, form, count - 1)


def test_limits_of_an_answer() -> None:
    """A worker refuses answers above the limits of rows and bytes, and queries that nest too deeply, and goes on."""
    store = Store()
    values = " ".join(map(str, range(11)))
    assert answer(store, {**JOB, "query": f"SELECT ?v {{ VALUES ?v {{ {values} }} }}"})[0]["status"] == 422
    assert answer(store, {**JOB, "query": f"SELECT ?v {{ VALUES ?v {{ {values[:-3]} }} }}"})[0]["status"] == 200
    assert answer(store, {**JOB, "query": f"SELECT ?v {{ BIND('{'x' * 11_000}' AS ?v) }}"})[0]["status"] == 422
    assert answer(store, {**JOB, "query": f"CONSTRUCT {{ <a:a> <a:b> ?v }} WHERE {{ VALUES ?v {{ {values} }} }}"})[0]["status"] == 422
    assert answer(store, {**JOB, "query": f"CONSTRUCT {{ <a:a> <a:b> '{'x' * 11_000}' }} WHERE {{}}"})[0]["status"] == 422
    assert answer(store, {**JOB, "query": "ASK " + "{" * 21 + "}" * 21})[0]["status"] == 400
    assert answer(store, {**JOB, "query": "ASK { ?s ?p '" + "{" * 500 + "' }"})[0]["status"] == 200
    assert answer(store, {"kind": "rows", "query": "SELECT", "rows": 10})[0]["status"] == 400


def test_things() -> None:
    """What the graph says about a thing: its triples with blank nodes followed, those that point to it, and the same as facts for a page."""
    one, other, name, blank = (
        ox.NamedNode("https://w3id.org/navkg/id/one"),
        ox.NamedNode("https://w3id.org/navkg/id/other"),
        ox.NamedNode("a:p"),
        ox.BlankNode(),
    )
    graph = ox.NamedNode("a:g")
    store = Store(
        [
            ox.Quad(one, name, blank, graph),
            ox.Quad(blank, name, ox.Literal("deep", language="nb"), graph),
            ox.Quad(blank, name, blank, graph),
            ox.Quad(other, name, one),
        ]
    )
    head, body = answer(store, {"kind": "thing", "iri": one.value, "accept": "application/n-triples"})
    assert (head["status"], body.count(b"\n")) == (200, 4)
    assert b'"deep"@nb' in body
    facts = json.loads(answer(store, {"kind": "facts", "iri": one.value})[1])
    assert facts["said"] == [[["other", "/id/other", ""], ["a:p", "a:p", ""]]]
    assert json.loads(answer(store, {"kind": "facts", "iri": other.value})[1])["says"] == [[["a:p", "a:p", ""], ["one", "/id/one", ""]]]
    assert answer(store, {"kind": "graph", "iri": "a:g", "accept": "text/turtle"})[1].count(b"a:p") == 2
    for kind in ("thing", "facts"):
        assert answer(store, {"kind": kind, "iri": "a:nothing", "accept": "text/turtle"})[0]["status"] == 404
    assert local_address("https://w3id.org/navkg/ontology#about") == "/ontology#about"


def test_fault_of_ours_is_an_answer() -> None:
    """A fault of the worker's own is a 500 in one line, and the worker goes on."""
    assert answer(Store(), {"kind": "sparql"})[0]["status"] == 500


@pytest.mark.parametrize(
    ("host", "name", "allowed"),
    [
        ("127.0.0.1", "localhost", True),
        ("127.0.0.1", "192.168.1.2", False),
        ("127.0.0.1", "evil.example", False),
        ("0.0.0.0", "192.168.1.2", True),
        ("0.0.0.0", "evil.example", False),
        ("192.168.1.2", "192.168.1.2", True),
        ("::1", "::1", True),
        ("kg.example", "kg.example", True),
    ],
)
def test_names_of_the_server(host: str, name: str, allowed: bool) -> None:
    """On loopback only this machine's own names are right; elsewhere also any address, since only names can be rebound."""
    assert Settings(host).allows_host(name) is allowed


def test_default_limits_are_sane() -> None:
    """The defaults leave room for a quick lane, and for long queries beside it."""
    limits = Limits()
    assert limits.workers >= 2
    assert limits.moment < limits.seconds
    assert limits.waiting >= 200

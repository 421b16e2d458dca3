"""Clients that people use: SPARQLWrapper, rdflib's SPARQLStore, curl, Comunica."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from serving import Server, has_program, running_server, shared_build

__all__ = ["running_server", "shared_build"]

NK = "https://w3id.org/navkg/ontology#"
QUERY = f"SELECT ?finding WHERE {{ ?finding a <{NK}Finding> }} ORDER BY ?finding"
COMUNICA = "@comunica/query-sparql@3.3.0"  # 5.4 does not start on Node 20
CI = bool(os.environ.get("CI"))


def wrapper(server: Server, query: str, form: str, method: str = "GET") -> SPARQLWrapper:
    made = SPARQLWrapper(f"{server.url}/sparql")
    made.setQuery(query)
    made.setReturnFormat(form)
    made.setMethod(method)
    return made


def test_sparqlwrapper(server: Server) -> None:
    """SPARQLWrapper reads JSON, XML, CSV and Turtle, by GET and POST, and understands that a query is malformed."""
    for method in ("GET", POST):
        rows = wrapper(server, QUERY, JSON, method).queryAndConvert()["results"]["bindings"]
        assert [row["finding"]["value"].rpartition("/")[2] for row in rows] == ["f001", "f002", "f003"]
    assert len(wrapper(server, QUERY, XML).queryAndConvert().getElementsByTagName("result")) == 3
    assert wrapper(server, QUERY, CSV).queryAndConvert().decode().count("\r\n") == 4
    assert b"Finding" in wrapper(server, f"CONSTRUCT WHERE {{ ?s a <{NK}Finding> }}", TURTLE).queryAndConvert()
    assert wrapper(server, "ASK {}", JSON).queryAndConvert()["boolean"] is True
    with pytest.raises(QueryBadFormed):
        wrapper(server, "SELECT", JSON).query()


def test_rdflib_store(server: Server) -> None:
    """rdflib queries the server as if it were a graph of its own, triple patterns included."""
    graph = rdflib.Graph(store=SPARQLStore(f"{server.url}/sparql"))
    assert [str(row[0]).rpartition("/")[2] for row in graph.query(QUERY)] == ["f001", "f002", "f003"]
    assert len(list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{NK}Finding")))) == 3
    assert bool(graph.query("ASK {}"))
    assert len(graph.query(f"CONSTRUCT WHERE {{ ?s a <{NK}Finding> }}").graph or ()) == 3


@pytest.mark.skipif(not has_program("curl"), reason="curl is not installed")
def test_curl(server: Server) -> None:
    """The calls that the documentation shows."""

    def curl(*arguments: str) -> str:
        return subprocess.run(["curl", "-sS", "--fail-with-body", *arguments], capture_output=True, text=True, check=True).stdout

    address = f"{server.url}/sparql"
    assert curl("-H", "Accept: text/csv", "--data-urlencode", f"query={QUERY}", address).splitlines()[1].endswith("f001")
    assert "true" in curl("-G", "--data-urlencode", "query=ASK {}", address)
    assert "Finding" in curl(
        "-H",
        "Content-Type: application/sparql-query",
        "-H",
        "Accept: text/turtle",
        "--data-binary",
        f"CONSTRUCT WHERE {{ ?s a <{NK}Finding> }}",
        address,
    )
    assert "Claim 1" in curl("-L", "-H", "Accept: text/turtle", f"{server.url}/id/finding/small-study/f001")
    assert "Claim 1" in curl("-L", "-H", "Accept: text/html", f"{server.url}/id/finding/small-study/f001")
    failed = subprocess.run(
        ["curl", "-sS", "--fail-with-body", "--data-urlencode", "query=SELECT", address], capture_output=True, text=True, check=False
    )
    assert failed.returncode == 22
    assert "does not parse" in failed.stdout


@pytest.fixture(scope="module")
def comunica() -> Path:
    """Comunica's command, installed once in the user's cache."""
    if not has_program("npm"):
        pytest.skip("npm is not installed")
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "navkg-tests" / COMUNICA.replace("/", "-")
    command = folder / "node_modules" / ".bin" / "comunica-sparql"
    if not command.exists():
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(folder), COMUNICA], capture_output=True, text=True, check=False
        )
        if done.returncode and not CI:
            pytest.skip("Comunica could not be installed")
        assert done.returncode == 0, done.stderr
    return command


def test_comunica(server: Server, comunica: Path) -> None:
    """Comunica (JavaScript) finds out by itself that this is a SPARQL endpoint, and queries it; also as one of two sources."""
    done = subprocess.run(
        [str(comunica), f"{server.url}/sparql", QUERY, "-t", "application/sparql-results+json"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["results"]["bindings"]
    assert [row["finding"]["value"].rpartition("/")[2] for row in rows] == ["f001", "f002", "f003"]
    joined = f"SELECT ?label WHERE {{ ?f <{NK}about> ?e . ?e <http://www.w3.org/2000/01/rdf-schema#label> ?label FILTER(LANG(?label) = 'nb') }}"
    both = subprocess.run([str(comunica), f"sparql@{server.url}/sparql", f"sparql@{server.url}/sparql/", joined, "-t", "application/sparql-results+json"], capture_output=True, text=True, timeout=60, check=False)  # fmt: skip
    assert "Gammelt system" in both.stdout, both.stderr

"""The site, addresses of things, search, the JSON API and the reader of documents, as a client meets them."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from conftest import build_site
from navkg.server.reading import pieces
from serving import SCRIPT, TEXT, Server, build_project, running_server, served, shared_build

__all__ = ["running_server", "shared_build"]

HTML, TURTLE = {"Accept": "text/html,*/*;q=0.5"}, {"Accept": "text/turtle"}


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client() as made:
        yield made


def test_site(client: httpx.Client) -> None:
    """Pages and files come with their types and an ETag, and are not sent twice."""
    for path, kind in {"/": "text/html; charset=utf-8", "/index.html": "text/html; charset=utf-8", "/assets/site.css": "text/css; charset=utf-8", "/server/query.js": "text/javascript; charset=utf-8", "/download/navkg.trig": "application/trig", "/download/findings.csv": "text/csv; charset=utf-8"}.items():  # fmt: skip
        response = client.get(path)
        assert response.status_code == 200, path
        assert response.headers["Content-Type"] == kind
        again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})
        if not path.startswith("/download"):
            assert (again.status_code, again.content) == (304, b"")
    assert client.get("/no-such-page").status_code == 404
    assert client.get("/download/nothing").status_code == 404
    assert client.post("/index.html").status_code == 405


def test_site_knows_that_it_is_served(client: httpx.Client, server: Server) -> None:
    """The script that is empty in the folder says here what is at hand."""
    assert '["queries", "documents"]' in client.get("/assets/served.js").text
    assert "navkgServes" not in (server.root / "build" / "site" / "assets" / "served.js").read_text(encoding="utf-8")


def test_new_build_is_served(tmp_path: Path) -> None:
    """A build that takes the old one's place is served on the same port without a restart: its pages, its graph and its search."""
    build_project(tmp_path)
    with served(tmp_path) as server, server.client() as client:
        ask = {"query": 'ASK { ?s rdfs:label "Newer service"@en }'}
        assert client.get("/sparql", params=ask).json()["boolean"] is False
        entities = tmp_path / "data" / "entities" / "all.yaml"
        entities.write_text(entities.read_text(encoding="utf-8").replace("New service", "Newer service"), encoding="utf-8")
        build_site(tmp_path)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.TransportError):
                if client.get("/sparql", params=ask).json()["boolean"]:
                    break
            time.sleep(0.2)
        assert client.get("/sparql", params=ask).json()["boolean"] is True
        assert client.get("/api/entities/new-service").json()["label_en"] == "Newer service"
        assert "Newer service" in client.get("/entity/new-service.html").text


def test_thing_with_a_page(client: httpx.Client) -> None:
    """A browser is led to the page of the site; other clients get triples, in the format they like."""
    for path, page in {"/id/old-system": "/entity/old-system.html", "/id/finding/small-study/f001": "/finding/small-study/f001.html", "/id/document/small-study": "/study/small-study.html", "/id/coding/small-study/f001": "/finding/small-study/f001.html"}.items():  # fmt: skip
        response = client.get(path, headers=HTML)
        assert (response.status_code, response.headers["Location"]) == (303, page)
        assert response.headers["Vary"] == "Accept"
        assert client.get(page).status_code == 200
        for media_type in ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"):
            triples = client.get(path, headers={"Accept": media_type})
            assert triples.headers["Content-Type"].startswith(media_type)
            assert path.rpartition("/")[2] in triples.text
    assert client.get("/id/old-system", headers={"Accept": "image/png"}).status_code == 406


def test_thing_without_a_page(client: httpx.Client) -> None:
    """A thing of the graph that has no page gets one made from its triples; what is not in the graph is 404."""
    start = TEXT.index("De ansatte")
    end = TEXT.index("venter på det.") + len("venter på det.")
    response = client.get(f"/id/passage/small-study/{start}-{end}", headers=HTML)
    assert response.status_code == 200
    assert "oa:hasSelector" in response.text
    assert "/id/finding/small-study/f001" in response.text
    for path in ("/id/no-such-thing", "/id/finding/small-study/f999", "/id/", "/id/a b<c>"):
        assert client.get(path, headers=HTML).status_code == 404
        assert client.get(path, headers=TURTLE).status_code == 404


def test_ontology(client: httpx.Client) -> None:
    """The ontology's address is its page, or all its terms as RDF."""
    assert client.get("/ontology", headers=HTML).status_code in (200, 303)
    terms = client.get("/ontology", headers={"Accept": "application/n-triples"}).text
    assert (
        "<https://w3id.org/navkg/ontology#Finding> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#Class>" in terms
    )
    assert client.get("/ontology", headers={"Accept": "image/png"}).status_code == 406


def test_search(client: httpx.Client) -> None:
    """Search finds entities and findings, as JSON and as a page where what was typed stays text."""
    found = client.get("/search", params={"q": "system"}).json()
    assert {"old-system", "small-study/f001"} <= {hit["id"] for hit in found["hits"]}
    assert client.get("/api/search", params={"q": "system"}).json()["count"] == found["count"]
    page = client.get("/search", params={"q": f'"><b>{SCRIPT}'}, headers=HTML)
    assert SCRIPT not in page.text
    assert SCRIPT not in client.get("/search", params={"q": "system"}, headers=HTML).text
    assert client.get("/search").status_code == 400
    assert client.get("/search", headers=HTML).status_code == 200
    assert client.get("/search", params={"q": "x" * 501}).status_code == 400
    assert client.get("/search", params={"q": "x"}, headers={"Accept": "image/png"}).status_code == 406
    for words in ('"', "NEAR(a b)", "a* OR", "-", "\x00", "*"):
        assert client.get("/search", params={"q": f"{words}x"}).status_code == 200


def test_findings(client: httpx.Client) -> None:
    """Findings are filtered like those of the command, and come in parts."""
    assert client.get("/api/findings").json()["total"] == 3
    assert [one["id"] for one in client.get("/api/findings", params={"kind": "barrier"}).json()["findings"]] == ["small-study/f001"]
    part = client.get("/api/findings", params={"limit": 1, "offset": 1}).json()
    assert (part["total"], [one["id"] for one in part["findings"]]) == (3, ["small-study/f002"])
    assert client.get("/api/findings", params={"format": "csv"}).text.startswith("id,study,")
    assert client.get("/api/findings/small-study/f002").json()["valence"] == "positive"


def test_entities_and_studies(client: httpx.Client) -> None:
    """Entities by class and words, each with its findings; studies with their design."""
    assert [one["id"] for one in client.get("/api/entities", params={"class": "Role"}).json()["entities"]] == ["staff"]
    assert client.get("/api/entities", params={"text": "gammelt"}).json()["total"] == 1
    assert client.get("/api/entities/old-system").json()["findings"] == ["small-study/f001"]
    assert client.get("/api/entities/coder").json()["findings"] == []
    assert client.get("/api/studies").json()["studies"][0]["findings"] == 3
    assert client.get("/api/studies/small-study").json()["document"]["file"] == "small.txt"
    terms = client.get("/api/terms").json()
    assert "nk:Finding" in {term[0] for term in terms["terms"]}
    assert "id:old-system" in {term[0] for term in terms["terms"]}


def test_synthesis(client: httpx.Client) -> None:
    """What the synthesis computes: its tables, the gap map, the contradictions."""
    tables = client.get("/api/tables").json()["tables"]
    assert tables
    assert client.get(f"/api/tables/{tables[0]}").json()["rows"]
    assert client.get("/api/tables/nothing").status_code == 404
    assert "total" in client.get("/api/contradictions").json()
    assert client.get("/api/gap-map").json()["rows"] == "service"
    assert client.get("/api/gap-map", params={"rows": "nothing"}).status_code == 400


def test_questions(client: httpx.Client) -> None:
    """Every question can be read, answered with its defaults where these exist, and had as a query of its own that gives the same rows."""
    questions = client.get("/api/questions").json()["questions"]
    assert questions
    answered = 0
    for question in questions:
        given = {name: _value(name, parameter) for name, parameter in question["parameters"].items()}
        answer = client.get(f"/api/questions/{question['id']}/answer", params=given)
        if answer.status_code == 400:  # a default that this small project does not have
            assert "there is no" in answer.text
            continue
        assert answer.status_code == 200, answer.text
        answered += 1
        query = client.get(f"/api/questions/{question['id']}/query", params=given).text
        rows = client.post("/sparql", data={"query": query})
        assert rows.status_code == 200, f"{query}\n{rows.text}"
        assert len(rows.json()["results"]["bindings"]) == len(answer.json()["rows"])
    assert answered > 10
    first = questions[0]["id"]
    assert client.get(f"/api/questions/{first}").json()["id"] == first
    assert client.get(f"/api/questions/{first}/answer", params={"no-such": "1"}).status_code == 400


def _value(name: str, parameter: dict[str, object]) -> str:
    return (
        "small-study" if parameter["type"] == "study" else "slow-response" if parameter.get("class") == "Determinant" else str(parameter["default"])
    )


WRONG = {
    "/api/findings?kind=barier": "did you mean 'barrier'",
    "/api/findings?kinds=barrier": "there is no parameter",
    "/api/findings?limit=0": "limit",
    "/api/findings?limit=x": "limit",
    "/api/findings?offset=-1": "offset",
    "/api/findings?format=xml": "format",
    "/api/entities?class=Nothing": "there is no class",
    "/api/search": "q",
    "/api/questions/nothing": "there is no question",
    "/api/questions/nothing/answer": "there is no question",
    "/api/findings/small-study/f999": "there is no finding",
    "/api/entities/nothing": "there is no entity",
    "/api/studies/nothing": "there is no study",
    "/api/nothing": "not found",
}


@pytest.mark.parametrize("path", list(WRONG))
def test_wrong_parameters(client: httpx.Client, path: str) -> None:
    """What is wrong with a request is one clear line and a 4xx."""
    response = client.get(path)
    assert response.status_code in (400, 404)
    assert WRONG[path].lower() in response.text.lower()
    assert response.text.count("\n") == 1


def test_openapi(client: httpx.Client) -> None:
    """The OpenAPI document names every path, and every path without parameters answers."""
    document = client.get("/api/openapi.json").json()
    assert document["openapi"].startswith("3.")
    assert {"/findings", "/findings/{study}/{finding}", "/entities/{entity}", "/questions/{question}/answer", "/contradictions"} <= set(
        document["paths"]
    )
    for path, operations in document["paths"].items():
        assert set(operations) == {"get"}, "the API only reads"
        if "{" not in path and path != "/search":
            assert client.get(f"/api{path}").status_code == 200, path
    assert client.post("/api/findings").status_code == 405
    assert client.get("/api/docs").status_code == 404


def test_reader(client: httpx.Client) -> None:
    """The document stands beside the finding with its passage marked; markup in it stays text; it is not to be stored."""
    page = client.get("/read/small-study/f001")
    assert page.headers["Cache-Control"] == "no-store"
    assert SCRIPT not in page.text
    mark = re.search(r'<mark id="passage-1"[^>]*>(.*?)</mark>', page.text, re.DOTALL)
    assert mark
    assert mark.group(1).startswith("De ansatte")
    assert mark.group(1).endswith("venter på det.")
    assert 'href="/read/small-study/f002"' in page.text
    assert 'id="previous"' not in page.text
    assert 'id="following"' not in client.get("/read/small-study/f003").text
    assert client.get("/read/small-study").headers["Location"] == "/read/small-study/f001"
    for path in ("/read/nothing", "/read/small-study/f999", "/read/nothing/f001"):
        assert client.get(path).status_code == 404


def test_reader_with_another_text(client: httpx.Client, server: Server) -> None:
    """A document that is missing, leads out of the folder, or is another than the one that was coded, is said to be so."""
    document = server.root / "sources" / "small.txt"
    try:
        document.write_text(TEXT.replace("tregt", "raskt"), encoding="utf-8")
        assert 'class="warning"' in client.get("/read/small-study/f001").text
        document.unlink()
        assert client.get("/read/small-study/f001").status_code == 404
        document.symlink_to("/etc/hostname")
        answer = client.get("/read/small-study/f001")
        assert answer.status_code == 404
        assert Path("/etc/hostname").read_text().strip() not in answer.text
    finally:
        document.unlink(missing_ok=True)
        document.write_text(TEXT, encoding="utf-8")
    assert 'class="warning"' not in client.get("/read/small-study/f001").text


def test_pieces() -> None:
    """A text is cut at its passages, whole and in order; overlaps and ends beyond the text do no harm."""
    text = "0123456789"
    cut = list(pieces(text, [(6, 99, "context"), (1, 4, "support"), (3, 5, "counter-example")]))
    assert cut == [("0", ""), ("123", "support"), ("4", "counter-example"), ("5", ""), ("6789", "context")]
    assert "".join(piece for piece, _ in cut) == text
    assert list(pieces(text, [(20, 30, "support")])) == [(text, "")]

"""Requests that mean harm: each is answered with its own status and one clear line, and the server goes on."""

from __future__ import annotations

import http.server
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import httpx
import pytest

from serving import Server, running_server, served, shared_build

__all__ = ["running_server", "shared_build"]

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client() as made:
        yield made
        assert made.get("/sparql", params={"query": "ASK {}"}).json()["boolean"], "the server goes on"


def raw(server: Server, request: bytes, wait: float = 10) -> bytes:
    """What the server answers to bytes that no client would send."""
    place = urlsplit(server.url)
    with socket.create_connection((place.hostname, place.port), wait) as connection:
        answer = b""
        with suppress(ConnectionError):  # a server that will hear no more may hang up
            connection.sendall(request)
            while piece := connection.recv(65536):
                answer += piece
        return answer


WAYS_UP = [
    "/../navkg.nq",
    "/..%2fnavkg.nq",
    "/%2e%2e/navkg.nq",
    "/%2e%2e%2fmodels.json",
    "/assets/../../models.json",
    "/assets/..%5c..%5cmodels.json",
    "/....//navkg.nq",
    "//etc/passwd",
    "/%00",
    "/index.html%00.png",
    "/outside.html",
    "/server/../templates/base.html",
    "/server/..%2f..%2fpyproject.toml",
    "/download/..%2fsources%2fsmall.txt",
    "/download/models.json",
    "/sources/small.txt",
    "/id/..%2f..%2fnavkg.nq",
    "/id/entity%2f..%2f..%2fmodels",
    "/read/small-study/..%2f..%2fsecret.txt",
    "/read/..%2fsmall-study/f001",
    "/read/small-study/outside.txt",
    "/read/small-study/secret.txt",
    "/" + "a" * 5000,
    "/" + "a/" * 3000,
]


@pytest.mark.parametrize("path", WAYS_UP)
def test_no_way_out_of_the_folders(server: Server, client: httpx.Client, path: str) -> None:
    """No path, encoded or not, and no link leads out of the site, the build's list of files, or the named documents."""
    host = urlsplit(server.url).netloc
    answer = raw(server, f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAccept: text/html\r\n\r\n".encode())
    assert answer.split(b" ")[1] in (b"400", b"404", b"414"), answer[:200]
    for secret in (b"root:", b"nobody names me", b"[project]", b"De ansatte sier", b'"studies"'):
        assert secret not in answer


class Listener(http.server.BaseHTTPRequestHandler):
    heard: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        Listener.heard.append(self.path)
        self.send_response(500)
        self.end_headers()

    do_POST = do_GET  # noqa: N815 - the name that http.server looks for

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def listener() -> Iterator[str]:
    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}/"
    made.shutdown()
    made.server_close()


CALLS = [
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ service\tsilent<{0}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ \\u0053ERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\U00000053ERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ FILTER(1<2)SERVICE#>\n<{0}> {{ ?s ?p ?o }} }}",
    "PREFIX ex: <http://e/> SELECT * {{ VALUES ?v {{ ex:a\\' }} SERVICE <{0}> {{ ?s ?p ?o }} #'\n }}",
    "PREFIX e: <{0}> SELECT * {{ FILTER(1<2)SERVICE#>\ne:a\\#b {{ ?s ?p ?o }} }}",
    "PREFIX : <http://e/> SELECT * {{ VALUES ?v {{ : }}SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p trueSERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?u {{ <{0}> }} SERVICE ?u {{ ?s ?p ?o }} }}",
]


@pytest.mark.parametrize("query", CALLS)
def test_service_calls_nobody(client: httpx.Client, listener: str, query: str) -> None:
    """SERVICE is refused however it is disguised, and nobody is called."""
    before = len(Listener.heard)
    response = client.post("/sparql", data={"query": query.format(listener)})
    assert response.status_code == 400
    assert "SERVICE" in response.text
    assert len(Listener.heard) == before


def test_from_loads_nothing(client: httpx.Client, listener: str) -> None:
    """A graph that is not here is empty; it is not fetched."""
    before = len(Listener.heard)
    for parameters in ({"query": f"ASK FROM <{listener}> {{ ?s ?p ?o }}"}, {"query": "ASK { ?s ?p ?o }", "default-graph-uri": listener}):
        assert client.get("/sparql", params=parameters).json()["boolean"] is False
    assert len(Listener.heard) == before


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "CLEAR ALL",
        "\\u0044ROP ALL",
        "SELECT * {} ; DROP ALL",
    ],
)
def test_updates_are_refused(client: httpx.Client, update: str) -> None:
    """Updates are refused on every way in, and nothing has changed."""
    size = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).text
    assert client.post("/sparql", data={"query": update}).status_code == 400
    assert client.post("/sparql", data={"update": update}).status_code == 403
    assert client.post("/sparql", content=update, headers={"Content-Type": "application/sparql-update"}).status_code == 403
    assert client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).text == size


def test_huge_requests(server: Server, client: httpx.Client) -> None:
    """What is too large is refused before it is read or run: body, query, address, number of parameters."""
    assert client.post("/sparql", content=b"x" * 2_000_000, headers={"Content-Type": "application/sparql-query"}).status_code == 413
    assert client.post("/sparql", content=iter([b"x" * 500_000] * 4), headers={"Content-Type": "application/sparql-query"}).status_code == 413
    assert client.post("/sparql", data={"query": "ASK {} #" + "x" * 200_000}).status_code == 413
    assert client.get("/sparql?" + "&".join(f"p{number}=1" for number in range(1000))).status_code == 400
    assert client.post("/sparql", data={f"p{number}": "1" for number in range(1000)}).status_code == 400
    assert client.get("/api/findings?" + "&".join(f"p{number}=1" for number in range(1000))).status_code == 400
    assert client.get("/api/questions/study-themes/answer?" + "&".join(f"p{number}=1" for number in range(1000))).status_code == 400
    host = urlsplit(server.url).netloc
    for length, statuses in ((450_000, (b"414",)), (2_000_000, (b"400", b"414", b""))):
        assert raw(server, f"GET /sparql?query={'x' * length} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())[9:12] in statuses


@pytest.mark.parametrize(
    "query",
    ["SELECT * " + "{" * 5000 + "}" * 5000, "SELECT * { FILTER" + "(" * 30_000 + "1" + ")" * 30_000 + "}", "ASK { ?s " + "^" * 20_000 + "nk:a ?o }"],
)
def test_deep_nesting(client: httpx.Client, query: str) -> None:
    """A query that would use up the parser's stack costs at most its own worker."""
    response = client.post("/sparql", data={"query": query})
    assert response.status_code in (400, 500)
    assert response.text.count("\n") == 1


def test_memory(client: httpx.Client) -> None:
    """A query that wants more memory than it may have is stopped, or out of time first."""
    response = client.post("/sparql", data={"query": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?e ?f"})
    assert response.status_code in (422, 500, 504)


def test_too_many_rows(client: httpx.Client) -> None:
    """An answer above the limits of rows or bytes is 422, in every format, and never cut short."""
    for accept in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"):
        response = client.post("/sparql", data={"query": "SELECT ?b { ?a ?b ?c . ?d a owl:Class } LIMIT 100001"}, headers={"Accept": accept})
        assert response.status_code == 422
        assert "100000 rows" in response.text or "bytes" in response.text
    triples = client.post("/sparql", data={"query": "CONSTRUCT { ?a ?b ?d } WHERE { ?a ?b ?c . ?d a owl:Class }"})
    assert triples.status_code == 422


def test_slow_query_is_stopped_and_the_next_answered(server: Server, client: httpx.Client) -> None:
    """Slow queries get 504, or 503 with Retry-After when too many run; quick ones are answered meanwhile."""
    with ThreadPoolExecutor(12) as threads:
        slow = [threads.submit(lambda: client.post("/sparql", data={"query": SLOW})) for _ in range(10)]
        time.sleep(0.2)
        begun = time.monotonic()
        assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"]
        assert time.monotonic() - begun < 15
        answers = [one.result() for one in slow]
    assert {answer.status_code for answer in answers} <= {503, 504}
    stopped = [answer for answer in answers if answer.status_code == 504]
    assert stopped
    assert "longer than 2 s" in stopped[0].text
    assert all(answer.headers["Retry-After"].isdecimal() for answer in answers if answer.status_code == 503)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "a b", "[::1", "127.0.0.1@evil.example", "169.254.1.1"]
)
def test_wrong_host(client: httpx.Client, host: str) -> None:
    """A request that names the server otherwise is refused: a page elsewhere could have pointed its name here."""
    response = client.get("/sparql?query=ASK%7B%7D", headers={"Host": host})
    assert response.status_code in (400, 421)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "localhost:1234", "[::1]:80"])
def test_right_host(client: httpx.Client, host: str) -> None:
    """This machine's own names are right."""
    assert client.get("/sparql?query=ASK%7B%7D", headers={"Host": host}).status_code == 200


def test_header_injection(server: Server, client: httpx.Client) -> None:
    """Line breaks in what is asked never reach a header."""
    for path in (
        "/id/a%0d%0aSet-Cookie:%20x=1",
        "/search?q=%0d%0aSet-Cookie:x",
        "/read/small-study%0d%0aX:1/f001",
        "/id/finding/small-study/f001%0d%0aX: 1",
    ):
        response = client.get(path, headers={"Accept": "text/html"})
        assert response.status_code in (200, 404)
        assert "set-cookie" not in response.headers
        assert "x" not in response.headers


PAGES = ["/", "/sparql", "/sparql?query=ASK%7B%7D", "/nothing-here", "/id/old-system", "/id/kind-barrier", "/search?q=tregt", "/api/findings", "/api/nothing", "/server/query.js", "/read/small-study/f001", "/download/navkg.nq"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_headers_on_everything(client: httpx.Client, path: str) -> None:
    """Every response carries the security headers; no origin may read it; no page runs a script that stands in it."""
    response = client.get(path, headers={"Accept": "text/html", "Origin": "https://evil.example"})
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "access-control-allow-origin" not in response.headers
    assert "server" not in response.headers
    if response.headers.get("content-type", "").startswith("text/html"):
        assert "<script>" not in response.text
        assert "onerror=" not in response.text


def test_cors_when_asked(small_build: Path) -> None:
    """Only origins that were named may read answers, preflights included."""
    with served(small_build, "--cors", "https://good.example") as server, server.client() as client:
        good, evil = ({"Origin": f"https://{name}.example"} for name in ("good", "evil"))
        assert client.get("/sparql?query=ASK%7B%7D", headers=good).headers["Access-Control-Allow-Origin"] == "https://good.example"
        assert "access-control-allow-origin" not in client.get("/sparql?query=ASK%7B%7D", headers=evil).headers
        preflight = client.options("/sparql", headers={**good, "Access-Control-Request-Method": "POST"})
        assert preflight.status_code == 204
        assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
        assert client.get("/read/small-study/f001").status_code == 404, "without --sources there is no reader"
    with served(small_build, "--cors", "*") as server, server.client() as client:
        assert client.get("/sparql?query=ASK%7B%7D").headers["Access-Control-Allow-Origin"] == "*"


def run(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "navkg", "serve", *options], capture_output=True, text=True, timeout=60, check=False)


def test_command_faults(small_build: Path, server: Server, tmp_path: Path) -> None:
    """What is wrong with the command line is one line and exit status 1."""
    root = ("--root", str(small_build))
    port = str(urlsplit(server.url).port)
    for options, said in [
        ((*root, "--port", port), "cannot be used"),
        ((*root, "--cors", "good.example/path"), "is no origin"),
        ((*root, "--sources", str(tmp_path / "nowhere")), "is no folder"),
        ((*root, "--host", "no.such.host.invalid"), "is no address"),
        (("--build", str(tmp_path)), "no project"),
    ]:
        done = run(*options)
        assert done.returncode == 1
        assert said in done.stderr
        assert done.stderr.strip().splitlines()[-1].startswith("navkg: ")
        assert "Traceback" not in done.stderr


def test_broken_build(small_build: Path, tmp_path: Path) -> None:
    """A build whose graph cannot be read is one clear line."""
    folder = tmp_path / "project"
    folder.mkdir()
    for part in ("ontology", "viz", "data"):
        (folder / part).symlink_to(small_build / part)
    (folder / "build").mkdir()
    for name in ("models.json",):
        (folder / "build" / name).write_bytes((small_build / "build" / name).read_bytes())
    (folder / "build" / "navkg.nq").write_text("this is no N-Quads\n")
    done = run("--root", str(folder), "--port", "0")
    assert done.returncode == 1
    assert "cannot be loaded" in done.stderr


def test_warns_when_others_can_reach_it(small_build: Path) -> None:
    """An address that other machines reach is warned about, and there any address is a right name, but a foreign name still is not."""
    with served(small_build, "--host", "0.0.0.0") as server:
        place = f"http://127.0.0.1:{urlsplit(server.url).port}"
        with httpx.Client(base_url=place, trust_env=False) as client:
            assert client.get("/sparql?query=ASK%7B%7D").status_code == 200
            assert client.get("/sparql?query=ASK%7B%7D", headers={"Host": "192.0.2.7"}).status_code == 200
            assert client.get("/sparql?query=ASK%7B%7D", headers={"Host": "evil.example"}).status_code == 421
        assert "can be reached from other machines" in server.log.read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_workers_and_nursery(small_build: Path) -> None:
    """A killed worker or nursery is replaced, and nothing is left when the server is killed outright."""
    with served(small_build) as server, server.client() as client:
        nursery = children(server.process.pid)[0]
        workers = children(nursery)
        assert len(workers) >= 2
        os.kill(workers[0], signal.SIGKILL)
        time.sleep(0.5)
        for _ in range(10):
            assert client.get("/sparql?query=ASK%7B%7D").status_code == 200
        os.kill(nursery, signal.SIGKILL)
        time.sleep(0.5)
        for _ in range(10):
            assert client.get("/sparql?query=ASK%7B%7D").status_code == 200
        nursery = next(pid for pid in children(server.process.pid) if children(pid))
        left = [nursery, *children(nursery)]
        server.process.kill()
        server.process.wait()
        end = time.monotonic() + 5
        while any(is_running(pid) for pid in left) and time.monotonic() < end:
            time.sleep(0.05)
        assert not any(is_running(pid) for pid in left)


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False

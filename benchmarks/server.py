"""Queries per second and latency of `navkg serve` beside rdflib-endpoint over rdflib's memory store, on the same data and the same queries.

`python benchmarks/server.py [--root PROJECT] [--seconds 5] [--clients 1 4]` prints a table. rdflib-endpoint gets an environment of its own (build/bench-rdflib-endpoint, made by pip on
the first run); it is never installed beside navkg.
"""

from __future__ import annotations

import argparse
import http.client
import statistics
import subprocess
import sys
import threading
import time
import venv
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from load import memory_of, start, stop

PREFIXES = "PREFIX nk: <https://w3id.org/navkg/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
QUERIES = {
    "one finding": "SELECT ?p ?o { <https://w3id.org/navkg/id/finding/alin-chapter/f001> ?p ?o }",
    "50 findings": "SELECT ?f ?e { ?f a nk:Finding ; nk:about ?e } LIMIT 50",
    "count by kind": "SELECT ?kind (COUNT(?f) AS ?n) { ?f nk:kind ?kind } GROUP BY ?kind",
    "barriers, 2 joins": "SELECT ?b (COUNT(DISTINCT ?f) AS ?n) { ?f nk:identifiesBarrier ?b ; nk:affects ?a . ?b rdfs:label ?l } GROUP BY ?b ORDER BY DESC(?n) LIMIT 20",
    "shared subjects": "SELECT DISTINCT ?e { ?f nk:about ?e ; nk:findingOf ?s . ?g nk:about ?e ; nk:findingOf ?t FILTER(?s != ?t) } LIMIT 100",
}
RDFLIB_SERVER = """
import sys, rdflib, uvicorn
from rdflib_endpoint import SparqlEndpoint
data = rdflib.Dataset(default_union=True)
data.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=data, path="/sparql"), host="127.0.0.1", port=int(sys.argv[2]), log_level="critical")
"""


@dataclass
class Figures:
    """What was measured of one query."""

    rate: float
    median: float
    worst: float


def measure(url: str, query: str, clients: int, seconds: float) -> Figures:
    """Ask again and again from `clients` threads, each on one connection. Exits when an answer is no answer."""
    place = urlsplit(url)
    times: list[float] = []
    faults: list[str] = []
    path = f"/sparql?query={quote(PREFIXES + query)}"
    end = time.perf_counter() + seconds

    def ask() -> None:
        connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=120)
        while not faults:
            begun = time.perf_counter()
            connection.request("GET", path, headers={"Accept": "application/sparql-results+json"})
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200 or b"bindings" not in body:
                faults.append(f"{answer.status} {body[:200]!r}")
            times.append(time.perf_counter() - begun)
            if time.perf_counter() > end:
                break
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        sys.exit(f"{url}: {faults[0]}")
    ordered = sorted(times)
    return Figures(len(times) / (time.perf_counter() - begun), statistics.median(ordered), ordered[int(len(ordered) * 0.95)])


def rdflib_python(folder: Path) -> Path:
    """The interpreter of an environment that holds rdflib-endpoint."""
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "rdflib-endpoint[web]>=0.5"], check=True)
        (folder / "ready").touch()
    return python


def start_rdflib(python: Path, data: Path, port: int) -> subprocess.Popen[str]:
    process = subprocess.Popen([python, "-c", RDFLIB_SERVER, str(data), str(port)], text=True)
    for _ in range(600):
        time.sleep(0.5)
        if process.poll() is not None:
            sys.exit("rdflib-endpoint did not start")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/sparql?query=ASK%7B%7D")
            connection.getresponse().read()
        except OSError:
            continue
        finally:
            connection.close()
        return process
    sys.exit("rdflib-endpoint did not answer within five minutes")


def main() -> None:
    here = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=here)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--port", type=int, default=18998, help="port for rdflib-endpoint")
    options = parser.parse_args()
    found: dict[str, dict[tuple[str, int], Figures]] = {}
    memory: dict[str, int] = {}
    python = rdflib_python(
        here / "build" / "bench-rdflib-endpoint" if (here / "build").is_dir() else Path.home() / ".cache" / "navkg-bench-rdflib-endpoint"
    )
    for name in ("navkg", "rdflib-endpoint"):
        if name == "navkg":
            process, url = start(options.root)
        else:
            process, url = start_rdflib(python, options.root / "build" / "navkg.nq", options.port), f"http://127.0.0.1:{options.port}"
        try:
            found[name] = {
                (query, clients): measure(url, text, clients, options.seconds) for query, text in QUERIES.items() for clients in options.clients
            }
            memory[name] = memory_of(process.pid)
        finally:
            stop(process)
    print(f"{'query':<20}{'clients':>8}{'navkg q/s':>12}{'median':>10}{'95 %':>10}{'rdflib q/s':>12}{'median':>10}{'95 %':>10}{'ratio':>8}")
    for query, clients in found["navkg"]:
        ours, theirs = found["navkg"][query, clients], found["rdflib-endpoint"][query, clients]
        cells = "".join(f"{one.rate:>12.1f}{1000 * one.median:>7.1f} ms{1000 * one.worst:>7.1f} ms" for one in (ours, theirs))
        print(f"{query:<20}{clients:>8}{cells}{ours.rate / theirs.rate:>8.0f}")
    print("memory: " + ", ".join(f"{name} {kilobytes / 1024:.0f} MB" for name, kilobytes in memory.items()))


if __name__ == "__main__":
    main()

"""A worker: it has the store in memory, takes one job at a time from its socket and answers it. The process may be killed at any moment.

A job names its `kind`: `sparql` (a query from outside, answered in the format that `accept` likes best), `rows` (a query of ours, answered as rows),
or one of `things.py` (what the graph says about one thing). A new kind is a function `(store, job) -> reply` and one line in `_JOBS`.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import resource
import socket
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from navkg.graph.quads import serialise
from navkg.graph.store import Answer, Store
from navkg.namespaces import ID, PREFIXES
from navkg.problems import NavkgError
from navkg.questions.answers import make_rows
from navkg.questions.sparql import check_query, has_dataset, keywords_of, run_query
from navkg.server import formats, things, wire
from navkg.server.accept import choose
from navkg.server.refused import Refused

Reply = tuple[wire.Head, bytes]
_PLACE = re.compile(r"\Aerror at (\d+):(\d+): ")


def confine(memory: int) -> None:
    """Give up what a query has no need of: more than `memory` bytes on top of what is in use, and every further file or connection (SERVICE, too)."""
    taken = _address_space()
    if taken:
        resource.setrlimit(resource.RLIMIT_AS, (taken + memory, taken + memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what Oxigraph says when it runs out of memory is no news to the terminal
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def _address_space() -> int:
    """The size of this process's address space in bytes; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def serve(store: Store, connection: socket.socket) -> None:
    """Answer jobs until the other side closes the connection."""
    while (message := wire.receive(connection)) is not None:
        head, body = answer(store, message[0])
        head["peak"] = peak_memory()
        connection.sendall(wire.pack(head, body))


def peak_memory() -> int:
    """The most memory this process has used, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def answer(store: Store, job: wire.Head) -> Reply:
    """The reply to a job: `status`, `type` (content type) and the body; for a refusal a line of text."""
    try:
        return _JOBS[job["kind"]](store, job)
    except Refused as error:
        return _line(error.status, error.message)
    except NavkgError as error:
        return _line(400, str(error).splitlines()[0])
    except MemoryError:
        return _line(422, "the query needs more memory than a query may use — narrow it, or add LIMIT")
    except Exception as error:
        return _line(500, f"the query could not be answered: {type(error).__name__}")


def _line(status: int, message: str) -> Reply:
    return {"status": status, "type": "text/plain; charset=utf-8"}, f"{message}\n".encode("utf-8", "replace")


def _sparql(store: Store, job: wire.Head) -> Reply:
    text: str = job["query"]
    check_query(text)
    check_nesting(keywords_of(text), job["nesting"])
    try:
        result = _evaluate(store, text, job["default_graphs"], job["named_graphs"], has_from=has_dataset(text))
        return _write(result, job)
    except SyntaxError as error:
        message = _PLACE.sub(r"line \1, column \2: ", " ".join(str(error.msg).split()))
        raise Refused(400, f"the query does not parse: {message}") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise Refused(400, f"the query cannot be answered: {' '.join(str(error).split())}") from error


def check_nesting(bare: str, limit: int) -> None:
    """Raises Refused when brackets nest deeper than `limit`: parsers that descend would run out of stack."""
    depth = 0
    for sign in re.finditer(r"[({\[)}\]]", bare):
        depth += 1 if sign.group() in "({[" else -1
        if depth > limit:
            raise Refused(400, f"line {bare.count(chr(10), 0, sign.start()) + 1}: brackets nest deeper than {limit}")


def _evaluate(store: Store, text: str, default: Sequence[str], named: Sequence[str], *, has_from: bool) -> Answer:
    """The protocol's dataset goes before the query's own (SPARQL 1.1 Protocol, 2.1.4); without either the default graph is the union of all."""
    if default or named:
        graphs = {"default_graph": [ox.NamedNode(iri) for iri in default], "named_graphs": [ox.NamedNode(iri) for iri in named]}
        return store.quads.query(text, base_iri=ID, prefixes=PREFIXES, **graphs)  # type: ignore[arg-type]
    return store.quads.query(text, base_iri=ID, prefixes=PREFIXES, use_default_graph_as_union=not has_from)


class _Bounded(io.BytesIO):
    """A buffer that refuses to grow beyond a limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self._limit:
            raise Refused(422, f"the answer is larger than {self._limit} bytes — add LIMIT, or ask for fewer columns")
        return super().write(data)


def _write(result: Answer, job: wire.Head) -> Reply:
    offers: Sequence[str] = list(formats.TRIPLES if isinstance(result, ox.QueryTriples) else formats.ROWS)
    media_type = choose(job["accept"], offers)
    if media_type is None:
        raise Refused(406, f"this answer can be had as {', '.join(offers)}")
    rows: int = job["rows"]
    too_many = Refused(422, f"the answer has more than {rows} rows — add LIMIT, or ask for the files of the build")
    if isinstance(result, ox.QueryTriples):
        triples = list(islice(result, rows + 1))
        if len(triples) > rows:
            raise too_many
        rdf, content_type = formats.TRIPLES[media_type]
        body = serialise(list(dict.fromkeys(triples)), rdf)
        if len(body) > job["bytes"]:
            raise Refused(422, f"the answer is larger than {job['bytes']} bytes — add LIMIT")
        return {"status": 200, "type": content_type}, body
    form, content_type = formats.ROWS[media_type]
    buffer = _Bounded(job["bytes"])
    result.serialize(buffer, format=form)
    body = buffer.getvalue()
    if isinstance(result, ox.QuerySolutions) and has_more_rows(body, form, rows):
        raise too_many
    return {"status": 200, "type": content_type}, body


def has_more_rows(body: bytes, form: ox.QueryResultsFormat, limit: int) -> bool:
    """Does a written answer have more than `limit` rows? A cheap count that is never too low decides nearly always; above the limit the answer is read."""
    if form == ox.QueryResultsFormat.JSON:
        return body.count(b"},{") >= limit and len(json.loads(body)["results"]["bindings"]) > limit
    if form == ox.QueryResultsFormat.XML:
        return body.count(b"<result>") + body.count(b"<result/>") > limit
    if form == ox.QueryResultsFormat.TSV:
        return body.count(b"\n") > limit + 1
    lines = io.StringIO(body.decode("utf-8"), newline="")
    return body.count(b"\n") > limit + 1 and sum(1 for _ in csv.reader(lines)) > limit + 1


def _rows(store: Store, job: wire.Head) -> Reply:
    rows = make_rows(run_query(store, job["query"]), job["rows"])
    body = json.dumps({"columns": rows.columns, "values": rows.values}, ensure_ascii=False).encode()
    return {"status": 200, "type": "application/json"}, body


_JOBS = {"sparql": _sparql, "rows": _rows, "thing": things.write_thing, "graph": things.write_graph, "facts": things.write_facts}

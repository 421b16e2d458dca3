"""/sparql: the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/), for queries only, on the workers of the pool.

Statuses: 400 malformed, 403 an update, 405 another method, 406 no such format, 408 the body did not come, 413 request too large, 415 another kind of body,
422 above the limits of rows or bytes, 500 the query brought down its process, 503 too busy (with Retry-After), 504 too slow. The body is one line of text, in a page where the client likes that best.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qsl

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from navkg.server import formats
from navkg.server.accept import choose
from navkg.server.description import describe_service
from navkg.server.refused import Refused
from navkg.server.replies import as_response
from navkg.server.settings import Serving

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
READ_ONLY = "the graph is read-only: updates are refused"
MAX_FIELDS = 200
BODY_SECONDS = 10.0
_HTML = "text/html"


@dataclass(frozen=True)
class Asked:
    """A query with the graphs that the protocol names for it."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


def routes(serving: Serving) -> list[BaseRoute]:
    async def endpoint(request: Request) -> Response:
        try:
            return await _answer(serving, request)
        except Refused as error:
            raise HTTPException(error.status, error.message) from error

    return [Route(path, endpoint, methods=["GET", "POST"]) for path in ("/sparql", "/sparql/")]


async def _answer(serving: Serving, request: Request) -> Response:
    accept = ", ".join(request.headers.getlist("accept"))
    asked = await _read(request, serving.settings.limits.body_bytes)
    if asked is None:
        if choose(accept, [*formats.TRIPLES, _HTML]) == _HTML:
            return serving.pages.page(request, "query.html", title=("Query", "Spørring"))
        return as_response(await describe_service(serving.pool, str(request.base_url), accept))
    if request.method == "GET" and choose(accept, [*formats.ROWS, *formats.TRIPLES, _HTML]) == _HTML:
        return serving.pages.page(request, "query.html", title=("Query", "Spørring"))
    if len(asked.text) > serving.settings.limits.query_characters:
        raise Refused(413, f"the query has {len(asked.text)} characters — keep it under {serving.settings.limits.query_characters}")
    job = {
        "kind": "sparql",
        "query": asked.text,
        "accept": accept,
        "default_graphs": asked.default_graphs,
        "named_graphs": asked.named_graphs,
    }
    return as_response(await serving.pool.run(job, request.is_disconnected))


async def _read(request: Request, limit: int) -> Asked | None:
    """The query of a request; None when a GET holds none. Raises Refused."""
    fields = _fields(request.url.query, "address")
    if request.method == "GET":
        return _asked(fields)
    media_type, charset = _content_type(request.headers.get("content-type", ""))
    if media_type == UPDATE:
        raise Refused(403, READ_ONLY)
    if media_type not in (FORM, QUERY):
        raise Refused(415, f"send {FORM} or {QUERY}")
    if charset not in ("", "utf-8", "utf8"):
        raise Refused(415, "send UTF-8")
    text = _decode(await _body(request, limit), "body")
    if media_type == FORM:
        asked = _asked(fields + _fields(text, "body"))
    else:
        asked = _asked([*(pair for pair in fields if pair[0] != "query"), ("query", text)])
    if asked is None:
        raise Refused(400, "there is no query")
    return asked


def _asked(fields: list[tuple[str, str]]) -> Asked | None:
    def values(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in fields if key == name)

    if values("update"):
        raise Refused(403, READ_ONLY)
    if values("using-graph-uri") or values("using-named-graph-uri"):
        raise Refused(403, READ_ONLY)
    queries = values("query")
    if len(queries) > 1:
        raise Refused(400, "there is more than one query")
    graphs = values("default-graph-uri"), values("named-graph-uri")
    for iri in (*graphs[0], *graphs[1]):
        try:
            ox.NamedNode(iri)
        except ValueError as error:
            raise Refused(400, "a graph is named by something that is no IRI") from error
    return Asked(queries[0], *graphs) if queries and queries[0].strip() else None


def _fields(text: str, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict")
    except UnicodeDecodeError as error:
        raise Refused(400, f"the {where} is not UTF-8") from error
    except ValueError as error:
        raise Refused(400, f"the {where} holds more than {MAX_FIELDS} parameters") from error


def _content_type(header: str) -> tuple[str, str]:
    """Media type and charset."""
    media_type, *parameters = (part.strip().lower() for part in header.split(";"))
    named = dict(part.partition("=")[::2] for part in parameters)
    return media_type, named.get("charset", "").strip('" ')


def _decode(body: bytes, where: str) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, f"the {where} is not UTF-8") from error


async def _body(request: Request, limit: int) -> bytes:
    """The body, as long as it is not too large and comes in time."""
    too_large = Refused(413, f"the body is larger than {limit} bytes")
    if request.headers.get("content-length", "0").isdecimal() and int(request.headers.get("content-length", "0")) > limit:
        raise too_large
    got = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in request.stream():
                got += piece
                if len(got) > limit:
                    raise too_large
    except TimeoutError as error:
        raise Refused(408, f"the body did not come within {BODY_SECONDS:g} s") from error
    except ClientDisconnect as error:
        raise Refused(400, "the client has gone") from error
    return bytes(got)

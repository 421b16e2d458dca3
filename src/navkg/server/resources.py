"""Addresses of things: /id/… and /ontology, as HTML or RDF by what the client accepts.

`https://w3id.org/navkg/id/digisos` is answered here at `/id/digisos`: browsers are led (303) to the page of the site about it, or get a page made from its triples;
other clients get the triples themselves. Terms (`/ontology#about`) are described together, by the whole ontology.
"""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from navkg.namespaces import ID, ONTOLOGY, graph_iri, short_id
from navkg.server import formats
from navkg.server.accept import choose
from navkg.server.replies import as_response
from navkg.server.settings import Serving
from navkg.server.workers import Reply

_HTML = "text/html"


def routes(serving: Serving) -> list[BaseRoute]:
    async def thing(request: Request) -> Response:
        return await _thing(serving, request, request.path_params["path"])

    async def ontology(request: Request) -> Response:
        return await _ontology(serving, request)

    return [Route("/id/{path:path}", thing), Route("/ontology", ontology), Route("/ontology/", ontology)]


def _media_type(request: Request) -> str | None:
    return choose(", ".join(request.headers.getlist("accept")), [_HTML, *formats.TRIPLES])


async def _thing(serving: Serving, request: Request, path: str) -> Response:
    media_type, iri = _media_type(request), ID + path
    if media_type is None:
        return as_response(Reply.line(406, f"this can be had as {_HTML}, {', '.join(formats.TRIPLES)}"))
    try:
        ox.NamedNode(iri)
    except ValueError as error:
        raise HTTPException(404, "there is no such thing") from error
    if media_type == _HTML:
        page = serving.page_of(path)
        if page:
            return RedirectResponse(page, 303, {"Vary": "Accept"})
        return await _page(serving, request, iri)
    return as_response(await serving.pool.run({"kind": "thing", "iri": iri, "accept": media_type}, request.is_disconnected))


async def _ontology(serving: Serving, request: Request) -> Response:
    media_type = _media_type(request)
    if media_type is None:
        return as_response(Reply.line(406, f"this can be had as {_HTML}, {', '.join(formats.TRIPLES)}"))
    if media_type != _HTML:
        return as_response(await serving.pool.run({"kind": "graph", "iri": graph_iri("ontology"), "accept": media_type}, request.is_disconnected))
    if (serving.site / "ontology.html").is_file():
        return RedirectResponse("/ontology.html", 303, {"Vary": "Accept"})
    return await _page(serving, request, ONTOLOGY)


async def _page(serving: Serving, request: Request, iri: str) -> Response:
    """A page made from the triples about a thing that has no page of its own."""
    reply = await serving.pool.run({"kind": "facts", "iri": iri}, request.is_disconnected)
    if reply.status == 404:
        raise HTTPException(404, reply.body.decode().strip())
    if reply.status != 200:
        return as_response(reply)
    facts: dict[str, list[list[Any]]] = json.loads(reply.body)
    return serving.pages.page(request, "thing.html", title=(short_id(iri), short_id(iri)), iri=iri, facts=facts)

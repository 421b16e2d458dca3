"""Responses that several routes make."""

from __future__ import annotations

from starlette.responses import PlainTextResponse, Response

from navkg.server.pool import RETRY_SECONDS
from navkg.server.refused import Refused
from navkg.server.workers import Reply


def as_response(reply: Reply) -> Response:
    """What a worker answered, as HTTP."""
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    if reply.retry:
        headers["Retry-After"] = str(RETRY_SECONDS)
    return Response(reply.body, reply.status, headers | {"Content-Type": reply.type})


def refusal(error: Refused) -> Response:
    return PlainTextResponse(f"{error.message}\n", error.status)


def not_found(what: str) -> Response:
    return PlainTextResponse(f"{what}\n", 404)

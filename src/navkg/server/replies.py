"""Responses that several routes make."""

from __future__ import annotations

from starlette.responses import Response

from navkg.server.pool import RETRY_SECONDS
from navkg.server.workers import Reply


def as_response(reply: Reply) -> Response:
    """What a worker answered, as HTTP."""
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    if reply.retry:
        headers["Retry-After"] = str(RETRY_SECONDS)
    return Response(reply.body, reply.status, headers | {"Content-Type": reply.type})

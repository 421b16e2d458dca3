"""What every request must and every response carries: a host name of ours, security headers, and CORS where it was asked for.

Plain ASGI, because it has to see everything, also what the framework answers by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from navkg.server.settings import Settings

POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
ALONE = "same-origin"
_HOST = re.compile(r"(\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9._-]{1,253})(:\d{1,5})?\Z")
MAX_ADDRESS = 400_000


class Guard:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        extra = self._extra_headers(headers.get(b"origin", ""))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((name, value) for name, value in extra if name not in present)]
            await send(message)

        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, send_with_headers)
            return
        if scope["method"] == "HEAD":  # answered like GET everywhere; uvicorn leaves the body out
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope, headers: dict[bytes, str]) -> Response | None:
        """The answer to what goes no further: a foreign host name, an address that is too long, a preflight."""
        host = _HOST.match(headers.get(b"host", ""))
        if host is None or not self._settings.allows_host(host.group(1).strip("[]").lower()):
            return PlainTextResponse("this server does not go by that name\n", 421)
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > MAX_ADDRESS:
            return PlainTextResponse("the address is too long: send the query by POST\n", 414)
        if scope["method"] == "OPTIONS" and b"access-control-request-method" in headers:
            return Response(status_code=204, headers=self._preflight())
        return None

    def _preflight(self) -> dict[str, str]:
        if not self._settings.origins:
            return {}
        return {
            "Access-Control-Allow-Methods": "GET, HEAD, POST",
            "Access-Control-Allow-Headers": "Accept, Content-Type",
            "Access-Control-Max-Age": "600",
        }

    def _extra_headers(self, origin: str) -> list[tuple[bytes, bytes]]:
        headers = dict(HEADERS)
        origins = self._settings.origins
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if origins else ALONE
        if "*" in origins:
            headers["Access-Control-Allow-Origin"] = "*"
        elif origins:
            headers["Vary"] = "Origin"
            if origin in origins:
                headers["Access-Control-Allow-Origin"] = origin
        return list(_encoded(headers.items()))


def _encoded(headers: Iterable[tuple[str, str]]) -> Iterable[tuple[bytes, bytes]]:
    return ((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers)

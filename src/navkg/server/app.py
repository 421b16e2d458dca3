"""The application: every route, in the order in which they are tried, inside the guard."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from navkg.server import api, reading, resources, search, site, sparql
from navkg.server.accept import choose
from navkg.server.guard import Guard
from navkg.server.settings import Serving

# Every path that none of these knows goes to the files of the site.
ROUTES: tuple[Callable[[Serving], list[BaseRoute]], ...] = (
    sparql.routes,
    resources.routes,
    search.routes,
    api.routes,
    reading.routes,
    site.routes,
)
# What a page says above the reason, in English and Norwegian.
TITLES = {400: ("This cannot be answered", "Dette kan ikke besvares"), 404: ("There is no such page", "Siden finnes ikke")}


def make_app(serving: Serving) -> ASGIApp:
    """The pool has to be started by whoever runs the application."""

    async def say(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        headers = {"Vary": "Accept", **(error.headers or {})}
        if choose(", ".join(request.headers.getlist("accept")), ["text/plain", "text/html"]) != "text/html":
            return PlainTextResponse(f"{error.detail}\n", error.status_code, headers)
        title = TITLES.get(error.status_code, TITLES[400])
        page = serving.pages.page(request, "refused.html", error.status_code, title=title, message=error.detail)
        page.headers.update(headers)
        return page

    async def fail(_: Request, __: Exception) -> Response:
        return PlainTextResponse("the server has a fault; its terminal says which\n", 500)

    app = Starlette(routes=[route for make in ROUTES for route in make(serving)], exception_handlers={HTTPException: say, Exception: fail})
    app.router.redirect_slashes = False
    app.router.default = site.site_files(serving)
    return Guard(app, serving.settings)

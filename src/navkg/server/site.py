"""The static site of the build, and the files of the build for download, by Starlette's `StaticFiles`: it follows no link out of its folder and leaves no way up."""

from __future__ import annotations

import json
import os
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from navkg.server.settings import Serving

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gexf": "application/xml",
    ".graphml": "application/xml",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown; charset=utf-8",
    ".nq": "application/n-quads",
    ".nt": "application/n-triples",
    ".png": "image/png",
    ".rq": "application/sparql-query",
    ".svg": "image/svg+xml",
    ".trig": "application/trig",
    ".ttl": "text/turtle; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


class Files(StaticFiles):
    """Files of one folder with their content types, revalidated at each visit (ETag, 304)."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            return await super().get_response(path, scope)
        except ValueError as error:  # a NUL in the path
            raise HTTPException(404) from error

    def file_response(self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "no-cache"
        if isinstance(response, FileResponse):
            response.headers["Content-Type"] = TYPES.get(Path(full_path).suffix, "application/octet-stream")
        return response


def routes(serving: Serving) -> list[BaseRoute]:
    folder, viz = serving.build.folder, serving.pages.folder
    downloads = sorted(path.name for path in folder.iterdir() if path.is_file() and path.suffix in TYPES and path.name != "models.json")

    async def download(request: object) -> Response:
        name = request.path_params["name"]  # type: ignore[attr-defined]
        if name not in downloads:
            return PlainTextResponse(f"files: {', '.join(downloads)}\n", 404)
        return FileResponse(folder / name, headers={"Content-Type": TYPES[Path(name).suffix], "Cache-Control": "no-cache"})

    async def start(_: object) -> Response:
        return RedirectResponse("/sparql")

    async def served(_: object) -> Response:
        """The script that a folder's site has empty: it shows the links that only a server can follow."""
        if not (viz / "served.js").is_file():
            raise HTTPException(404, "viz/server/served.js is missing")
        at_hand = json.dumps(["queries", *(["documents"] if serving.settings.sources else [])])
        text = f"globalThis.navkgServes = {at_hand};\n{(viz / 'served.js').read_text(encoding='utf-8')}"
        return Response(text, headers={"Content-Type": TYPES[".js"], "Cache-Control": "no-cache"})

    made: list[BaseRoute] = [
        Route("/download/{name}", download),
        Route("/assets/served.js", served),
        Mount("/server", Files(directory=viz, check_dir=False)),
    ]
    if not (serving.site / "index.html").is_file():
        made.append(Route("/", start))
    return made


def site_files(serving: Serving) -> ASGIApp:
    """What answers every path that no route knows."""
    return Files(directory=serving.site, html=True, check_dir=False)

"""/search?q=…: findings and entities that hold the words, as a page or as JSON by what the client accepts.

Entities whose names hold every word come first; then findings, ranked by the search index of the build (a build without one: statements that hold every word).
"""

from __future__ import annotations

from threading import Lock
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from navkg.server.accept import choose
from navkg.server.replies import as_response
from navkg.server.settings import Serving
from navkg.server.terms import of_ontology
from navkg.server.workers import Reply

MOST, LONGEST = 200, 500
Hit = dict[str, Any]
_ONE_AT_A_TIME = Lock()


def routes(serving: Serving) -> list[BaseRoute]:
    async def search(request: Request) -> Response:
        media_type = choose(", ".join(request.headers.getlist("accept")), ["application/json", "text/html"])
        if media_type is None:
            return as_response(Reply.line(406, "this can be had as text/html, application/json"))
        words = request.query_params.get("q", "").strip()
        if len(words) > LONGEST:
            raise HTTPException(400, f"q has {len(words)} characters — keep it under {LONGEST}")
        if media_type == "application/json" and not words:
            return as_response(Reply.line(400, "q is missing — write /search?q=words"))
        hits = await run_in_threadpool(find, serving, words, 50) if words else []
        if media_type == "text/html":
            return serving.pages.page(request, "search.html", title=("Search", "Søk"), words=words, hits=hits, names=await _names(serving))
        return JSONResponse({"q": words, "count": len(hits), "hits": hits}, headers={"Vary": "Accept"})

    return [Route("/search", search)]


async def _names(serving: Serving) -> dict[str, tuple[str, str]]:
    """What each class is called, English and Norwegian."""
    rows = [(str(term), english, norwegian) for term, kind, english, norwegian in await of_ontology(serving) if kind == "class"]
    return {term.partition(":")[2]: (english or term, norwegian or english or term) for term, english, norwegian in rows}


def find(serving: Serving, words: str, limit: int) -> list[Hit]:
    """The best hits: `id`, `kind` (Finding or the entity's class), `label_en`, `label_nb` and `address`."""
    parts = words.casefold().split()
    hits = [_entity(one) for one in serving.entities.values() if _holds(parts, one["label_en"], one["label_nb"], one["id"], *one["aliases"])]
    if (serving.build.folder / "search.json").is_file():
        with _ONE_AT_A_TIME:  # the index is one SQLite connection
            findings = [serving.findings[name] for name, _, _ in serving.build.searcher.find(words)[:limit]]
    else:
        findings = [one for one in serving.findings.values() if _holds(parts, one["statement_en"], one["statement_nb"], one["id"])]
    return [*hits[: max(5, limit // 4)], *map(_finding, findings)][:limit]


def _holds(parts: list[str], *texts: str) -> bool:
    whole = "\n".join(texts).casefold()
    return all(part in whole for part in parts)


def _entity(record: dict[str, Any]) -> Hit:
    return {
        "id": record["id"],
        "kind": record["class"],
        "label_en": record["label_en"],
        "label_nb": record["label_nb"],
        "address": f"/id/{record['id']}",
    }


def _finding(record: dict[str, Any]) -> Hit:
    return {
        "id": record["id"],
        "kind": "Finding",
        "label_en": record["statement_en"],
        "label_nb": record["statement_nb"],
        "address": f"/id/finding/{record['id']}",
    }

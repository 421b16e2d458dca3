"""/read/<study>/<f001>: the document, with the finding's passages marked, beside the finding. Only with `--sources DIR`.

The text goes from the file to the browser and nowhere else: only the file that study.yaml names is read, the page is made anew for each reader and may not be stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from navkg.loaders.text_layer import digest
from navkg.model import Finding, Study
from navkg.problems import NavkgError
from navkg.project import read_text
from navkg.server.settings import Serving

Piece = tuple[str, str]


def routes(serving: Serving) -> list[BaseRoute]:
    sources = serving.settings.sources
    if sources is None:
        return []

    def read(request: Request) -> Response:
        study, name = request.path_params["study"], request.path_params["finding"]
        found = serving.finding(study, name)
        if found is None:
            raise HTTPException(404, f"there is no finding {study}/{name}")
        try:
            text = document_text(found[0], sources)
        except NavkgError as error:
            raise HTTPException(404, str(error).splitlines()[0]) from error
        response = serving.pages.page(request, "read.html", title=(f"Read {study}/{name}", f"Les {study}/{name}"), **_context(serving, *found, text))
        response.headers["Cache-Control"] = "no-store"
        return response

    def first(request: Request) -> Response:
        study = serving.studies.get(request.path_params["study"])
        if study is None or not study.findings:
            raise HTTPException(404, "there is no such study")
        return RedirectResponse(f"/read/{study.id}/{in_order(study)[0].id}", 303)

    return [Route("/read/{study}", first), Route("/read/{study}/{finding}", read)]


def document_text(study: Study, sources: Path) -> str:
    """The text of a study's document. Raises NavkgError when the folder lacks the file, or the file leads out of the folder."""
    name = study.design.document.file
    path = (sources / name).resolve()
    if path.parent != sources.resolve():
        return read_text(sources / f"{name} (leads out of the folder)", name)
    return read_text(path, name)


def in_order(study: Study) -> list[Finding]:
    """The findings as one meets them in the document."""
    return sorted(study.findings, key=lambda finding: (min(passage.at for passage in finding.passages), finding.id))


def _context(serving: Serving, study: Study, finding: Finding, text: str) -> dict[str, Any]:
    ordered = in_order(study)
    place = next(number for number, one in enumerate(ordered) if one.id == finding.id)
    spans = [(passage.at[0], passage.at[1], passage.role) for passage in finding.passages]
    return {
        "study": study,
        "finding": finding,
        "record": serving.findings[f"{study.id}/{finding.id}"],
        "labels": {slug: (term.label_en, term.label_nb) for slug, term in serving.build.vocabulary.terms.items()},
        "pieces": list(pieces(text, spans)),
        "matches": [digest(text[start:end]) == passage.sha256 for (start, end, _), passage in zip(spans, finding.passages, strict=True)],
        "sections": [study.section_at(start) for start, _, _ in spans],
        "previous": ordered[place - 1].id if place else None,
        "following": ordered[place + 1].id if place + 1 < len(ordered) else None,
        "place": place + 1,
        "count": len(ordered),
    }


def pieces(text: str, spans: Iterable[tuple[int, int, str]]) -> Iterator[Piece]:
    """The text cut where a passage begins or ends, each piece with the role of the passage it belongs to (empty: none). Overlaps go to the passage that begins first."""
    reached = 0
    for begin, stop, role in sorted(spans):
        start, end = max(begin, reached), min(stop, len(text))
        if start >= end:
            continue
        if start > reached:
            yield text[reached:start], ""
        yield text[start:end], role
        reached = end
    if reached < len(text):
        yield text[reached:], ""

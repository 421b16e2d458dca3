"""/api: findings, entities, studies, questions and what the synthesis computes, as JSON, with OpenAPI at /api/openapi.json.

Parameters are checked from the signatures here; whatever is wrong with a request is one line of text with a 4xx status. A new path is a function in one of the `_add_…`.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Annotated, Any, Literal

import pyoxigraph as ox
from fastapi import FastAPI, HTTPException, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount

from navkg.namespaces import short_id
from navkg.outputs.records import csv_text
from navkg.problems import NavkgError
from navkg.questions.answers import Rows, format_rows
from navkg.questions.catalog import CompetencyQuestion
from navkg.questions.selection import select_findings
from navkg.questions.written import Terms, without_header
from navkg.server import comparisons, search, terms
from navkg.server.replies import as_response
from navkg.server.settings import Serving

Record = dict[str, Any]
Word = Annotated[str | None, Query(max_length=300)]
Slug = Annotated[str, Path(max_length=120, pattern=r"^[A-Za-z0-9_-]+$")]
Limit = Annotated[int, Query(ge=1, le=1000, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="How many to pass over.")]
MOST_PARAMETERS = 50
DESCRIPTION = "What qualitative studies of NAV's digitalisation found: findings with their provenance, the entities that they name, questions with their answers. Read-only."


def routes(serving: Serving) -> list[BaseRoute]:
    api = FastAPI(
        title="navkg",
        version=version("navkg"),
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        servers=[{"url": "/api"}],
    )
    api.router.redirect_slashes = False

    @api.exception_handler(RequestValidationError)
    def malformed(_: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        return PlainTextResponse(f"{'.'.join(str(part) for part in first['loc'][1:])}: {first['msg'].lower()}\n", 400)

    @api.exception_handler(StarletteHTTPException)
    def refused(_: Request, error: StarletteHTTPException) -> Response:
        return PlainTextResponse(f"{error.detail}\n", error.status_code, error.headers)

    @api.exception_handler(NavkgError)
    def faulty(_: Request, error: NavkgError) -> Response:
        return PlainTextResponse(f"{str(error).splitlines()[0]}\n", 400)

    for add in (_add_findings, _add_entities, _add_studies, _add_questions, _add_search, comparisons.add):
        add(api, serving)
    return [Mount("/api", api)]


def _part(records: list[Record], name: str, limit: int, offset: int) -> Record:
    return {"total": len(records), "limit": limit, "offset": offset, name: records[offset : offset + limit]}


def _or_404(record: Record | None, what: str) -> Record:
    if record is None:
        raise HTTPException(404, f"there is no {what}")
    return record


def _check_names(request: Request, known: set[str]) -> None:
    """A misspelt parameter must not look like a filter that let everything through."""
    for name in request.query_params:
        if name not in known:
            raise HTTPException(400, f"there is no parameter '{name[:60]}'; known: {', '.join(sorted(known))}")


def _add_findings(api: FastAPI, serving: Serving) -> None:
    @api.get("/findings", tags=["findings"])
    def findings(
        request: Request,
        study: Word = None,
        kind: Word = None,
        basis: Word = None,
        valence: Word = None,
        about: Word = None,
        actor: Word = None,
        theory: Word = None,
        theme: Word = None,
        text: Word = None,
        limit: Limit = 50,
        offset: Offset = 0,
        format: Literal["json", "csv"] = "json",  # noqa: A002 - the parameter's name
    ) -> Any:
        """Findings that pass every filter, the same as those of `navkg findings`."""
        filters = {
            "study": study, "kind": kind, "basis": basis, "valence": valence, "about": about, "actor": actor, "theory": theory, "theme": theme, "text": text,
        }  # fmt: skip
        _check_names(request, {*filters, "limit", "offset", "format"})
        records = select_findings(serving.findings.values(), {name: value for name, value in filters.items() if value})
        if format == "csv":
            return Response(csv_text(records[offset : offset + limit]), media_type="text/csv")
        return _part(records, "findings", limit, offset)

    @api.get("/findings/{study}/{finding}", tags=["findings"])
    def finding(study: Slug, finding: Slug) -> Record:
        """One finding."""
        return _or_404(serving.findings.get(f"{study}/{finding}"), f"finding {study}/{finding}")


def _add_entities(api: FastAPI, serving: Serving) -> None:
    @api.get("/entities", tags=["entities"])
    def entities(
        request: Request,
        class_: Annotated[str | None, Query(alias="class", max_length=100)] = None,
        text: Word = None,
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Record:
        """Entities of the registry: of a class, or with words in their names."""
        _check_names(request, {"class", "text", "limit", "offset"})
        if class_ is not None and class_ not in serving.build.vocabulary.classes:
            raise HTTPException(400, f"there is no class '{class_}'; classes: {', '.join(sorted(serving.build.vocabulary.classes))}")
        sought = (text or "").casefold()
        records = [
            record
            for record in serving.entities.values()
            if class_ in (None, record["class"])
            and sought in "\n".join((record["id"], record["label_en"], record["label_nb"], *record["aliases"])).casefold()
        ]
        return _part(records, "entities", limit, offset)

    @api.get("/entities/{entity}", tags=["entities"])
    def entity(entity: Slug) -> Record:
        """One entity, with the ids of the findings that name it."""
        record = _or_404(serving.entities.get(entity), f"entity '{entity}'")
        return {
            **record,
            "findings": [one["id"] for one in select_findings(serving.findings.values(), {"about": entity})] if record["studies"] else [],
        }

    @api.get("/terms", tags=["entities"])
    async def known_terms() -> Any:
        """Prefixes, classes, properties and ids, as the query page completes them."""
        return await terms.known(serving)


def _add_studies(api: FastAPI, serving: Serving) -> None:
    def described(name: str) -> Record:
        study = serving.studies[name]
        return {**study.design.model_dump(mode="json", by_alias=True, exclude_none=True), "findings": len(study.findings)}

    @api.get("/studies", tags=["studies"])
    def studies() -> Record:
        """Every study: design, informants, document, number of findings."""
        return {"total": len(serving.studies), "studies": [described(name) for name in serving.studies]}

    @api.get("/studies/{study}", tags=["studies"])
    def study(study: Slug) -> Record:
        """One study."""
        return _or_404(described(study) if study in serving.studies else None, f"study '{study}'")


def _told(question: CompetencyQuestion, serving: Serving) -> Record:
    """A question; a default study that is not here is replaced by the first one, as an answer would."""
    row = question.header.model_dump(mode="json", by_alias=True)
    for parameter in row["parameters"].values():
        if parameter["type"] == "study" and parameter["default"] not in serving.studies:
            parameter["default"] = next(iter(serving.studies), None)
    return {**row, "sparql": question.sparql}


def _add_questions(api: FastAPI, serving: Serving) -> None:
    def bind(request: Request, name: str) -> tuple[CompetencyQuestion, Terms]:
        found = serving.questions.get(name)
        if found is None:
            raise HTTPException(404, f"there is no question '{name}'")
        given = {name: value for name, value in request.query_params.items() if name != "format"}
        if len(given) > MOST_PARAMETERS:
            raise HTTPException(400, f"more than {MOST_PARAMETERS} parameters")
        return found, found.bind(given, serving.build.vocabulary, serving.studies)

    @api.get("/questions", tags=["questions"])
    def questions() -> Record:
        """Every competency question: what it asks, its parameters, its SPARQL."""
        rows = [_told(question, serving) for question in serving.questions.values()]
        return {"total": len(rows), "questions": rows}

    @api.get("/questions/{question}", tags=["questions"])
    def question(question: Slug) -> Record:
        """One competency question."""
        found = serving.questions.get(question)
        return _or_404(_told(found, serving) if found else None, f"question '{question}'")

    @api.get("/questions/{question}/query", tags=["questions"], response_class=PlainTextResponse)
    def query(request: Request, question: Slug) -> Response:
        """The SPARQL of a competency question with the values of its parameters written into it."""
        found, bound = bind(request, question)
        return PlainTextResponse(without_header(found.written(bound)))

    @api.get("/questions/{question}/answer", tags=["questions"])
    async def answer(request: Request, question: Slug, format: Literal["json", "csv"] = "json") -> Any:  # noqa: A002 - the parameter's name
        """The answer of a competency question; its parameters are parameters of the address (`?study=alin-chapter`)."""
        found, bound = bind(request, question)
        job = {"kind": "rows", "query": found.written(bound)}
        reply = await serving.pool.run(job, request.is_disconnected)
        if reply.status != 200:
            return as_response(reply)
        made = json.loads(reply.body)
        rows = Rows(tuple(made["columns"]), tuple(tuple(row) for row in made["values"]))
        if format == "csv":
            return Response(format_rows(rows, "csv"), media_type="text/csv")
        given = {name: short_id(term.value) if isinstance(term, ox.NamedNode) else term.value for name, term in bound.items()}
        return JSONResponse({"question": question, "parameters": given, "columns": rows.columns, "rows": rows.records()})


def _add_search(api: FastAPI, serving: Serving) -> None:
    @api.get("/search", tags=["search"])
    def find(q: Annotated[str, Query(min_length=1, max_length=search.LONGEST)], limit: Annotated[int, Query(ge=1, le=search.MOST)] = 50) -> Record:
        """Findings and entities that hold the words."""
        hits = search.find(serving, q, limit)
        return {"q": q, "count": len(hits), "hits": hits}

"""/api/tables and /api/contradictions: what `navkg.synthesis` computes, where the project's code has it."""

from __future__ import annotations

from dataclasses import is_dataclass
from functools import lru_cache
from importlib import import_module
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Query
from pydantic import BaseModel

from navkg.server.settings import Serving


def add(api: FastAPI, serving: Serving) -> None:
    """Add the paths; nothing where the synthesis is not there."""
    try:
        evidence_module = import_module("navkg.synthesis.evidence")
        contradictions_module = import_module("navkg.synthesis.contradictions")
        tables = import_module("navkg.synthesis.tables").TABLES
    except (ImportError, AttributeError):
        return

    @lru_cache(maxsize=1)
    def evidence() -> Any:
        build = serving.build
        return evidence_module.Evidence(build.vocabulary, build.studies, build.synthesis)

    @lru_cache(maxsize=64)
    def table(name: str) -> Any:
        return plain(tables[name](evidence()))

    @lru_cache(maxsize=1)
    def all_contradictions() -> Any:
        return plain(contradictions_module.find_contradictions(evidence()))

    @api.get("/tables", tags=["synthesis"])
    def list_tables() -> dict[str, Any]:
        """The tables of the synthesis: convergence matrix, gap map, effect directions …"""
        return {"total": len(tables), "tables": list(tables)}

    @api.get("/tables/{name}", tags=["synthesis"])
    def one_table(name: str) -> Any:
        """One table: columns, and rows of cells with the findings behind each."""
        if name not in tables:
            raise HTTPException(404, f"there is no table '{name[:60]}'; tables: {', '.join(tables)}")
        return table(name)

    @lru_cache(maxsize=64)
    def gaps(rows: str, columns: str) -> Any:
        return import_module("navkg.synthesis.gaps").gap_data(evidence(), rows, columns)

    @api.get("/gap-map", tags=["synthesis"])
    def gap_map(rows: Annotated[str, Query(max_length=60)] = "service", columns: Annotated[str, Query(max_length=60)] = "theme") -> Any:
        """The evidence gap map: what was studied and found for each pair of a row and a column; rows and columns are facets (service, theme, construct, method …)."""
        return gaps(rows, columns)

    @api.get("/contradictions", tags=["synthesis"])
    def contradictions() -> dict[str, Any]:
        """Findings that stand against each other, and where their two sides differ."""
        found = all_contradictions()
        return {"total": len(found), "contradictions": found}


def plain(value: Any) -> Any:
    """Dataclasses and models as JSON can hold them."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(part) for name, part in ((field, getattr(value, field)) for field in value.__dataclass_fields__)}
    if isinstance(value, dict):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(part) for part in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return value

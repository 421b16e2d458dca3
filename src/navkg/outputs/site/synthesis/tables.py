"""A page for every table that no page of its own kind shows: <table>.html, made from the one table model."""

from __future__ import annotations

from collections.abc import Iterator

from navkg.outputs.site.render import Page
from navkg.outputs.site.synthesis.cells import Cells
from navkg.outputs.site.synthesis.desk import Desk
from navkg.synthesis.tables import TABLES

# Shown by matrix.py, contradictions.py and structure.py.
ELSEWHERE = ("convergence-", "contradictions", "structure-")


def pages(desk: Desk) -> Iterator[Page]:
    for name in TABLES:
        if not name.startswith(ELSEWHERE):
            table = desk.table(name)
            yield (f"{name}.html", "table.html", {"table": table, "cells": Cells(desk, table), "downloads": desk.downloads(name)})

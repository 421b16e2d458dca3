"""The limits of the server, in one place."""

from __future__ import annotations

import os
from dataclasses import dataclass

from navkg.questions.answers import ROW_LIMIT
from navkg.questions.sparql import MAX_QUERY, TIME_LIMIT

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one query may use, and how many may wait.

    `seconds`: until a query is stopped; `moment`: of processor time, until it has to leave the quick lane; `rows`, `answer_bytes`: of an answer; `query_characters` of a query and
    `body_bytes` of a request; `memory_bytes`: what a worker may take on top of the store; `workers`: of the quick lane; `long_queries`: how many may run on
    beside it; `waiting`: how many may wait for a worker before others are turned away; `nesting`: how deep brackets may nest.
    """

    seconds: float = TIME_LIMIT
    moment: float = 0.2
    rows: int = ROW_LIMIT
    answer_bytes: int = 32 * MEGABYTE
    query_characters: int = MAX_QUERY
    body_bytes: int = MEGABYTE
    memory_bytes: int = 1024 * MEGABYTE
    workers: int = max(2, min(8, os.cpu_count() or 2))
    long_queries: int = 4
    waiting: int = 500
    nesting: int = 200

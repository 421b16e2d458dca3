"""Running a SPARQL query that comes from outside: read-only, no SERVICE, no files, a time limit and a row limit.

Oxigraph's `query` cannot write and cannot LOAD (updates are another grammar), but it would follow SERVICE to the network. The word is therefore refused before
the query is parsed, wherever it could be a keyword: codepoint escapes are resolved first (SPARQL 1.1, 19.2), and IRIs, strings and comments are passed over.
What these are can be disguised (`1<2)SERVICE#>` is no IRI to Oxigraph, the apostrophe of `ex:a\\'` opens no string), so anything that has the form of a SERVICE
clause is refused wherever it stands.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from navkg.graph.store import Answer, Store
from navkg.problems import fault

TIME_LIMIT = 30.0
MAX_QUERY = 100_000
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# What holds no keywords and no variables, to be read with re.VERBOSE and re.DOTALL: escapes, IRIs, strings, comments.
PASSED_OVER = r"""\\.|<[^<>"{}|^`\\\x00-\x20]*>|'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*"|\#[^\n\r]*"""
_PASSED_OVER = re.compile(PASSED_OVER, re.VERBOSE | re.DOTALL)
_SERVICE = re.compile(r"(?<![\w:?$@-])SERVICE(?![\w-])", re.IGNORECASE)
_SPACE = r"(?:\s|#[^\n\r]*+(?:[\n\r]|\Z))*+"
_NAME = r"(?:<[^<>]*+>|[?$][^\s<>{}#]++|[^\s<>{}#:]*+:(?:\\.|[^\s<>{}#\\])*+)"
_CLAUSE = re.compile(rf"SERVICE{_SPACE}(?:SILENT{_SPACE})?+{_NAME}{_SPACE}\{{", re.IGNORECASE)
_MANY = 100  # clauses are looked for from each of the words, so these are few
_FROM = re.compile(r"(?<![\w:?$@-])FROM(?![\w:-])", re.IGNORECASE)
_UPDATE = re.compile(r"(?<![\w:?$@-])(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)(?![\w:-])", re.IGNORECASE)
_PLACE = re.compile(r"error at (\d+):")
_REFUSED = (
    (_SERVICE, "SERVICE is refused: query the graph at hand (a prefix cannot be called service either)"),
    (_UPDATE, "the graph is read-only: use SELECT, ASK, CONSTRUCT or DESCRIBE"),
)


def check_query(text: str, name: str = "") -> None:
    """Raises NavkgError for a query that is too long, calls SERVICE, or is an update."""
    if len(text) > MAX_QUERY:
        raise fault(f"the query has {len(text)} characters", f"keep it under {MAX_QUERY}", file=name)
    bare = keywords_of(text)
    whole = _ESCAPE.sub(_unescape, text)
    clause = _CLAUSE.search(whole) if whole.upper().count("SERVICE") <= _MANY else re.search("SERVICE", whole, re.IGNORECASE)
    if clause:
        raise fault("the query holds a SERVICE clause", _REFUSED[0][1], file=name, line=whole.count("\n", 0, clause.start()) + 1)
    for pattern, mend in _REFUSED:
        found = pattern.search(bare)
        if found:
            raise fault(f"the query holds the keyword {found.group().upper()}", mend, file=name, line=bare.count("\n", 0, found.start()) + 1)


def keywords_of(text: str) -> str:
    """The query without IRIs, strings and comments, codepoint escapes resolved; lines stay where they are."""
    return _PASSED_OVER.sub(lambda match: "\n" * match.group().count("\n"), _ESCAPE.sub(_unescape, text))


def has_dataset(text: str) -> bool:
    """Does the query name its own graphs with FROM? Then its default graph is these, and not the union of all."""
    return _FROM.search(keywords_of(text)) is not None


def _unescape(match: re.Match[str]) -> str:
    point = int(match.group(1) or match.group(2), 16)
    return chr(point) if point <= 0x10FFFF and not 0xD800 <= point <= 0xDFFF else "\ufffd"


def run_query(store: Store, text: str, name: str = "") -> Answer:
    """The answer of a checked query. Raises NavkgError with the line of a fault of syntax, or of evaluation."""
    check_query(text, name)
    try:
        return store.query(text, union=not has_dataset(text))
    except SyntaxError as error:
        where = _PLACE.search(str(error))
        raise fault(f"the query does not parse: {error.msg}", "mend the query", file=name, line=int(where.group(1)) if where else 0) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise fault(f"the query cannot be answered: {error}", "mend the query", file=name) from error


@contextmanager
def time_limit(seconds: float, on_time: Any) -> Iterator[None]:
    """Call `on_time()` in another thread when the block is not done after `seconds`. Oxigraph cannot be interrupted, so `on_time` has to end the process."""
    timer = threading.Timer(seconds, on_time)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()

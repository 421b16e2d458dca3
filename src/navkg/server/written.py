"""A competency question as a query of its own: the values of its parameters written into it, so that it can be read, changed and sent anywhere.

When the program answers a question it binds parameters without touching the text; a variable so bound may stand where a plain query cannot have a term (in SELECT, GROUP BY,
ORDER BY). There the variable is left out; everywhere else its term takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pyoxigraph as ox

_TOKEN = re.compile(
    r"""(?P<over><[^<>"{}|^`\\\x00-\x20]*>|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*"|\#[^\n\r]*)|(?P<variable>[?$]\w+)|(?P<word>[A-Za-z_][\w-]*)|(?P<sign>[{}()])""",
    re.VERBOSE | re.DOTALL,
)
_ENDS = {"SELECT": {"WHERE", "FROM", "{"}, "BY": {"ORDER", "GROUP", "HAVING", "LIMIT", "OFFSET", "VALUES", "}"}}
_EMPTY = re.compile(r"\b(GROUP|ORDER)\s+BY\s*(?=\}|ORDER\b|HAVING\b|LIMIT\b|OFFSET\b|VALUES\b|\Z)", re.IGNORECASE)


def write_out(sparql: str, bound: Mapping[str, ox.NamedNode | ox.Literal]) -> str:
    """The query with each bound variable's term in its place."""
    lines = sparql.split("\n")
    while lines and lines[0].startswith("#"):
        lines.pop(0)
    text = "".join(_replaced("\n".join(lines), bound))
    return re.sub(r"[ \t]+(?=\n|\Z)", "", _EMPTY.sub("", text)).strip() + "\n"


def _replaced(text: str, bound: Mapping[str, ox.NamedNode | ox.Literal]) -> Iterator[str]:
    reached, depth, clause = 0, 0, ""
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match.group()
        if kind == "sign":
            depth += {"(": 1, ")": -1}.get(token, 0)
        if kind in ("word", "sign") and depth == 0:
            if token.upper() in _ENDS.get(clause, ()):
                clause = ""
            if token.upper() in _ENDS:
                clause = token.upper()
        if kind == "variable" and token[1:] in bound:
            yield text[reached : match.start()]
            yield "" if clause and depth == 0 else str(bound[token[1:]])
            reached = match.end()
    yield text[reached:]

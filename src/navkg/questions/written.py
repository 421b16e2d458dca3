"""Writing the values of a competency question's parameters into its query: what the program runs, and what can be read, changed and sent anywhere.

Binding the variables beside the text, as Oxigraph offers, hides them from its optimizer: a filter on the language of a label is then tried after the joins and not
before, and the questions took half as long again. Terms are written as N-Triples writes them, which is SPARQL's form too, so no value can end its own string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from navkg.questions.sparql import PASSED_OVER

Terms = Mapping[str, ox.NamedNode | ox.Literal]
_TOKEN = re.compile(rf"(?P<over>{PASSED_OVER})|(?P<variable>[?$]\w+)|(?P<word>[A-Za-z_][\w-]*)|(?P<sign>[{{}}()])", re.VERBOSE | re.DOTALL)
_CLAUSES = {"SELECT": {"WHERE", "FROM", "{"}, "BY": {"ORDER", "GROUP", "HAVING", "LIMIT", "OFFSET", "VALUES", "}"}}


def write_out(sparql: str, bound: Terms) -> str:
    """The query with each bound variable's term in its place; lines stay where they are.

    Raises ValueError with the variable's name where one stands among the columns of a SELECT, a GROUP BY or an ORDER BY, where SPARQL has no place for a term.
    """
    return "".join(_replaced(sparql, bound))


def without_header(sparql: str) -> str:
    """The query without the comments that it begins with, which hold a question's header."""
    lines = sparql.split("\n")
    while lines and lines[0].startswith("#"):
        lines.pop(0)
    return "\n".join(lines)


def _replaced(text: str, bound: Terms) -> Iterator[str]:
    reached = 0
    for match, is_column in _variables(text):
        name = match.group()[1:]
        if name in bound:
            if is_column:
                raise ValueError(name)
            yield text[reached : match.start()]
            yield str(bound[name])
            reached = match.end()
    yield text[reached:]


def _variables(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """Every variable, and whether it stands by itself after SELECT or BY, where only a variable can."""
    depth, clause = 0, ""
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match.group()
        if kind == "variable":
            yield match, clause != "" and depth == 0
        elif kind in ("word", "sign"):
            depth += {"(": 1, ")": -1}.get(token, 0)
            if depth == 0 and token.upper() in _CLAUSES.get(clause, ()):
                clause = ""
            if depth == 0 and token.upper() in _CLAUSES:
                clause = token.upper()

"""What can be wrong, said in one line: where, what, and what to write instead.

Every fault that a user can cause is a `Problem`; a command that cannot go on raises `NavkgError` with all problems found so far. The command line prints
them one to a line and ends with exit status 1. To report a new kind of fault, make a `Problem` where it is noticed; nothing has to be registered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Level = Literal["error", "warning", "info"]


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: `file` relative to the project (or empty), `line` counted from 1 (0: the whole file), the message, and what to write instead."""

    file: str
    line: int
    message: str
    mend: str = ""
    level: Level = "error"
    check: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " if self.file and self.line else f"{self.file}: " if self.file else ""
        return f"{where}{self.message}{f' — {self.mend}' if self.mend else ''}"


class NavkgError(Exception):
    """A command cannot go on. `problems` holds at least one `Problem`; the text has one line for each."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[NavkgError], tuple[tuple[Problem, ...]]]:
        return NavkgError, (self.problems,)


def fault(message: str, mend: str = "", file: str = "", line: int = 0) -> NavkgError:
    """An error made of one problem, for `raise fault(...)`."""
    return NavkgError(Problem(file=file, line=line, message=message, mend=mend))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that a command cannot go on with, or succeed with."""
    return [problem for problem in problems if problem.level == "error"]


def nearest(word: str, known: Iterable[str]) -> str:
    """The hint "did you mean …?" for a misspelt `word`, or an empty string when nothing known is near."""
    match: Sequence[str] = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean '{match[0]}'?" if match else ""

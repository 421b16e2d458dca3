"""The one exception of the server: a request that is not answered."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - reads as what happened, in raise and in except
    """The status, and the one line that says why."""

    def __init__(self, status: int, message: str) -> None:
        self.status, self.message = status, message
        super().__init__(message)

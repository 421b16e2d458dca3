"""Finding a passage in a document by its first and last words, and telling whether a pinned one still matches.

The document is compared as the stream of its letters and digits, case folded, each with its position: line breaks, page breaks, hyphens at line ends, quotation
marks and page numbers that stand alone on a line fall away, so words can be typed as they are read. Positions are Unicode code points of the untouched text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from navkg.model import MAX_WORDS, Passage

_PAGE_NUMBER = re.compile(r"(?m)^[ \t\f]*\d{1,4}[ \t]*$")
_OPENING, _CLOSING = '«“”"‘([', '.,;:!?»”")’]…'
MAX_PASSAGE = 4000


@dataclass(frozen=True)
class Candidate:
    """A stretch that begins with the first words and ends with the last ones."""

    start: int
    end: int


class TextLayer:
    """One document's text, ready for looking up."""

    def __init__(self, text: str) -> None:
        self.text = text
        page_numbers = {position for match in _PAGE_NUMBER.finditer(text) for position in range(match.start(), match.end())}
        signs: list[str] = []
        offsets: list[int] = []
        for position, sign in enumerate(text):
            if sign.isalnum() and position not in page_numbers:
                for folded in sign.casefold():
                    signs.append(folded)
                    offsets.append(position)
        self._stream, self._offsets = "".join(signs), offsets

    def locate(self, first: str, last: str) -> list[Candidate]:
        """Every stretch from `first` to the nearest `last`, in order; of stretches with one end the shortest. Empty when either is not there."""
        starts, ends = self._occurrences(first), self._occurrences(last)
        shortest: dict[int, int] = {}
        for begin, begun in starts:
            end = next((stop for _, stop in ends if stop >= begun), None)
            if end is not None:
                shortest[end] = max(begin, shortest.get(end, -1))
        spans = sorted(self._span(begin, end) for end, begin in shortest.items())
        return [Candidate(start, end) for start, end in spans if end - start <= MAX_PASSAGE]

    def occurs(self, words: str) -> bool:
        return bool(self._occurrences(words))

    def _occurrences(self, words: str) -> list[tuple[int, int]]:
        sought = squeeze(words)
        found: list[tuple[int, int]] = []
        at = self._stream.find(sought) if sought else -1
        while at >= 0:
            if self._is_whole(at, at + len(sought)):
                found.append((at, at + len(sought)))
            at = self._stream.find(sought, at + 1)
        return found

    def _is_whole(self, begin: int, end: int) -> bool:
        """Do the words begin and end where words do?"""
        before, after = self._offsets[begin] - 1, self._offsets[end - 1] + 1
        return not (before >= 0 and self.text[before].isalnum()) and not (after < len(self.text) and self.text[after].isalnum())

    def _span(self, begin: int, end: int) -> tuple[int, int]:
        start, stop = self._offsets[begin], self._offsets[end - 1] + 1
        while start > 0 and self.text[start - 1] in _OPENING:
            start -= 1
        while stop < len(self.text) and self.text[stop] in _CLOSING:
            stop += 1
        return start, stop

    def pin(self, start: int, end: int, role: str = "support") -> Passage:
        """The passage of a stretch, with the hash and the few words that are stored."""
        words = normalise(self.text[start:end]).split(" ")
        return Passage.model_validate(
            {
                "at": (start, end),
                "sha256": digest(self.text[start:end]),
                "first": " ".join(words[:MAX_WORDS]),
                "last": " ".join(words[-MAX_WORDS:]),
                "role": role,
            }
        )

    def matches(self, passage: Passage) -> bool:
        return passage.at[1] <= len(self.text) and digest(self.text[passage.at[0] : passage.at[1]]) == passage.sha256

    def moved_to(self, passage: Passage) -> Candidate | None:
        """Where the text of a passage that no longer matches stands now, known by its hash; None when it is gone or changed."""
        return next(
            (place for place in self.locate(passage.first, passage.last) if digest(self.text[place.start : place.end]) == passage.sha256), None
        )


def squeeze(words: str) -> str:
    """The letters and digits of `words`, case folded."""
    return "".join(sign.casefold() for sign in words if sign.isalnum())


def normalise(text: str) -> str:
    """`text` with every run of white space made one space, and none at its ends."""
    return " ".join(text.split())


def digest(text: str) -> str:
    """sha256 of the normalised text, in hexadecimal."""
    return sha256(normalise(text).encode("utf-8")).hexdigest()

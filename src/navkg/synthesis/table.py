"""The one table: title, note, columns and cells in both languages, each cell with the findings behind it. Every file format and every page is made from this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from navkg.model import Text

Language = str
LANGUAGES: tuple[Language, ...] = ("nb", "en")
SHOWN_IDS = 12
FINDINGS, WHY = Text(en="findings", nb="funn"), Text(en="why", nb="hvorfor")


@dataclass(frozen=True)
class Cell:
    """What one cell says: words in each language, or a number; the findings that it rests on; and, where a rule filled it, why."""

    en: str = ""
    nb: str = ""
    number: int | float | None = None
    findings: tuple[str, ...] = ()
    why: Text | None = None

    def text(self, language: Language) -> str:
        if self.number is not None:
            return f"{self.number:.3f}".replace(".", "," if language == "nb" else ".") if isinstance(self.number, float) else str(self.number)
        return self.nb if language == "nb" else self.en


@dataclass(frozen=True)
class Column:
    """A column: its id and what it is called. `traced`: its cells carry findings; `reasoned`: they carry a reason."""

    id: str
    label: Text
    traced: bool = False
    reasoned: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Table:
    """A table. `prose`: it is read rather than sorted, so Markdown and a text document are made of it too."""

    id: str
    title: Text
    note: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    prose: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.id}: a row has not as many cells as there are columns")

    @property
    def findings(self) -> frozenset[str]:
        """Every finding that some cell rests on."""
        return frozenset(name for row in self.rows for cell in row for name in cell.findings)


def said(text: Text, findings: Iterable[str] = (), why: Text | None = None) -> Cell:
    """A cell of words."""
    return Cell(text.en, text.nb, findings=tuple(findings), why=why)


def word(text: str, findings: Iterable[str] = ()) -> Cell:
    """A cell that is the same in both languages: an id, a year, a name."""
    return Cell(text, text, findings=tuple(findings))


def count(number: float, findings: Iterable[str] = ()) -> Cell:
    """A cell of one number."""
    return Cell(number=number, findings=tuple(findings))


def joined(texts: Iterable[Text], sign: str = "; ") -> Text | None:
    """Several texts as one; None when there are none."""
    parts = list(texts)
    return Text.model_construct(en=sign.join(part.en for part in parts), nb=sign.join(part.nb for part in parts)) if parts else None


def listed(texts: Iterable[Text], findings: Iterable[str] = (), sign: str = "; ") -> Cell:
    """A cell of several texts; empty when there are none."""
    text = joined(texts, sign)
    return said(text, findings) if text else Cell(findings=tuple(findings))


Flat = tuple[str, ...]


def flat_header(table: Table, language: Language) -> Flat:
    """The header of a data file: a traced column is followed by one for its findings, a reasoned one by one for the reason."""
    return tuple(name for column in table.columns for name in _names(column, language))


def _names(column: Column, language: Language) -> Iterator[str]:
    label = getattr(column.label, language)
    yield label
    if column.traced:
        yield f"{label}: {getattr(FINDINGS, language)}"
    if column.reasoned:
        yield f"{label}: {getattr(WHY, language)}"


def flat_rows(table: Table, language: Language) -> Iterator[tuple[str | int | float, ...]]:
    """The rows of a data file, beside `flat_header`; numbers stay numbers."""
    for row in table.rows:
        values: list[str | int | float] = []
        for column, cell in zip(table.columns, row, strict=True):
            values.append(cell.text(language) if cell.number is None else cell.number)
            if column.traced:
                values.append(" ".join(cell.findings))
            if column.reasoned:
                values.append(getattr(cell.why, language) if cell.why else "")
        yield tuple(values)


def prose_rows(table: Table, language: Language) -> Iterator[Flat]:
    """The rows of a text document: the findings stand in brackets behind what they support, at most `SHOWN_IDS`; data files have them all."""
    for row in table.rows:
        yield tuple(_with_findings(cell, column, language) for column, cell in zip(table.columns, row, strict=True))


def _with_findings(cell: Cell, column: Column, language: Language) -> str:
    text, more = cell.text(language), len(cell.findings) - SHOWN_IDS
    if not column.traced or not cell.findings:
        return text
    rest = f" + {more}" if more > 0 else ""
    return f"{text} [{', '.join(cell.findings[:SHOWN_IDS])}{rest}]".strip()

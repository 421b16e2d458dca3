"""A table as CSV and as Markdown."""

from __future__ import annotations

import csv
import io
import re

from navkg.outputs.records import cell
from navkg.synthesis.table import Language, Table, flat_header, flat_rows, prose_rows

_MARKDOWN = re.compile(r"([\\|*_`<>\[\]~])")


def csv_file(table: Table, language: Language) -> bytes:
    """RFC 4180, UTF-8. What a spreadsheet would take for a formula is disarmed."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(map(cell, flat_header(table, language)))
    writer.writerows(map(cell, row) for row in flat_rows(table, language))
    return buffer.getvalue().encode("utf-8")


def markdown_file(table: Table, language: Language) -> bytes:
    """Title, note and a pipe table; signs that Markdown or HTML would read are escaped."""
    rows = [tuple(getattr(column.label, language) for column in table.columns), *prose_rows(table, language)]
    lines = [f"| {' | '.join(map(_escaped, row))} |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(table.columns))
    title, note = getattr(table.title, language), getattr(table.note, language)
    return "\n".join([f"# {_escaped(title)}", "", _escaped(note), "", *lines, ""]).encode("utf-8")


def _escaped(words: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(words.split()))

"""The synthesis tables as files: tables/<table>-<language>.<format>. A format is one module with `write(table, language) -> bytes` and one line in `FORMATS`.

csv    every table, for programs: a traced column is followed by a column of finding ids
xlsx   every table, for sorting and filtering; the same columns, and a sheet that says what the table is
md     tables that are read, findings in brackets behind what they support
docx   the same as a text document, to paste into a review
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from navkg.outputs.files import TABLES_FOLDER
from navkg.outputs.tables import document, spreadsheet, text
from navkg.pipeline import Dataset
from navkg.synthesis.evidence import Evidence, evidence_of
from navkg.synthesis.table import LANGUAGES, Language, Table
from navkg.synthesis.tables import TABLES, make_table

Writer = Callable[[Table, Language], bytes]
FORMATS: dict[str, Writer] = {"csv": text.csv_file, "xlsx": spreadsheet.write, "md": text.markdown_file, "docx": document.write}
PROSE_FORMATS = frozenset({"md", "docx"})


def write(dataset: Dataset, folder: Path) -> None:
    """Every table in every format and language, in `tables/`."""
    write_tables(evidence_of(dataset.content), folder / TABLES_FOLDER)


def write_tables(evidence: Evidence, folder: Path, formats: Iterable[str] = tuple(FORMATS), names: Iterable[str] = tuple(TABLES)) -> list[Path]:
    """Write the named tables to `folder`, which is made when it is not there; the files written. A table that is no prose has no md and docx."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen, written = tuple(formats), []
    for name in names:
        table = make_table(name, evidence)
        for style in chosen:
            for language in LANGUAGES if table.prose or style not in PROSE_FORMATS else ():
                path = folder / f"{table.id}-{language}.{style}"
                path.write_bytes(FORMATS[style](table, language))
                written.append(path)
    return written

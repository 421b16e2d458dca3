"""A table as a DOCX document: landscape A4 (A3 when it is wide), a heading, the note, and the table with its header on every page.

python-docx makes the document; the table is added as XML of WordprocessingML (ECMA-376 Part 1, 17.4), since cell objects take minutes for thousands of cells.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from navkg.outputs.tables.archive import finished
from navkg.synthesis.table import Language, Table, prose_rows

# Landscape, in twentieths of a point: A4, or A3 for tables with many columns. The margin is half an inch.
_A4, _A3, _MANY, _MARGIN = (16838, 11906), (23811, 16838), 9, 720
_LANGUAGES = {"en": "en-GB", "nb": "nb-NO"}


def write(table: Table, language: Language) -> bytes:
    """The document's bytes."""
    document = _blank()
    section = document.sections[0]
    section.page_width, section.page_height = (length * 635 for length in _page(table))
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, _MARGIN * 635)
    core = document.core_properties
    core.title, core.author, core.language, core.comments = getattr(table.title, language), "navkg", _LANGUAGES[language], ""
    document.add_heading(getattr(table.title, language), level=1)
    document.add_paragraph(getattr(table.note, language))
    buffer = BytesIO()
    document.save(buffer)
    return finished(buffer.getvalue(), {"word/document.xml": (b"<w:sectPr", _table(table, language))})


def _page(table: Table) -> tuple[int, int]:
    return _A3 if len(table.columns) > _MANY else _A4


def _blank() -> Any:
    from docx import Document

    return Document()


def _table(table: Table, language: Language) -> str:
    shares = [3 if column.wide else 1 for column in table.columns]
    room = (_page(table)[0] - 2 * _MARGIN) / sum(shares)
    widths = [int(share * room) for share in shares]
    border = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="999999"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = _row((getattr(column.label, language) for column in table.columns), widths, "<w:rPr><w:b/><w:sz w:val='16'/></w:rPr>", header=True)
    rows = "".join(_row(row, widths, "<w:rPr><w:sz w:val='16'/></w:rPr>") for row in prose_rows(table, language))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{border}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl><w:p/>"
    )


def _row(texts: Iterable[str], widths: list[int], style: str, *, header: bool = False) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
        f'<w:r>{style}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
        for text, width in zip(texts, widths, strict=True)
    )
    repeated = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if header else ""
    return f"<w:tr>{repeated}{cells}</w:tr>"

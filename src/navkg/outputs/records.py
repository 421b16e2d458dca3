"""Findings and entities as CSV and JSON lines, and the models as one JSON file that a build is opened from."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from navkg.model import StudyDesign
from navkg.pipeline import Dataset
from navkg.records import Record, entity_records

MODELS = "models.json"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(dataset: Dataset, folder: Path) -> None:
    """findings.csv, entities.csv, findings.jsonl, entities.jsonl and models.json."""
    content = dataset.content
    findings = content.records
    entities = entity_records(content.vocabulary, content.studies)
    for name, records in (("findings", findings), ("entities", entities)):
        (folder / f"{name}.csv").write_text(csv_text(records), encoding="utf-8")
        (folder / f"{name}.jsonl").write_bytes(b"".join(to_json(record) + b"\n" for record in records))
    models = {
        "studies": [
            {"design": _plain(study.design), "findings": [finding.model_dump(mode="json", exclude_defaults=True) for finding in study.findings]}
            for study in content.studies
        ],
        "entities": [entity.model_dump(mode="json", by_alias=True, exclude_defaults=True) for entity in content.vocabulary.entities.values()],
        "terms": [vars(term) for term in content.vocabulary.terms.values() if term.scheme],
        "classes": sorted(content.vocabulary.classes),
        "synthesis": {
            "review_findings": [one.model_dump(mode="json", exclude_defaults=True) for one in content.synthesis.review_findings],
            "judgements": [one.model_dump(mode="json", exclude_defaults=True) for one in content.synthesis.judgements],
        },
    }
    (folder / MODELS).write_bytes(to_json(models) + b"\n")


def _plain(design: StudyDesign) -> dict[str, Any]:
    return design.model_dump(mode="json", by_alias=True, exclude_none=True)


def csv_text(records: Iterable[Record]) -> str:
    """RFC 4180 with a header of every key met; lists are joined by '; ', anything nested is JSON."""
    rows = list(records)
    header = list(dict.fromkeys(key for row in rows for key in row))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([cell(row.get(key)) for key in header] for row in rows)
    return buffer.getvalue()


def cell(value: object) -> str:
    """A value as the text of a table cell. A leading sign that spreadsheets take for a formula is disarmed with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "; ".join(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text

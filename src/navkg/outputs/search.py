"""The search index, made once: search.json, which `navkg search` answers from."""

from __future__ import annotations

import json
from pathlib import Path

from navkg.pipeline import Dataset
from navkg.questions.search import search_index
from navkg.records import finding_records

INDEX = "search.json"


def write(dataset: Dataset, folder: Path) -> None:
    """search.json: `navkg.questions.search.search_index` of every finding."""
    content = dataset.content
    index = search_index(finding_records(content.studies), content.vocabulary)
    (folder / INDEX).write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")

"""The search index, made once and written twice: search.json, which `navkg search` answers from, and site/data/search.js for the pages."""

from __future__ import annotations

from pathlib import Path

from pydantic_core import to_json

from navkg.outputs.site.data import script
from navkg.pipeline import Dataset
from navkg.questions.search import search_index

INDEX = "search.json"


def write(dataset: Dataset, folder: Path) -> None:
    """`navkg.questions.search.search_index` of every finding, as JSON and as a script."""
    content = dataset.content
    index = search_index(content.records, content.vocabulary)
    (folder / INDEX).write_bytes(to_json(index) + b"\n")
    pages = folder / "site" / "data"
    pages.mkdir(parents=True, exist_ok=True)
    (pages / "search.js").write_text(script("index", index), encoding="utf-8")

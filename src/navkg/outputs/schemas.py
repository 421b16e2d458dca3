"""JSON Schemas of the data files: each data file's first line points an editor here, so that keys and ids complete and are checked while typing."""

from __future__ import annotations

import json
from pathlib import Path

from navkg.loaders.json_schemas import FILES, schema
from navkg.pipeline import Dataset


def write(dataset: Dataset, folder: Path) -> None:
    """schemas/<file>.schema.json for each kind of data file."""
    (folder / "schemas").mkdir()
    for name, model in FILES.items():
        text = json.dumps(schema(name, model, dataset.content.vocabulary), ensure_ascii=False, indent=1) + "\n"
        (folder / "schemas" / f"{name}.schema.json").write_text(text, encoding="utf-8")

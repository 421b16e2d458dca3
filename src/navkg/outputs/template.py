"""`navkg init`: a new project from the files that the package carries (in a clone: from the repository itself)."""

from __future__ import annotations

import shutil
from pathlib import Path

from navkg.outputs.swap import swapped_folder
from navkg.problems import fault

_PARTS = ("ontology", "data", "viz")
_STUDY_DATA = ("studies", "entities", "synthesis")


def template_folder() -> Path:
    """Where the template's ontology/, data/ and viz/ stand: in the installed package, or at the top of the clone."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "template", package.parent.parent):
        if all((folder / part).is_dir() for part in _PARTS):
            return folder
    raise fault("the package holds no template", "install navkg again")


def write_template(folder: Path, empty: bool) -> None:
    """Write a project to `folder`, which may not exist yet or is empty. Raises NavkgError when it holds files."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise fault(f"{folder} is there already and is not empty", "name a new folder")
    source = template_folder()
    with swapped_folder(folder) as beside:
        for part in _PARTS:
            shutil.copytree(source / part, beside / part, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        if empty:
            for name in _STUDY_DATA:
                shutil.rmtree(beside / "data" / name, ignore_errors=True)
                (beside / "data" / name).mkdir()
        (beside / ".gitignore").write_text("build/\n", encoding="utf-8")

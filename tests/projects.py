"""Projects that tests work on: the frozen example of three invented studies, copied to a folder of their own, and running the real command on them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FROZEN = Path(__file__).resolve().parent / "cases" / "frozen" / "data"


def frozen_project(folder: Path) -> Path:
    """A project with the frozen data and the repository's ontology and pages."""
    for part in ("ontology", "viz"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copytree(FROZEN, folder / "data")
    return folder


def unwatched() -> dict[str, str]:
    """The environment without what measures coverage: for copies of the package elsewhere, and for processes that cannot write."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COV")} | {"NAVKG_SOURCES": ""}


def navkg(*arguments: str, cwd: Path | None = None, stdin: str = "", seed: str = "0", timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run the command as users do, in a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    environment.pop("NAVKG_SOURCES", None)
    return subprocess.run(
        [sys.executable, "-m", "navkg", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=timeout,
        env=environment,
        check=False,
    )

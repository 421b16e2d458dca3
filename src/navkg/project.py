"""The one module that knows the names of folders and files.

A project is a folder with `ontology/`, `data/` and `viz/`; everything generated goes to `build/`. Files are read here, so that a missing folder, a byte that is
no UTF-8 or a byte-order mark gets its one clear line in a single place.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from navkg.problems import fault

MARKERS = ("ontology", "data")
INPUT_SUFFIXES = frozenset({".yaml", ".ttl", ".rq", ".html", ".css", ".js", ".svg"})


@dataclass(frozen=True)
class Project:
    """The folders of one project. `root` is absolute."""

    root: Path

    @property
    def ontology(self) -> Path:
        return self.root / "ontology"

    @property
    def terms(self) -> list[Path]:
        """The Turtle files that make up the ontology graph: the ontology, its alignments, the SKOS schemes."""
        return sorted(self.ontology.glob("*.ttl")) + sorted((self.ontology / "schemes").glob("*.ttl"))

    @property
    def shapes(self) -> list[Path]:
        return sorted((self.ontology / "shapes").glob("*.ttl"))

    @property
    def rules(self) -> list[Path]:
        return sorted((self.ontology / "rules").glob("*.rq"))

    @property
    def lint(self) -> list[Path]:
        return sorted((self.ontology / "lint").glob("*.rq"))

    @property
    def queries(self) -> list[Path]:
        return sorted((self.ontology / "queries").glob("*.rq"))

    @property
    def entities(self) -> list[Path]:
        return sorted((self.root / "data" / "entities").glob("*.yaml"))

    @property
    def studies(self) -> list[Path]:
        """The study folders."""
        folder = self.root / "data" / "studies"
        return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []

    @property
    def synthesis(self) -> list[Path]:
        return sorted((self.root / "data" / "synthesis").glob("*.yaml"))

    @property
    def viz(self) -> Path:
        return self.root / "viz"

    @property
    def build(self) -> Path:
        return self.root / "build"

    @property
    def inputs(self) -> list[Path]:
        """Every file that a build depends on, sorted by name: what the release metadata lists and hashes."""
        found = (path for top in ("ontology", "data", "viz") for path in (self.root / top).rglob("*"))
        return sorted(path for path in found if path.suffix in INPUT_SUFFIXES and path.is_file())

    def name(self, path: Path) -> str:
        """The path as users know it: relative to the project, with slashes."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


def find_project(root: Path | None = None) -> Project:
    """The project at `root`, or the nearest one at or above the working folder. Raises NavkgError when there is none."""
    if root is not None:
        missing = [name for name in MARKERS if not (root / name).is_dir()]
        if missing:
            raise fault(
                f"no project in {root}: the folder {missing[0]}/ is missing", "name the project with --root, or make one with `navkg init DIR`"
            )
        return Project(root.resolve())
    here = Path.cwd()
    for folder in (here, *here.parents):
        if all((folder / name).is_dir() for name in MARKERS):
            return Project(folder)
    raise fault(f"no project at or above {here}", "name it with --root, or make one with `navkg init DIR`")


def read_text(path: Path, name: str) -> str:
    """The text of an input file. Raises NavkgError for a file that cannot be read, is not UTF-8, or begins with a byte-order mark."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise fault(f"cannot be read: {os.strerror(error.errno or 0)}", file=name) from error
    if raw.startswith(b"\xef\xbb\xbf"):
        raise fault("begins with a byte-order mark", "save it as UTF-8 without BOM", file=name, line=1)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise fault(f"byte 0x{raw[error.start]:02x} is not valid UTF-8", "save the file as UTF-8", file=name, line=line) from error


def file_digest(path: Path) -> str:
    """sha256 of the file's bytes, in hexadecimal."""
    return sha256(path.read_bytes()).hexdigest()

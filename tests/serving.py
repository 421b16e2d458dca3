"""Help for the server's tests: a small project with hostile names, built once a test session, and `navkg serve` started on it as a user would.

The document of the project is made up here; its folder also holds what must not be readable: a file that no study names, and a link that leads out.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from navkg.loaders.text_layer import TextLayer

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = "<script>alert(1)</script>"
TEXT = f"""Kapittel 1

De ansatte sier at det gamle systemet er tregt, og at de mister tid hver dag {SCRIPT} når de venter på det.

Kapittel 2

Brukerne synes at den nye løsningen er enkel å bruke. Noen få ringer heller & spør.

Kapittel 3

Lederne venter at opplæringen blir bedre.
"""
_PASSAGES = (("De ansatte sier", "venter på det."), ("Brukerne synes at", "å bruke."), ("Lederne venter", "blir bedre."))
_BOTH = '{{en: "{0}", nb: "{0}"}}'
_ENTITIES = f"""
- {{id: old-system, class: InformationSystem, label: {{en: "Old system {SCRIPT}", nb: "Gammelt system"}}, description: {_BOTH.format("A system")}}}
- {{id: new-service, class: DigitalService, label: {_BOTH.format("New service")}, description: {_BOTH.format("A service")}, replaces: [old-system]}}
- {{id: staff, class: Role, label: {_BOTH.format("Staff")}, description: {_BOTH.format("They work")}}}
- {{id: slow-response, class: Determinant, label: {_BOTH.format("Slow response")}, description: {_BOTH.format("It is slow")}}}
- {{id: coder, class: Person, label: {_BOTH.format("The coder")}, description: {_BOTH.format("Codes")}}}
"""


def write_project(folder: Path) -> Path:
    """A project of one study with three findings; its documents are in `folder`/sources."""
    for part in ("ontology", "viz"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    study = folder / "data" / "studies" / "small-study"
    study.mkdir(parents=True)
    (folder / "data" / "entities").mkdir()
    (folder / "data" / "entities" / "all.yaml").write_text(_ENTITIES.lstrip(), encoding="utf-8")
    sources = folder / "sources"
    sources.mkdir()
    (sources / "small.txt").write_text(TEXT, encoding="utf-8")
    (sources / "secret.txt").write_text("nobody names me", encoding="utf-8")
    digest = sha256(TEXT.encode()).hexdigest()
    starts = [TEXT.index(f"Kapittel {number}") for number in (1, 2, 3)]
    sections = "\n".join(
        f"    - {{id: s{number}, title: Kapittel {number}, role: results, start: {start}}}" for number, start in enumerate(starts, 1)
    )
    (study / "study.yaml").write_text(
        f"id: small-study\ntitle: {_BOTH.format('A small study')}\ndocument:\n  file: small.txt\n  sha256: {digest}\n  characters: {len(TEXT)}\n"
        f"  type: ProjectReport\n  sections:\n{sections}\ncoding: {{by: [coder], codebook: '1.0'}}\n",
        encoding="utf-8",
    )
    layer = TextLayer(TEXT)
    rows = []
    for number, (first, last) in enumerate(_PASSAGES, 1):
        place = layer.locate(first, last)[0]
        passage = layer.pin(place.start, place.end).model_dump(mode="json")
        rows.append(
            {
                "id": f"f00{number}",
                "en": f'Claim {number} "quoted" & <b>bold</b>',
                "nb": f"Påstand {number} om systemer",
                "kind": "barrier" if number == 1 else "effect",
                "basis": "empirical",
                "valence": "negative" if number == 1 else "positive",
                "importance": "core",
                "about": ["old-system" if number == 1 else "new-service"],
                **({"barriers": ["slow-response"], "affects": ["staff"]} if number == 1 else {}),
                "themes": ["theme-competence"],
                "passages": [passage],
            }
        )
    (study / "findings.yaml").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    return folder


def build_project(folder: Path) -> Path:
    """The same, built."""
    from navkg.outputs import write_build
    from navkg.pipeline import read_dataset
    from navkg.project import find_project

    project = find_project(write_project(folder))
    write_build(read_dataset(project), project.build)
    return folder


@dataclass(frozen=True)
class Server:
    """A running `navkg serve`: its address, its project, the process and what it wrote to standard error."""

    url: str
    root: Path
    process: subprocess.Popen[str]
    log: Path

    def client(self, **more: Any) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30, trust_env=False, **more)


@contextmanager
def served(root: Path, *options: str) -> Iterator[Server]:
    """Start the command on a free port, wait until it answers, and interrupt it at the end."""
    log = root / f"serve-{time.monotonic_ns()}.log"
    command = [sys.executable, "-m", "navkg", "serve", "--root", str(root), "--port", "0", *options]
    environment = {name: value for name, value in os.environ.items() if name != "NAVKG_SOURCES"}
    with log.open("w") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, f"{line}{log.read_text()}"
        yield Server(found.group().rstrip("/"), root, process, log)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(15)
        finally:
            process.kill()
            process.wait()
            process.stdout.close() if process.stdout else None


def has_program(name: str) -> bool:
    return shutil.which(name) is not None


def rows_of(response: httpx.Response) -> list[dict[str, str]]:
    """The rows of a JSON answer as plain values."""
    return [{name: cell["value"] for name, cell in row.items()} for row in response.json()["results"]["bindings"]]


@pytest.fixture(scope="session", name="small_build")
def shared_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, built by whichever test process comes first."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "small-project"
    with shared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "build" / "navkg.nq").is_file():
            shutil.rmtree(shared, ignore_errors=True)
            shared.mkdir()
            build_project(shared)
            (shared / "sources" / "outside.txt").symlink_to("/etc/passwd")
            (shared / "build" / "site" / "outside.html").symlink_to("/etc/passwd")
    return shared


@pytest.fixture(scope="session", name="server")
def running_server(small_build: Path) -> Iterator[Server]:
    """`navkg serve --sources` on the small project, with a short time limit."""
    with served(small_build, "--sources", str(small_build / "sources"), "--timeout", "2") as server:
        yield server

"""Everything the README shows is run, and what the gate promises is in it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from projects import ROOT, navkg

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.split("  #")[0].strip() for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line.strip()
]
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own data, built where the README's reader would have it."""
    if not (ROOT / "build" / "navkg.nq").is_file():
        done = navkg("build", "--root", str(ROOT))
        assert done.returncode == 0, done.stderr
    return ROOT


def test_the_readme_has_commands() -> None:
    """An empty list would test nothing."""
    assert len(COMMANDS) >= 12
    assert PYTHON


@pytest.mark.parametrize("command", [command for command in COMMANDS if "navkg" in command])
def test_each_command_works(command: str, built: Path, tmp_path: Path) -> None:
    """Each command of the tour ends well and prints something."""
    runnable = re.sub(r"(^|\| )navkg ", rf"\1'{sys.executable}' -m navkg ", command).replace("--out build/tables", f"--out '{tmp_path / 'tables'}'")
    done = subprocess.run(runnable, shell=True, cwd=built, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.startswith("make ")])
def test_each_make_target_exists(command: str) -> None:
    """make build and make test are what the gate itself runs; the others exist."""
    target = command.split()[1]
    assert re.search(rf"(?m)^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"))
    if target in ("build", "test", "lint"):
        assert f"make {target}" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_python_example_works(built: Path) -> None:
    """The example of the README runs as it stands."""
    for example in PYTHON:
        done = subprocess.run([sys.executable, "-c", example], cwd=built, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr


def test_every_folder_named_is_there() -> None:
    """Paths in README and CONTRIBUTING that name files of the repository exist."""
    for text in (README, (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")):
        for name in re.findall(r"`((?:src|ontology|data|viz|tests|benchmarks)/[\w./-]*)`", text):
            assert (ROOT / name).exists(), name

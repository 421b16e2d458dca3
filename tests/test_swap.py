"""A build takes the place of the old one whole or not at all, and never the place of something else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from navkg.outputs import swap
from navkg.outputs.swap import MARK, swapped_folder
from navkg.problems import NavkgError


def fill(folder: Path, text: str) -> None:
    (folder / MARK).write_text(text, encoding="utf-8")


def build(folder: Path, text: str) -> None:
    with swapped_folder(folder) as beside:
        fill(beside, text)


@pytest.mark.parametrize("exchange", [True, False])
def test_a_new_build_replaces_the_old(exchange: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the system's exchange and without it, the new build stands in the old one's place and nothing is left beside it."""
    if not exchange:
        monkeypatch.setattr(swap, "_exchange", lambda _one, _other: False)
    for text in ("first", "second"):
        build(tmp_path / "build", text)
        assert (tmp_path / "build" / MARK).read_text(encoding="utf-8") == text
        assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_a_failed_build_leaves_the_old_one(tmp_path: Path) -> None:
    """When writing fails, the old build is untouched and nothing is left beside it."""
    build(tmp_path / "build", "old")

    def fail() -> None:
        with swapped_folder(tmp_path / "build") as beside:
            fill(beside, "half")
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        fail()
    assert (tmp_path / "build" / MARK).read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_a_folder_of_the_users_is_never_replaced(tmp_path: Path) -> None:
    """A folder that holds files and is no build is refused, and so is a file."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_text("all my work", encoding="utf-8")
    with pytest.raises(NavkgError, match="is no build"):
        build(tmp_path / "mine", "new")
    with pytest.raises(NavkgError, match="is a file"):
        build(tmp_path / "mine" / "thesis.docx", "new")
    assert (tmp_path / "mine" / "thesis.docx").read_text(encoding="utf-8") == "all my work"


SLOW_BUILD = """
import sys, time
from pathlib import Path
from navkg.outputs.swap import MARK, swapped_folder
with swapped_folder(Path(sys.argv[1])) as beside:
    (beside / MARK).write_text("half")
    print("writing", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_build_leaves_the_old_one(how: signal.Signals, tmp_path: Path) -> None:
    """Killed while it writes, a build has changed nothing; the next build removes what it left."""
    build(tmp_path / "build", "old")
    process = subprocess.Popen([sys.executable, "-c", SLOW_BUILD, str(tmp_path / "build")], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    os.kill(process.pid, how)
    process.wait()
    process.stdout.close()
    assert (tmp_path / "build" / MARK).read_text(encoding="utf-8") == "old"
    build(tmp_path / "build", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_two_builds_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    """A build that runs beside another one does not remove the other's work."""
    process = subprocess.Popen([sys.executable, "-c", SLOW_BUILD, str(tmp_path / "build")], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    build(tmp_path / "build", "mine")
    assert len(list(tmp_path.iterdir())) == 2
    process.kill()
    process.wait()
    process.stdout.close()
    time.sleep(0.01)
    assert (tmp_path / "build" / MARK).read_text(encoding="utf-8") == "mine"

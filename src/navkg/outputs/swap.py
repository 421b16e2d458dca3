"""Writing a folder whole or not at all: it is filled beside its place and then exchanged with what stands there."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from navkg.problems import fault

MARK = "navkg.nq"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@contextmanager
def swapped_folder(folder: Path) -> Iterator[Path]:
    """A new empty folder that takes the place of `folder` when the block ends well; on any failure, or when killed, `folder` stays as it was.

    Raises NavkgError when `folder` is a file, or holds files and is no build of navkg.
    """
    folder = folder.absolute()
    if folder.exists() and not folder.is_dir():
        raise fault(f"{folder} is a file", "name another folder with --out")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise fault(f"{folder} holds files and is no build of navkg", "name an empty folder with --out, so that nothing of yours is lost")
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    beside = folder.parent / f".{folder.name}-{os.getpid()}-{token_hex(4)}"
    try:
        beside.mkdir()
        yield beside
        _take_place(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what builds that were killed left beside `folder`."""
    for left in folder.parent.glob(f".{folder.name}-*-*"):
        pid = left.name.removeprefix(f".{folder.name}-").partition("-")[0]
        if left.is_dir() and pid.isdigit() and not _is_running(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _take_place(beside: Path, folder: Path) -> None:
    """Put `beside` where `folder` is: in one step where the system can exchange two names (Linux), else by two renames."""
    if not folder.exists():
        beside.rename(folder)
    elif not _exchange(beside, folder):
        old = beside.with_name(f"{beside.name}.old")
        folder.rename(old)
        beside.rename(folder)
        shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """renameat2(2) with RENAME_EXCHANGE; False where it is not to be had."""
    if sys.platform != "linux":
        return False
    function = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return function is not None and function(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0

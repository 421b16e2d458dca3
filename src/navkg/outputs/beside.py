"""Doing two things at once: one in a forked process, which has all our data at hand without copying it, and one here."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

_job: Callable[[], None] | None = None


def _run() -> None:
    assert _job is not None
    _job()


@contextmanager
def running_beside(job: Callable[[], None]) -> Iterator[None]:
    """Run `job` in a process of its own while the block runs; leave when both are done. What `job` raises is raised here.

    Where processes cannot be forked, or there is one processor, `job` runs after the block.
    """
    global _job  # noqa: PLW0603 - the forked process finds its work here: closures cannot be sent
    if "fork" not in multiprocessing.get_all_start_methods() or (os.cpu_count() or 1) < 2:
        yield
        job()
        return
    _job = job
    try:
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
            done = pool.submit(_run)
            try:
                yield
            finally:
                done.result()
    finally:
        _job = None

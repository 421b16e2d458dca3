"""Doing several things at once, in forked processes: they have all our data at hand without copying it."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ProcessPoolExecutor, wait

Job = Callable[[], None]
_jobs: Sequence[Job] = ()


def _run(number: int) -> None:
    _jobs[number]()


def run_jobs(jobs: Sequence[Job]) -> None:
    """Run the jobs on as many processors as there are, the first ones first. What a job raises is raised here, and jobs not begun are dropped.

    Where processes cannot be forked, or there is one processor, the jobs run here one after the other.
    """
    global _jobs  # noqa: PLW0603 - a forked process finds its work here: functions with data in them cannot be sent
    processors = min(os.cpu_count() or 1, len(jobs))
    if "fork" not in multiprocessing.get_all_start_methods() or processors < 2:
        for job in jobs:
            job()
        return
    _jobs = jobs
    try:
        with ProcessPoolExecutor(processors, mp_context=multiprocessing.get_context("fork")) as pool:
            done = [pool.submit(_run, number) for number in range(len(jobs))]
            try:
                wait(done, return_when=FIRST_EXCEPTION)
            finally:
                pool.shutdown(wait=True, cancel_futures=True)
            for one in done:
                if not one.cancelled():
                    one.result()
    finally:
        _jobs = ()

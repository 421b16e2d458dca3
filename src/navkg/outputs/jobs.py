"""Doing several things at once, in forked processes: they have all our data at hand without copying it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from multiprocessing.sharedctypes import Synchronized
from typing import Any

Job = Callable[[], None]


def run_jobs(jobs: Sequence[Job]) -> None:
    """Run the jobs on as many processors as there are, the first ones first. What a job raises is raised here, and the other jobs are ended.

    Where processes cannot be forked, or there is one processor, the jobs run here one after the other.
    """
    processors = min(os.cpu_count() or 1, len(jobs))
    if "fork" not in multiprocessing.get_all_start_methods() or processors < 2:
        for job in jobs:
            job()
        return
    context = multiprocessing.get_context("fork")
    following: Synchronized[int] = context.Value("i", 0)
    workers: dict[Connection, ForkProcess] = {}
    try:
        for _ in range(processors):
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(jobs, following, theirs), daemon=True)
            # Python swallows a Ctrl-C that arrives while it forks: it is held back until that is over.
            held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                process.start()
                workers[ours] = process
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, held)
            theirs.close()
        _listen(workers)
    finally:
        for process in workers.values():
            process.terminate()
            process.join()


def _listen(workers: dict[Connection, ForkProcess]) -> None:
    """Wait until every worker has said that it is done. Raises what a worker raised, or RuntimeError when one ended without a word."""
    silent = set(workers)
    while silent:
        for connection in wait(list(silent)):
            assert isinstance(connection, Connection)
            try:
                said: Any = connection.recv()
            except EOFError:
                raise RuntimeError("a part of the build was ended from outside") from None
            if said is not None:
                raise said
            workers[connection].join()
            silent.remove(connection)


def _work(jobs: Sequence[Job], following: Synchronized[int], out: Connection) -> None:
    """Take jobs until none is left. Ctrl-C is the first process's to answer, which then ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while True:
            with following.get_lock():
                number = following.value
                following.value += 1
            if number >= len(jobs):
                break
            jobs[number]()
    except Exception as error:
        out.send(error)
    else:
        out.send(None)

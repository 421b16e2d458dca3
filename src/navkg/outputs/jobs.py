"""Doing several things at once, in forked processes: they have all our data at hand without copying it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, ForkProcess
from typing import Any

Job = Callable[[], object]


class Queue:
    """Jobs that several processes take from, each job once, the first ones first."""

    def __init__(self, context: ForkContext, jobs: Sequence[Job]) -> None:
        self._jobs = jobs
        self._following = context.Value("i", 0)

    def take(self) -> Job | None:
        with self._following.get_lock():
            number = self._following.value
            self._following.value += 1
        return self._jobs[number] if number < len(self._jobs) else None

    @property
    def is_empty(self) -> bool:
        return int(self._following.value) >= len(self._jobs)


def run_jobs(early: Sequence[Job], prepare: Job, late: Sequence[Job]) -> None:
    """Run the jobs on as many processors as there are: the early ones while `prepare` runs in this process, the late ones with what it made at hand.

    What a job raises is raised here, and the other jobs are ended. Where processes cannot be forked, or there is one processor, everything runs here, one after the
    other.
    """
    processors = os.cpu_count() or 1
    if "fork" not in multiprocessing.get_all_start_methods() or processors < 2:
        for job in (prepare, *late, *early):
            job()
        return
    context = multiprocessing.get_context("fork")
    begun, waiting = Queue(context, early), Queue(context, late)
    workers: dict[Connection, ForkProcess] = {}
    try:
        for _ in range(processors - 1):
            _start(context, (begun,), workers)
        prepare()
        while True:
            while len(workers) < processors and not (waiting.is_empty and begun.is_empty):
                _start(context, (waiting, begun), workers)
            if not workers:
                break
            _listen(workers)
    finally:
        for process in workers.values():
            process.terminate()
            process.join()


def _start(context: ForkContext, queues: Sequence[Queue], workers: dict[Connection, ForkProcess]) -> None:
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(queues, theirs), daemon=True)
    # Python swallows a Ctrl-C that arrives while it forks: it is held back until that is over.
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
        workers[ours] = process
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
    theirs.close()


def _listen(workers: dict[Connection, ForkProcess]) -> None:
    """Wait until a worker says that it is done. Raises what a worker raised, or RuntimeError when one ended without a word."""
    for connection in wait(list(workers)):
        assert isinstance(connection, Connection)
        try:
            said: Any = connection.recv()
        except EOFError:
            raise RuntimeError("a part of the build was ended from outside") from None
        if said is not None:
            raise said
        workers.pop(connection).join()
        connection.close()


def _work(queues: Sequence[Queue], out: Connection) -> None:
    """Take jobs until none is left. Ctrl-C is the first process's to answer, which then ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for queue in queues:
            while job := queue.take():
                job()
    except Exception as error:
        out.send(error)
    else:
        out.send(None)

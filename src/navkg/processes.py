"""Doing several things at once, in forked processes: they have all our data at hand without copying it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, ForkProcess
from typing import Any, TypeVar

Job = Callable[[], object]
A = TypeVar("A")
B = TypeVar("B")


def processors() -> int:
    """How many processes to share work out to: one where none can be forked, or where threads run that a fork would leave behind with what they hold."""
    can_fork = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return (os.cpu_count() or 1) if can_fork else 1


class Queue:
    """Jobs that several processes take from, each job once, the first ones first."""

    def __init__(self, context: ForkContext, jobs: Sequence[Job]) -> None:
        self._jobs = jobs
        self._following = context.Value("i", 0)

    def __iter__(self) -> Iterator[tuple[int, Job]]:
        """The jobs that are left, with their numbers, as long as nobody else takes them."""
        while True:
            with self._following.get_lock():
                number = self._following.value
                self._following.value += 1
            if number >= len(self._jobs):
                return
            yield number, self._jobs[number]

    @property
    def is_empty(self) -> bool:
        return int(self._following.value) >= len(self._jobs)


def run_jobs(early: Sequence[Job], prepare: Job, late: Sequence[Job]) -> None:
    """Run the jobs on as many processors as there are: the early ones while `prepare` runs in this process, the late ones with what it made at hand.

    What a job raises is raised here, and the other jobs are ended. Where there is one processor everything runs here, one after the other.
    """
    count = processors()
    if count < 2:
        for job in (prepare, *late, *early):
            job()
        return
    context = multiprocessing.get_context("fork")
    begun, waiting = Queue(context, early), Queue(context, late)
    workers: dict[Connection, ForkProcess] = {}
    try:
        for _ in range(count - 1):
            _start(context, partial(_work, (begun,)), workers)
        prepare()
        while True:
            while len(workers) < count and not (waiting.is_empty and begun.is_empty):
                _start(context, partial(_work, (waiting, begun)), workers)
            if not workers:
                break
            _listen(workers)
    finally:
        _end(workers)


def shared_out(work: Callable[[A], B], items: Sequence[A]) -> list[B]:
    """`work(item)` for every item, on as many processors as there are; what it returns comes back pickled. What it raises is raised here."""
    count = min(processors(), len(items))
    if count < 2:
        return [work(item) for item in items]
    context = multiprocessing.get_context("fork")
    queue = Queue(context, [partial(work, item) for item in items])
    workers: dict[Connection, ForkProcess] = {}
    found: dict[int, Any] = {}
    try:
        for _ in range(count - 1):
            _start(context, partial(_send, queue), workers)
        found |= {number: job() for number, job in queue}
        while workers:
            found |= _listen(workers)
    finally:
        _end(workers)
    return [found[number] for number in range(len(items))]


def _start(context: ForkContext, target: Callable[[], object], workers: dict[Connection, ForkProcess]) -> None:
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(target, ours, theirs), daemon=True)
    # Python swallows a Ctrl-C that arrives while it forks: it is held back until that is over.
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
        workers[ours] = process
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
    theirs.close()


def _end(workers: dict[Connection, ForkProcess]) -> None:
    for process in workers.values():
        process.terminate()
        process.join()


def _listen(workers: dict[Connection, ForkProcess]) -> Any:
    """Wait until a worker is done; what it made. Raises what a worker raised, or RuntimeError when one ended without a word."""
    connection = wait(list(workers))[0]
    assert isinstance(connection, Connection)
    try:
        made, error = connection.recv()
    except EOFError:
        raise RuntimeError("a part of the work was ended from outside") from None
    if error is not None:
        raise error
    workers.pop(connection).join()
    connection.close()
    return made


def _answer(target: Callable[[], object], ours: Connection, theirs: Connection) -> None:
    """Say what `target` made or raised. Ctrl-C is the first process's to answer, which then ends this one; when it is gone nobody listens, and this one ends too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ours.close()
    try:
        said: tuple[object, Exception | None] = (target(), None)
    except Exception as error:
        said = (None, error)
    with suppress(BrokenPipeError):
        theirs.send(said)


def _work(queues: Sequence[Queue]) -> None:
    for queue in queues:
        for _, job in queue:
            job()


def _send(queue: Queue) -> dict[int, object]:
    return {number: job() for number, job in queue}

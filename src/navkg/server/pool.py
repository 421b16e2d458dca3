"""The pool: a quick lane of fixed size, a few long queries beside it, and a bounded queue before both.

A query starts on a worker of the quick lane. When it has used `moment` seconds of processor time it leaves the lane: it goes on at low priority while a new worker takes its
place, as long as fewer than `long_queries` do so; else it is stopped and the client is told to come again. Where such a query is asked again, it is told so at once. At the time
limit a query is stopped. While many wait, the moment is shorter. Workers that ran long, or grew large, are not used again.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from pathlib import Path

from navkg.server import wire
from navkg.server.figures import Limits
from navkg.server.workers import Nursery, Reply, Worker

Gone = Callable[[], Awaitable[bool]]
RETRY_SECONDS = 5
_GLANCE = 0.5  # seconds between two looks at whether the client is still there
_STARVED = 20  # where the machine is busy, a query may take this many times the moment before it has to leave the lane
_HURRY, _CROWD = 4, 4  # when more than this many queries for each worker wait, the moment is this many times shorter
_REMEMBERED = 1000
_TOO_MANY = "too many long queries are running — narrow this one, or come again later"


async def _never_gone() -> bool:
    return False


class Pool:
    """Hands jobs to workers."""

    def __init__(self, file: Path, limits: Limits) -> None:
        self.limits = limits
        self._nursery = Nursery(file, limits.memory_bytes)
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._waiting = self._long = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._known_long: OrderedDict[int, None] = OrderedDict()

    @property
    def quads(self) -> int:
        return self._nursery.quads

    async def start(self) -> None:
        await self._nursery.start()
        for _ in range(self.limits.workers):
            self._idle.put_nowait(await self._nursery.fork())

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        while not self._idle.empty():
            self._idle.get_nowait().close()
        self._nursery.stop()

    async def run(self, job: wire.Head, gone: Gone = _never_gone) -> Reply:
        """The reply to a job. `gone` tells whether the client has hung up, so that nobody's query is not run."""
        limits = self.limits
        if self._waiting >= limits.waiting:
            return Reply.line(503, "too many queries are waiting — come again in a few seconds", retry=True)
        key = hash(repr(sorted(job.items())))
        if key in self._known_long and (self._long >= limits.long_queries or self._is_crowded):
            return Reply.line(503, _TOO_MANY, retry=True)
        worker = await self._free_worker()
        try:
            if await gone():
                self._idle.put_nowait(worker)
                return Reply.line(503, "the client has gone")
            packed = wire.pack({"rows": limits.rows, "bytes": limits.answer_bytes, "nesting": limits.nesting, **job})
        except BaseException:
            self._idle.put_nowait(worker)
            raise
        return await self._attend(worker, asyncio.ensure_future(worker.answer(packed)), gone, key)

    @property
    def _is_crowded(self) -> bool:
        return self._waiting > _CROWD * self.limits.workers

    async def _free_worker(self) -> Worker:
        self._waiting += 1
        try:
            while (worker := await self._idle.get()).is_dead:
                worker.close()
                self._replace()
            return worker
        finally:
            self._waiting -= 1

    async def _attend(self, worker: Worker, answer: asyncio.Future[Reply], gone: Gone, key: int) -> Reply:
        """Wait for the answer in the quick lane, then beside it; the worker is back in the lane or replaced when this returns."""
        in_lane, kept, end = True, False, asyncio.get_running_loop().time() + self.limits.seconds
        try:
            await self._wait_a_moment(worker, answer, end)
            if answer.done():
                reply = _result(answer)
                kept = not (worker.is_dead or worker.grown)
                return reply
            if self.limits.seconds <= self.limits.moment:
                return self._too_slow()
            self._remember(key)
            if self._long >= self.limits.long_queries:
                return Reply.line(503, _TOO_MANY, retry=True)
            self._nursery.tell(b"s", worker)
            in_lane = False
            self._long += 1
            self._replace()
            return await self._wait_long(answer, gone, end)
        finally:
            if kept:
                self._idle.put_nowait(worker)
            else:
                self._end(worker, answer)
                if in_lane:
                    self._replace()

    async def _wait_a_moment(self, worker: Worker, answer: asyncio.Future[Reply], end: float) -> None:
        """Until the answer is there or the worker has used its moment of processor time; on a busy machine that takes longer than the moment itself."""
        clock = asyncio.get_running_loop().time
        begun, moment = worker.cpu_seconds(), min(self.limits.moment / (_HURRY if self._is_crowded else 1), self.limits.seconds)
        end = min(end, clock() + _STARVED * moment)
        await asyncio.wait({answer}, timeout=moment)
        while not answer.done() and begun is not None and clock() < end:
            used = worker.cpu_seconds()
            if used is None or used - begun >= moment:
                return
            await asyncio.wait({answer}, timeout=max(0.02, moment - (used - begun)))

    def _remember(self, key: int) -> None:
        self._known_long[key] = None
        self._known_long.move_to_end(key)
        while len(self._known_long) > _REMEMBERED:
            self._known_long.popitem(last=False)

    async def _wait_long(self, answer: asyncio.Future[Reply], gone: Gone, end: float) -> Reply:
        try:
            while not answer.done():
                left = end - asyncio.get_running_loop().time()
                if left <= 0:
                    return self._too_slow()
                await asyncio.wait({answer}, timeout=min(_GLANCE, left))
                if not answer.done() and await gone():
                    return Reply.line(503, "the client has gone")
            return _result(answer)
        finally:
            self._long -= 1

    def _too_slow(self) -> Reply:
        return Reply.line(504, f"the query took longer than {self.limits.seconds:g} s and was stopped — narrow it, or add LIMIT")

    def _end(self, worker: Worker, answer: asyncio.Future[Reply]) -> None:
        self._nursery.tell(b"k", worker)
        answer.cancel()
        worker.close()

    def _replace(self) -> None:
        """Bring the quick lane back to its size, without waiting for it."""
        task = asyncio.ensure_future(self._hatch())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _hatch(self) -> None:
        while True:
            try:
                self._idle.put_nowait(await self._nursery.fork())
            except Exception:
                await asyncio.sleep(1)
            else:
                return


def _result(answer: asyncio.Future[Reply]) -> Reply:
    try:
        return answer.result()
    except (asyncio.IncompleteReadError, OSError):
        return Reply.line(500, "the query brought down its own process: it needs more memory than a query may use, or nests too deeply — simplify it")

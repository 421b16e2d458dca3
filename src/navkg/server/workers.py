"""The workers and the nursery as the server sees them: streams to processes that may end at any moment."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from navkg.problems import fault
from navkg.server import wire
from navkg.server.figures import MEGABYTE
from navkg.server.nursery import REPLY, REQUEST

_GROWN = 256 * MEGABYTE


@dataclass(frozen=True)
class Reply:
    """What a worker answered, or why none did: status, content type and body; `retry` asks the client to come again."""

    status: int
    type: str
    body: bytes
    retry: bool = False

    @classmethod
    def line(cls, status: int, message: str, *, retry: bool = False) -> Reply:
        return cls(status, "text/plain; charset=utf-8", f"{message}\n".encode(), retry)


class Worker:
    """One forked process and the stream to it."""

    def __init__(self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.pid, self._reader, self._writer = pid, reader, writer
        self.grown = False

    async def answer(self, job: bytes) -> Reply:
        """Raises IncompleteReadError or OSError when the process dies meanwhile."""
        self._writer.write(job)
        await self._writer.drain()
        head, body = await wire.read(self._reader)
        self.grown = head["peak"] > _GROWN
        return Reply(head["status"], head["type"], body)

    @property
    def is_dead(self) -> bool:
        return self._reader.at_eof()

    def cpu_seconds(self) -> float | None:
        """The processor time that the worker has used so far, where the system tells (Linux: clock_getcpuclockid(3))."""
        if sys.platform != "linux":
            return None
        try:
            return time.clock_gettime((~self.pid << 3) | 2)
        except OSError:
            return None

    def close(self) -> None:
        self._writer.close()


class Nursery:
    """The process that forks workers."""

    def __init__(self, file: Path, memory: int) -> None:
        self._file, self._memory = file, memory
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = asyncio.Lock()
        self.quads = 0

    async def start(self) -> None:
        """Raises NavkgError when the store cannot be loaded."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        command = [sys.executable, "-m", "navkg.server.nursery", str(theirs.fileno()), str(self._file), str(self._memory)]
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)  # noqa: S603 - our own interpreter
        theirs.close()
        self._control = ours
        self.quads = await self._number()

    async def _number(self) -> int:
        assert self._control is not None
        data = b""
        while len(data) < REPLY.size:
            piece = await asyncio.get_running_loop().sock_recv(self._control, REPLY.size - len(data))
            if not piece:
                raise fault(
                    f"the process that holds the graph has ended; {self._file.name} cannot be loaded, or memory is short", "run `navkg build`"
                )
            data += piece
        number: int = REPLY.unpack(data)[0]
        return number

    async def fork(self) -> Worker:
        """A new worker. A nursery that has died is started again first."""
        async with self._lock:
            if self._process is None or self._process.poll() is not None:
                self.stop()
                await self.start()
            assert self._control is not None
            ours, theirs = socket.socketpair()
            try:
                socket.send_fds(self._control, [REQUEST.pack(b"f", 0)], [theirs.fileno()])
                pid = await self._number()
            except BaseException:
                ours.close()
                raise
            finally:
                theirs.close()
        ours.setblocking(False)
        reader, writer = await asyncio.open_connection(sock=ours, limit=MEGABYTE)
        return Worker(pid, reader, writer)

    def tell(self, action: bytes, worker: Worker) -> None:
        """`s`: put the worker behind others; `k`: kill it."""
        if self._control is not None:
            with contextlib.suppress(OSError):
                self._control.send(REQUEST.pack(action, worker.pid))

    def stop(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()

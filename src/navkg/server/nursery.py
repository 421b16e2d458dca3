"""The process that has the store loaded and forks workers, which share its memory. It is started anew (not forked), so that it has one thread and little else.

Started as `python -m navkg.server.nursery FD FILE MEMORY`; on the socket FD it says `ready` and the number of quads, and then takes requests of five bytes: a letter and a
process id. `f` forks a worker, which gets the socket that comes along, and answers its id; `s` puts a worker behind all others; `k` kills one. When the socket closes,
the workers are killed and the process ends.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path

from navkg.graph.store import Store
from navkg.server.worker import confine, serve

REQUEST = struct.Struct(">cI")
REPLY = struct.Struct(">I")
_PR_SET_PDEATHSIG = 1
_BEHIND_OTHERS = 19


def main(arguments: list[str]) -> None:
    """Load the store, say how large it is, and take requests until the server goes."""
    control = socket.socket(fileno=int(arguments[0]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the server ends this process by closing the socket
    try:
        store = Store.read(Path(arguments[1]))
    except (OSError, SyntaxError, ValueError):
        sys.exit(1)  # the server sees the socket close and says what is wrong
    gc.collect()
    gc.freeze()
    with suppress(BrokenPipeError):  # the server has gone already
        control.sendall(REPLY.pack(len(store)))
    children: set[int] = set()
    try:
        while (request := _next(control)) is not None:
            action, pid, connection = request
            _reap(children)
            if action == b"f" and connection is not None:
                child = _fork(store, control, connection, int(arguments[2]))
                children.add(child)
                control.sendall(REPLY.pack(child))
            elif pid in children:
                _act_on(action, pid, children)
    finally:
        for pid in list(children):
            _act_on(b"k", pid, children)


def _next(control: socket.socket) -> tuple[bytes, int, socket.socket | None] | None:
    data, descriptors, _, _ = socket.recv_fds(control, REQUEST.size, 1)
    if len(data) < REQUEST.size:
        return None
    action, pid = REQUEST.unpack(data)
    return action, pid, socket.socket(fileno=descriptors[0]) if descriptors else None


def _act_on(action: bytes, pid: int, children: set[int]) -> None:
    """Only ever on a child that was not reaped yet, so that its id cannot be another's."""
    try:
        if action == b"s":
            os.setpriority(os.PRIO_PROCESS, pid, _BEHIND_OTHERS)
        else:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            children.discard(pid)
    except (ProcessLookupError, ChildProcessError):
        children.discard(pid)


def _reap(children: set[int]) -> None:
    """Forget the workers that ended by themselves."""
    while children:
        pid, _ = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        children.discard(pid)


def _fork(store: Store, control: socket.socket, connection: socket.socket, memory: int) -> int:
    parent = os.getpid()
    pid = os.fork()
    if pid:
        connection.close()
        return pid
    status = 1
    try:
        control.close()
        _die_with(parent)
        confine(memory)
        serve(store, connection)
        status = 0
    finally:
        os._exit(status)


def _die_with(parent: int) -> None:
    """Ask Linux to end this process when its parent ends, whatever it is doing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Starting and stopping: the socket is bound first, so that a port that is taken is one clear line, and the address is said when queries can be answered."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import uvicorn

from navkg.problems import fault
from navkg.questions.opened import Build
from navkg.server.app import make_app
from navkg.server.guard import MAX_ADDRESS
from navkg.server.pages import Pages
from navkg.server.pool import Pool
from navkg.server.settings import Serving, Settings, check_sources

Say = Callable[[str], None]
KEEP_ALIVE, GRACE, BACKLOG = 15, 3, 1024
GLANCE = 1.0  # seconds between two looks at whether there is a new build


def run(build: Build, settings: Settings, say: Say) -> None:
    """Serve until interrupted, a new build as soon as it takes the old one's place; `say` gets the address once it answers. Raises NavkgError when it cannot start."""
    check_sources(settings.sources)
    with closing(_bind(settings)) as bound, suppress(KeyboardInterrupt):
        first = True
        while True:
            watch = _Watch(build.folder / "navkg.nq")
            # A build of its own for each round: what it has read is kept with it.
            serving = _serving(Build(build.folder, build.project), settings)
            server = _Server(_config(serving), (lambda: say(_address(settings.host, bound))) if first else (lambda: None))
            asyncio.run(_serve(server, serving, bound.dup(), watch))
            if not watch.changed:
                return
            first = False


def _serving(build: Build, settings: Settings) -> Serving:
    pool = Pool(build.folder / "navkg.nq", settings.limits)
    return Serving(settings, build, pool, Pages(build.project.viz, build.folder / "site"))


def _config(serving: Serving) -> uvicorn.Config:
    return uvicorn.Config(
        make_app(serving),
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        http="h11",  # the limits below are h11's; another parser that happens to be installed has its own
        loop="asyncio",
        lifespan="off",
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        backlog=BACKLOG,
        h11_max_incomplete_event_size=MAX_ADDRESS + 65_536,
    )


class _Watch:
    """Has another file taken the place of this one?"""

    def __init__(self, file: Path) -> None:
        self._file, self.changed = file, False
        self._seen = self._look()

    def _look(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

    async def wait(self) -> None:
        """Return when it has. A build changes places in one step, so that what is there is whole."""
        while (now := self._look()) is None or now == self._seen:
            await asyncio.sleep(GLANCE)
        self.changed = True


async def _serve(server: uvicorn.Server, serving: Serving, bound: socket.socket, watch: _Watch) -> None:
    async def leave() -> None:
        await watch.wait()
        server.should_exit = True

    watching = asyncio.ensure_future(leave())
    try:
        await asyncio.gather(serving.pool.start(), asyncio.to_thread(serving.warm))
        await server.serve(sockets=[bound])
    finally:
        watching.cancel()
        await serving.pool.stop()


class _Server(uvicorn.Server):
    """Says when it has started."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._when_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._when_started()


def _bind(settings: Settings) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except OSError as error:
        raise fault(f"'{settings.host}' is no address of this machine", "leave --host out to serve this machine only") from error
    bound = socket.socket(family, kind, protocol)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(address)
    except OSError as error:
        bound.close()
        raise fault(f"{settings.host} port {settings.port} cannot be used: {error.strerror}", "choose another with --port") from error
    return bound


def _address(host: str, bound: socket.socket) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{bound.getsockname()[1]}/"

"""Many clients at once, half of them hostile: the short form of benchmarks/load.py."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from serving import Server, running_server, shared_build

__all__ = ["running_server", "shared_build"]

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))
import load  # type: ignore[import-not-found]


def test_good_clients_meet_no_error(server: Server) -> None:
    """Sixty clients for five seconds: every good answer is right, every hostile request is refused, and the server goes on."""
    # In a thread of its own: where browser tests ran before in this process, Playwright's event loop is still the running one.
    with ThreadPoolExecutor(1) as apart:
        tally = apart.submit(asyncio.run, load.load(server.url, clients=60, seconds=5)).result()
    assert not tally.errors
    assert len(tally.seconds) > 10
    assert sum(tally.hostile.values()) > 10
    with server.client() as client:
        assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"]

"""Many clients at once, good and hostile: `python benchmarks/load.py [--clients 200] [--seconds 60] [--root PROJECT]` starts `navkg serve` on loopback, stops by itself.

Good clients ask quick queries, questions and pages, and must never meet an error or a wrong answer. Hostile ones send slow, huge, malformed and forbidden queries, hang up half way,
or send nothing at all; each must get a 4xx or 5xx, or nothing. Exit status 1 when a good client met an error.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d) }"
GOOD = {
    "/sparql?query=" + quote("ASK { ?s a nk:Study }"): '"boolean":true',
    "/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?f a nk:Finding }"): '"n"',
    "/sparql?query=" + quote("SELECT ?f ?e { ?f nk:about ?e } LIMIT 50"): '"bindings"',
    "/sparql?query=" + quote("SELECT ?kind (COUNT(?f) AS ?n) { ?f nk:kind ?kind } GROUP BY ?kind ORDER BY ?kind"): "kind-",
    "/sparql?query=" + quote("CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a nk:Study ; rdfs:label ?l }"): "label",
    "/": "<html",
    "/api/findings?limit=5": '"findings"',
    "/api/studies": '"studies"',
    "/search?q=system": '"hits"',
}
HOSTILE = {
    "slow": "/sparql?query=" + quote(SLOW),
    "memory": "/sparql?query=" + quote("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?d"),
    "rows": "/sparql?query=" + quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 200000"),
    "deep": "/sparql?query=" + quote("SELECT * " + "{" * 3000 + "}" * 3000),
    "service": "/sparql?query=" + quote("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"),
    "malformed": "/sparql?query=SELECT",
    "long": "/sparql?query=" + "x" * 120_000,
    "up": "/..%2f..%2fnavkg.nq",
    "host": "",
    "hang-up": "",
    "silent": "",
}


@dataclass
class Tally:
    """What happened."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    hostile: Counter[str] = field(default_factory=Counter)


async def ask(place: tuple[str, int], path: str, host: str, patience: float = 120) -> tuple[int, str]:
    """One request on a connection of its own; status and body."""
    reader, writer = await asyncio.open_connection(*place)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        answer = await asyncio.wait_for(reader.read(-1), patience)
    finally:
        writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ")[1]), body.decode("utf-8", "replace")


async def good(place: tuple[str, int], host: str, tally: Tally, chance: random.Random) -> None:
    path, expected = chance.choice(list(GOOD.items()))
    begun = time.perf_counter()
    try:
        status, body = await ask(place, path, host)
    except (OSError, TimeoutError, ValueError, IndexError) as error:
        tally.errors.append(f"{path[:60]}: {type(error).__name__} {error}")
        return
    tally.seconds.append(time.perf_counter() - begun)
    if status != 200 or expected not in body:
        tally.errors.append(f"{path[:60]}: {status} {body[:80]}")


async def hostile(place: tuple[str, int], host: str, tally: Tally, chance: random.Random) -> None:
    kind = chance.choice(list(HOSTILE))
    try:
        if kind in ("hang-up", "silent"):
            _, writer = await asyncio.open_connection(*place)
            if kind == "hang-up":
                writer.write(f"GET {HOSTILE['slow']} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
                await writer.drain()
            await asyncio.sleep(0.3)
            writer.close()
            tally.hostile[f"{kind} -"] += 1
            return
        # Every other one is new to the server, which remembers what took long.
        path = (HOSTILE[kind] or "/") + (f"%23{chance.random()}" if "query" in HOSTILE[kind] and chance.random() < 0.5 else "")
        status, _ = await ask(place, path, "evil.example" if kind == "host" else host)
        tally.hostile[f"{kind} {status}"] += 1
        if status < 400:
            tally.errors.append(f"hostile {kind} was answered with {status}")
    except (OSError, TimeoutError, ValueError, IndexError) as error:
        tally.hostile[f"{kind} {type(error).__name__}"] += 1


async def repeat(one: Callable[..., Awaitable[None]], end: float, *arguments: object) -> None:
    while time.perf_counter() < end:
        await one(*arguments)


async def load(url: str, clients: int, seconds: float, seed: int = 1) -> Tally:
    """Every other client is hostile."""
    address, tally, end = urlsplit(url), Tally(), time.perf_counter() + seconds
    place, host = (str(address.hostname), int(address.port or 80)), address.netloc
    await asyncio.gather(
        *(repeat(hostile if number % 2 else good, end, place, host, tally, random.Random(seed * 1000 + number)) for number in range(clients))
    )
    return tally


def start(root: Path, *options: str) -> tuple[subprocess.Popen[str], str]:
    """`navkg serve` on a free port of loopback, and its address."""
    command = [sys.executable, "-m", "navkg", "serve", "--root", str(root), "--port", "0", *options]
    environment = {name: value for name, value in os.environ.items() if name != "NAVKG_SOURCES"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    assert process.stdout is not None
    found = re.search(r"http://\S+", process.stdout.readline())
    if not found:
        process.kill()
        sys.exit("the server did not start; run `navkg build` first")
    return process, found.group().rstrip("/")


def stop(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def memory_of(pid: int) -> int:
    """Kilobytes that a process and its children take (shared pages counted once); 0 where /proc is not there."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0
    own = next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return own + sum(memory_of(int(child)) for child in children)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--timeout", type=float, default=10, help="the server's limit for a query")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    options = parser.parse_args()
    process, url = start(options.root, "--timeout", str(options.timeout))
    try:
        before = memory_of(process.pid)
        tally = asyncio.run(load(url, min(options.clients, 500), min(options.seconds, 600)))
        after = memory_of(process.pid)
    finally:
        stop(process)
    ordered = sorted(tally.seconds)
    print(
        f"{options.clients} clients, {options.seconds:g} s: {len(ordered)} good answers, {len(tally.errors)} errors, {sum(tally.hostile.values())} hostile requests"
    )
    if ordered:
        print(f"good answers: median {statistics.median(ordered):.2f} s, 95 % {ordered[int(len(ordered) * 0.95)]:.2f} s, longest {ordered[-1]:.2f} s")
    print(f"memory (server, store and workers): {before / 1024:.0f} MB before, {after / 1024:.0f} MB after")
    print("hostile:", json.dumps(dict(sorted(tally.hostile.items()))))
    for error in tally.errors[:10]:
        print("error:", error)
    sys.exit(1 if tally.errors else 0)


if __name__ == "__main__":
    main()

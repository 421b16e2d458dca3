"""The figures that navkg promises, measured on this machine: whole processes with their peak memory, growth with the data, and the graph page in Chromium.

    make bench            (or: .venv/bin/python benchmarks/run.py [build|ask|growth|page|check] …)

Times are wall-clock seconds, the first, the best and the median of several runs; memory is the peak resident set of the process and its children. Nothing is asserted.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from generate import ROOT, generate, prune

T = TypeVar("T")
NAVKG = [sys.executable, "-m", "navkg"]


def run(arguments: list[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of one navkg command."""
    begun = time.perf_counter()
    process = subprocess.Popen([*NAVKG, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"navkg {' '.join(arguments)} failed")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def row(name: str, arguments: list[str], times: int = 5) -> None:
    runs = [run(arguments) for _ in range(times)]
    seconds = sorted(second for second, _ in runs)
    print(
        f"{name:<45} first {runs[0][0]:6.2f} s   best {seconds[0]:6.2f} s   median {statistics.median(seconds):6.2f} s   peak {max(memory for _, memory in runs):6.0f} MB"
    )


def build(folder: Path) -> None:
    """One study and all studies, whole process. The first run of each answers every question anew, the others take over the answers that still hold."""
    one = generate(1, folder / "one")
    row("build, one study, whole registry", ["build", "--root", str(one)])
    row("build, one study, the registry that it names", ["build", "--root", str(prune(generate(1, folder / "own")))])
    for part in ("data", "ontology", "viz"):
        shutil.copytree(ROOT / part, folder / "all" / part)
    row("build, all studies", ["build", "--root", str(folder / "all")])


def ask(folder: Path) -> None:
    """Every question by its defaults, whole process: the slowest five; and the help."""
    from navkg.project import find_project
    from navkg.questions.catalog import read_catalog

    del folder
    project = find_project(ROOT)
    row("--help", ["--help"], times=10)
    slow = [(min(run(["ask", question, "--root", str(ROOT)])[0] for _ in range(2)), question) for question in read_catalog(project)[0]]
    for seconds, question in sorted(slow, reverse=True)[:5]:
        print(f"ask {question:<40} best {seconds:6.2f} s")
    print(f"{len(slow)} questions, median {statistics.median(second for second, _ in slow):.2f} s")


def growth(folder: Path) -> None:
    """1, 10 and 100 times one study: read, map, infer, validate, write RDF. Each in a process of its own."""
    for copies in (1, 10, 100):
        project = generate(copies, folder / f"times-{copies}")
        stages = subprocess.run([sys.executable, __file__, "stages", str(project)], capture_output=True, text=True, check=True).stdout
        print(f"{copies:>4} × {stages}", end="")


def stages(project_folder: Path) -> None:
    """Seconds of each stage for one project."""
    from navkg.check.shapes import validate
    from navkg.outputs import rdf, records
    from navkg.pipeline import Dataset, load_content
    from navkg.project import find_project

    times: list[tuple[str, float]] = []

    def timed(name: str, work: Callable[[], T]) -> T:
        begun = time.perf_counter()
        result = work()
        times.append((name, time.perf_counter() - begun))
        return result

    content, problems = timed("read", lambda: load_content(find_project(project_folder)))
    assert not [problem for problem in problems if problem.level == "error"], problems[:3]
    dataset = Dataset(content)
    timed("map+infer", lambda: dataset.quads)
    timed("shapes", lambda: validate(dataset))
    with tempfile.TemporaryDirectory() as out:
        timed("write", lambda: (rdf.write(dataset, Path(out)), records.write(dataset, Path(out))))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    said = "  ".join(f"{name} {seconds:6.2f}" for name, seconds in times)
    print(f"{len(dataset.quads):>9} quads  {said}  all {sum(seconds for _, seconds in times):7.2f} s  peak {peak:6.0f} MB")


def check(folder: Path) -> None:
    """The whole check."""
    del folder
    row("check, all studies", ["check", "--root", str(ROOT)], times=2)


def page(folder: Path) -> None:
    """Milliseconds until the graph page of the real build answers, in Chromium."""
    del folder
    from page_times import measure

    measure(ROOT / "build" / "site")


PARTS = {"build": build, "ask": ask, "growth": growth, "page": page, "check": check}


def main(names: list[str]) -> None:
    if names[:1] == ["stages"]:
        stages(Path(names[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in names or list(PARTS):
            print(f"-- {name}", flush=True)
            PARTS[name](Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])

"""Work shared out to forked processes: everything comes back, in order, and what goes wrong there is said here."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from navkg import processes
from navkg.problems import NavkgError, fault
from navkg.processes import run_jobs, shared_out


@pytest.fixture(params=[1, 3])
def count(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """One process, or several whatever the machine has; a test's own process has threads, which keep it from forking by itself."""
    monkeypatch.setattr(processes, "processors", lambda: request.param)
    return int(request.param)


@pytest.mark.usefixtures("count")
@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(), max_size=8))
def test_results_come_back_in_order(items: list[str]) -> None:
    """As many as there are items, each once, however large."""
    assert shared_out(lambda text: text * 20_000, items) == [text * 20_000 for text in items]


def test_it_is_done_elsewhere_too(count: int) -> None:
    """Where several processes may be had, more than one works; where not, this one does everything."""
    here, elsewhere = os.getpid(), multiprocessing.get_context("fork").Event()

    def work(_: int) -> int:
        if os.getpid() != here:
            elsewhere.set()
        elif count > 1:
            elsewhere.wait(60)
        return os.getpid()

    used = set(shared_out(work, range(6)))
    assert (used == {here}) is (count == 1)


@pytest.mark.usefixtures("count")
@pytest.mark.parametrize("faulty", range(4))
def test_faults_are_raised_here(faulty: int) -> None:
    """Whoever meets the fault, this process raises it, and no other is left behind."""

    def work(number: int) -> int:
        if number == faulty:
            raise fault("is wrong", "mend it", file="x.yaml", line=number)
        return number

    with pytest.raises(NavkgError, match="is wrong"):
        shared_out(work, range(4))
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("count", [3], indirect=True)
@pytest.mark.usefixtures("count")
def test_a_process_that_is_killed_is_a_fault() -> None:
    """A process that ends without a word is not waited for, nor are its results passed over."""
    here = os.getpid()

    killed = multiprocessing.get_context("fork").Event()

    def work(_: int) -> int:
        if os.getpid() != here:
            killed.set()
            os.kill(os.getpid(), signal.SIGKILL)
        killed.wait(60)
        return 1

    with pytest.raises(RuntimeError, match="ended from outside"):
        shared_out(work, range(6))
    with pytest.raises(RuntimeError, match="ended from outside"):
        run_jobs([lambda: os.kill(os.getpid(), signal.SIGKILL)], lambda: None, [])


def test_no_fork_where_threads_run() -> None:
    """A fork takes no threads along, but what they hold: with another thread at work everything is done in one process."""
    ready, done = threading.Event(), threading.Event()

    def wait() -> None:
        ready.set()
        done.wait()

    thread = threading.Thread(target=wait)
    thread.start()
    ready.wait()
    assert processes.processors() == 1
    done.set()
    thread.join()

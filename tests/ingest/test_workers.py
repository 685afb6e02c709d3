"""Worker processes: a page that kills its worker fails alone, and no worker outlives its parent."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from archive.ingest import workers
from archive.ingest.stages import Processed
from archive.ingest.workers import WorkerPool, sensible_workers
from archive.records import UnreadablePage
from tests.ingest.factories import BODY, make_page

ROOT = Path(__file__).resolve().parents[2]


class Deadly:
    """Ends the process that unpickles it, as a crash in a C library would."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (1,)


def test_a_page_that_kills_its_worker_fails_alone() -> None:
    pages = [make_page(f"净滩活动{n}\n\n{BODY}", name=f"{n}.txt") for n in range(4)]
    pages.insert(2, make_page("x", name="deadly.txt", flags=(Deadly(),)))
    with WorkerPool(2) as pool:
        tickets = [pool.submit(pages[:2]), pool.submit(pages[2:])]
        results = [result for ticket in tickets for result in pool.collect(ticket)]
        (after,) = pool.collect(pool.submit(pages[:1]))
    told = [result.code if isinstance(result, UnreadablePage) else "ok" for result in results]
    assert told == ["ok", "ok", "worker_died", "ok", "ok"]
    assert isinstance(after, Processed)


class Endless:
    """Keeps the process busy that unpickles it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return time.sleep, (600,)


def test_a_stopped_run_does_not_wait_for_what_its_workers_are_at() -> None:
    with pytest.raises(KeyboardInterrupt), WorkerPool(2) as pool:
        tickets = [pool.submit([make_page("x", flags=(Endless(),))]) for _worker in range(2)]
        while not all(ticket.future.running() for ticket in tickets):
            time.sleep(0.05)
        raise KeyboardInterrupt
    assert multiprocessing.active_children() == []


def test_a_second_stop_amid_the_waiting_leaves_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_args: Any, **_kwargs: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), WorkerPool(1) as pool:
        pool.collect(pool.submit([make_page("x")]))
        monkeypatch.setattr(pool._pool, "shutdown", interrupted)
    deadline = time.monotonic() + 10
    while multiprocessing.active_children() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert multiprocessing.active_children() == []


def test_a_little_input_needs_no_workers_and_much_gets_one_a_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_cores", lambda: 4)
    assert [sensible_workers(size) for size in (0, 100_000, 10**9, None)] == [1, 1, 4, 4]
    monkeypatch.setattr(workers, "_cores", lambda: 64)
    assert sensible_workers(None) == 8


def test_what_workers_import_brings_no_django() -> None:
    script = "import sys, archive.ingest.workers; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc which processes run")
def test_workers_end_when_their_parent_is_killed() -> None:
    script = (
        "import time\n"
        "from archive.ingest.workers import WorkerPool\n"
        "from tests.ingest.factories import make_page\n"
        "if __name__ == '__main__':\n"
        "    pool = WorkerPool(1)\n"
        "    pool.collect(pool.submit([make_page('x')]))\n"
        "    print(*pool._pool._processes, flush=True)\n"
        "    time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 60
    while _is_running(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_running(worker)


def _is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False

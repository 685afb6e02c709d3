"""Between processes that take pages in: whose turn it is to write, and which runs are alive.

By locks that end with the process that holds them, however it ends: of the operating system on files in DATA_DIR where
the database is a file there, else of the database, which all machines share.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.models import Max
from filelock import FileLock, Timeout

from archive.models import IngestRun
from archive.models.writing import writing

Hold = Callable[[], None]
"""Lets a run go that is held."""

_RUNS = 0x766E6102
"""The class of PostgreSQL's advisory locks that runs are held by; the second number is the run's."""


def wait_for_turn() -> contextlib.AbstractContextManager[object]:
    """A context in which no other process of this machine takes pages in; enter `writing` in it.

    SQLite has such a lock as well, but gives up after a while, and several busy writers can make one of them wait for
    long. On a server `writing` itself waits, for all machines.
    """
    # Several threads of a web process may take in uploads at once: a lock object of its own for each.
    return contextlib.nullcontext() if _is_shared() else FileLock(_folder() / "turn.lock", poll_interval=0.01)


@contextlib.contextmanager
def own_turn() -> Iterator[None]:
    """A transaction in which no other process takes pages in, on whatever machine.

    Held for one batch, never while pages are read or worked on.
    """
    with wait_for_turn(), writing():
        yield


def hold_run(run: int) -> Hold:
    """Say that a run is alive until it is let go or this process ends."""
    if _is_shared():
        _ask("SELECT pg_advisory_lock(%s, %s)", [_RUNS, run])
        return lambda: _unlock(run)
    lock = FileLock(_run_file(run))
    lock.acquire()
    return lambda: _release(lock)


def let_go(hold: Hold) -> None:
    """Say that a run is over."""
    hold()


def mark_dead_runs() -> int:
    """Mark runs as interrupted whose process ended without a word (killed, a power cut); how many there were."""
    running = list(IngestRun.objects.filter(state=IngestRun.State.RUNNING))
    alive = _alive(run.pk for run in running) if running else set()
    dead = [run for run in running if run.pk not in alive]
    for run in dead:
        last = run.outcomes.aggregate(last=Max("created_at"))["last"]
        if not _is_shared():
            _run_file(run.pk).unlink(missing_ok=True)
        # Only if it is still said to run: it may have ended in order between the question and now.
        IngestRun.objects.filter(pk=run.pk, state=IngestRun.State.RUNNING).update(
            state=IngestRun.State.INTERRUPTED, finished_at=last or run.started_at
        )
    return len(dead)


def _alive(runs: Iterable[int]) -> set[int]:
    """Those of the runs that some process holds."""
    if not _is_shared():
        return {run for run in runs if _is_locked(run)}
    held = _ask(
        "SELECT objid::bigint FROM pg_locks JOIN pg_database AS held ON held.oid = pg_locks.database"
        " WHERE locktype = 'advisory' AND granted AND classid::bigint = %s AND objsubid = 2"
        " AND datname = current_database()",
        [_RUNS],
    )
    return {int(row[0]) for row in held} & set(runs)


def _is_shared() -> bool:
    """Whether the database is a server's, so that runs may go on on several machines."""
    return connection.vendor == "postgresql"


def _ask(query: str, values: list[int]) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _unlock(run: int) -> None:
    with contextlib.suppress(Error):  # where the connection is lost, so is the lock
        _ask("SELECT pg_advisory_unlock(%s, %s)", [_RUNS, run])


def _release(lock: FileLock) -> None:
    """Release a run's lock and tidy its file away."""
    Path(lock.lock_file).unlink(missing_ok=True)
    lock.release()


def _is_locked(run: int) -> bool:
    lock = FileLock(_run_file(run), blocking=False)
    try:
        with lock:
            return False
    except Timeout:
        return True


def _run_file(run: int) -> Path:
    return _folder() / f"run-{run}.lock"


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "ingest"
    folder.mkdir(exist_ok=True)
    return folder

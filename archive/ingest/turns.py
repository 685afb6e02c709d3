"""Locks between processes that take pages in: whose turn it is to write, and which runs are alive.

Locks of the operating system on files in DATA_DIR, which end with the process that holds them, however it ends.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db.models import Max
from filelock import FileLock, Timeout

from archive.models import IngestRun


def wait_for_turn() -> FileLock:
    """A context in which no other process takes pages in.

    The database has such a lock as well, but gives up after a while, and several busy writers can make one of them
    wait for long. Held for one batch, never while pages are read or worked on.
    """
    # Several threads of a web process may take in uploads at once: a lock object of its own for each.
    return FileLock(_folder() / "turn.lock", poll_interval=0.01)


def hold_run(run: int) -> FileLock:
    """Say that a run is alive until the lock is released or this process ends."""
    lock = FileLock(_run_file(run))
    lock.acquire()
    return lock


def let_go(hold: FileLock) -> None:
    """Say that a run is over: release its lock and tidy its file away."""
    Path(hold.lock_file).unlink(missing_ok=True)
    hold.release()


def mark_dead_runs() -> int:
    """Mark runs as interrupted whose process ended without a word (killed, a power cut); how many there were."""
    dead = [run for run in IngestRun.objects.filter(state=IngestRun.State.RUNNING) if not _is_alive(run.pk)]
    for run in dead:
        last = run.outcomes.aggregate(last=Max("created_at"))["last"]
        _run_file(run.pk).unlink(missing_ok=True)
        # Only if it is still said to run: it may have ended in order between the question and now.
        IngestRun.objects.filter(pk=run.pk, state=IngestRun.State.RUNNING).update(
            state=IngestRun.State.INTERRUPTED, finished_at=last or run.started_at
        )
    return len(dead)


def _is_alive(run: int) -> bool:
    """Whether some process holds the run's lock."""
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

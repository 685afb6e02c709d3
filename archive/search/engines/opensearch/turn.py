"""Whose turn it is to write: one process at a time, on whatever machine it runs.

Processes of one machine wait for a file; with PostgreSQL, where machines share a database, also for a lock there, which
is released by whatever happens to its holder.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from django.db import connection
from filelock import FileLock

_LOCK_NAME = 0x61726368_696E6478
"""Told apart from other locks of the database by this number alone."""


@contextmanager
def taking_turns(folder: Path) -> Iterator[None]:
    """Waits until nobody else writes, however long that takes. Whoever has it may take it again."""
    with _lock(folder), _shared_turn():
        yield


@lru_cache
def _lock(folder: Path) -> FileLock:
    folder.mkdir(parents=True, exist_ok=True)
    return FileLock(folder / "write.lock")


@contextmanager
def _shared_turn() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK_NAME])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK_NAME])

"""Whose turn it is to write, or to move the fence: one process at a time, on whatever machine it runs.

Processes of one machine wait for a file; with PostgreSQL, where machines share a database, for a lock there. Both are
released by whatever happens to their holder.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import connection
from filelock import FileLock

_LOCK_NAME = 0x61726368_696E6478
_FENCE_NAME = 0x61726368_66656E63
"""Told apart from other locks of the database by these numbers alone."""


def moving_fence() -> AbstractContextManager[Any]:
    """Waits until nobody else moves the fence; where there is no server for a database only one process writes anyway."""
    return _shared_turn(_FENCE_NAME) if connection.vendor == "postgresql" else nullcontext()


def taking_turns(folder: Path, *, with_others: bool = False) -> AbstractContextManager[Any]:
    """Waits until nobody else writes, however long that takes. Whoever has it may take it again.

    `with_others`: beside others who said so too, where the database can tell the two apart.
    """
    return _shared_turn(_LOCK_NAME, with_others=with_others) if connection.vendor == "postgresql" else _lock(folder)


@lru_cache
def _lock(folder: Path) -> FileLock:
    folder.mkdir(parents=True, exist_ok=True)
    return FileLock(folder / "write.lock")


@contextmanager
def _shared_turn(name: int, *, with_others: bool = False) -> Iterator[None]:
    kind = "_shared" if with_others else ""
    _ask(f"SELECT pg_advisory_lock{kind}(%s)", name)
    try:
        yield
    finally:
        _ask(f"SELECT pg_advisory_unlock{kind}(%s)", name)


def _ask(query: str, name: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, [name])

"""Who of several indexers writes which articles, so that no two write one at a time.

For an engine that takes writes from many. The articles that wait (`archive.search.freshness`) are dealt into slots by their
id, and an indexer holds the lock of a slot for a batch: a lock of the database's, which ends with the process. Rows of
articles are never locked meanwhile: a withdrawal must not wait for an engine that hangs. A batch may still be written
twice, when an indexer loses the database in the middle of it: the engine has to refuse a revision older than it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Mod

from archive.models import Article
from archive.search.freshness import articles_behind

SLOTS = 16
"""More than indexers that ever drain one archive: each batch comes from one slot."""

_LOCKS = 0x766E6103
"""The class of PostgreSQL's advisory locks that slots are held by; the second number is the slot's."""
_LOOKED_AT = 2_000


@contextmanager
def own_share(*, alone: bool = False) -> Iterator[QuerySet[Article] | None]:
    """Articles that wait and that nobody else writes until the block ends; None where others have all that wait.

    All that wait where the caller is `alone`, having the engine's only turn to write; on a database without a server
    there is one indexer anyway.
    """
    if alone or connection.vendor != "postgresql":
        yield articles_behind() if articles_behind().exists() else None
        return
    slot = next((slot for slot in _waiting_slots() if _hold(slot)), None)
    if slot is None:
        yield None
        return
    try:
        yield articles_behind().annotate(slot=Mod("pk", SLOTS)).filter(slot=slot)
    finally:
        _ask("SELECT pg_advisory_unlock(%s, %s)", slot)


def _waiting_slots() -> list[int]:
    """Those with articles among the oldest that wait, the oldest first."""
    oldest = articles_behind().order_by("pk").values_list("pk", flat=True)[:_LOOKED_AT]
    return list(dict.fromkeys(pk % SLOTS for pk in oldest))


def _hold(slot: int) -> bool:
    return _ask("SELECT pg_try_advisory_lock(%s, %s)", slot)


def _ask(query: str, slot: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(query, [_LOCKS, slot])
        return bool(cursor.fetchone()[0])

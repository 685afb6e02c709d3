"""Whose turn it is to change articles: one transaction at a time, whatever machine it is begun on.

The rules of this archive read before they write: what an article is a copy of, whether staff decided, how many came
before. They hold because nobody else changes articles, findings or events meanwhile. SQLite has one writer by itself.
Readers never wait, nor does what touches no article: sessions, corrections sent in, snapshots.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

TURN = 0x766E6101
"""The advisory lock of PostgreSQL that means it; any number no other program of the database uses."""

_UNDONE_BY_OTHERS = ("40001", "40P01")
"""Serialization failure and deadlock: the server gave up one of two transactions, and the other is done soon."""


@contextmanager
def writing() -> Iterator[None]:
    """A transaction that has its turn from its first statement to its end; within another one, a part of that.

    Also a decorator: `@writing()`. What is read before it may have changed by the time it begins.

    Raises:
        OperationalError: a serving process waited longer than it may.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
        yield


def may_be_tried_again(error: OperationalError) -> bool:
    """Whether a transaction failed only because of others at the same moment; all of it has to be done again."""
    return getattr(error.__cause__, "sqlstate", None) in _UNDONE_BY_OTHERS

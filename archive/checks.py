"""System checks of the archive: is the search index there, of this version, and whole; is the database fit for Chinese.

Of the index warnings, not errors: the commands that mend it run the checks first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connections

_HINTS = {
    "missing": ("W001", "There is no search index yet: searches find nothing."),
    "outdated": ("W002", "The search index was made by another version of this program: searches find nothing."),
    "damaged": ("W003", "The search index is damaged: searches find nothing."),
    "incomplete": ("W004", "The search index lacks the files that make it fast: searches are slow."),
    "away": ("W005", "The search server does not answer: searches cannot be answered."),
}

_HINT = "Run `manage.py index_stale`: it mends the index, from the database if need be."
_AWAY_HINT = "Look at the server named in SEARCH_URL; what changes meanwhile is written to the index when it is back."
_MADE_AS = """
SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = current_database()
"""
_BY_CODE = ("C", "POSIX", "C.UTF-8", "C.utf8")
"""Collations that sort by the numbers of characters."""


@register
def check_search_index(**_kwargs: Any) -> list[CheckMessage]:
    """Names what is wrong with the index and the command that mends it."""
    from archive.search.indexing import index_problem  # needs loaded models

    problem = index_problem()
    if problem is None or (problem.code == "missing" and not _has_articles()):
        return []
    number, message = _HINTS[problem.code]
    return [
        Warning(
            f"{message} ({problem.detail})",
            hint=_AWAY_HINT if problem.code == "away" else _HINT,
            id=f"archive.{number}",
        )
    ]


@register(Tags.database)
def check_database(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """A PostgreSQL database must hold every character, and should sort as SQLite does; asked by `prepare` and `migrate`."""
    found: list[CheckMessage] = []
    for connection in (connections[alias] for alias in databases or () if connections[alias].vendor == "postgresql"):
        with connection.cursor() as cursor:
            cursor.execute(_MADE_AS)
            encoding, collation = cursor.fetchone()
        hint = "Make it anew: CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'."
        if encoding != "UTF8":
            found.append(
                Error(f"The database of DATABASE_URL has the encoding {encoding}.", hint=hint, id="archive.E001")
            )
        elif collation not in _BY_CODE:
            said = f"The database of DATABASE_URL sorts by {collation}: lists have another order than documented."
            found.append(Warning(said, hint=hint, id="archive.W006"))
    return found


def _has_articles() -> bool:
    """An archive that was only just made needs no index, and no warning before its first migration."""
    from archive.models import Article

    try:
        return Article.objects.exists()
    except DatabaseError:
        return False

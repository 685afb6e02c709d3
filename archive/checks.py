"""System checks of the archive: is the search index there, of this version, and whole.

Warnings, not errors: the commands that mend the index run the checks first.
"""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Warning, register
from django.db import DatabaseError

_HINTS = {
    "missing": ("W001", "There is no search index yet: searches find nothing."),
    "outdated": ("W002", "The search index was made by another version of this program: searches find nothing."),
    "damaged": ("W003", "The search index is damaged: searches find nothing."),
    "incomplete": ("W004", "The search index lacks the files that make it fast: searches are slow."),
    "away": ("W005", "The search server does not answer: searches cannot be answered."),
}

_HINT = "Run `manage.py index_stale`: it mends the index, from the database if need be."
_AWAY_HINT = "Look at the server named in SEARCH_URL; what changes meanwhile is written to the index when it is back."


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


def _has_articles() -> bool:
    """An archive that was only just made needs no index, and no warning before its first migration."""
    from archive.models import Article

    try:
        return Article.objects.exists()
    except DatabaseError:
        return False

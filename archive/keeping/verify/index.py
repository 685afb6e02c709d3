"""The index against the database, article by article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from archive.keeping.places import Places
from archive.keeping.verify.problem import Problem
from archive.models import Article, ArticleState
from archive.search.engine import IndexUnusable
from archive.search.held import Held, expected_entry, held_entries
from archive.search.indexing import index_problem

_ROWS = 500
_FIELDS = ("pk", "state", "revision", "indexed_revision", "event_id", "published_on")


def check_index(_places: Places) -> Iterator[Problem]:
    """An index that is there and whole, holds each public article once as it is now, and nothing else."""
    unusable = index_problem()
    if unusable is not None:
        yield _problem(unusable.code, "index", unusable.detail)
    if unusable is not None and unusable.code != "incomplete":
        return
    try:
        entries = held_entries()
    except IndexUnusable as error:
        yield _problem(error.code, "index", error.detail)
        return
    yield from _compare(entries)


def _compare(entries: list[Held]) -> Iterator[Problem]:
    for article, number in Counter(entry.article for entry in entries).items():
        if number > 1:
            yield _problem("twice", f"article {article}", f"it is in the index {number} times")
    held = {entry.article: entry for entry in entries}
    for row in Article.objects.order_by("pk").only(*_FIELDS).iterator(chunk_size=_ROWS):
        yield from _check_entry(row, held.pop(row.pk, None))
    for article in held:
        yield _problem("extra", f"article {article}", "it is in the index and not in the database")


def _check_entry(row: Article, entry: Held | None) -> Iterator[Problem]:
    subject, public = f"article {row.pk}", row.state == ArticleState.PUBLIC
    if row.revision != row.indexed_revision:
        detail = f"the index has revision {row.indexed_revision}, the article {row.revision}"
        yield _problem("stale", subject, detail, article=row.pk)
    elif public and entry is None:
        yield _problem("missing", subject, "it is public and not in the index", article=row.pk)
    elif not public and entry is not None:
        yield _problem("extra", subject, "it is not public and in the index", article=row.pk)
    elif public and entry != expected_entry(row):
        yield _problem("stale", subject, "the index has it under another event or day of publication", article=row.pk)


def _problem(code: str, subject: str, detail: str, *, article: int | None = None) -> Problem:
    return Problem(part="index", code=code, subject=subject, detail=detail, remedy="index", article=article)

"""Brings the index up to date with the database: the only way into the index besides Haystack's own commands.

`index_stale` writes what changed, `tidy_index` does what it left undone while more was coming, `rebuild_index` makes the
index anew beside the one in use, `index_problem` says what is wrong with it. Every writer waits for the same lock; nothing is indexed by signals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Length
from haystack import connections
from haystack.utils import get_identifier

from archive.models import Article, ArticleState, merged_names
from archive.search.documents import with_facts
from archive.search.engine import Engine, IndexUnusable, engine
from archive.search.freshness import articles_behind, mark_indexed
from archive.search.lookup_build import refresh_lookup
from archive.search.outbox import own_share

Progress = Callable[[int, int], None]
"""Called with (done, all) after each batch."""

BATCH = 500
BULK_BATCH = 10_000
"""Articles a commit while many wait: what a writer that is killed has to do again."""
SEGMENT_ARTICLES = 100_000
SEGMENT_CHARACTERS = 60_000_000
"""What a rebuild writes at once, whichever comes first: the fewer segments, the faster are searches; writing one takes
about 9 KB of memory an article of 500 characters."""
READ = 500
READ_CHARACTERS = 2_000_000
"""Articles and text read from the database at once."""
BATCH_CHARACTERS = 20_000_000
"""Text a commit. A longer article is a commit of its own."""


@dataclass(frozen=True, kw_only=True)
class IndexReport:
    """How many articles were written and how many were taken out."""

    indexed: int
    removed: int


def index_problem() -> IndexUnusable | None:
    """What is wrong with the index (missing, outdated, damaged, away; incomplete: right but slow), or None."""
    try:
        engine().check()
    except IndexUnusable as error:
        return error
    return None


def index_stale(
    limit: int | None = None, progress: Progress | None = None, *, more_coming: bool = False
) -> IndexReport:
    """Write every article whose index entry is behind, at most `limit` of them; take out those no longer public.

    With `more_coming` what is only for speed and for suggestions is left to the next call without it, or to
    `tidy_index`: done after each of many calls, it would cost more than the writing.

    An index that is missing, outdated or damaged is rebuilt first, one that is incomplete is completed. Waits while
    another process writes; where an engine takes writes from many, several may do this at once, each its share.
    """
    if not articles_behind().exists() and index_problem() is None:
        return IndexReport(indexed=0, removed=0)
    backend = engine()
    with backend.draining():
        report = _drain(backend, limit, progress, more_coming) if _is_mended(backend) else None
    if report is not None:
        return report
    with backend.writing():  # nobody drains now; whoever had this turn before may have mended it
        report = _drain(backend, limit, progress, more_coming) if _is_mended(backend) else None
        return report or rebuild_index(progress)


def tidy_index() -> None:
    """Do what calls of `index_stale` left undone because more was coming."""
    backend = engine()
    with backend.draining():
        if index_problem() is None:
            _tidy(backend, 0, more_coming=False)


def _tidy(backend: Engine, changed: int, *, more_coming: bool) -> None:
    backend.settle(backend.build_in_use(), more_coming=more_coming)
    refresh_lookup(changed, more_coming=more_coming)


def _drain(backend: Engine, limit: int | None, progress: Progress | None, more_coming: bool) -> IndexReport | None:
    """Write what is behind; None where the index turns out to need a rebuild."""
    total = min(articles_behind().count(), limit if limit is not None else 10**12)
    indexed = removed = 0
    while (done := indexed + removed) < total:
        waiting = total - done
        size = min(BULK_BATCH if waiting > BATCH and backend.one_writer else BATCH, waiting)
        with own_share(alone=backend.one_writer) as share:
            if share is None:
                break
            try:
                written, gone = _write_batch(backend, share, size, merge=waiting <= size and not more_coming)
            except IndexUnusable as error:
                if error.code == "away":
                    raise
                return None
        if not written + gone:
            break
        indexed, removed = indexed + written, removed + gone
        if progress is not None:
            progress(indexed + removed, total)
    _tidy(backend, indexed + removed, more_coming=more_coming)
    return IndexReport(indexed=indexed, removed=removed)


def _is_mended(backend: Engine) -> bool:
    """Whether the index is whole, or could be made so without reading the articles again.

    Raises:
        IndexUnusable: away: nothing can be made of it now, and what waits goes on waiting.
    """
    problem = index_problem()
    if problem is not None and problem.code == "away":
        raise problem
    if problem is None or problem.code != "incomplete":
        return problem is None
    try:
        backend.complete()
    except IndexUnusable:
        return False
    return index_problem() is None


def rebuild_index(progress: Progress | None = None) -> IndexReport:
    """Make the index anew from every public article; the one in use answers until the new one is complete."""
    backend = engine()
    with backend.writing():
        build = backend.new_build()
        merged_names.forget()
        try:
            reading = _Reading(Article.objects.all(), progress)
            indexed = 0
            while not reading.is_done:
                public = reading.public(SEGMENT_ARTICLES, SEGMENT_CHARACTERS)
                indexed += backend.write(build, _haystack_index(), public, merge=False)
            _verify(backend, build, indexed)
            backend.use(build)
        except BaseException:
            backend.discard(build)
            raise
        mark_indexed(reading.read)
        refresh_lookup(indexed)
    return IndexReport(indexed=indexed, removed=len(reading.read) - indexed)


class _Reading:
    """Reads articles in the order of their ids, a few at a time, and notes which revision of each was read."""

    def __init__(self, articles: QuerySet[Article], progress: Progress | None = None, total: int | None = None) -> None:
        self._articles = articles
        self._progress = progress
        self._total = articles.count() if total is None else total
        self._waiting: list[Article] = []
        self.read: list[tuple[int, int]] = []
        self.hidden: list[Article] = []
        self.is_done = False

    def public(self, most: int, characters: int) -> Iterator[Article]:
        """The next public articles, until so many articles or characters have been read, but at least one article."""
        count = length = 0
        while count < most and length < characters:
            articles = self._next(most - count, characters - length)
            self.is_done = not articles
            if self.is_done:
                return
            for article in articles:
                count, length = count + 1, length + len(article.body)
                self.read.append((article.pk, article.revision))
                if article.state == ArticleState.PUBLIC:
                    yield article
                else:
                    self.hidden.append(article)
            if self._progress is not None:
                self._progress(len(self.read), self._total)

    def _next(self, most: int, characters: int) -> list[Article]:
        last = self.read[-1][0] if self.read else 0
        return _read_batch(self._articles.filter(pk__gt=last), min(READ, most), min(READ_CHARACTERS, characters))


def _haystack_index() -> Any:
    return connections["default"].get_unified_index().get_index(Article)


def _write_batch(backend: Engine, behind: QuerySet[Article], size: int, *, merge: bool) -> tuple[int, int]:
    """One commit of articles that are behind; (written, taken out)."""
    merged_names.forget()  # an entry written under a name of a minute ago would stay so
    reading = _Reading(behind, total=size)
    public = reading.public(size, BATCH_CHARACTERS)
    # Read to the end before the identifiers of those no longer public are asked for.
    gone = (get_identifier(article) for article in reading.hidden)
    written = backend.write(backend.build_in_use(), _haystack_index(), public, removed=gone, merge=merge)
    mark_indexed(reading.read)
    return written, len(reading.hidden)


def _read_batch(articles: QuerySet[Article], size: int, most: int) -> list[Article]:
    """The first articles by id, at most `size` of them and so many characters of text, but at least one."""
    chosen: list[int] = []
    characters = 0
    for pk, length in articles.order_by("pk").values_list("pk", Length("body"))[:size]:
        characters += length
        if chosen and characters > most:
            break
        chosen.append(pk)
    return list(with_facts(Article.objects.filter(pk__in=chosen).order_by("pk")))


def _verify(backend: Engine, build: Any, expected: int) -> None:
    """A new build must hold what was written to it, before anybody is served from it."""
    found = backend.count_documents(build)
    if found != expected:
        raise RuntimeError(f"the new index holds {found} articles instead of {expected}; the old one stays in use")

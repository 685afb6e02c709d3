"""Brings the index up to date with the database: the only way into the index besides Haystack's own commands.

`index_stale` writes what changed, `rebuild_index` makes the index anew beside the one in use, `index_problem` says
what is wrong with it. Every writer waits for the same lock; nothing is indexed by signals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from django.db.models import F, QuerySet
from django.db.models.functions import Length
from haystack import connections
from haystack.utils import get_identifier

from archive.models import Article, ArticleState
from archive.search.documents import with_facts
from archive.search.engine import IndexUnusable
from archive.search.freshness import mark_indexed

if TYPE_CHECKING:
    from archive.search.engines.whoosh.backend import ArchiveWhooshBackend

Progress = Callable[[int, int], None]
"""Called with (done, all) after each batch."""

BATCH = 500
BULK_BATCH = 10_000
"""Articles a commit while many wait: the fewer segments, the faster are searches, the more memory takes writing one."""
BATCH_CHARACTERS = 6_000_000
"""Text a commit: inverting this much takes about 500 MB. A longer article is a batch of its own."""


@dataclass(frozen=True, kw_only=True)
class IndexReport:
    """How many articles were written and how many were taken out."""

    indexed: int
    removed: int


def index_problem() -> IndexUnusable | None:
    """What is wrong with the index (missing, outdated, damaged; incomplete: right but slow), or None."""
    try:
        _backend().store.check()
    except IndexUnusable as error:
        return error
    return None


def index_stale(limit: int | None = None, progress: Progress | None = None) -> IndexReport:
    """Write every article whose index entry is behind, at most `limit` of them; take out those no longer public.

    An index that is missing, outdated or damaged is rebuilt first, one that is incomplete is completed. Waits while
    another process writes.
    """
    if not _is_behind() and index_problem() is None:
        return IndexReport(indexed=0, removed=0)
    backend = _backend()
    with backend.store.writing():
        if not _is_mended(backend):
            return rebuild_index(progress)
        total = min(_behind().count(), limit if limit is not None else 10**12)
        indexed = removed = 0
        while (done := indexed + removed) < total:
            waiting = total - done
            size = min(BULK_BATCH if waiting > BATCH else BATCH, waiting)
            try:
                written, gone = _write_batch(backend, size, merge=waiting <= size)
            except IndexUnusable:
                return rebuild_index(progress)
            if not written + gone:
                break
            indexed, removed = indexed + written, removed + gone
            if progress is not None:
                progress(indexed + removed, total)
    return IndexReport(indexed=indexed, removed=removed)


def _is_mended(backend: ArchiveWhooshBackend) -> bool:
    """Whether the index is whole, or could be made so without reading the articles again."""
    problem = index_problem()
    if problem is None or problem.code != "incomplete":
        return problem is None
    try:
        backend.store.complete()
    except IndexUnusable:
        return False
    return index_problem() is None


def rebuild_index(progress: Progress | None = None) -> IndexReport:
    """Make the index anew from every public article; the one in use answers until the new one is complete."""
    backend = _backend()
    with backend.store.writing():
        build = backend.new_build()
        total = Article.objects.count()
        read: list[tuple[int, int]] = []
        indexed = 0
        for articles in _all_articles():
            public = [article for article in articles if article.state == ArticleState.PUBLIC]
            indexed += backend.write(build, _haystack_index(), public, merge=False)
            read += [(article.pk, article.revision) for article in articles]
            if progress is not None:
                progress(len(read), total)
        _verify(backend, build, indexed)
        backend.store.use(build)
        mark_indexed(read)
    return IndexReport(indexed=indexed, removed=len(read) - indexed)


def _backend() -> ArchiveWhooshBackend:
    return cast("ArchiveWhooshBackend", connections["default"].get_backend())


def _haystack_index() -> Any:
    return connections["default"].get_unified_index().get_index(Article)


def _behind() -> QuerySet[Article]:
    return Article.objects.exclude(indexed_revision=F("revision"))


def _is_behind() -> bool:
    return _behind().exists()


def _write_batch(backend: ArchiveWhooshBackend, size: int, *, merge: bool) -> tuple[int, int]:
    """One commit of the articles longest behind; (written, taken out)."""
    articles = _read_batch(_behind(), size)
    public = [article for article in articles if article.state == ArticleState.PUBLIC]
    hidden = [article for article in articles if article.state != ArticleState.PUBLIC]
    build = backend.store.build_in_use()
    backend.write(
        build, _haystack_index(), public, removed=[get_identifier(article) for article in hidden], merge=merge
    )
    mark_indexed((article.pk, article.revision) for article in articles)
    return len(public), len(hidden)


def _all_articles() -> Iterator[list[Article]]:
    last = 0
    while articles := _read_batch(Article.objects.filter(pk__gt=last), BULK_BATCH):
        yield articles
        last = articles[-1].pk


def _read_batch(articles: QuerySet[Article], size: int) -> list[Article]:
    """The first articles by id, at most `size` of them and BATCH_CHARACTERS of text, but at least one."""
    chosen: list[int] = []
    characters = 0
    for pk, length in articles.order_by("pk").values_list("pk", Length("body"))[:size]:
        characters += length
        if chosen and characters > BATCH_CHARACTERS:
            break
        chosen.append(pk)
    return list(with_facts(Article.objects.filter(pk__in=chosen).order_by("pk")))


def _verify(backend: ArchiveWhooshBackend, build: Path, expected: int) -> None:
    """A new build must hold what was written to it, before anybody is served from it."""
    found = backend.count_documents(build)
    if found != expected:
        raise RuntimeError(f"the new index holds {found} articles instead of {expected}; the old one stays in use")

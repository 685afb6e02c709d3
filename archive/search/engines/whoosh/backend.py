"""Haystack's engine, backend and query classes over our index.

`find` answers the archive's own searches; `search` and `more_like_this` answer Haystack's `SearchQuerySet`; `update`,
`remove` and `clear` write. Every write waits for the one writing lock, so none is lost. Where Haystack's own Whoosh
backend differs: title and body are searched together, `clear` switches to an empty build instead of removing files
under readers, and facets may be asked of any field.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

from haystack.backends import log_query
from haystack.backends.whoosh_backend import WhooshEngine, WhooshSearchBackend, WhooshSearchQuery
from haystack.constants import DJANGO_CT, ID
from haystack.exceptions import SearchBackendError, SkipDocument
from haystack.utils import get_identifier, get_model_ct
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query import Term

from archive.models import Article
from archive.search.engine import Found, Held, IndexUnusable, Request
from archive.search.engines.haystack_answers import NOTHING
from archive.search.engines.whoosh import haystack_search, inventory
from archive.search.engines.whoosh.current import CurrentIndex
from archive.search.engines.whoosh.damage import DamagedFiles
from archive.search.engines.whoosh.evaluate import evaluate
from archive.search.engines.whoosh.finder import find
from archive.search.engines.whoosh.haystack_parser import make_parser, read_schema
from archive.search.engines.whoosh.joining import MOST_WHILE_BUSY
from archive.search.engines.whoosh.snapshot import Snapshot, SnapshotKeeper
from archive.search.engines.whoosh.store import INDEX_NAME, IndexStore
from archive.search.engines.whoosh.writer import BatchWriter
from archive.search.facets import FACET_FIELDS
from archive.search.freshness import mark_all_unindexed, mark_indexed

T = TypeVar("T")

_keepers: dict[str, SnapshotKeeper] = {}
"""One for all threads of a process: Haystack makes a backend for every thread."""

_AS_THEY_ARE = frozenset({str, int})
"""Kinds of value Haystack leaves alone."""


class ArchiveWhooshBackend(WhooshSearchBackend):
    """The backend of one connection and thread."""

    one_writer = True

    def setup(self) -> None:
        self.content_field_name, self.schema = self.build_schema(self.declared_fields())
        self.parser = make_parser(self.content_field_name, self.schema)
        self.setup_complete = True

    def declared_fields(self) -> dict[str, Any]:
        """The fields of all search indexes of this connection, as Haystack knows them."""
        from haystack import connections

        fields: dict[str, Any] = connections[self.connection_alias].get_unified_index().all_searchfields()
        return fields

    def build_schema(self, fields: Any) -> tuple[str, Schema]:
        """The name of the document field and Whoosh's schema."""
        return read_schema(fields)

    @property
    def index(self) -> CurrentIndex:
        """Whoosh's own index over the build in use, for those who ask Whoosh directly."""
        return CurrentIndex(self._writable_build)

    @property
    def store(self) -> IndexStore:
        """The folder of the index."""
        return self._keeper().store

    def _keeper(self) -> SnapshotKeeper:
        if not self.setup_complete:
            self.setup()
        if self.path not in _keepers:
            _keepers[self.path] = SnapshotKeeper(IndexStore(Path(self.path)))
        return _keepers[self.path]

    def ask(self, question: Callable[[Snapshot], T]) -> T:
        """The answer to a question about the latest state of the index, one thread at a time.

        Raises:
            IndexUnusable: missing, outdated, or damaged; damage met by the question is remembered.
        """
        return self._keeper().ask(question)

    def find(self, request: Request) -> Found:
        """Answer one of the archive's own searches."""
        return self.ask(lambda snapshot: find(request, snapshot))

    def state(self) -> str:
        """Names the state of the index that is asked: schema version, build, generation of the last commit."""
        return self._keeper().state_name()

    def warm_up(self) -> None:
        """Read the index once, before anybody asks, and let it go: a server forks its workers from this process.

        Raises:
            IndexUnusable: as `ask`.
        """
        self.ask(lambda snapshot: [snapshot.codes(field) for field in FACET_FIELDS])
        # Kept open here, files of builds long replaced would take up the disk until the server is started anew.
        _keepers.pop(self.path, None)

    def check(self) -> None:
        """Look for damage that opening would not show; raises IndexUnusable."""
        self.store.check()

    def titles(self) -> list[tuple[int, str]]:
        """(article id, title as readers may see it) of all that is alive in the index."""
        return self.ask(inventory.titles)

    def held(self) -> list[Held]:
        """Every article in the index."""
        return self.ask(inventory.held)

    # Haystack's reading side

    @log_query
    def search(self, query_string: str, **options: Any) -> dict[str, Any]:
        """Answer a Haystack query string; see `haystack_search` for the options that count."""
        if not query_string:
            return dict(NOTHING)
        try:
            return self.ask(lambda snapshot: haystack_search.search(self, snapshot, query_string, options))
        except IndexUnusable as error:
            if error.code == "missing":
                return dict(NOTHING)
            raise SearchBackendError(f"the index is {error.code}: {error.detail}") from error

    def more_like_this(self, model_instance: Any, additional_query_string: str | None = None, **options: Any) -> Any:
        """Articles that share words with the title of an object, best first."""
        query = haystack_search.similar(self, model_instance, additional_query_string)
        answer: dict[str, Any] = self.search(query, **options)
        return answer

    def parse(self, query_string: str) -> Any:
        """A Haystack query string as a Whoosh query."""
        return self.parser.parse(str(query_string))

    # Writing

    def update(self, index: Any, iterable: Iterable[Any], commit: bool = True) -> None:
        """Write objects, in one commit; makes the index if there is none that can be written to."""
        objects = list(iterable)
        with self.store.writing():
            self.write(self._build_to_write(), index, objects)
            mark_indexed((obj.pk, obj.revision) for obj in objects if isinstance(obj, Article))

    def write(
        self, build: Path, index: Any, objects: Iterable[Any], *, removed: Iterable[str] = (), merge: bool = True
    ) -> int:
        """Write objects to a build and remove others, in one commit. Call while writing.

        Raises:
            IndexUnusable: damaged, where what the build already holds cannot be read.
        """
        documents = self._prepared(index, objects)
        return self._commit(build, lambda writer: writer.write(documents, removed=removed, merge=merge))

    def settle(self, build: Path, *, more_coming: bool = False) -> None:
        """Join segments of a build where there are too many. Call while writing. Raises as `write`."""
        self._commit(build, lambda writer: writer.join(MOST_WHILE_BUSY if more_coming else 0))

    def _commit(self, build: Path, work: Callable[[BatchWriter], int]) -> int:
        keeper = self._keeper()
        try:
            done = work(BatchWriter(build, self.schema))
        except DamagedFiles as error:
            raise keeper.report_damage(build, error) from error
        self.store.note_sizes(build)
        return done

    def count_documents(self, build: Path) -> int:
        """How many documents a build holds."""
        return int(FileIndex(FileStorage(str(build)), None, INDEX_NAME).doc_count())

    def writing(self) -> AbstractContextManager[None]:
        """Waits until nobody else writes."""
        return self.store.writing()

    def draining(self) -> AbstractContextManager[None]:
        """The same: files are written by one process."""
        return self.writing()

    def complete(self) -> None:
        """Make the derived files that cannot be used again. Call while writing."""
        self.store.complete()

    def build_in_use(self) -> Path:
        """The folder of the build that answers."""
        return self.store.build_in_use()

    def new_build(self) -> Path:
        """An empty index beside the one in use. Call while writing."""
        return self.store.new_build(self.schema)

    def use(self, build: Path) -> None:
        """Put a build in the place of the one in use, and remove all others. Call while writing."""
        self.store.use(build)

    def discard(self, build: Path) -> None:
        """Remove a build that is not used after all."""
        self.store.discard(build)

    def remove(self, obj_or_string: Any, commit: bool = True) -> None:
        """Remove one object; waits for its turn, and is done when this returns."""
        with self.store.writing():
            try:
                build = self.store.build_in_use()
            except IndexUnusable:
                return  # nothing is served from it, and a rebuild starts from the database
            self.write(build, None, (), removed=[get_identifier(obj_or_string)])

    def clear(self, models: Any = None, commit: bool = True) -> None:
        """Empty the index, or remove the documents of some models."""
        with self.store.writing():
            if models is None:
                self.store.use(self.new_build())
                mark_all_unindexed()
                return
            try:
                build = self.store.build_in_use()
            except IndexUnusable:
                return
            gone = self.ask(lambda snapshot: _identifiers(models, snapshot))
            self.write(build, None, (), removed=gone)
            if Article in models:
                mark_all_unindexed()

    def delete_index(self) -> None:
        self.clear()

    def optimize(self) -> None:
        """Join segments where there are too many."""
        with self.store.writing():
            self.settle(self.store.build_in_use())

    def _writable_build(self) -> Path:
        if not self.setup_complete:
            self.setup()
        with self.store.writing():
            return self._build_to_write()

    def _build_to_write(self) -> Path:
        try:
            return self.store.build_in_use()
        except IndexUnusable:
            build = self.new_build()
            self.store.use(build)
            mark_all_unindexed()
            return build

    def _prepared(self, index: Any, objects: Iterable[Any]) -> Iterator[dict[str, Any]]:
        for obj in objects:
            try:
                document = index.full_prepare(obj)
            except SkipDocument:
                continue
            yield {
                key: value if type(value) in _AS_THEY_ARE else self._from_python(value)
                for key, value in document.items()
                if value is not None
            }


def _identifiers(models: Iterable[Any], snapshot: Snapshot) -> list[str]:
    return [
        str(snapshot.stored(int(document))[ID])
        for model in models
        for document in evaluate(Term(DJANGO_CT, get_model_ct(model)), snapshot).documents
    ]


def _forget_after_fork() -> None:
    """Open files share their position between parent and child: a child opens its own."""
    _keepers.clear()


os.register_at_fork(after_in_child=_forget_after_fork)


class ArchiveWhooshQuery(WhooshSearchQuery):
    """Haystack's query builder, unchanged."""


class ArchiveWhooshEngine(WhooshEngine):
    backend = ArchiveWhooshBackend
    query = ArchiveWhooshQuery

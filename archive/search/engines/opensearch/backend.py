"""Haystack's engine, backend and query classes over an OpenSearch server.

`find` answers the archive's own searches; `search` and `more_like_this` answer Haystack's `SearchQuerySet`; `update`,
`remove` and `clear` write. Every write waits for its turn and is found when it returns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from haystack.backends import BaseEngine, BaseSearchBackend, log_query
from haystack.backends.whoosh_backend import WhooshSearchBackend
from haystack.constants import DJANGO_CT, ID
from haystack.exceptions import SearchBackendError, SkipDocument
from haystack.utils import get_identifier, get_model_ct

from archive.models import Article
from archive.search.engine import Found, Held, IndexUnusable, Request
from archive.search.engines.haystack_answers import NOTHING
from archive.search.engines.opensearch import haystack_search
from archive.search.engines.opensearch.builds import Builds
from archive.search.engines.opensearch.client import Server, server
from archive.search.engines.opensearch.finder import find
from archive.search.engines.opensearch.pages import Searching, read_all
from archive.search.engines.opensearch.turn import taking_turns
from archive.search.engines.opensearch.writing import write_documents
from archive.search.freshness import mark_all_unindexed, mark_indexed
from archive.search_url import SearchAddress


class ArchiveOpenSearchBackend(BaseSearchBackend):
    """The backend of one connection and thread. `path`: where files made from the index lie."""

    one_writer = False
    # What Haystack's builder of query strings asks of a backend that reads Whoosh's language.
    RESERVED_WORDS = WhooshSearchBackend.RESERVED_WORDS
    RESERVED_CHARACTERS = WhooshSearchBackend.RESERVED_CHARACTERS
    _from_python = WhooshSearchBackend._from_python

    def __init__(self, connection_alias: str, **connection_options: Any) -> None:
        super().__init__(connection_alias, **connection_options)
        self.path: str = connection_options["PATH"]
        self.address: SearchAddress = connection_options["ADDRESS"]

    @property
    def server(self) -> Server:
        """The server, shared by all threads."""
        return server(self.address)

    @property
    def builds(self) -> Builds:
        """The indexes on it."""
        return Builds(self.server)

    @property
    def searching(self) -> Searching:
        """The index that answers."""
        builds = self.builds
        return Searching(server=self.server, alias=builds.fence.name(), absent=builds.absent)

    def find(self, request: Request) -> Found:
        """Answer one of the archive's own searches."""
        return find(request, self.searching)

    def state(self) -> str:
        """The build that answers and how much has been written to it."""
        build = self.builds.in_use()
        return f"{build}.{self.builds.commits(build)}"

    def check(self) -> None:
        """Raises IndexUnusable for a server that does not answer, or has no whole index of this version."""
        self.builds.check()

    def warm_up(self) -> None:
        """Ask once, so that what is imported late is; connections are made by each process for itself."""
        self.check()

    def titles(self) -> list[tuple[int, str]]:
        """(article id, title as readers may see it) of all articles in the index."""
        found = self._articles(["article", "title"])
        return [(int(source["article"]), str(source.get("title") or "")) for source in found]

    def held(self) -> list[Held]:
        """Every article in the index; one that is on two shards, twice."""
        return [
            Held(
                article=int(source["article"]),
                event=int(source.get("event") or 0),
                published=int(source.get("published_start") or 0),
            )
            for source in self._articles(["article", "event", "published_start"])
        ]

    def _articles(self, fields: list[str]) -> list[dict[str, Any]]:
        body = {
            "query": {"bool": {"filter": [{"term": {DJANGO_CT: get_model_ct(Article)}}]}},
            "sort": [{"article": "asc"}],
            "_source": fields,
        }
        return [dict(hit["_source"]) for hit in read_all(body, self.searching)]

    # Haystack's reading side

    @log_query
    def search(self, query_string: str, **options: Any) -> dict[str, Any]:
        """Answer a query string; see `haystack_search` for the options that count."""
        if not query_string:
            return dict(NOTHING)
        try:
            return haystack_search.search(self, query_string, options)
        except IndexUnusable as error:
            if error.code == "missing":
                return dict(NOTHING)
            raise SearchBackendError(f"the index is {error.code}: {error.detail}") from error

    def more_like_this(self, model_instance: Any, additional_query_string: str | None = None, **options: Any) -> Any:
        """Articles that share words with the title of an object, best first."""
        query = haystack_search.similar(model_instance, additional_query_string)
        answer: dict[str, Any] = self.search(query, **options)
        return answer

    # Writing

    def writing(self) -> AbstractContextManager[None]:
        """Waits until nobody else writes, on this machine or another."""
        return taking_turns(Path(self.path))

    def draining(self) -> AbstractContextManager[None]:
        """Waits until nobody rebuilds; several indexers write at once where the database is a server's."""
        return taking_turns(Path(self.path), with_others=True)

    def complete(self) -> None:
        """Nothing on a server is ever incomplete."""

    def settle(self, build: str, *, more_coming: bool = False) -> None:
        """Servers tidy up by themselves."""

    def build_in_use(self) -> str:
        """The name of the build that answers."""
        return self.builds.in_use()

    def new_build(self) -> str:
        """An empty build beside the one in use. Call while writing."""
        return self.builds.create(self.declared_fields())

    def use(self, build: str) -> None:
        """Let a build answer, and remove all others. Call while writing."""
        self.builds.use(build)

    def discard(self, build: str) -> None:
        """Remove a build that is not used after all."""
        self.builds.discard(build)

    def count_documents(self, build: str) -> int:
        """How many documents a build holds."""
        return int(self.server.ask(lambda client: client.count(index=build))["count"])

    def write(
        self, build: str, index: Any, objects: Iterable[Any], *, removed: Iterable[str] = (), merge: bool = True
    ) -> int:
        """Write objects to a build and take others out. Call while writing.

        Raises:
            IndexUnusable: away.
        """
        fence = self.builds.fence
        written = write_documents(self.server, build, _prepared(index, objects), removed, known_as=fence.name_of(build))
        fence.close(build)
        return written

    def update(self, index: Any, iterable: Iterable[Any], commit: bool = True) -> None:
        """Write objects; makes the index if there is none."""
        objects = list(iterable)
        with self.writing():
            self.write(self._build_to_write(), index, objects)
            mark_indexed((obj.pk, obj.revision) for obj in objects if isinstance(obj, Article))

    def remove(self, obj_or_string: Any, commit: bool = True) -> None:
        """Remove one object."""
        with self.writing():
            self.write(self._build_to_write(), None, (), removed=[get_identifier(obj_or_string)])

    def clear(self, models: Any = None, commit: bool = True) -> None:
        """Empty the index, or remove the documents of some models."""
        with self.writing():
            if models is None:
                self.builds.use(self.new_build())
            else:
                build = self._build_to_write()
                gone = {"query": {"terms": {DJANGO_CT: [get_model_ct(model) for model in models]}}}
                self.server.ask(lambda client: client.delete_by_query(index=build, body=gone, refresh=True))
            if models is None or Article in models:
                mark_all_unindexed()

    def _build_to_write(self) -> str:
        try:
            return self.builds.in_use()
        except IndexUnusable as error:
            if error.code == "away":
                raise
            build = self.new_build()
            self.builds.use(build)
            mark_all_unindexed()
            return build

    def declared_fields(self) -> dict[str, Any]:
        """The fields of all search indexes of this connection, as Haystack knows them."""
        from haystack import connections

        fields: dict[str, Any] = connections[self.connection_alias].get_unified_index().all_searchfields()
        return fields


def _prepared(index: Any, objects: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for obj in objects:
        try:
            yield index.full_prepare(obj)
        except SkipDocument:
            continue


class ArchiveOpenSearchEngine(BaseEngine):
    backend = ArchiveOpenSearchBackend
    query = haystack_search.ArchiveOpenSearchQuery


__all__ = ["ID", "ArchiveOpenSearchBackend", "ArchiveOpenSearchEngine"]

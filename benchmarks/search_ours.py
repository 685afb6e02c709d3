"""This archive's engine for the benchmarks: built and asked through the backend the pages use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from haystack import connections

from archive.search.engine import Request
from archive.search.indexing import SEGMENT_ARTICLES, SEGMENT_CHARACTERS
from archive.search.tree import AllOf, Node, Phrase
from benchmarks.search_stock import Prepared
from benchmarks.search_tokens import FACETS, PER_PAGE, Answer, Ask


class Ours:
    """The embedded engine in a folder of its own."""

    name = "this archive"

    def __init__(self, folder: Path) -> None:
        self.backend: Any = connections["default"].get_backend()
        self.backend.path = str(folder / "index")
        self.backend.setup()

    def add(self, documents: Iterable[dict[str, Any]]) -> None:
        store = self.backend.store
        with store.writing():
            build = self.backend.new_build()
            rows = iter(documents)
            for first in rows:
                self.backend.write(build, Prepared(), _segment(first, rows), merge=False)
            store.use(build)

    def update(self, documents: Iterable[dict[str, Any]]) -> None:
        """One commit of some documents, as the indexer makes it while the archive is in use."""
        store = self.backend.store
        with store.writing():
            self.backend.write(store.build_in_use(), Prepared(), list(documents))

    def find(self, ask: Ask) -> Answer:
        fields = {facet: facet for facet in FACETS} if ask.facets else {}
        request = Request(
            tree=tree_of(ask.phrases), filters={}, fields=fields, offset=ask.offset, limit=PER_PAGE, count_events=False
        )
        found = self.backend.find(request)
        return Answer(
            found.total,
            {facet: dict(counts) for facet, counts in found.counts.items()},
            [article for article, _score in found.hits],
        )

    def forget(self) -> None:
        """As if no phrase had been asked for before."""
        self.backend.ask(lambda snapshot: snapshot.forget())


def _segment(first: dict[str, Any], rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """As many documents as a rebuild of the index writes at once."""
    yield first
    count, characters = 1, len(first["text"])
    while count < SEGMENT_ARTICLES and characters < SEGMENT_CHARACTERS:
        document = next(rows, None)
        if document is None:
            return
        yield document
        count, characters = count + 1, characters + len(document["text"])


def tree_of(phrases: tuple[str, ...]) -> Node | None:
    """The query tree of phrases that all must match."""
    parts = tuple(Phrase(phrase) for phrase in phrases)
    return None if not parts else parts[0] if len(parts) == 1 else AllOf(parts)

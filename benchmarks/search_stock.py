"""Haystack's own Whoosh backend with its defaults, over the index this project declares, in a folder of its own.

Its analyzer knows only words between spaces, so it gets the same pairs of characters as every other engine, joined by
spaces: fed with plain Chinese it would find no phrase at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from haystack import connections

from benchmarks.search_tokens import FACETS, PER_PAGE, Answer, Ask, Tokens

_ALIAS = "stock"
_WRITER_MB = 1024
"""Postings held before they are sorted into a file of their own; it changes the time of writing, nothing of the index."""


class Prepared:
    """Documents in the place of model instances: what Haystack's backends ask of an index is only this."""

    def full_prepare(self, document: dict[str, Any]) -> dict[str, Any]:
        return dict(document)


class StockHaystack:
    """`haystack.backends.whoosh_backend` as it comes."""

    name = "stock Haystack + Whoosh"

    def __init__(self, folder: Path) -> None:
        settings.HAYSTACK_CONNECTIONS[_ALIAS] = {
            "ENGINE": "haystack.backends.whoosh_backend.WhooshEngine",
            "PATH": str(folder / "stock"),
        }
        self._tokens = Tokens()
        self._backend = connections[_ALIAS].get_backend()
        self._backend.silently_fail = False

    def add(self, documents: Iterable[dict[str, Any]]) -> None:
        """What `update` writes, through one writer of the backend's own index.

        `update` looks for an older document of each before it adds it, with a new searcher each time: six articles a
        second at 20,000. Here none is older, so adding is the same, and one segment is the best a merge could leave.
        """
        self._backend.setup()
        for part in self._backend.schema["text"].analyzer:
            if hasattr(part, "cachesize"):
                part.cachesize = -1  # Stems remembered for good are the same stems.
                part.clear()
        writer = self._backend.index.writer(limitmb=_WRITER_MB)
        for document in self._ready(documents):
            writer.add_document(**{name: self._backend._from_python(value) for name, value in document.items()})
        writer.commit(merge=False)
        self._backend.index = self._backend.index.refresh()

    def _ready(self, documents: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
        for document in documents:
            yield {**document, "text": " ".join(self._tokens.content(document)), "title": ""}

    def _query(self, phrase: str) -> str:
        words = self._tokens.pairs(phrase)
        return f'"{" ".join(words)}"' if words else f"{self._tokens.name(phrase)}*"

    def find(self, ask: Ask) -> Answer:
        query = " AND ".join(map(self._query, ask.phrases)) or "*"
        asked = {"facets": list(FACETS)} if ask.facets else {}
        found = self._backend.search(query, start_offset=ask.offset, end_offset=ask.offset + PER_PAGE, **asked)
        # Where nothing is found, Haystack leaves the facets out.
        fields = found.get("facets", {}).get("fields", {})
        counts = {facet: dict(fields.get(facet, ())) for facet in FACETS} if ask.facets else {}
        return Answer(found["hits"], counts, [int(hit.pk) for hit in found["results"]])


class _Sized:
    """A stream Haystack may ask for its length, as which anything but nought will do."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        self._rows = rows

    def __iter__(self) -> Any:
        return iter(self._rows)

    def __len__(self) -> int:
        return 1

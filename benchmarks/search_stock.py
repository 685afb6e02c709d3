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

from benchmarks.search_stock_build import write_documents
from benchmarks.search_tokens import FACETS, PER_PAGE, Answer, Ask, Tokens

_ALIAS = "stock"


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
        self._backend = connections.reload(_ALIAS).get_backend()
        self._backend.silently_fail = False

    def add(self, documents: Iterable[dict[str, Any]]) -> None:
        self._backend.setup()
        write_documents(self._backend, self._ready(documents), "text")

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

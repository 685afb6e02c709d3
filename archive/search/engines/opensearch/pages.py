"""Asks the index in use, and reads a page of hits however deep it lies.

Up to DEPTH hits a server skips by itself. Further ones are read in steps from one held state of the index, and of each
event the first kept here, as servers do not collapse while stepping.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError, OpenSearchException

from archive.search.engine import IndexUnusable, Request
from archive.search.engines.opensearch.client import Server
from archive.search.engines.opensearch.mapping import EVENT_KEY

DEPTH = 10_000
"""What a server of default settings skips (`index.max_result_window`)."""
_STEP = 5_000
_KEEP = "2m"

T = TypeVar("T")
Hits = tuple[tuple[int, float], ...]


@dataclass(frozen=True, kw_only=True)
class Searching:
    """An index, by the alias that a node has to know, on a server. `absent` tells what is wrong where there is none."""

    server: Server
    alias: str
    absent: Callable[[], IndexUnusable]

    @property
    def shards(self) -> int:
        """How many parts an index is made of, as far as the settings tell."""
        return self.server.address.shards

    def ask(self, body: Mapping[str, Any], parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer of a search, whole or not at all. Raises IndexUnusable."""
        where = {} if "pit" in body else {"index": self.alias}
        whole = {"allow_partial_search_results": "false"}

        def search(client: OpenSearch) -> Mapping[str, Any]:
            answer: Mapping[str, Any] = client.search(body=dict(body), params={**whole, **parameters}, **where)
            return answer

        try:
            # Or a rebuild removed the index between the look at the alias and the search.
            return self.server.ask_around(search)
        except NotFoundError as error:
            raise self.absent() from error

    def holding(self, read: Callable[[str], T]) -> T:
        """Calls with the name of one state of the index, held while it is read."""
        try:
            made = self.server.ask_around(
                lambda client: client.create_pit(index=self.alias, params={"keep_alive": _KEEP})
            )
        except NotFoundError as error:
            raise self.absent() from error
        try:
            return read(str(made["pit_id"]))
        finally:
            with suppress(IndexUnusable, OpenSearchException):
                self.server.ask(lambda client: client.delete_pit(body={"pit_id": [made["pit_id"]]}))


def read_page(
    body: Mapping[str, Any], request: Request, searching: Searching, parameters: Mapping[str, Any]
) -> tuple[Hits, Mapping[str, Any]]:
    """The hits of the page asked for, and the whole answer, with totals and aggregations."""
    asked = {**body, "track_total_hits": True, "_source": False}
    end = request.offset + request.limit
    if end <= DEPTH:
        answer = searching.ask({**asked, "from": request.offset, "size": request.limit}, parameters)
        return tuple(map(_hit, answer["hits"]["hits"])), answer
    answer = searching.ask({**asked, "size": 0}, parameters)
    stepping = {name: body[name] for name in ("query", "sort", "track_scores", "post_filter") if name in body}
    if request.one_an_event:
        stepping["docvalue_fields"] = [EVENT_KEY]
    kept = {name: value for name, value in parameters.items() if name == "search_type"}
    hits = searching.holding(lambda held: tuple(islice(_steps(stepping, held, searching, kept), request.offset, end)))
    return hits, answer


def read_all(
    body: Mapping[str, Any], searching: Searching, parameters: Mapping[str, Any] | None = None
) -> list[Mapping[str, Any]]:
    """Every hit of a search that is sorted, as the server gives it."""

    def read(held: str) -> list[Mapping[str, Any]]:
        return [hit for hits in _answers(body, held, searching, parameters or {}) for hit in hits]

    return searching.holding(read)


def _steps(
    body: Mapping[str, Any], held: str, searching: Searching, parameters: Mapping[str, Any]
) -> Iterator[tuple[int, float]]:
    seen: set[int] = set()
    for hits in _answers(body, held, searching, parameters):
        for hit in hits:
            event = hit["fields"][EVENT_KEY][0] if "fields" in hit else None
            if event is not None and event in seen:
                continue
            if event is not None:
                seen.add(event)
            yield _hit(hit)


def _answers(
    body: Mapping[str, Any], held: str, searching: Searching, parameters: Mapping[str, Any]
) -> Iterator[list[Mapping[str, Any]]]:
    asked = {**body, "size": _STEP, "pit": {"id": held, "keep_alive": _KEEP}, "track_total_hits": False}
    asked.setdefault("_source", False)
    while hits := searching.ask(asked, parameters)["hits"]["hits"]:
        yield hits
        asked["search_after"] = hits[-1]["sort"]


def _hit(hit: Mapping[str, Any]) -> tuple[int, float]:
    """The article, which every order ends with, and its score."""
    return int(hit["sort"][-1]), float(hit["_score"] or 0.0)

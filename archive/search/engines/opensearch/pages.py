"""Asks the index in use, and reads a page of hits however deep it lies.

Up to DEPTH hits a server skips by itself. Further ones are read in steps from one held state of the index, and of each
event the first kept here, as servers do not collapse while stepping.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from opensearchpy import OpenSearch
from opensearchpy.exceptions import HTTP_EXCEPTIONS, NotFoundError, OpenSearchException, TransportError

from archive.search.engine import IndexUnusable, Request
from archive.search.engines.opensearch.client import RETRIES, TRY_AGAIN, Server
from archive.search.engines.opensearch.mapping import EVENT_KEY

DEPTH = 10_000
"""What a server of default settings skips (`index.max_result_window`)."""
_STEP = 5_000
_KEEP = "2m"
_WHOLE = {"allow_partial_search_results": "false"}
_UNTOLD = {"filter_path": "-responses.aggregations.*.by_*"}

T = TypeVar("T")
Hits = tuple[tuple[int, float], ...]
Body = Mapping[str, Any]
Answer = Mapping[str, Any]


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

    def ask(self, body: Body, parameters: Body) -> Answer:
        """The answer of a search, whole or not at all. Raises IndexUnusable."""
        where = {} if "pit" in body else {"index": self.alias}

        def search(client: OpenSearch) -> Answer:
            answer: Answer = client.search(body=dict(body), params={**_WHOLE, **parameters}, **where)
            return answer

        return self._ask(search)

    def ask_each(self, searches: Sequence[tuple[Body, Body]]) -> list[Answer]:
        """The answers of several searches, (body, parameters) each, in one request: all of them or none."""
        lines = [line for body, parameters in searches for line in ({**_WHOLE, **parameters}, body)]

        def search(client: OpenSearch) -> list[Answer]:
            for _try in range(1 + RETRIES):  # what a client does by itself where a whole request fails so
                told = client.msearch(body=lines, index=self.alias, params=_UNTOLD)
                if not any(answer["status"] in TRY_AGAIN for answer in told["responses"]):
                    break
            return [_whole(answer) for answer in told["responses"]]

        return self._ask(search)

    def _ask(self, search: Callable[[OpenSearch], T]) -> T:
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
    hits: Body, counts: Body, request: Request, searching: Searching, parameters: Mapping[str, Any]
) -> tuple[Hits, Answer]:
    """The hits of the page asked for, and what is counted: two searches, as the best few are found by looking at few.

    The one for counts names no page, order or score: a server answers it from memory as long as its index is the same.
    """
    counted = ({**counts, "size": 0, "track_total_hits": True}, without_scores(parameters))
    end = request.offset + request.limit
    if not request.limit:
        return (), searching.ask_each([counted])[0]
    listed = {**hits, "track_total_hits": False, "_source": False}
    if end <= DEPTH:
        page = {**listed, "from": request.offset, "size": request.limit}
        found, answer = searching.ask_each([(page, parameters), counted])
        return tuple(_hit(hit) for hit in found["hits"]["hits"]), answer
    (answer,) = searching.ask_each([counted])
    stepping = {name: hits[name] for name in ("query", "sort", "track_scores") if name in hits}
    if request.one_an_event:
        stepping["docvalue_fields"] = [EVENT_KEY]
    kept = {name: value for name, value in parameters.items() if name == "search_type"}
    return searching.holding(
        lambda held: tuple(islice(_steps(stepping, held, searching, kept), request.offset, end))
    ), answer


def without_scores(parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parameters of a search for counts: scores of several shards need not be brought in line."""
    return {name: value for name, value in parameters.items() if name != "search_type"}


def read_all(body: Body, searching: Searching, parameters: Mapping[str, Any] | None = None) -> list[Answer]:
    """Every hit of a search that is sorted, as the server gives it."""

    def read(held: str) -> list[Answer]:
        return [hit for hits in _answers(body, held, searching, parameters or {}) for hit in hits]

    return searching.holding(read)


def _steps(body: Body, held: str, searching: Searching, parameters: Mapping[str, Any]) -> Iterator[tuple[int, float]]:
    seen: set[int] = set()
    for hits in _answers(body, held, searching, parameters):
        for hit in hits:
            event = hit["fields"][EVENT_KEY][0] if "fields" in hit else None
            if event is not None and event in seen:
                continue
            if event is not None:
                seen.add(event)
            yield _hit(hit)


def _answers(body: Body, held: str, searching: Searching, parameters: Mapping[str, Any]) -> Iterator[list[Answer]]:
    asked = {**body, "size": _STEP, "pit": {"id": held, "keep_alive": _KEEP}, "track_total_hits": False}
    asked.setdefault("_source", False)
    while hits := searching.ask(asked, parameters)["hits"]["hits"]:
        yield hits
        asked["search_after"] = hits[-1]["sort"]


def _whole(answer: Answer) -> Answer:
    """One of several answers, or what a request for it alone would have raised."""
    if "error" in answer:
        kind = HTTP_EXCEPTIONS.get(answer["status"], TransportError)
        raise kind(answer["status"], answer["error"].get("type"), answer["error"])
    return answer


def _hit(hit: Answer) -> tuple[int, float]:
    """The article, which every order ends with, and its score, which the order by score begins with; days are whole."""
    first = hit["sort"][0]
    return int(hit["sort"][-1]), first if isinstance(first, float) else float(hit["_score"] or 0.0)

"""Writes documents to a build: in bulk, on the shard of their event, found and safe when it is done.

A document moves to another shard when its article joins another event: copies left elsewhere are removed in the same
request. Whatever the server rejects is an error that names the document and the reason; nothing is dropped.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from haystack.constants import ID
from opensearchpy.helpers import streaming_bulk

from archive.search.engine import IndexUnusable
from archive.search.engines.opensearch.client import Server
from archive.search.engines.opensearch.mapping import EVENT_KEY, document_source

BATCH = 500
_BYTES = 10_000_000
"""A request; servers take a hundred million."""
_SECONDS = 120
_TRIES = 4
_MISSING = 404


class Rejected(RuntimeError):
    """The server does not take a document."""


def write_documents(
    server: Server, build: str, documents: Iterable[Mapping[str, Any]], removed: Iterable[str], *, known_as: str = ""
) -> int:
    """Write prepared documents and take out others by identifier; how many were written.

    `known_as`: what a node has to know the build as to be asked what it holds.

    Raises:
        IndexUnusable: away; what was sent may have been written, and may be sent again.
        Rejected: names the document.
    """
    written = 0
    for batch in _batched(documents):
        sources = {str(document[ID]): document_source(document) for document in batch}
        _send(server, build, [*_strays(server, known_as or build, sources), *_writes(sources)])
        written += len(sources)
    for gone in _batched(removed):
        _send(server, build, list(_strays(server, known_as or build, dict.fromkeys(gone))))
    refreshed = server.ask_around(lambda client: client.indices.refresh(index=build, request_timeout=_SECONDS))
    if refreshed["_shards"]["failed"]:
        raise IndexUnusable("away", f"what was written to {build} cannot be found yet")
    return written


def route(source: Mapping[str, Any]) -> str:
    """What decides on which shard a document lies: reports of one event lie together."""
    return str(source[EVENT_KEY]) if EVENT_KEY in source else str(zlib.crc32(str(source[ID]).encode()))


def _batched(items: Iterable[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for item in items:
        batch.append(item)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _writes(sources: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for identifier, source in sources.items():
        yield {"_op_type": "index", "_id": identifier, "_routing": route(source), "_source": source}


def _strays(server: Server, build: str, sources: Mapping[str, Mapping[str, Any] | None]) -> Iterator[dict[str, Any]]:
    """Deletions of what the build holds of these documents on other shards than theirs, or anywhere for None."""
    body = {"query": {"terms": {ID: list(sources)}}, "size": 10 * BATCH, "_source": [ID]}
    found = server.ask_around(
        lambda client: client.search(
            index=build, body=body, allow_partial_search_results=False, request_timeout=_SECONDS
        )
    )
    for hit in found["hits"]["hits"]:
        source = sources[hit["_source"][ID]]
        if source is None or hit["_routing"] != route(source):
            yield {"_op_type": "delete", "_id": hit["_id"], "_routing": hit["_routing"]}


def _send(server: Server, build: str, actions: list[dict[str, Any]]) -> None:
    if not actions:
        return

    def send(client: Any) -> list[Mapping[str, Any]]:
        outcomes = streaming_bulk(
            client,
            actions,
            index=build,
            chunk_size=BATCH * 2,
            max_chunk_bytes=_BYTES,
            max_retries=_TRIES,
            raise_on_error=False,
            request_timeout=_SECONDS,
        )
        return [outcome for is_done, outcome in outcomes if not is_done]

    for outcome in server.ask(send):
        ((kind, told),) = outcome.items()
        if kind == "delete" and told["status"] == _MISSING and "error" not in told:
            continue
        if told["status"] == _MISSING:
            server.leave_out()  # a node that was cut off before the build was made
        if told["status"] in {_MISSING, 429, 503}:
            raise IndexUnusable("away", f"{build} takes no more at the moment: {told.get('error')}")
        raise Rejected(f"{told['_id']} is not taken: {told.get('error')}")

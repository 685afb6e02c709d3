"""The facets of a `SearchQuerySet`: all values of a field with exact counts, however many, in steps of the server's.

The archive's own facets, which list some values of many, are counted by `counting`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from whoosh.fields import DATETIME, NUMERIC, FieldType

from archive.search.engines.opensearch.codes import from_index
from archive.search.engines.opensearch.compile import Query
from archive.search.engines.opensearch.pages import Searching

_STEP = 10_000
_EPOCH = dt.datetime(1970, 1, 1)


def count_values(query: Query, name: str, kind: FieldType, searching: Searching) -> dict[Any, int]:
    """Codes, numbers or moments of a field with how many hits of a query have each. A number that is not there is 0."""
    is_number = isinstance(kind, NUMERIC) and not isinstance(kind, DATETIME)
    counts: dict[Any, int] = {}
    for value, count in _buckets(query, {"terms": {"field": name, "missing_bucket": is_number}}, searching):
        plain = _value(name, kind, value)
        counts[plain] = counts.get(plain, 0) + count
    return counts


def _value(name: str, kind: FieldType, value: Any) -> Any:
    if isinstance(kind, DATETIME):
        return _EPOCH + dt.timedelta(milliseconds=value)
    if isinstance(kind, NUMERIC):
        return value or 0
    return from_index(name, str(value))


def _buckets(query: Query, source: Mapping[str, Any], searching: Searching) -> Iterator[tuple[Any, int]]:
    asked: dict[str, Any] = {"size": _STEP, "sources": [{"value": source}]}
    while True:
        body = {"query": query, "size": 0, "aggs": {"values": {"composite": asked}}}
        told = searching.ask(body, {})["aggregations"]["values"]
        for bucket in told["buckets"]:
            yield bucket["key"]["value"], int(bucket["doc_count"])
        if "after_key" not in told or len(told["buckets"]) < _STEP:
            return
        asked["after"] = told["after_key"]

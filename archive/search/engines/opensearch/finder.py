"""Answers a `Request`: one question to the server, and one before it where words have to be weighed first.

The tree is the query; choices and spans narrow the hits after it (`post_filter`), so that each facet can be counted
under all choices but its own. Totals are exact, and an answer that lacks a part of the index is no answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from archive.search.engine import Found, Order, Request, Span
from archive.search.engines.opensearch import counting
from archive.search.engines.opensearch.codes import to_index
from archive.search.engines.opensearch.compile import EVERYTHING, Query, compile_tree, match_phrase
from archive.search.engines.opensearch.mapping import EVENT_KEY
from archive.search.engines.opensearch.pages import Searching, read_page
from archive.search.further import part_weight
from archive.search.tree import Followed, Phrase

_FACET = "facet:"


def find(request: Request, searching: Searching) -> Found:
    """The page of hits and the counts of every facet in `request.fields`."""
    facts = _facts(request, searching)
    choices = _choices(request)
    body: dict[str, Any] = {
        "query": _query(request, facts),
        "sort": _sort(request.order),
        "track_scores": request.tree is not None,
        "aggs": _aggregations(request, choices),
    }
    if choices:
        body["post_filter"] = _all(choices.values())
    if request.one_an_event:
        body["collapse"] = {"field": EVENT_KEY}
    hits, answer = read_page(body, request, searching, _parameters(request, searching))
    told = answer["aggregations"]
    total = int(answer["hits"]["total"]["value"])
    counts = {
        name: counting.read_facet(field, request.listings.get(name), told[_FACET + name])
        for name, field in request.fields.items()
    }
    return Found(
        text_total=int(told["text"]["doc_count"]),
        total=total,
        events=total - counting.read_repeats(told["chosen"]) if request.count_events or request.one_an_event else 0,
        hits=hits,
        counts={name: found.counts for name, found in counts.items()},
        sizes={name: found.size for name, found in counts.items()},
        crossed=counting.read_crossing(request.crossed, request.fields, told["chosen"]) if request.crossed else {},
    )


def _query(request: Request, facts: Mapping[str, Any]) -> Query:
    weights: dict[Phrase, int] = {}
    if isinstance(request.tree, Followed):
        weights = {
            part: part_weight(facts["parts"]["buckets"][number]["doc_count"], facts["articles"]["doc_count"])
            for number, part in enumerate(request.tree.parts)
        }
    query = compile_tree(request.tree, weights)
    if request.hidden:
        hidden = {"terms": {"article": sorted(request.hidden)}}
        query = {"bool": {"must": [query], "must_not": [hidden]}}
    return _freshened(query, request.order, facts)


def _freshened(query: Query, order: Order, facts: Mapping[str, Any]) -> Query:
    """Scores are doubled for the newest article, and less the older one is."""
    newest = facts.get("newest", {}).get("value")
    if newest is None:
        return query
    fresh = {"exp": {"published_start": {"origin": newest, "scale": order.half_life, "decay": 0.5}}}
    known = {"exists": {"field": "published_start"}}
    return {
        "function_score": {
            "query": query,
            "functions": [{"weight": 1}, {"filter": known, **fresh}],
            "score_mode": "sum",
            "boost_mode": "multiply",
        }
    }


def _facts(request: Request, searching: Searching) -> Mapping[str, Any]:
    """What has to be known before the question can be asked: how many articles hold each part, the newest day."""
    asked: dict[str, Any] = {}
    if isinstance(request.tree, Followed):
        asked["parts"] = {"filters": {"filters": [match_phrase(part) for part in request.tree.parts]}}
        asked["articles"] = {"filter": EVERYTHING}
    if request.order.by == "score" and request.order.half_life and request.tree is not None:
        asked["newest"] = {"max": {"field": "published_start"}}
    if not asked:
        return {}
    told: Mapping[str, Any] = searching.ask({"size": 0, "aggs": asked}, {})["aggregations"]
    return told


def _choices(request: Request) -> dict[str, Query]:
    """What narrows the hits: by facet, and the span under no facet's name."""
    choices: dict[str, Query] = {}
    for facet, values in request.filters.items():
        field = request.fields[facet]
        choices[facet] = {"terms": {field: to_index(field, values)}}
    if request.span is not None:
        choices[""] = _in_span(request.span)
    return choices


def _in_span(span: Span) -> Query:
    start: dict[str, int] = {"gt": 0}
    if span.last is not None:
        start["lte"] = span.last.toordinal()
    wanted: list[Query] = [{"range": {f"{span.field}_start": start}}]
    if span.first is not None:
        wanted.append({"range": {f"{span.field}_end": {"gte": span.first.toordinal()}}})
    return _all(wanted)


def _all(queries: Any) -> Query:
    found = list(queries)
    return {"bool": {"filter": found}} if found else EVERYTHING


def _aggregations(request: Request, choices: Mapping[str, Query]) -> dict[str, Any]:
    chosen: dict[str, Any] = counting.event_count() if request.count_events or request.one_an_event else {}
    if request.crossed:
        chosen |= counting.crossing(request.crossed, request.fields)
    asked: dict[str, Any] = {
        "text": {"filter": EVERYTHING},
        "chosen": {"filter": _all(choices.values()), "aggs": chosen},
    }
    for name, field in request.fields.items():
        others = [query for facet, query in choices.items() if facet != name]
        listed = counting.facet(field, request.listings.get(name), one_an_event=request.one_an_event)
        asked[_FACET + name] = {"filter": _all(others), "aggs": listed}
    return asked


def _sort(order: Order) -> list[Any]:
    if order.by == "score":
        return [{"_score": "desc"}, {"article": "desc"}]
    direction = "desc" if order.by == "newest" else "asc"
    return [{f"{order.field}_start": {"order": direction, "missing": "_last"}}, {"article": direction}]


def _parameters(request: Request, searching: Searching) -> dict[str, Any]:
    parameters: dict[str, Any] = {"filter_path": f"hits,aggregations,_shards,pit_id,{counting.UNWANTED}"}
    if request.tree is not None and request.order.by == "score":
        # Copies of a shard score a little differently, by what is deleted in each: one query asks the same ones.
        parameters["preference"] = hashlib.sha256(json.dumps(repr(request.tree)).encode()).hexdigest()[:16]
        if searching.shards > 1:
            parameters["search_type"] = "dfs_query_then_fetch"
    return parameters

"""Answers a `Request`: the hits of a page and the counts, two searches in one request to the server.

One question comes before it where words have to be weighed first, and one after it where facets have more values than an
answer lists, or where events are counted that several hits report. What is counted is the tree's hits; choices and spans
narrow them inside, so that each facet can be counted under all choices but its own. Totals are exact, and an answer that
lacks a part of the index is no answer.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from archive.search.engine import Found, Order, Request, Span
from archive.search.engines.opensearch import counting
from archive.search.engines.opensearch.codes import to_index
from archive.search.engines.opensearch.compile import EVERYTHING, Query, compile_tree, match_phrase, match_tree
from archive.search.engines.opensearch.mapping import EVENT_KEY
from archive.search.engines.opensearch.pages import Hits, Searching, read_page, without_scores
from archive.search.further import part_weight
from archive.search.tree import Followed, Phrase

_FACET = "facet:"
_ALL = "all"
_SEVERAL = 2


def find(request: Request, searching: Searching) -> Found:
    """The page of hits and the counts of every facet in `request.fields`."""
    facts = _facts(request, searching)
    weights = _weights(request, facts)
    choices = _choices(request)
    match = _visible(match_tree(request.tree, weights), request)
    hits, answer = _ask(request, searching, _hits(request, facts, weights, choices), match, choices)
    told = answer["aggregations"]
    total = int(told["chosen"]["doc_count"])
    facets = _facets(request, searching, match, choices, told)
    return Found(
        text_total=int(answer["hits"]["total"]["value"]),
        total=total,
        events=total - counting.read_repeats(told["chosen"]) if request.count_events or request.one_an_event else 0,
        hits=hits,
        counts={name: found.counts for name, found in facets.items()},
        sizes={name: found.size for name, found in facets.items()},
        crossed=counting.read_crossing(request.crossed, request.fields, told["chosen"]) if request.crossed else {},
    )


def _ask(
    request: Request, searching: Searching, hits: Query, match: Query, choices: Mapping[str, Query]
) -> tuple[Hits, Mapping[str, Any]]:
    """The page and the counts; asked again where an index has several shards, and the settings say one."""
    parameters = _parameters(request, searching)
    for shards in (searching.shards, _SEVERAL):
        counts = {"query": _all([match]), "aggs": _aggregations(request, choices, shards)}
        found, answer = read_page(hits, counts, request, searching, parameters)
        if shards > 1 or answer["_shards"]["total"] == 1:
            break
    return found, answer


def _hits(
    request: Request, facts: Mapping[str, Any], weights: Mapping[Phrase, int], choices: Mapping[str, Query]
) -> dict[str, Any]:
    """What asks for the page: only what is chosen, best first."""
    query = _freshened(_visible(compile_tree(request.tree, weights), request), request.order, facts)
    body: dict[str, Any] = {
        "query": {"bool": {"must": [query], "filter": list(choices.values())}} if choices else query,
        "sort": _sort(request.order),
    }
    if request.tree is not None and request.order.by != "score":
        body["track_scores"] = True
    if request.one_an_event:
        body["collapse"] = {"field": EVENT_KEY}
    return body


def _facets(
    request: Request, searching: Searching, match: Query, choices: Mapping[str, Query], told: Mapping[str, Any]
) -> dict[str, counting.FacetCounts]:
    """Each facet, from what was told and what is asked about the longer ones besides."""
    listings = request.listings
    asked = {}
    for name, field in request.fields.items():
        further = counting.rest(field, listings.get(name), told[_FACET + name])
        if further:
            asked[_FACET + name] = {"filter": _others(choices, name), "aggs": further}
    more = _count(request, searching, [(_all([match]), asked)])[0] if asked else {}
    repeated = _repeated(request, searching, match, choices, told)
    return {
        name: counting.read_facet(
            field, listings.get(name), told[_FACET + name], more.get(_FACET + name, {}), repeated[name]
        )
        for name, field in request.fields.items()
    }


def _repeated(
    request: Request, searching: Searching, match: Query, choices: Mapping[str, Query], told: Mapping[str, Any]
) -> Mapping[str, Counter[str]]:
    """Of each facet the codes that events with several reports were counted for more than once, where events are counted."""
    repeated: Mapping[str, Counter[str]] = defaultdict(Counter)
    if not (request.one_an_event and request.fields):
        return repeated
    events = counting.read_repeated(told[_ALL] if choices else told["chosen"])
    alike = _alike(request.fields, choices)
    asked = []
    for start in range(0, len(events), counting.EVENTS_AT_ONCE):
        some = events[start : start + counting.EVENTS_AT_ONCE]
        inside = {
            group: {"filter": _others(choices, group), "aggs": counting.again(fields, len(some))}
            for group, fields in alike.items()
        }
        asked.append((_all([match, {"terms": {"event": some}}]), inside))
    for answer in _count(request, searching, asked) if asked else ():
        for group, fields in alike.items():
            for name in fields:
                repeated[name].update(counting.read_again(answer[group], name))
    return repeated


def _alike(fields: Mapping[str, str], choices: Mapping[str, Query]) -> dict[str, dict[str, str]]:
    """Facets that are counted under the same choices, by one that is left out of these: only one that is chosen in is alone."""
    alike: dict[str, dict[str, str]] = defaultdict(dict)
    for name, field in fields.items():
        alike[name if name in choices else _ALL][name] = field
    return alike


def _count(
    request: Request, searching: Searching, asked: Sequence[tuple[Query, Mapping[str, Any]]]
) -> list[Mapping[str, Any]]:
    """The answers to several sets of aggregations, each over the hits of a query."""
    parameters = without_scores(_parameters(request, searching))
    searches = [
        ({"query": query, "size": 0, "track_total_hits": False, "aggs": inside}, parameters) for query, inside in asked
    ]
    return [answer["aggregations"] for answer in searching.ask_each(searches)]


def _weights(request: Request, facts: Mapping[str, Any]) -> dict[Phrase, int]:
    if not isinstance(request.tree, Followed):
        return {}
    return {
        part: part_weight(facts["parts"]["buckets"][number]["doc_count"], facts["articles"]["doc_count"])
        for number, part in enumerate(request.tree.parts)
    }


def _visible(query: Query, request: Request) -> Query:
    if not request.hidden:
        return query
    return {"bool": {"must": [query], "must_not": [{"terms": {"article": sorted(request.hidden)}}]}}


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


def _others(choices: Mapping[str, Query], name: str) -> Query:
    return _all(query for facet, query in choices.items() if facet != name)


def _aggregations(request: Request, choices: Mapping[str, Query], shards: int) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    tell = request.one_an_event and bool(request.fields)
    if request.count_events or request.one_an_event:
        chosen |= counting.event_count(tell=tell and not choices)
    if request.crossed:
        chosen |= counting.crossing(request.crossed, request.fields)
    asked: dict[str, Any] = {"chosen": {"filter": _all(choices.values()), "aggs": chosen}}
    if tell and choices:  # no facet's filter lets more through
        asked[_ALL] = {"filter": EVERYTHING, "aggs": counting.event_count(tell=True)}
    for name, field in request.fields.items():
        listing = request.listings.get(name)
        listed = counting.facet(field, listing, one_an_event=request.one_an_event, shards=shards)
        asked[_FACET + name] = {"filter": _others(choices, name), "aggs": listed}
    return asked


def _sort(order: Order) -> list[Any]:
    if order.by == "score":
        return [{"_score": "desc"}, {"article": "desc"}]
    direction = "desc" if order.by == "newest" else "asc"
    return [{f"{order.field}_start": {"order": direction, "missing": "_last"}}, {"article": direction}]


def _parameters(request: Request, searching: Searching) -> dict[str, Any]:
    # Copies of a shard score a little differently, by what is deleted in each, and one remembers its answers: one query
    # asks the same ones.
    parameters = {"preference": hashlib.sha256(json.dumps(repr(request.tree)).encode()).hexdigest()[:16]}
    if request.tree is not None and request.order.by == "score" and searching.shards > 1:
        parameters["search_type"] = "dfs_query_then_fetch"
    return parameters

"""The counts of facets as aggregations: what to ask, and what the answer says. Exact, up to bounds far beyond a page.

Each facet is counted inside one filter with the choices of all others. Where an answer lists some values only, the
server gives the commonest. That is all of them, mostly; where it is not, a second question asks for the others to be
listed, and for how many there are (`rest`). What costs a server most is to sort values: so different ones are counted
as a histogram of their numbers, which sorts them once and compares no texts.

Reports of one event lie on one shard (`writing.route`), so an event several hits report is told as such there: counts
of events are those of articles less what is counted again (`again`), and only such events are looked at, some at a time,
in searches for nothing but their reports.

What is named `by_…` a server needs to count by, and answers do not tell it (`pages`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.search.engine import Cross, Listing
from archive.search.engines.opensearch.codes import TOP, from_index, has_names, is_tree, numbers_field, to_index

MOST_VALUES = 10_000
"""Of a facet, counted one by one; beyond, how many there are is an estimate. Servers give 65,535 buckets an answer."""
MOST_EVENTS = 10_000
"""Events that several hits report."""
EVENTS_AT_ONCE = 250
"""Of these in one search: each takes a bucket, and one for every value of a facet it has twice, of the 65,535."""
_TOLD, _UNTOLD = "events", "by_event"

Aggregations = dict[str, Any]
Answer = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class FacetCounts:
    """Codes with how many articles or events have them, and how many different codes there are."""

    counts: Mapping[str, int]
    size: int


def event_count(*, tell: bool) -> Aggregations:
    """Tells how often events are counted again among the hits, and which of them, if asked to `tell`."""
    name = _TOLD if tell else _UNTOLD
    return {name: _repeated_events(MOST_EVENTS), "repeats": {"stats_bucket": {"buckets_path": f"{name}>_count"}}}


def read_repeated(answer: Answer) -> list[int]:
    """The events that several hits report, where it was asked to tell them."""
    return [event["key"] for event in answer[_TOLD]["buckets"]]


def read_repeats(answer: Answer) -> int:
    """By how much the number of articles is larger than that of events."""
    told = answer["repeats"]
    return int((told["sum"] or 0) - told["count"]) if told["count"] else 0


def facet(field: str, listing: Listing | None, *, one_an_event: bool, shards: int) -> Aggregations:
    """What is asked about a facet, inside its filter."""
    if listing is None or one_an_event:
        return {"whole": _terms(field, MOST_VALUES)}
    # The commonest of all are among the commonest of each shard only if all of these are given.
    asked: Aggregations = {"common": _terms(field, listing.most, shard_size=MOST_VALUES if shards > 1 else 0)}
    if has_names(field):
        asked["estimate"] = {"cardinality": {"field": field, "precision_threshold": 40_000}}
    return asked


def again(fields: Mapping[str, str], events: int) -> Aggregations:
    """What is asked about so many events that several hits report, of facets (name -> field) inside their filter."""
    asked = {name: _terms(field, MOST_VALUES, least=2) for name, field in fields.items()}
    return {"again": _repeated_events(events, asked)}


def rest(field: str, listing: Listing | None, answer: Answer) -> Aggregations:
    """What is still to be asked about a facet, inside its filter; nothing where all its values are known."""
    if listing is None or "common" not in answer or not answer["common"]["sum_other_doc_count"]:
        return {}
    asked: Aggregations = {}
    if not _are_too_many(answer):
        asked["by_number"] = {"histogram": {"field": numbers_field(field), "interval": 1, "min_doc_count": 1}}
        asked["size"] = {"stats_bucket": {"buckets_path": "by_number>_count"}}
    if is_tree(field):
        asked["top"] = _terms(field, MOST_VALUES, include=TOP)
    also = sorted(set(to_index(field, listing.also)) - _counts(answer["common"]).keys())
    if also:
        asked["also"] = _terms(field, len(also), include=also)
    return asked


def _are_too_many(answer: Answer) -> bool:
    return "estimate" in answer and int(answer["estimate"]["value"]) > MOST_VALUES


def read_facet(
    field: str, listing: Listing | None, answer: Answer, further: Answer, repeated: Counter[str]
) -> FacetCounts:
    """What the answer says of a facet, what the one to the `rest`, and what of it is counted `again`."""
    if "whole" in answer:
        counts = _counts(answer["whole"])
        counts.subtract(repeated)
        return FacetCounts(counts=_decoded(field, _listed(counts, listing, field)), size=len(counts))
    kept = dict(_counts(answer["common"]))
    size = int(answer["estimate"]["value"]) if _are_too_many(answer) else len(kept)
    for part in ("top", "also"):
        kept.update(_counts(further.get(part, {"buckets": ()})))
    if "size" in further:
        size = max(size, int(further["size"]["count"]))
    return FacetCounts(counts=_decoded(field, kept), size=size)


def is_cut(answer: Answer) -> bool:
    """Whether a facet that is wanted whole has more values than one answer holds."""
    return "whole" in answer and len(answer["whole"]["buckets"]) >= MOST_VALUES


def crossing(cross: Cross, fields: Mapping[str, str]) -> Aggregations:
    """Two facets against each other."""
    columns = _chosen(fields[cross.columns], cross.column_codes)
    return {"rows": {**_chosen(fields[cross.rows], cross.row_codes), "aggs": {"columns": columns}}}


def read_crossing(cross: Cross, fields: Mapping[str, str], answer: Answer) -> dict[tuple[str, str], int]:
    """(row code, column code) -> articles that have both."""
    rows, columns = fields[cross.rows], fields[cross.columns]
    return {
        (from_index(rows, row["key"]), from_index(columns, column["key"])): column["doc_count"]
        for row in answer["rows"]["buckets"]
        for column in row["columns"]["buckets"]
    }


def _chosen(field: str, codes: frozenset[str] | None) -> Aggregations:
    if codes is not None:
        include: Any = sorted(to_index(field, codes))
        return _terms(field, max(1, len(include)), include=include)
    return _terms(field, MOST_VALUES, include=TOP if is_tree(field) else None)


def _terms(field: str, size: int, *, include: Any = None, shard_size: int = 0, least: int = 1) -> Aggregations:
    # Of equally common ones those come first that the embedded engine lists first: upper levels, then by code.
    terms: dict[str, Any] = {"field": field, "size": size, "order": [{"_count": "desc"}, {"_key": "asc"}]}
    if include is not None:
        terms["include"] = include
    if shard_size > size:
        terms["shard_size"] = shard_size
    if least > 1:
        terms |= {"min_doc_count": least, "shard_min_doc_count": least}
    return {"terms": terms}


def _repeated_events(most: int, inside: Aggregations | None = None) -> Aggregations:
    events = _terms("event", most, least=2)
    if inside:
        events["terms"]["collect_mode"] = "breadth_first"
        events["aggs"] = inside
    return events


def _counts(answer: Answer) -> Counter[str]:
    return Counter({bucket["key"]: bucket["doc_count"] for bucket in answer["buckets"]})


def read_again(answer: Answer, name: str) -> Counter[str]:
    """By how much each code of a facet was counted too often, from an answer to `again`."""
    repeated: Counter[str] = Counter()
    for event in answer["again"]["buckets"]:
        repeated.update({bucket["key"]: bucket["doc_count"] - 1 for bucket in event[name]["buckets"]})
    return repeated


def _listed(counts: Mapping[str, int], listing: Listing | None, field: str) -> Mapping[str, int]:
    if listing is None or len(counts) <= listing.most:
        return counts
    common = sorted(counts, key=lambda code: (-counts[code], code.encode()))[: listing.most]
    also = set(to_index(field, listing.also))
    if is_tree(field):
        also |= {code for code in counts if code.startswith(TOP[:2])}
    return {code: counts[code] for code in {*common, *(also & counts.keys())}}


def _decoded(field: str, counts: Mapping[str, int]) -> dict[str, int]:
    return {from_index(field, code): count for code, count in counts.items()}

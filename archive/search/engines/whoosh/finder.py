"""Answers a `Request` over a snapshot: documents of the words, cut down by each facet's choice and by the dates.

The counts of a facet are taken under all choices but its own; the hits under all of them. Sorting, collapsing and
paging work on the document numbers that are left, as far as the page asked for needs; no document is opened.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from archive.search.engine import Found, Order, Request, Span
from archive.search.engines.whoosh.compile import compile_tree
from archive.search.engines.whoosh.counting import CodeCounter, Listed, Reporting
from archive.search.engines.whoosh.crossing import GroupedCodes, count_pairs, group_codes
from archive.search.engines.whoosh.evaluate import Matches, evaluate
from archive.search.engines.whoosh.nearness import near_factors, near_words
from archive.search.engines.whoosh.ranking import Fixed, Scores, freshness
from archive.search.engines.whoosh.snapshot import Mask, Snapshot
from archive.search.facets import FACET_BY_NAME

Documents = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

_HALF = np.uint64(32)
_NONE = np.empty(0, np.int64)
_NO_SCORES = np.empty(0, np.float32)
_FEW_HITS = 4096
"""Fewer events are sorted; more are marked in a list of all."""
_READ_FOR_EVENTS = 4
"""So many times as many hits as events wanted are put in order at first, and so many times more where they do not do."""
_READ_FOR_NEARNESS = 40
"""So many of the best hits are put in order by how near their words stand."""
_WORDS_APART = 2
_FEW = 2
"""Listings that ask for no codes of their own (`unknown` alone) are counted once for everything there is."""


def find(request: Request, snapshot: Snapshot) -> Found:
    """The page of hits and the counts of every facet in `request.fields`."""
    words = _visible(evaluate(compile_tree(request.tree), snapshot), request, snapshot)
    base = words
    if request.span is not None:
        base = words.kept_where(_in_span(request.span, words.documents, snapshot))
    choices = {
        facet: _chosen(request.fields[facet], values, base.documents, snapshot)
        for facet, values in request.filters.items()
    }
    hits = base.kept_where(_all_of(choices, len(base.documents))) if choices else base
    page, scores = _page(_freshened(hits, request.order, snapshot), request, snapshot)
    articles = snapshot.numbers("article").take(hits.documents.take(page))
    listed = {facet: _listed(facet, request, base, hits, choices, snapshot) for facet in request.fields}
    return Found(
        text_total=len(words.documents),
        total=len(hits.documents),
        events=_event_count(hits.documents, snapshot) if request.count_events else 0,
        hits=tuple(zip(articles.tolist(), scores.tolist(), strict=True)),
        counts={facet: found.counts for facet, found in listed.items()},
        sizes={facet: found.size for facet, found in listed.items()},
        crossed=_crossed(request, hits.documents, snapshot) if request.crossed else {},
    )


def _freshened(hits: Matches, order: Order, snapshot: Snapshot) -> Matches:
    """The hits with scores that favour what was published lately, where that is wanted."""
    if order.by != "score" or not order.half_life or not hits.parts:
        return hits
    published = snapshot.numbers("published_start")
    newest = snapshot.keep("newest", lambda: int(published.max(initial=0)))
    days = published.take(hits.documents)
    return Matches(hits.documents, (Fixed(hits.scores * freshness(days, newest, order.half_life)),))


def _visible(matches: Matches, request: Request, snapshot: Snapshot) -> Matches:
    if not request.hidden:
        return matches
    hidden = np.fromiter(request.hidden, np.int64, len(request.hidden))
    return matches.kept_where(~np.isin(snapshot.numbers("article").take(matches.documents), hidden))


def _in_span(span: Span, documents: Documents, snapshot: Snapshot) -> Mask:
    starts = snapshot.numbers(f"{span.field}_start").take(documents)
    mask: Mask = starts > 0
    if span.last is not None:
        mask &= starts <= span.last.toordinal()
    if span.first is not None:
        mask &= snapshot.numbers(f"{span.field}_end").take(documents) >= span.first.toordinal()
    return mask


def _counter(field: str, snapshot: Snapshot) -> CodeCounter:
    return snapshot.keep(("counter", field), lambda: CodeCounter(snapshot.codes(field)))


def _chosen(field: str, values: tuple[str, ...], documents: Documents, snapshot: Snapshot) -> Mask:
    return _counter(field, snapshot).has_any(values, documents)


def _all_of(choices: Mapping[str, Mask], count: int, *, without: str = "") -> Mask:
    mask = np.ones(count, np.bool_)
    for facet, chosen in choices.items():
        if facet != without:
            mask &= chosen
    return mask


def _listed(
    facet: str, request: Request, base: Matches, hits: Matches, choices: Mapping[str, Mask], snapshot: Snapshot
) -> Listed:
    field, listing = request.fields[facet], request.listings.get(facet)
    counter = _counter(field, snapshot)
    documents = hits.documents
    if facet in choices:
        documents = base.documents[_all_of(choices, len(base.documents), without=facet)]

    def count() -> Listed:
        return counter.count(documents, listing, _reporting(documents, snapshot) if request.one_an_event else None)

    if len(documents) == snapshot.alive_count and len(listing.also if listing else ()) < _FEW:
        return snapshot.keep(("listed", field, listing, request.one_an_event), count)
    return count()


def _crossed(request: Request, documents: Documents, snapshot: Snapshot) -> Mapping[tuple[str, str], int]:
    cross = request.crossed
    assert cross is not None
    rows = _grouped(request.fields[cross.rows], cross.row_codes, cross.rows, snapshot)
    columns = _grouped(request.fields[cross.columns], cross.column_codes, cross.columns, snapshot)
    if len(documents) == snapshot.alive_count:
        return snapshot.keep(("crossed", cross, *request.fields.items()), lambda: count_pairs(rows, columns, documents))
    return count_pairs(rows, columns, documents)


def _grouped(field: str, codes: frozenset[str] | None, facet: str, snapshot: Snapshot) -> GroupedCodes:
    level = FACET_BY_NAME[facet].level
    return snapshot.keep(("grouped", field, codes), lambda: group_codes(snapshot.codes(field), codes, level))


def _page(hits: Matches, request: Request, snapshot: Snapshot) -> tuple[Documents, Scores]:
    """The places of the hits the page shows, in order, and their scores."""
    if not request.limit:
        return _NONE, _NO_SCORES
    begin, end, order = request.offset, request.offset + request.limit, request.order
    words = near_words(request.tree) if order.by == "score" else ()
    if len(words) >= _WORDS_APART and len(hits.documents):
        return _page_by_nearness(hits, words, request, snapshot)
    if request.one_an_event:
        page = _best_of_events(hits, order, end, snapshot)[begin:]
    elif len(hits.documents) == snapshot.alive_count and not (hits.parts and order.by == "score"):
        page = _order_of_all(hits, order, snapshot)[begin:end]
    else:
        return _ordered(hits, order, begin, end, snapshot)
    return page, hits.scores_at(page)


def _page_by_nearness(
    hits: Matches, words: tuple[str, ...], request: Request, snapshot: Snapshot
) -> tuple[Documents, Scores]:
    """The same, the best hits raised where they say the words close to each other.

    Whatever page is asked for, the same ones are looked at, and none falls: they stay before all others, so that no hit
    is shown on two pages or on none.
    """
    begin, end, order = request.offset, request.offset + request.limit, request.order
    first, scores = _ordered(hits, order, 0, _READ_FOR_NEARNESS, snapshot)
    documents = hits.documents.take(first)
    scores = scores * near_factors(words, documents, snapshot)
    if request.one_an_event:
        raised = hits.with_scores(first, scores)
        page = _best_of_events(raised, order, end, snapshot)[begin:]
        return page, raised.scores_at(page)
    best = np.argsort(_score_keys(scores, documents, snapshot))[begin:end]
    rest, further = _ordered(hits, order, max(begin, len(first)), end, snapshot)
    return np.concatenate((first.take(best), rest)), np.concatenate((scores.take(best), further))


def _ordered(hits: Matches, order: Order, begin: int, end: int, snapshot: Snapshot) -> tuple[Documents, Scores]:
    """The places of the hits that come from `begin` to `end`, in order, and their scores."""
    if begin >= min(end, len(hits.documents)):
        return _NONE, _NO_SCORES
    if order.by != "score" or not hits.parts:
        places = _between(_order_keys(hits, order, snapshot), begin, end)
        return places, hits.scores_at(places)
    candidates = hits.best(end)
    best = hits.kept(candidates)
    chosen = _between(_order_keys(best, order, snapshot), begin, end)
    return candidates.take(chosen), best.scores.take(chosen)


def _best_of_events(hits: Matches, order: Order, end: int, snapshot: Snapshot) -> Documents:
    """Places of the best hit of each event, in order, the first `end` of them."""
    keys = _order_keys(hits, order, snapshot)
    read = _READ_FOR_EVENTS * end
    while True:
        places = _between(keys, 0, read)
        _unique, firsts = np.unique(_event_keys(hits.documents.take(places), snapshot), return_index=True)
        if len(firsts) >= end or read >= len(keys):
            return places.take(np.sort(firsts)[:end])
        read *= _READ_FOR_EVENTS


def _order_of_all(hits: Matches, order: Order, snapshot: Snapshot) -> Documents:
    """All articles in order, made once: what everybody sees who has not asked for anything yet."""

    def make() -> Documents:
        places: Documents = np.argsort(_order_keys(hits, order, snapshot)).astype(np.int32)
        return places

    return snapshot.keep(("order", order), make)


def _between(keys: Keys, begin: int, end: int) -> Documents:
    """The places of the keys that come from `begin` to `end` when all are in order; of those alone, in order."""
    end = min(end, len(keys))
    if begin >= end:
        return np.empty(0, np.int64)
    parted = np.partition(keys, (begin, end - 1))
    places: Documents = ((keys >= parted[begin]) & (keys <= parted[end - 1])).nonzero()[0]
    return places[np.argsort(keys[places])]


def _order_keys(hits: Matches, order: Order, snapshot: Snapshot) -> Keys:
    """A number a hit, smallest first; no two are equal, as no two articles are."""
    if order.by == "score":
        return _score_keys(hits.scores, hits.documents, snapshot)
    articles = snapshot.numbers("article").take(hits.documents).astype(np.uint64)
    days = snapshot.numbers(f"{order.field}_start").take(hits.documents).astype(np.uint64)
    if order.by == "newest":
        return ~(days << _HALF | articles)
    return (days - np.uint64(1) & np.uint64(0xFFFFFFFF)) << _HALF | articles


def _score_keys(scores: Scores, documents: Documents, snapshot: Snapshot) -> Keys:
    articles = snapshot.numbers("article").take(documents).astype(np.uint64)
    # The bits of positive floats sort as the floats do.
    return ~(scores.view(np.uint32).astype(np.uint64) << _HALF | articles)


def _event_keys(documents: Documents, snapshot: Snapshot) -> Documents:
    """A key an event; an article without one is an event of its own."""
    events = snapshot.numbers("event")[documents]
    return np.where(events > 0, events, -snapshot.numbers("article")[documents])


def _shared_events(snapshot: Snapshot) -> Documents:
    """The event of each document, 0 where no other document reports the same."""

    def make() -> Documents:
        events = np.where(snapshot.alive, snapshot.numbers("event"), 0)
        sizes = np.bincount(events)
        return np.where(sizes.take(events) > 1, events, 0).astype(np.int32)

    return snapshot.keep("shared events", make)


def _reporting(documents: Documents, snapshot: Snapshot) -> Reporting:
    """Which of the documents report the same event; remembered of the last ones, as most facets count the same."""
    last: list[tuple[Documents, Reporting]] = snapshot.keep("reporting", list)
    if not last or last[0][0] is not documents:
        last[:] = [(documents, Reporting(_shared_events(snapshot).take(documents)))]
    return last[0][1]


def _event_count(documents: Documents, snapshot: Snapshot) -> int:
    """How many keys `_event_keys` would give."""
    if len(documents) == snapshot.alive_count:
        return snapshot.keep("events", lambda: _distinct_events(documents, snapshot))
    return _distinct_events(documents, snapshot)


def _distinct_events(documents: Documents, snapshot: Snapshot) -> int:
    events = snapshot.numbers("event").take(documents)
    without = len(events) - int(np.count_nonzero(events))
    if len(events) < _FEW_HITS:
        events.sort()
        return without + int(np.count_nonzero(events[1:] != events[:-1])) + (len(events) > 0) - (without > 0)
    last = snapshot.keep("last event", lambda: int(snapshot.numbers("event").max(initial=0)))
    seen = np.zeros(last + 1, np.bool_)
    seen[events] = True
    return without + int(np.count_nonzero(seen[1:]))

"""Answers a `Request` over a snapshot: one mask for the words, one for each facet's choice, one for the dates.

The counts of a facet are taken under all masks but its own; the hits under all of them. Sorting, collapsing and paging
work on the document numbers that are left; no document is opened.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from archive.search.engine import Found, Order, Request, Span
from archive.search.engines.whoosh.compile import compile_tree
from archive.search.engines.whoosh.evaluate import Matches, evaluate
from archive.search.engines.whoosh.snapshot import FieldCodes, Mask, Snapshot

Documents = npt.NDArray[np.int64]


def find(request: Request, snapshot: Snapshot) -> Found:
    """The page of hits and the counts of every facet in `request.fields`."""
    matches = evaluate(compile_tree(request.tree), snapshot)
    words = matches.mask & _visible(request, snapshot)
    base = words & _in_span(request.span, snapshot) if request.span else words
    choices = {
        facet: has_any(snapshot.codes(request.fields[facet]), values, snapshot.count)
        for facet, values in request.filters.items()
    }
    hits = _all_of(base, choices)
    documents = _sorted(np.flatnonzero(hits), request.order, matches, snapshot)
    keys = _event_keys(documents, snapshot)
    unique, firsts = np.unique(keys, return_index=True)
    shown = documents[np.sort(firsts)] if request.one_an_event else documents
    page = shown[request.offset : request.offset + request.limit]
    articles = snapshot.numbers("article")[page]
    return Found(
        text_total=int(words.sum()),
        total=len(documents),
        events=len(unique),
        hits=tuple(zip(map(int, articles), map(float, matches.scores[page]), strict=True)),
        counts={
            facet: count_codes(
                snapshot.codes(field), _all_of(base, choices, without=facet) if facet in choices else hits
            )
            for facet, field in request.fields.items()
        },
    )


def has_any(codes: FieldCodes, values: tuple[str, ...], count: int) -> Mask:
    """Which documents have at least one of the codes."""
    wanted = np.array([value in set(values) for value in codes.values], np.bool_)
    mask = np.zeros(count, np.bool_)
    if wanted.any():
        mask[codes.documents[wanted[codes.ordinals]]] = True
    return mask


def count_codes(codes: FieldCodes, mask: Mask) -> dict[str, int]:
    """Documents under the mask for each code that has any."""
    counts = np.bincount(codes.ordinals[mask[codes.documents]], minlength=len(codes.values))
    return {value: int(count) for value, count in zip(codes.values, counts, strict=True) if count}


def _all_of(base: Mask, choices: Mapping[str, Mask], *, without: str = "") -> Mask:
    for facet, mask in choices.items():
        if facet != without:
            base = base & mask
    return base


def _visible(request: Request, snapshot: Snapshot) -> Mask:
    if not request.hidden:
        return snapshot.alive
    hidden = np.fromiter(request.hidden, np.int64, len(request.hidden))
    visible: Mask = ~np.isin(snapshot.numbers("article"), hidden)
    return visible


def _in_span(span: Span, snapshot: Snapshot) -> Mask:
    starts, ends = snapshot.numbers(f"{span.field}_start"), snapshot.numbers(f"{span.field}_end")
    mask: Mask = starts > 0
    if span.last is not None:
        mask &= starts <= span.last.toordinal()
    if span.first is not None:
        mask &= ends >= span.first.toordinal()
    return mask


def _sorted(documents: Documents, order: Order, matches: Matches, snapshot: Snapshot) -> Documents:
    articles = snapshot.numbers("article")[documents]
    if order.by == "score":
        return documents[np.lexsort((-articles, -matches.scores[documents]))]
    days = snapshot.numbers(f"{order.field}_start")[documents]
    direction = -1 if order.by == "newest" else 1
    return documents[np.lexsort((articles * direction, days * direction, days == 0))]


def _event_keys(documents: Documents, snapshot: Snapshot) -> Documents:
    """A key an event; an article without one is an event of its own."""
    events = snapshot.numbers("event")[documents]
    return np.where(events > 0, events, -snapshot.numbers("article")[documents])

"""Runs a Whoosh query over a snapshot with numpy: which documents match, and how well.

AND, OR, NOT and exact phrases are array operations; every other kind of query is run by Whoosh's own matchers and
counts as a filter without a score.

A phrase is scored as one term in two fields: `idf · (BM25(tf, b=.4) + TITLE_WEIGHT · BM25(tf_title, b=.9))`, k1 = 1.2,
tf and length over title and body together (BM25: Robertson & Zaragoza 2009). Pairs of adjacent words count PAIR_WEIGHT.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import query as queries
from whoosh.query import Query
from whoosh.searching import Searcher

from archive.search.engines.whoosh.phrase import CharacterPhrase
from archive.search.engines.whoosh.snapshot import Mask, Snapshot, reading_files

TITLE_WEIGHT = 2.5
PAIR_WEIGHT = 0.6
_K1 = 1.2
_B_ALL = 0.4
_B_TITLE = 0.9

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Matches:
    """For every document whether it matches and its score; scores count only where it matches."""

    mask: Mask
    scores: Scores


def evaluate(query: Query, snapshot: Snapshot) -> Matches:
    """The matches of a query among the documents that are alive."""
    matches = _evaluate(query, snapshot)
    return Matches(matches.mask & snapshot.alive, matches.scores)


def _evaluate(query: Query, snapshot: Snapshot) -> Matches:
    if query is queries.NullQuery:
        return _filter(np.zeros(snapshot.count, np.bool_))
    for kind, run in _KINDS.items():
        if isinstance(query, kind):
            return run(query, snapshot)
    return _by_matcher(query, snapshot)


def _filter(mask: Mask) -> Matches:
    return Matches(mask, np.zeros(len(mask), np.float32))


def _every(_query: Query, snapshot: Snapshot) -> Matches:
    return _filter(np.ones(snapshot.count, np.bool_))


def _and(query: Any, snapshot: Snapshot) -> Matches:
    parts = [_evaluate(part, snapshot) for part in query.subqueries]
    if not parts:
        return _filter(np.zeros(snapshot.count, np.bool_))
    return Matches(
        reduce(np.logical_and, (part.mask for part in parts)),
        sum((part.scores for part in parts), np.zeros(snapshot.count, np.float32)),
    )


def _or(query: Any, snapshot: Snapshot) -> Matches:
    mask = np.zeros(snapshot.count, np.bool_)
    scores = np.zeros(snapshot.count, np.float32)
    for part in (_evaluate(subquery, snapshot) for subquery in query.subqueries):
        mask |= part.mask
        scores += np.where(part.mask, part.scores, np.float32(0))
    return Matches(mask, scores)


def _not(query: Any, snapshot: Snapshot) -> Matches:
    return _filter(~_evaluate(query.query, snapshot).mask)


def _and_not(query: Any, snapshot: Snapshot) -> Matches:
    wanted, unwanted = _evaluate(query.a, snapshot), _evaluate(query.b, snapshot)
    return Matches(wanted.mask & ~unwanted.mask, wanted.scores)


def _and_maybe(query: Any, snapshot: Snapshot) -> Matches:
    wanted, better = _evaluate(query.a, snapshot), _evaluate(query.b, snapshot)
    return Matches(wanted.mask, wanted.scores + np.where(better.mask, better.scores * PAIR_WEIGHT, np.float32(0)))


def _phrase(query: Any, snapshot: Snapshot) -> Matches:
    scores = np.zeros(snapshot.count, np.float32)
    frequency = np.zeros(snapshot.count, np.float32)
    length = np.zeros(snapshot.count, np.float32)
    title_part = np.zeros(snapshot.count, np.float32)
    for field in query.fieldnames:
        documents, counts = snapshot.phrase(field, query.folded)
        frequency[documents] += counts
        length += snapshot.lengths(field)
        if field == "title":
            title_part[documents] = _bm25(counts, documents, snapshot.lengths(field), _B_TITLE)
    found = np.flatnonzero(frequency)
    if len(found):
        idf = np.log1p((snapshot.alive_count - len(found) + 0.5) / (len(found) + 0.5))
        whole = _bm25(frequency[found], found, length, _B_ALL)
        scores[found] = idf * query.boost * (whole + TITLE_WEIGHT * title_part[found])
    return Matches(frequency > 0, scores)


def _bm25(counts: Scores, documents: npt.NDArray[np.int64], lengths: Scores, b: float) -> Scores:
    mean = max(float(lengths.mean()), 1.0) if len(lengths) else 1.0
    saturation = _K1 * (1 - b + b * lengths[documents] / mean)
    weight: Scores = (counts * (_K1 + 1) / (counts + saturation)).astype(np.float32)
    return weight


def _term(query: Any, snapshot: Snapshot) -> Matches:
    field, text = query.fieldname, query.text
    term = text if isinstance(text, bytes) else str(text).encode()
    mask = np.zeros(snapshot.count, np.bool_)
    mask[snapshot.term(field, term)] = True
    return _filter(mask)


def _by_matcher(query: Query, snapshot: Snapshot) -> Matches:
    mask = np.zeros(snapshot.count, np.bool_)
    for base, segment in zip(snapshot.bases, snapshot.segments, strict=False):
        with reading_files():
            matcher = query.matcher(Searcher(segment.reader))
            found = list(matcher.all_ids()) if matcher.is_active() else []
        mask[np.array(found, np.int64) + base] = True
    return _filter(mask)


_KINDS: Mapping[type, Callable[[Any, Snapshot], Matches]] = {
    CharacterPhrase: _phrase,
    queries.Every: _every,
    queries.And: _and,
    queries.DisjunctionMax: _or,
    queries.Or: _or,
    queries.Not: _not,
    queries.AndNot: _and_not,
    queries.AndMaybe: _and_maybe,
    queries.Term: _term,
}

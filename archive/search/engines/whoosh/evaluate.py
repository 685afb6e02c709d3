"""Runs a Whoosh query over a snapshot with numpy: which documents match, and how well.

AND, OR, NOT and exact phrases are array operations; every other kind of query is run by Whoosh's own matchers and
counts as a filter without a score. Of conditions that must all hold the rarest is read first and the others inside what
it leaves. Scores are reckoned when asked for, of the documents asked for; how is `archive.search.engines.whoosh.ranking`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import query as queries
from whoosh.query import Query
from whoosh.searching import Searcher

from archive.search.engines.whoosh.damage import reading_files
from archive.search.engines.whoosh.followed import FollowedBy
from archive.search.engines.whoosh.phrase import CharacterPhrase
from archive.search.engines.whoosh.ranking import (
    PAIR_WEIGHT,
    Counted,
    Documents,
    Fixed,
    Part,
    Scores,
    phrase_ceiling,
    phrase_weight,
)
from archive.search.engines.whoosh.snapshot import Mask, Snapshot
from archive.search.further import enough, part_weight

_MANY = 2000
"""Fewer hits are all scored to find the best of them."""
_ABOVE = 1.0001
"""Scores are 32-bit numbers: what is reckoned to be higher by less may not be."""
_MANY_TIMES = 16
"""From this ratio on, few documents are looked up among many one by one."""

Within = Documents | None
"""Documents that alone matter to whoever asks; the answer may hold others."""


class Matches:
    """The documents that match and are alive, ascending, and what adds up to the score of each."""

    def __init__(self, documents: Documents, parts: tuple[Part, ...] = ()) -> None:
        self.documents = documents
        self.parts = parts

    @cached_property
    def scores(self) -> Scores:
        """The score of each document."""
        if not self.parts:
            return np.zeros(len(self.documents), np.float32)
        first, *others = (part.scores(self.documents) for part in self.parts)
        for other in others:
            first = first + other
        return first

    def best(self, count: int) -> Documents:
        """The places of the hits with the best scores, at least so many of the hits, ascending."""
        if count >= len(self.documents):
            return np.arange(len(self.documents))
        if len(self.documents) >= _MANY and "scores" not in self.__dict__:
            titled = self._best_titled(count)
            if titled is not None:
                return titled
        return _largest(self.scores, count)

    def _best_titled(self, count: int) -> Documents | None:
        """The same, where so many that say it in the title score higher than any other can; else None."""
        ceiling = sum(part.ceiling for part in self.parts)
        if not ceiling < np.inf:
            return None
        titled = np.zeros(len(self.documents), np.bool_)
        for part in self.parts:
            titled[part.titled()] = True
        places = titled.nonzero()[0]
        if len(places) < count:
            return None
        scores = self.kept(places).scores
        chosen = _largest(scores, count)
        return places.take(chosen) if scores.take(chosen).min() > ceiling * _ABOVE else None

    def scores_at(self, places: Documents) -> Scores:
        """The scores at some places, in any order."""
        if "scores" in self.__dict__:
            return self.scores.take(places)
        order = np.argsort(places)
        scores = np.empty(len(places), np.float32)
        scores[order] = self.kept(places.take(order)).scores
        return scores

    def with_scores(self, places: Documents, scores: Scores) -> Matches:
        """The same matches, some with other scores."""
        changed = self.scores.copy()
        changed[places] = scores
        return Matches(self.documents, (Fixed(changed),))

    def kept(self, places: Documents) -> Matches:
        """Some of the matches, named by their places, ascending."""
        if len(places) == len(self.documents):
            return self
        parts = (Fixed(self.scores),) if self.parts and "scores" in self.__dict__ else self.parts
        return Matches(self.documents.take(places), tuple(part.kept(places) for part in parts))

    def kept_where(self, mask: Mask) -> Matches:
        """Those matches a flag is set for."""
        return self if mask.all() else self.kept(mask.nonzero()[0])


def _largest(scores: Scores, count: int) -> Documents:
    """The places of so many of the largest, and of those that equal the least of them; ascending."""
    if count >= len(scores):
        return np.arange(len(scores))
    least = np.partition(scores, len(scores) - count)[len(scores) - count]
    places: Documents = (scores >= least).nonzero()[0]
    return places


def evaluate(query: Query, snapshot: Snapshot, within: Within = None) -> Matches:
    """The matches of a query among the documents that are alive; `within` some of them, others may be left out."""
    if query is queries.NullQuery:
        return _nothing()
    for kind, run in _KINDS.items():
        if isinstance(query, kind):
            return run(query, snapshot, within)
    return _by_matcher(query, snapshot, within)


def mask_of(documents: Documents, snapshot: Snapshot) -> Mask:
    """Documents as a flag for every document of the snapshot."""
    mask = np.zeros(snapshot.count, np.bool_)
    mask[documents] = True
    return mask


def _nothing() -> Matches:
    return Matches(np.empty(0, np.int64))


def _every(_query: Query, snapshot: Snapshot, _within: Within) -> Matches:
    return snapshot.keep("every", lambda: Matches(np.flatnonzero(snapshot.alive)))


def _and(query: Any, snapshot: Snapshot, within: Within) -> Matches:
    wanted = [part for part in query.subqueries if not isinstance(part, queries.Not)]
    unwanted = [part.query for part in query.subqueries if isinstance(part, queries.Not)]
    if not wanted:
        if not unwanted:
            return _nothing()
        wanted = [queries.Every()]
    first, *others = sorted(wanted, key=lambda part: _cost(part, snapshot)) if len(wanted) > 1 else wanted
    found = evaluate(first, snapshot, within)
    for part in others:
        if not len(found.documents):
            return _nothing()
        found = _both(found, evaluate(part, snapshot, found.documents), snapshot)
    for part in unwanted:
        if len(found.documents):
            gone = evaluate(part, snapshot, found.documents)
            found = found.kept_where(~_among(found.documents, gone.documents, snapshot))
    return found


def _cost(query: Query, snapshot: Snapshot) -> float:
    """What orders conditions: about how much there is to read."""
    if isinstance(query, CharacterPhrase):
        return snapshot.locate(query.fieldnames, query.folded).places if query.folded else 0
    if isinstance(query, queries.Every):
        return np.inf
    parts = query.subqueries if isinstance(query, queries.compound.CompoundQuery) else []
    if parts and isinstance(query, queries.And):
        return min(_cost(part, snapshot) for part in parts)
    return sum(_cost(part, snapshot) for part in parts) if parts else snapshot.count


def _both(some: Matches, others: Matches, snapshot: Snapshot) -> Matches:
    mine, theirs = _common(some.documents, others.documents, snapshot)
    kept = some if len(mine) == len(some.documents) else some.kept(mine)
    if not others.parts:
        return kept
    added = others if len(theirs) == len(others.documents) else others.kept(theirs)
    return Matches(kept.documents, kept.parts + added.parts)


def _common(some: Documents, others: Documents, snapshot: Snapshot) -> tuple[Documents, Documents]:
    """The places, in each, of what is in both, all ascending."""
    if len(others) > _MANY_TIMES * len(some):
        return _found_among(some, others)
    if len(some) > _MANY_TIMES * len(others):
        theirs, mine = _found_among(others, some)
        return mine, theirs
    numbers = np.zeros(snapshot.count, np.int32)
    numbers[others] = np.arange(1, len(others) + 1, dtype=np.int32)
    found = numbers.take(some)
    mine = found.nonzero()[0]
    return mine, found.take(mine).astype(np.int64) - 1


def _found_among(few: Documents, many: Documents) -> tuple[Documents, Documents]:
    places = many.searchsorted(few)
    found = (many.take(places, mode="clip") == few).nonzero()[0] if len(many) else np.empty(0, np.int64)
    return found, places.take(found)


def _among(some: Documents, others: Documents, snapshot: Snapshot) -> Mask:
    """Which of `some` are among `others`, both ascending."""
    if len(others) <= _MANY_TIMES * len(some):
        return mask_of(others, snapshot)[some]
    found: Mask = others.take(others.searchsorted(some), mode="clip") == some
    return found


def _or(query: Any, snapshot: Snapshot, within: Within) -> Matches:
    parts = [evaluate(part, snapshot, within) for part in query.subqueries]
    if len(parts) == 1:
        return parts[0]
    found = np.zeros(snapshot.count, np.bool_)
    for part in parts:
        found[part.documents] = True
    documents = found.nonzero()[0]
    if not any(part.parts for part in parts):
        return Matches(documents)
    scores = np.zeros(snapshot.count, np.float32)
    for part in parts:
        scores[part.documents] += part.scores
    return Matches(documents, (Fixed(scores.take(documents)),))


def _followed(query: FollowedBy, snapshot: Snapshot, within: Within) -> Matches:
    """Those of the first, and below the least of them the others that hold enough of the phrases."""
    first = evaluate(query.a, snapshot, within)
    parts = [evaluate(part, snapshot) for part in query.parts]
    weights = [part_weight(len(part.documents), snapshot.alive_count) for part in parts]
    held = np.zeros(snapshot.count, np.int64)
    for part, weight in zip(parts, weights, strict=True):
        held[part.documents] += weight
    held[first.documents] = sum(weights)
    documents = (held >= enough(weights)).nonzero()[0]
    scores = np.zeros(len(documents), np.float32)
    for part in parts:
        mine, theirs = _common(documents, part.documents, snapshot)
        scores[mine] += part.kept(theirs).scores
    scores[documents.searchsorted(first.documents)] += first.scores + scores.max(initial=0)
    return Matches(documents, (Fixed(scores),))


def _not(query: Any, snapshot: Snapshot, _within: Within) -> Matches:
    return Matches(np.flatnonzero(snapshot.alive & ~mask_of(evaluate(query.query, snapshot).documents, snapshot)))


def _and_not(query: Any, snapshot: Snapshot, within: Within) -> Matches:
    wanted = evaluate(query.a, snapshot, within)
    unwanted = evaluate(query.b, snapshot, wanted.documents)
    return wanted.kept_where(~_among(wanted.documents, unwanted.documents, snapshot))


def _and_maybe(query: Any, snapshot: Snapshot, within: Within) -> Matches:
    wanted = evaluate(query.a, snapshot, within)
    if not len(wanted.documents):
        return wanted
    return Matches(wanted.documents, (*wanted.parts, _Better(query.b, snapshot)))


@dataclass(frozen=True)
class _Better:
    """A condition that need not hold, and adds to the score where it does; looked for only where scores are wanted."""

    query: Query
    snapshot: Snapshot

    @property
    def ceiling(self) -> float:
        """Who says both words of a pair beside each other in the title says each of them there: others add this much."""
        parts = self.query.subqueries if isinstance(self.query, queries.Or) else [self.query]
        if not all(isinstance(part, CharacterPhrase) for part in parts):
            return np.inf
        return PAIR_WEIGHT * sum(phrase_ceiling(_phrase_weight(part, self.snapshot)) for part in parts)

    def titled(self) -> Documents:
        return np.empty(0, np.int64)

    def kept(self, places: Documents) -> _Better:
        return self

    def scores(self, documents: Documents) -> Scores:
        better = evaluate(self.query, self.snapshot, documents)
        mine, theirs = _common(documents, better.documents, self.snapshot)
        scores = np.zeros(len(documents), np.float32)
        scores[mine] = better.kept(theirs).scores * np.float32(PAIR_WEIGHT)
        return scores


@dataclass(frozen=True)
class _Kept:
    matches: Matches

    @property
    def size(self) -> int:
        return len(self.matches.documents) * 20


def _phrase(query: Any, snapshot: Snapshot, within: Within) -> Matches:
    key = (query.fieldnames, query.folded, query.boost)
    if within is not None and not snapshot.matches.has(key):
        return _read_phrase(query, snapshot, within)
    kept: _Kept = snapshot.matches.get(key, lambda: _Kept(_read_phrase(query, snapshot, None)))
    return kept.matches


def _read_phrase(query: Any, snapshot: Snapshot, within: Within) -> Matches:
    documents, counts, firsts, ledes = snapshot.phrase(query.fieldnames, query.folded, within)
    if not len(documents):
        return _nothing()
    weight = _phrase_weight(query, snapshot)
    return Matches(documents, (Counted(snapshot, query.fieldnames, weight, counts, firsts, ledes),))


def _phrase_weight(query: CharacterPhrase, snapshot: Snapshot) -> float:
    frequency = snapshot.locate(query.fieldnames, query.folded).document_frequency
    return query.boost * phrase_weight(frequency, snapshot)


def _term(query: Any, snapshot: Snapshot, _within: Within) -> Matches:
    field, value = query.fieldname, query.text
    schema = snapshot.segments[0].reader.schema if snapshot.segments else ()
    if field not in schema:
        return _nothing()
    try:
        term = value if isinstance(value, bytes) else schema[field].to_bytes(value)
    except ValueError:
        return _nothing()
    return _alive(snapshot.term(field, term), snapshot)


def _by_matcher(query: Query, snapshot: Snapshot, _within: Within) -> Matches:
    found: list[int] = []
    for base, segment in zip(snapshot.bases.tolist(), snapshot.segments, strict=False):
        with reading_files():
            matcher = query.matcher(Searcher(segment.reader))
            found += [document + base for document in matcher.all_ids()] if matcher.is_active() else []
    return _alive(np.unique(np.array(found, np.int64)), snapshot)


def _alive(documents: npt.NDArray[np.int64], snapshot: Snapshot) -> Matches:
    return Matches(documents[snapshot.alive[documents]])


_KINDS: Mapping[type, Callable[[Any, Snapshot, Within], Matches]] = {
    CharacterPhrase: _phrase,
    queries.Every: _every,
    queries.And: _and,
    queries.DisjunctionMax: _or,
    queries.Or: _or,
    queries.Not: _not,
    queries.AndNot: _and_not,
    queries.AndMaybe: _and_maybe,
    FollowedBy: _followed,
    queries.Term: _term,
}

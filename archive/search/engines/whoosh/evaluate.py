"""Runs a Whoosh query over a snapshot with numpy: which documents match, and how well.

AND, OR, NOT and exact phrases are array operations; every other kind of query is run by Whoosh's own matchers and
counts as a filter without a score.

A phrase is scored as one term in two fields: `idf · (BM25(tf, b=.4) + TITLE_WEIGHT · BM25(tf_title, b=.9))`, k1 = 1.2,
tf and length over title and body together (BM25: Robertson & Zaragoza 2009). Pairs of adjacent words count PAIR_WEIGHT.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import query as queries
from whoosh.query import Query
from whoosh.searching import Searcher

from archive.search.engines.whoosh.damage import reading_files
from archive.search.engines.whoosh.phrase import CharacterPhrase
from archive.search.engines.whoosh.snapshot import Mask, Snapshot

TITLE_WEIGHT = 2.5
PAIR_WEIGHT = 0.6
_K1 = 1.2
_B_ALL = 0.4
_B_TITLE = 0.9
_MANY_TIMES = 16
"""From this ratio on, few documents are looked up among many one by one."""

Documents = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Matches:
    """The documents that match and are alive, ascending, and the score of each."""

    documents: Documents
    scores: Scores

    @property
    def size(self) -> int:
        """Bytes."""
        return self.documents.nbytes + self.scores.nbytes


def evaluate(query: Query, snapshot: Snapshot) -> Matches:
    """The matches of a query among the documents that are alive."""
    if query is queries.NullQuery:
        return _filter(np.empty(0, np.int64))
    for kind, run in _KINDS.items():
        if isinstance(query, kind):
            return run(query, snapshot)
    return _by_matcher(query, snapshot)


def mask_of(documents: Documents, snapshot: Snapshot) -> Mask:
    """Documents as a flag for every document of the snapshot."""
    mask = np.zeros(snapshot.count, np.bool_)
    mask[documents] = True
    return mask


def _filter(documents: Documents) -> Matches:
    return Matches(documents, np.zeros(len(documents), np.float32))


def _every(_query: Query, snapshot: Snapshot) -> Matches:
    return snapshot.keep("every", lambda: _filter(np.flatnonzero(snapshot.alive)))


def _and(query: Any, snapshot: Snapshot) -> Matches:
    wanted = [part for part in query.subqueries if not isinstance(part, queries.Not)]
    unwanted = [part for part in query.subqueries if isinstance(part, queries.Not)]
    parts = [evaluate(part, snapshot) for part in wanted]
    if not parts:
        parts = [_every(query, snapshot) if unwanted else _filter(np.empty(0, np.int64))]
    documents = _common([part.documents for part in parts], snapshot)
    for part in unwanted:
        if len(documents):
            documents = documents[~_among(documents, evaluate(part.query, snapshot).documents, snapshot)]
    scores = np.zeros(len(documents), np.float32)
    for part in parts:
        scores += _scores_of(documents, part, snapshot)
    return Matches(documents, scores)


def _common(lists: list[Documents], snapshot: Snapshot) -> Documents:
    shortest, *others = sorted(lists, key=len)
    for other in others:
        if not len(shortest):
            break
        if len(other) < snapshot.alive_count:
            shortest = shortest[_among(shortest, other, snapshot)]
    return shortest


def _among(some: Documents, others: Documents, snapshot: Snapshot) -> Mask:
    """Which of `some` are among `others`, both ascending."""
    if len(others) <= _MANY_TIMES * len(some):
        return mask_of(others, snapshot)[some]
    places = np.searchsorted(others, some)
    places[places == len(others)] = 0
    found: Mask = others[places] == some
    return found


def _scores_of(documents: Documents, part: Matches, snapshot: Snapshot) -> Scores:
    """The scores of documents that are all among the matches."""
    if len(documents) == len(part.documents):
        return part.scores
    if len(part.documents) > _MANY_TIMES * len(documents):
        return part.scores[np.searchsorted(part.documents, documents)]
    return _spread(part, snapshot)[documents]


def _spread(part: Matches, snapshot: Snapshot) -> Scores:
    """The scores by document, 0 for those that do not match."""
    scores = np.zeros(snapshot.count, np.float32)
    scores[part.documents] = part.scores
    return scores


def _or(query: Any, snapshot: Snapshot) -> Matches:
    parts = [evaluate(part, snapshot) for part in query.subqueries]
    if len(parts) == 1:
        return parts[0]
    found = np.zeros(snapshot.count, np.bool_)
    scores = np.zeros(snapshot.count, np.float32)
    for part in parts:
        found[part.documents] = True
        scores[part.documents] += part.scores
    documents = np.flatnonzero(found)
    return Matches(documents, scores[documents])


def _not(query: Any, snapshot: Snapshot) -> Matches:
    return _filter(np.flatnonzero(snapshot.alive & ~mask_of(evaluate(query.query, snapshot).documents, snapshot)))


def _and_not(query: Any, snapshot: Snapshot) -> Matches:
    wanted, unwanted = evaluate(query.a, snapshot), evaluate(query.b, snapshot)
    kept = ~_among(wanted.documents, unwanted.documents, snapshot)
    return Matches(wanted.documents[kept], wanted.scores[kept])


def _and_maybe(query: Any, snapshot: Snapshot) -> Matches:
    wanted = evaluate(query.a, snapshot)
    if not len(wanted.documents):
        return wanted
    better = evaluate(query.b, snapshot)
    more = _spread(better, snapshot)[wanted.documents]
    return Matches(wanted.documents, wanted.scores + more * np.float32(PAIR_WEIGHT))


def _phrase(query: Any, snapshot: Snapshot) -> Matches:
    key = (query.fieldnames, query.folded, query.boost)
    matches: Matches = snapshot.matches.get(key, lambda: _score_phrase(query, snapshot))
    return matches


def _score_phrase(query: Any, snapshot: Snapshot) -> Matches:
    documents, counts, firsts = snapshot.phrase(query.fieldnames, query.folded)
    if not len(documents):
        return _filter(documents)
    idf = np.log1p((snapshot.alive_count - len(documents) + 0.5) / (len(documents) + 0.5))
    weights = _bm25(counts, _saturation(query.fieldnames, _B_ALL, snapshot)[documents])
    if "title" in query.fieldnames:
        titled = np.flatnonzero(firsts)
        title_saturation = _saturation(("title",), _B_TITLE, snapshot)[documents[titled]]
        weights[titled] += np.float32(TITLE_WEIGHT) * _bm25(firsts[titled], title_saturation)
    return Matches(documents, (idf * query.boost * weights).astype(np.float32))


def _bm25(counts: Scores, saturation: Scores) -> Scores:
    weights: Scores = counts * np.float32(_K1 + 1) / (counts + saturation)
    return weights


def _saturation(fields: tuple[str, ...], b: float, snapshot: Snapshot) -> Scores:
    """`k1 · (1 - b + b · length / mean length)` for every document, lengths added up over the fields."""

    def make() -> Scores:
        lengths = sum((snapshot.lengths(field) for field in fields), np.zeros(snapshot.count, np.float32))
        mean = max(float(lengths.mean()), 1.0) if len(lengths) else 1.0
        return (_K1 * (1 - b + b * lengths / mean)).astype(np.float32)

    return snapshot.keep(("saturation", fields, b), make)


def _term(query: Any, snapshot: Snapshot) -> Matches:
    field, text = query.fieldname, query.text
    term = text if isinstance(text, bytes) else str(text).encode()
    return _alive(snapshot.term(field, term), snapshot)


def _by_matcher(query: Query, snapshot: Snapshot) -> Matches:
    found: list[int] = []
    for base, segment in zip(snapshot.bases.tolist(), snapshot.segments, strict=False):
        with reading_files():
            matcher = query.matcher(Searcher(segment.reader))
            found += [document + base for document in matcher.all_ids()] if matcher.is_active() else []
    return _alive(np.unique(np.array(found, np.int64)), snapshot)


def _alive(documents: Documents, snapshot: Snapshot) -> Matches:
    return _filter(documents[snapshot.alive[documents]])


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

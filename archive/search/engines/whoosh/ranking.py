"""How well a document matches: every weight that orders hits by relevance stands here.

A phrase is scored as one term in three fields: `idf · (BM25(tf, b=B_ALL) + TITLE_WEIGHT · BM25(tf_title, b=B_TITLE) +
LEDE_WEIGHT · BM25(tf_lede, b=0))`, k1 = K1, tf and length over title and body together (BM25: Robertson & Zaragoza
2009). Pairs of adjacent words count PAIR_WEIGHT. `idf` takes the documents of the phrase's rarest pair for those of the phrase: they are known without
looking for it everywhere, so that the commoner of two words is only looked for where the rarer one stands.

The best hits are raised by up to NEAR_WEIGHT where their words stand together (`archive.search.engines.whoosh.nearness`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from archive.search.engines.whoosh.snapshot import Snapshot

TITLE_WEIGHT = 2.0
LEDE_WEIGHT = 0.05
PAIR_WEIGHT = 2.0
NEAR_WEIGHT = 2.5
FRESH_WEIGHT = 1.0
K1 = 1.2
B_ALL = 0.4
B_TITLE = 0.9

Documents = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
Counts = npt.NDArray[np.floating[Any] | np.integer[Any]]


class Part(Protocol):
    """What one condition adds to the scores of the documents that match."""

    def kept(self, places: Documents) -> Part:
        """The part for some of its documents only, named by their places among them."""
        ...

    def scores(self, documents: Documents) -> Scores:
        """What it adds to each of its documents, which are given."""
        ...

    @property
    def ceiling(self) -> float:
        """No document adds more, those that `titled` names left aside."""
        ...

    def titled(self) -> Documents:
        """The places of those documents that hold it in a title."""
        ...


@dataclass(frozen=True)
class Counted:
    """A phrase: how often each document holds it, all told, in the first field of its group and in the lede."""

    snapshot: Snapshot
    fields: tuple[str, ...]
    weight: float
    counts: Counts
    firsts: Counts
    ledes: Counts
    places: Documents | None = None

    @property
    def ceiling(self) -> float:
        return phrase_ceiling(self.weight)

    def titled(self) -> Documents:
        places: Documents = (self._chosen(self.firsts) != 0).nonzero()[0]
        return places

    def kept(self, places: Documents) -> Counted:
        chosen = places if self.places is None else self.places.take(places)
        return Counted(self.snapshot, self.fields, self.weight, self.counts, self.firsts, self.ledes, chosen)

    def scores(self, documents: Documents) -> Scores:
        counts = self._chosen(self.counts)
        scores = bm25(counts, saturation(self.fields, B_ALL, self.snapshot).take(documents))
        if "title" in self.fields:
            firsts = self._chosen(self.firsts)
            titled = (firsts != 0).nonzero()[0]
            lengths = saturation(("title",), B_TITLE, self.snapshot).take(documents.take(titled))
            scores[titled] += np.float32(TITLE_WEIGHT) * bm25(firsts.take(titled), lengths)
        if LEDE_WEIGHT and "text" in self.fields:
            ledes = self._chosen(self.ledes)
            led = (ledes != 0).nonzero()[0]
            scores[led] += np.float32(LEDE_WEIGHT) * bm25(ledes.take(led), np.full(len(led), K1, np.float32))
        scores *= np.float32(self.weight)
        return scores

    def _chosen(self, counts: Counts) -> Counts:
        return counts if self.places is None else counts.take(self.places)


@dataclass(frozen=True)
class Fixed:
    """Scores that are known."""

    values: Scores

    @property
    def ceiling(self) -> float:
        return np.inf

    def titled(self) -> Documents:
        return np.empty(0, np.int64)

    def kept(self, places: Documents) -> Fixed:
        return Fixed(self.values.take(places))

    def scores(self, documents: Documents) -> Scores:
        return self.values


def phrase_weight(documents: float, snapshot: Snapshot) -> float:
    """The idf of a phrase whose rarest pair so many documents hold."""
    known = min(documents, snapshot.count)
    return float(np.log1p((snapshot.count - known + 0.5) / (known + 0.5)))


def phrase_ceiling(weight: float) -> float:
    """What a phrase of this weight adds at most where the title does not hold it."""
    return weight * (1 + LEDE_WEIGHT) * (K1 + 1)


def bm25(counts: Counts, lengths: Scores) -> Scores:
    """BM25 without idf; `lengths` as `saturation` gives them, and left overwritten. At most K1 + 1."""
    frequencies = counts.astype(np.float32, copy=False)
    lengths += frequencies
    weights: Scores = frequencies * np.float32(K1 + 1)
    weights /= lengths
    return weights


def freshness(days: Documents, newest: int, half_life: int) -> Scores:
    """What scores are multiplied by for articles published on some days (ordinals, 0 unknown): 1 + FRESH_WEIGHT at most.

    Ages count from the newest article, so that an archive nothing is added to any more keeps its order.
    """
    ages = np.where(days > 0, newest - days, np.inf)
    return (1 + FRESH_WEIGHT * np.exp2(-ages / half_life)).astype(np.float32)


def saturation(fields: tuple[str, ...], b: float, snapshot: Snapshot) -> Scores:
    """`k1 · (1 - b + b · length / mean length)` for every document, lengths added up over the fields."""

    def make() -> Scores:
        lengths = sum((snapshot.lengths(field) for field in fields), np.zeros(snapshot.count, np.float32))
        mean = max(float(lengths.mean()), 1.0) if len(lengths) else 1.0
        return (K1 * (1 - b + b * lengths / mean)).astype(np.float32)

    return snapshot.keep(("saturation", fields, b), make)

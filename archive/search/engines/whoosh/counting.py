"""Counts the codes of a facet, and of very many of them only those an answer lists.

`combinations` tells what codes there are; names of organisations are nearly as many as articles, so what most answers
need of them are the few commonest and how many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from archive.search.engine import Listing
from archive.search.engines.whoosh.combinations import FieldCodes, Numbers, Ordinals

Mask = npt.NDArray[np.bool_]

_LEVELS = 8
"""More than any tree of codes is deep: a level never weighs as much as one article."""
_FEW = 4
"""So many times fewer documents than combinations, or codes found than there are, are looked up one by one."""
_FIRST = np.zeros(1, np.int64)
_NONE = np.empty(0, np.int64)
_HALF = np.uint64(32)


@dataclass(frozen=True)
class Listed:
    """Codes with how many documents or events have them, and how many different codes any of the documents has."""

    counts: Mapping[str, int]
    size: int


class Reporting:
    """Which of some documents report the same event, by the number of the event of each (0: one of its own)."""

    def __init__(self, events: npt.NDArray[np.signedinteger[Any]]) -> None:
        self.alone = (events == 0).nonzero()[0]
        self.shared = events.nonzero()[0]
        self.owners = events.take(self.shared).astype(np.uint64) << _HALF


class CodeCounter:
    """The codes of one facet field in one state of the index, ready to be counted and looked up."""

    def __init__(self, codes: FieldCodes) -> None:
        self._codes = codes
        order = np.argsort(codes.members, kind="stable")
        self._ordinals = codes.ordinals[order]
        self._sizes = np.bincount(codes.members, minlength=codes.count)
        self._starts = self._sizes.cumsum() - self._sizes
        self._values = codes.values
        self._levels: dict[Callable[[str], int], Numbers] = {}

    def has_any(self, values: Iterable[str], documents: Numbers) -> Mask:
        """Which of the documents have at least one of the codes."""
        found = np.zeros(self._codes.count, np.bool_)
        for ordinal in self._find(values):
            found[self._codes.members[self._codes.ordinals == ordinal]] = True
        chosen: Mask = found[self._codes.by_document[documents]]
        return chosen

    def count(self, documents: Numbers, listing: Listing | None, reporting: Reporting | None = None) -> Listed:
        """How many of the documents have each code the listing asks for; without one, each code any of them has.

        With what tells the events of the documents, events are counted: those of which any of the documents has a code.
        """
        if not len(documents) or not self._codes.count:
            return Listed({}, 0)
        combinations = self._codes.by_document.take(documents)
        further = _NONE
        if reporting is not None and len(reporting.shared):
            combinations, further = self._by_event(combinations, reporting)
        found, counts = self._counted(combinations, further)
        size = len(found)
        if listing is not None and size > listing.most:
            kept = self._listed(counts, found, listing).nonzero()[0]
            found, counts = found.take(kept), counts.take(kept)
        return Listed(dict(zip(self._values.take(found), counts.tolist(), strict=True)), size)

    def _counted(self, combinations: Ordinals, further: Numbers) -> tuple[Numbers, Numbers]:
        """The codes of the combinations, and these further ones, ascending, and how often there is each."""
        if len(combinations) * _FEW > self._codes.count:
            sums = np.bincount(combinations, minlength=self._codes.count)
            every = np.bincount(self._ordinals, np.repeat(sums, self._sizes), len(self._values))
            return _nonzero(every + np.bincount(further, minlength=len(self._values)) if len(further) else every)
        ordinals = self._spread(combinations)[0].astype(np.int64)
        if len(further):
            ordinals = np.concatenate((ordinals, further))
        if len(ordinals) * _FEW > len(self._values):
            return _nonzero(np.bincount(ordinals, minlength=len(self._values)))
        ordinals.sort()
        borders = _borders(ordinals)
        return ordinals.take(borders[:-1]), borders[1:] - borders[:-1]

    def _spread(self, combinations: Ordinals) -> tuple[Ordinals, Numbers]:
        """The codes of each combination, one after the other, and how many each has."""
        sizes = self._sizes.take(combinations)
        behind = sizes.cumsum()
        total = int(behind[-1]) if len(behind) else 0
        places = np.arange(total) + np.repeat(self._starts.take(combinations) - behind + sizes, sizes)
        return self._ordinals.take(places), sizes

    def _by_event(self, combinations: Ordinals, reporting: Reporting) -> tuple[Ordinals, Numbers]:
        """One combination for each event whose documents all have the same, and the codes of each of the others."""
        owners, held = _distinct(reporting.owners, combinations.take(reporting.shared))
        borders = _borders(owners)
        alike = np.repeat(borders[1:] - borders[:-1] == 1, borders[1:] - borders[:-1])
        codes, sizes = self._spread(held[~alike])
        further = _distinct(np.repeat(owners[~alike], sizes), codes)[1].astype(np.int64)
        return np.concatenate((combinations.take(reporting.alone), held[alike])), further

    def _listed(self, counts: Numbers, found: Numbers, listing: Listing) -> Mask:
        """Which of the codes found are listed: the highest level whole, the commonest, and those asked for.

        Of a unit and one below it with as many documents the upper comes first, so that no code is listed without it.
        """
        kept = np.zeros(len(found), np.bool_)
        weights = counts * _LEVELS
        if listing.level is not None:
            levels = self._levels_of(listing.level)[found]
            weights -= levels
            kept |= levels == 0
        if listing.most:
            kept[self._commonest(weights, found, listing.most)] = True
        if listing.also:
            kept |= np.isin(found, self._find(listing.also))
        return kept

    def _commonest(self, weights: Numbers, found: Numbers, most: int) -> Numbers:
        """Places of the `most` largest weights; of equal ones at the end those whose codes come first."""
        least = weights.take(_largest(weights, most)).min()
        above, equal = (weights > least).nonzero()[0], (weights == least).nonzero()[0]
        first = self._values.ascending(found.take(equal))[: most - len(above)]
        return np.concatenate((above, equal.take(first)))

    def _levels_of(self, level: Callable[[str], int]) -> Numbers:
        if level not in self._levels:
            self._levels[level] = np.fromiter(map(level, self._values), np.int64, len(self._values))
        return self._levels[level]

    def _find(self, values: Iterable[str]) -> list[int]:
        """Ordinals of those values that are codes here."""
        return [number for value in values if (number := self._values.find(value)) is not None]


def _borders(numbers: npt.NDArray[Any]) -> Numbers:
    """Where each of the equal ones that stand together begins, and the end."""
    changes = (numbers[1:] != numbers[:-1]).nonzero()[0]
    return np.concatenate((_FIRST[: len(numbers)], changes + 1, [len(numbers)]))


def _distinct(owners: npt.NDArray[np.uint64], members: Ordinals) -> tuple[npt.NDArray[np.uint64], Ordinals]:
    """The pairs without those that are there already, ascending. Owners are multiples of 2^32."""
    pairs = owners | members
    pairs.sort()
    pairs = pairs.take(_borders(pairs)[:-1])
    members = pairs.astype(np.uint32)
    return pairs ^ members, members


def _nonzero(counts: npt.NDArray[Any]) -> tuple[Numbers, Numbers]:
    found = counts.nonzero()[0]
    return found, counts.take(found).astype(np.int64)


def _largest(weights: Numbers, most: int) -> Numbers:
    """Places of the `most` largest of more than so many weights. Most names stand in one article: those are not sorted."""
    least = _LEVELS
    places = (weights > least).nonzero()[0]
    if len(places) < most:
        return np.argpartition(weights, len(weights) - most)[-most:]
    while len(fewer := places[weights[places] > 2 * least]) >= most:
        places, least = fewer, 2 * least
    return places[np.argpartition(weights[places], len(places) - most)[-most:]]

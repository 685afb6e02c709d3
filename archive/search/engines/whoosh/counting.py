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
from archive.search.engines.whoosh.combinations import FieldCodes, Numbers

Mask = npt.NDArray[np.bool_]

_LEVELS = 8
"""More than any tree of codes is deep: a level never weighs as much as one article."""
_FEW = 4
"""So many times fewer documents than combinations, or codes found than there are, are looked up one by one."""
_FIRST = np.zeros(1, np.int64)


@dataclass(frozen=True)
class Listed:
    """Codes with how many documents have them, and how many different codes any of the documents has."""

    counts: Mapping[str, int]
    size: int


class CodeCounter:
    """The codes of one facet field in one state of the index, ready to be counted and looked up."""

    def __init__(self, codes: FieldCodes) -> None:
        self._codes = codes
        order = np.argsort(codes.members, kind="stable")
        self._ordinals = codes.ordinals[order]
        self._sizes = np.bincount(codes.members, minlength=codes.count)
        self._starts = self._sizes.cumsum() - self._sizes
        self._values = np.array(codes.values, object)
        hashes = np.fromiter(map(hash, codes.values), np.int64, len(codes.values))
        self._by_hash = np.argsort(hashes)
        self._hashes = hashes[self._by_hash]
        self._levels: dict[Callable[[str], int], Numbers] = {}

    def has_any(self, values: Iterable[str], documents: Numbers) -> Mask:
        """Which of the documents have at least one of the codes."""
        found = np.zeros(self._codes.count, np.bool_)
        for ordinal in self._find(values):
            found[self._codes.members[self._codes.ordinals == ordinal]] = True
        chosen: Mask = found[self._codes.by_document[documents]]
        return chosen

    def count(self, documents: Numbers, listing: Listing | None) -> Listed:
        """How many of the documents have each code the listing asks for; without one, each code any of them has."""
        if not len(documents) or not self._codes.count:
            return Listed({}, 0)
        found, counts = self._counted(documents)
        size = len(found)
        if listing is not None and size > listing.most:
            kept = self._listed(counts, found, listing).nonzero()[0]
            found, counts = found.take(kept), counts.take(kept)
        return Listed(dict(zip(self._values.take(found).tolist(), counts.tolist(), strict=True)), size)

    def _counted(self, documents: Numbers) -> tuple[Numbers, Numbers]:
        """The codes any of the documents has, ascending, and how many have each."""
        combinations = self._codes.by_document.take(documents)
        if len(documents) * _FEW > self._codes.count:
            sums = np.bincount(combinations, minlength=self._codes.count)
            return _nonzero(np.bincount(self._ordinals, np.repeat(sums, self._sizes), len(self._values)))
        sizes = self._sizes.take(combinations)
        behind = sizes.cumsum()
        places = np.arange(int(behind[-1])) + np.repeat(self._starts.take(combinations) - behind + sizes, sizes)
        ordinals = self._ordinals.take(places)
        if len(ordinals) * _FEW > len(self._values):
            return _nonzero(np.bincount(ordinals, minlength=len(self._values)))
        ordinals.sort()
        changes = (ordinals[1:] != ordinals[:-1]).nonzero()[0]
        borders = np.concatenate((_FIRST[: len(ordinals)], changes + 1, [len(ordinals)]))
        return ordinals.take(borders[:-1]), borders[1:] - borders[:-1]

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
            kept[_largest(weights, listing.most)] = True
        if listing.also:
            kept |= np.isin(found, self._find(listing.also))
        return kept

    def _levels_of(self, level: Callable[[str], int]) -> Numbers:
        if level not in self._levels:
            self._levels[level] = np.fromiter(map(level, self._codes.values), np.int64, len(self._codes.values))
        return self._levels[level]

    def _find(self, values: Iterable[str]) -> list[int]:
        """Ordinals of those values that are codes here."""
        wanted = list(values)
        marks = [hash(value) for value in wanted]
        found = []
        for value, mark, first in zip(wanted, marks, np.searchsorted(self._hashes, marks).tolist(), strict=True):
            place = first
            while place < len(self._hashes) and self._hashes[place] == mark:
                ordinal = int(self._by_hash[place])
                if self._codes.values[ordinal] == value:
                    found.append(ordinal)
                place += 1
        return found


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

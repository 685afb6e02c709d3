"""Exact phrases found in the character stream of a segment.

The rarest pair of a phrase gives the candidates, the other characters are looked up in the stream beside them. One
character is the contiguous range of pairs it begins. Building the arrays is `archive.search.engines.whoosh.stream`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from archive.search.engines.whoosh.frequent import (
    LONGEST,
    FrequentRuns,
    Zones,
    characters_frequent_from,
    frequent_from,
    run_key,
)
from archive.search.engines.whoosh.stream import (
    BLOCK_SHIFT,
    BREAK,
    FIRST_CODE,
    OVERFLOW_CODE,
    PAD,
    Extents,
    PairArrays,
    extents,
)

Positions = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.integer[Any]]

_BASIC_PLANE = 0xFFFF
_SPECIAL = re.compile(f"[{chr(PAD)}{chr(BREAK)}{chr(FIRST_CODE)}-{chr(OVERFLOW_CODE)}\U00010000-\U0010ffff]")
_WINDOWS = 1500
"""So many candidates are compared whole; more are first thinned out a character at a time."""
_MANY_SORTED = 8
"""Fewer places than one in so many documents are sorted; more are counted for each document there is."""
_MANY_TIMES = 32
"""From this ratio on, places are looked up in the documents asked for one by one."""


@dataclass(frozen=True)
class Needle:
    """Characters as the stream of a segment has them, and the keys of their pairs."""

    codes: npt.NDArray[np.uint16]
    keys: Positions

    @cached_property
    def pattern(self) -> np.bytes_:
        """All characters as one value to compare with."""
        return np.bytes_(self.codes.tobytes())


@dataclass(frozen=True)
class Spans:
    """The places of pair i of a needle are `sizes[i]` from `begins[i]` on; `rarest` is the pair with the fewest."""

    begins: Numbers
    sizes: Numbers
    rarest: int

    @property
    def size(self) -> int:
        """Places of the rarest pair."""
        return int(self.sizes[self.rarest])


@dataclass(frozen=True)
class Held:
    """Documents that hold a phrase, ascending; how often each does, how often in the first field, and in the lede."""

    documents: Integers
    counts: Integers
    firsts: Integers
    ledes: Integers


@dataclass(frozen=True)
class Places:
    """Where a phrase stands: the document of each place, ascending.

    `firsts` and `ledes` tell which of the places are in the first field, and in the lede.
    """

    documents: Positions
    firsts: Numbers
    ledes: Numbers


NOWHERE = Spans(np.zeros(1, np.int64), np.zeros(1, np.int64), 0)


def make_needle(codes: npt.NDArray[np.uint16]) -> Needle:
    """The needle for one character or more."""
    wide = codes.astype(np.uint32)
    return Needle(codes, wide[:-1] << np.uint32(16) | wide[1:])


def plain_needle(folded: str) -> Needle | None:
    """The needle that is right in every segment; None where characters may be called otherwise in each."""
    if _SPECIAL.search(folded):
        return None
    return make_needle(np.frombuffer(folded.encode("utf-16-le"), np.uint16))


class PairIndex:
    """Looks phrases up in the two fields of one group: `fields` names them, the first one first."""

    def __init__(self, fields: tuple[str, str], arrays: PairArrays, frequent: FrequentRuns, ledes: Integers) -> None:
        self.fields = fields
        self.arrays = arrays
        self.frequent = frequent
        self.count = len(arrays.starts)
        self._zones = Zones(arrays, ledes)
        self._frequent_from = frequent_from(self.count)

    @cached_property
    def _beyond(self) -> dict[int, int]:
        return {int(character): FIRST_CODE + number for number, character in enumerate(self.arrays.beyond)}

    def needle(self, folded: str) -> Needle | None:
        """The needle for any characters; None where one of them might be among those that share a code.

        A character the segment does not have becomes PAD, which nothing is found for.
        """
        found = []
        for character in map(ord, folded):
            code = character if character <= _BASIC_PLANE else self._beyond.get(character, PAD)
            if code == PAD and self.arrays.is_full:
                return None
            found.append(PAD if code == BREAK or FIRST_CODE <= character <= OVERFLOW_CODE else code)
        return make_needle(np.array(found, np.uint16))

    def spans(self, needle: Needle) -> Spans:
        """Where the places of a needle's pairs stand among all; NOWHERE where one of them does not occur."""
        if len(needle.codes) == 1:
            return self._character_span(int(needle.codes[0]))
        keys, offsets = self.arrays.keys, self.arrays.offsets
        found = keys.searchsorted(needle.keys)
        if not len(keys) or not (keys.take(found, mode="clip") == needle.keys).all() or needle.codes[-1] == PAD:
            return NOWHERE
        begins = offsets.take(found)
        sizes = offsets.take(found + 1) - begins
        return Spans(begins, sizes, int(sizes.argmin()))

    def _character_span(self, code: int) -> Spans:
        if code == PAD:
            return NOWHERE
        keys, offsets = self.arrays.keys, self.arrays.offsets
        begin = int(offsets[keys.searchsorted(np.uint32(code << 16))])
        end = int(offsets[keys.searchsorted(np.uint32(code << 16 | _BASIC_PLANE), side="right")])
        return Spans(np.array([begin]), np.array([end - begin]), 0)

    def document_frequency(self, needle: Needle, spans: Spans) -> float:
        """How many documents about hold the rarest pair: known for frequent ones, else as if places fell by chance."""
        if len(needle.keys) and spans.size >= self._frequent_from:
            place = self._frequent_place(needle.codes[spans.rarest : spans.rarest + 2])
            if place is not None:
                return float(self.frequent.frequent_offsets[place + 1] - self.frequent.frequent_offsets[place])
            # Frequent, but not kept, because one title or lede is full of it: counted from its places.
            begin = int(spans.begins[spans.rarest])
            places = self.arrays.positions[begin : begin + spans.size]
            return float(len(np.unique(self.arrays.owners[places >> np.uint32(BLOCK_SHIFT)])))
        return expected_documents(spans.size, self.count)

    def find(
        self, fields: tuple[str, ...], needle: Needle, spans: Spans, within: Numbers | None
    ) -> Held | Places | None:
        """Documents that hold the characters in any of `fields`; how often there, and how often in the first field.

        Where documents are given `within`, others may be left out of the answer, as far as that saves time.
        """
        if not spans.size:
            return None
        if len(needle.codes) == 1:
            return self._character(fields, needle.codes, spans)
        if len(needle.codes) <= LONGEST and spans.size >= self._frequent_from:
            place = self._frequent_place(needle.codes)
            if place is not None:
                return self._restricted(fields, self._frequent_held(place))
        positions = self._positions(needle, spans, within)
        return self._places(fields, positions) if len(positions) else None

    def places_in(self, needle: Needle, spans: Spans, extents: Extents) -> Numbers:
        """Where the characters stand in some documents, ascending."""
        if not spans.size:
            return np.empty(0, np.int64)
        if len(needle.codes) == 1:
            places = _ranges(extents.begins, extents.ends)
            wanted: Mask = self.arrays.stream.take(places) == needle.codes[0]
        else:
            places = self._positions(needle, spans, extents.documents).astype(np.int64)
            owners = extents.owners(places)
            wanted = (owners >= 0) & (places < extents.ends.take(owners, mode="clip"))
        return places[wanted]

    # Documents of frequent runs

    def _frequent_place(self, codes: npt.NDArray[np.uint16]) -> int | None:
        keys, key = self.frequent.frequent_keys, run_key(codes.tolist())
        place = int(keys.searchsorted(np.uint64(key)))
        return place if place < len(keys) and int(keys[place]) == key else None

    def _frequent_held(self, place: int) -> Held:
        frequent = self.frequent
        begin, end = frequent.frequent_offsets[place : place + 2].tolist()
        part = slice(begin, end)
        return Held(
            frequent.frequent_documents[part],
            frequent.counts(begin, end),
            frequent.frequent_firsts[part],
            frequent.frequent_ledes[part],
        )

    def _restricted(self, fields: tuple[str, ...], held: Held) -> Held:
        if len(fields) == len(self.fields):
            return held
        if self.fields[0] in fields:
            counts, firsts, ledes = held.firsts, held.firsts, np.zeros_like(held.ledes)
        else:
            counts, firsts, ledes = held.counts - held.firsts, np.zeros_like(held.firsts), held.ledes
        some = counts > 0
        return Held(held.documents[some], counts[some], firsts[some], ledes[some])

    # One character

    def _character(self, fields: tuple[str, ...], codes: npt.NDArray[np.uint16], spans: Spans) -> Held | Places:
        if spans.size >= characters_frequent_from(self.count):
            place = self._frequent_place(codes)
            if place is not None:
                return self._restricted(fields, self._frequent_held(place))
        begin = int(spans.begins[0])
        positions = self.arrays.positions[begin : begin + spans.size]
        if spans.size * _MANY_SORTED < self.count:
            return self._places(fields, np.sort(positions))
        return self._restricted(fields, self._counted(self._marked(positions)))

    def _counted(self, found: Places) -> Held:
        """The documents of places in any order."""
        counts = np.bincount(found.documents, minlength=self.count)
        firsts, ledes = (
            np.bincount(found.documents.take(places), minlength=self.count) for places in (found.firsts, found.ledes)
        )
        documents = counts.nonzero()[0]
        return Held(documents, counts.take(documents), firsts.take(documents), ledes.take(documents))

    # Two and more

    def _positions(self, needle: Needle, spans: Spans, within: Numbers | None) -> Positions:
        """Where the characters stand one after the other, ascending."""
        rarest, begin = spans.rarest, int(spans.begins[spans.rarest])
        found = self.arrays.positions[begin : begin + spans.size]
        if within is not None and spans.size > _MANY_TIMES * len(within):
            found = found.take(self._inside(found, within))
        length, end = len(needle.codes), len(self.arrays.stream)
        if length == 2 or not len(found):
            return found
        if int(found[0]) < rarest or int(found[-1]) - rarest + length > end:
            found = found[(found >= rarest) & (found - rarest + length <= end)]
        if len(found) > _WINDOWS:
            found = self._thinned(found, needle, spans)
            if len(found) > _WINDOWS:  # all characters have been looked at
                return found - np.uint32(rarest)
        begins = found - np.uint32(rarest)
        windows = np.ndarray((end - length + 1,), f"S{2 * length}", self.arrays.stream, 0, (2,))
        stand: Positions = begins[windows[begins] == needle.pattern]
        return stand

    def _inside(self, positions: Positions, documents: Numbers) -> Numbers:
        """Which of the positions are in the documents."""
        held = extents(self.arrays, documents)
        return _ranges(positions.searchsorted(held.begins), positions.searchsorted(held.ends))

    def _thinned(self, positions: Positions, needle: Needle, spans: Spans) -> Positions:
        """Positions of the rarest pair beside which some other characters stand, those of rare pairs first."""
        for offset in _by_rarity(spans):
            distance = offset - spans.rarest
            places = positions + np.uint32(distance) if distance > 0 else positions - np.uint32(-distance)
            positions = positions[self.arrays.stream.take(places, mode="clip") == needle.codes[offset]]
            if len(positions) <= _WINDOWS:
                break
        return positions

    def _places(self, fields: tuple[str, ...], positions: Positions) -> Places:
        found = self._marked(positions)
        if len(fields) == len(self.fields):
            return found
        if self.fields[0] in fields:
            return Places(found.documents.take(found.firsts), np.arange(len(found.firsts)), found.ledes[:0])
        # Places of the first field come before those of the lede only within a document.
        before = found.firsts.searchsorted(found.ledes)
        return Places(np.delete(found.documents, found.firsts), found.firsts[:0], found.ledes - before)

    def _marked(self, positions: Positions) -> Places:
        """The document of each position, and which of the positions are in the first field, and in the lede."""
        blocks = positions >> np.uint32(BLOCK_SHIFT)
        owners = self.arrays.owners.take(blocks)
        near = self._opening.take(blocks).nonzero()[0]
        places, documents = positions.take(near), owners.take(near)
        in_first = places < self._zones.borders.take(documents)
        in_lede = (places < self._zones.lede_ends.take(documents)) & ~in_first
        return Places(owners, near[in_first], near[in_lede])

    @cached_property
    def _opening(self) -> Mask:
        """Which blocks hold something of the first field or the lede: most places need no closer look."""
        begins = np.arange(len(self.arrays.owners), dtype=np.uint32) << np.uint32(BLOCK_SHIFT)
        opening: Mask = begins < self._zones.lede_ends.take(self.arrays.owners)
        return opening


def _ranges(begins: Numbers, ends: Numbers) -> Numbers:
    """All numbers from each begin up to its end."""
    sizes = ends - begins
    return np.repeat(begins - (sizes.cumsum() - sizes), sizes) + np.arange(int(sizes.sum()))


def expected_documents(places: int, documents: int) -> float:
    """In how many of the documents one of so many places falls, if chance spreads them."""
    return documents * -float(np.expm1(-places / documents)) if documents else 0.0


def _by_rarity(spans: Spans) -> list[int]:
    """The characters outside the rarest pair, those of rare pairs first: they rule out most."""
    pairs = spans.sizes.tolist()
    last = len(pairs)
    others = (number for number in range(last + 1) if number not in {spans.rarest, spans.rarest + 1})
    return sorted(others, key=lambda number: min(pairs[max(number - 1, 0)], pairs[min(number, last - 1)]))

"""Exact phrases found in the character stream of a segment.

The rarest pair of a phrase gives the candidates, the other characters are looked up in the stream beside them. One
character is the contiguous range of pairs it begins. Building the arrays is `archive.search.engines.whoosh.stream`.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from archive.search.engines.whoosh.postings import EMPTY, Postings
from archive.search.engines.whoosh.stream import BLOCK_SHIFT, BREAK, FIRST_CODE, OVERFLOW_CODE, PAD, PairArrays

Positions = npt.NDArray[np.uint32]
Codes = tuple[int, ...]

_BASIC_PLANE = 0xFFFF


class PairIndex:
    """Looks phrases up in the two fields of one group: `fields` names them, the first one first."""

    def __init__(self, fields: tuple[str, str], arrays: PairArrays) -> None:
        self.fields = fields
        self.arrays = arrays
        self.count = len(arrays.starts)

    @cached_property
    def _beyond(self) -> dict[int, int]:
        return {int(character): FIRST_CODE + number for number, character in enumerate(self.arrays.beyond)}

    def codes(self, folded: str) -> Codes | None:
        """What the characters are called in the stream; None where one of them might be among those that share a code.

        A character the segment does not have becomes PAD, which nothing is found for.
        """
        found = []
        for character in map(ord, folded):
            code = character if character <= _BASIC_PLANE else self._beyond.get(character, PAD)
            if code == PAD and self.arrays.is_full:
                return None
            found.append(PAD if code == BREAK or FIRST_CODE <= character <= OVERFLOW_CODE else code)
        return tuple(found)

    def find(self, fields: tuple[str, ...], codes: Codes) -> Postings:
        """Documents that hold the characters in any of `fields`; how often there, and how often in the first field."""
        if not codes or PAD in codes:
            return EMPTY
        positions = self._character(codes[0]) if len(codes) == 1 else self._places(codes)
        if not len(positions):
            return EMPTY
        documents = self.arrays.owners[positions >> np.uint32(BLOCK_SHIFT)]
        in_first = positions - self.arrays.starts[documents] < self.arrays.first_lengths[documents]
        if self.fields[0] not in fields:
            return _counted(documents[~in_first], None, self.count, ordered=len(codes) > 1)
        if self.fields[1] not in fields:
            documents, in_first = documents[in_first], in_first[in_first]
        return _counted(documents, in_first, self.count, ordered=len(codes) > 1)

    def _character(self, code: int) -> Positions:
        """Where a character stands, not in order."""
        first = self.arrays.keys.searchsorted(np.uint32(code << 16))
        behind = self.arrays.keys.searchsorted(np.uint32(code << 16 | _BASIC_PLANE), side="right")
        return self.arrays.positions[self.arrays.offsets[first] : self.arrays.offsets[behind]]

    def _places(self, codes: Codes) -> Positions:
        """Where two or more characters stand one after the other, ascending."""
        wanted = np.array([first << 16 | second for first, second in pairwise(codes)], np.uint32)
        keys, offsets = self.arrays.keys, self.arrays.offsets
        places = np.searchsorted(keys, wanted)
        if not len(keys) or int(places.max()) >= len(keys) or not np.array_equal(keys[places], wanted):
            return EMPTY.documents
        begins, ends = offsets[places], offsets[places + 1]
        sizes = ends - begins
        rarest = int(sizes.argmin())
        found = self.arrays.positions[begins[rarest] : ends[rarest]]
        for offset in _by_rarity(sizes, rarest):
            found = found[self._beside(found, offset - rarest) == codes[offset]]
            if not len(found):
                return EMPTY.documents
        return found - np.uint32(rarest)

    def _beside(self, positions: Positions, distance: int) -> npt.NDArray[np.uint16]:
        # Below the first place numbers wrap round to huge ones; "clip" takes those for the last place, which is a PAD.
        places = positions + np.uint32(distance) if distance > 0 else positions - np.uint32(-distance)
        return self.arrays.stream.take(places, mode="clip")


def _by_rarity(sizes: npt.NDArray[np.int64], rarest: int) -> list[int]:
    """The characters outside the rarest pair, those of rare pairs first: they rule out most."""
    pairs = sizes.tolist()
    last = len(pairs)
    others = (number for number in range(last + 1) if number not in {rarest, rarest + 1})
    return sorted(others, key=lambda number: min(pairs[max(number - 1, 0)], pairs[min(number, last - 1)]))


def _counted(
    documents: npt.NDArray[np.uint32], in_first: npt.NDArray[np.bool_] | None, count: int, *, ordered: bool
) -> Postings:
    if not len(documents):
        return EMPTY
    if ordered:
        changes = np.flatnonzero(documents[1:] != documents[:-1]) + 1
        starts = np.concatenate(([0], changes))
        unique = documents[starts]
        counts = np.diff(np.append(starts, len(documents))).astype(np.uint32)
        firsts = np.add.reduceat(in_first, starts, dtype=np.uint32) if in_first is not None else np.zeros_like(counts)
        return Postings(unique, counts, firsts)
    totals = np.bincount(documents, minlength=count)
    found = np.flatnonzero(totals)
    firsts = np.zeros(count, np.int64) if in_first is None else np.bincount(documents[in_first], minlength=count)
    return Postings(found.astype(np.uint32), totals[found].astype(np.uint32), firsts[found].astype(np.uint32))

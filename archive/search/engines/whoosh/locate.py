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
Numbers = npt.NDArray[np.int64]
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
        return self._by_document(fields, positions) if len(positions) else EMPTY

    def _by_document(self, fields: tuple[str, ...], positions: Positions) -> Postings:
        """Positions, ascending, as documents with counts."""
        owners = self.arrays.owners[positions >> np.uint32(BLOCK_SHIFT)]
        starts = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))
        documents = owners[starts]
        counts = np.diff(np.append(starts, len(owners))).astype(np.uint32)
        firsts = self._in_first(positions, starts, documents)
        if len(fields) == len(self.fields):
            return Postings(documents, counts, firsts)
        if self.fields[0] in fields:
            counts = firsts
        else:
            counts, firsts = counts - firsts, np.zeros_like(firsts)
        held = counts > 0
        return Postings(documents[held], counts[held], firsts[held])

    def _in_first(self, positions: Positions, starts: Numbers, documents: Positions) -> Positions:
        """How many of each document's positions, which begin at `starts`, are in the first field."""
        borders = self.arrays.starts[documents] + self.arrays.first_lengths[documents]
        firsts = np.zeros(len(documents), np.uint32)
        some = np.flatnonzero(positions[starts] < borders)
        firsts[some] = np.searchsorted(positions, borders[some]) - starts[some]
        return firsts

    def _character(self, code: int) -> Positions:
        """Where a character stands, ascending."""
        first = self.arrays.keys.searchsorted(np.uint32(code << 16))
        behind = self.arrays.keys.searchsorted(np.uint32(code << 16 | _BASIC_PLANE), side="right")
        return np.sort(self.arrays.positions[self.arrays.offsets[first] : self.arrays.offsets[behind]])

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

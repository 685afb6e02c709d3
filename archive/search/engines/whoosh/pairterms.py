"""The terms of one text field of a segment, read from its texts and pairs: what Whoosh would read from postings.

A term is two neighbouring characters, or the last one and END. Without the pairs, places are looked for in the texts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.reading import TermInfo
from whoosh.util.numeric import byte_to_length, length_to_byte

from archive.search.characters import END
from archive.search.engines.whoosh.stream import (
    BLOCK_SHIFT,
    BREAK,
    FIRST_CODE,
    OVERFLOW_CODE,
    PAD,
    PairArrays,
    TextArrays,
    owners_of,
)

Numbers32 = npt.NDArray[np.uint32]
_PAIR = 2


@dataclass(frozen=True)
class TermPlaces:
    """Where a term stands: documents, how often in each, and all positions in the field one after the other."""

    documents: Numbers32
    counts: Numbers32
    positions: Numbers32

    def values(self) -> list[bytes]:
        """The positions of each document as `analyzer.PositionArrays` encodes them."""
        raw = self.positions.astype("<u4").tobytes()
        ends = (np.cumsum(self.counts, dtype=np.int64) * 4).tolist()
        return [raw[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]


class PairTerms:
    """The first (0) or second (1) field of a group."""

    def __init__(self, number: int, texts: TextArrays, pairs: PairArrays | None) -> None:
        self._number = number
        self._texts = texts
        self._pairs = pairs
        self._end = PAD if number else BREAK

    @property
    def is_empty(self) -> bool:
        """Whether no document has any text in this field."""
        return not self._lengths.any()

    @property
    def _lengths(self) -> Numbers32:
        return self._texts.second_lengths if self._number else self._texts.first_lengths

    @cached_property
    def _owners(self) -> Numbers32:
        return self._pairs.owners if self._pairs is not None else owners_of(self._texts)

    def places(self, term: bytes) -> TermPlaces | None:
        """Where a term stands, None where it does not occur."""
        key = self._key(term)
        if key is None:
            return None
        found = self._in_field(self._all_places(*key))
        if self._texts.is_full and OVERFLOW_CODE in key:
            found = found[self._are(found, term.decode())]
        if not len(found):
            return None
        owners = self._owners[found >> np.uint32(BLOCK_SHIFT)]
        begins = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))
        return TermPlaces(
            documents=owners[begins],
            counts=np.diff(np.append(begins, len(owners))).astype(np.uint32),
            positions=found - self._field_starts(owners),
        )

    def info(self, places: TermPlaces) -> TermInfo:
        """What Whoosh keeps about a term, lengths as nearly as it keeps them."""
        lengths = self._lengths[places.documents]
        return TermInfo(
            weight=float(places.counts.sum()),
            df=len(places.documents),
            minlength=byte_to_length(length_to_byte(int(lengths.min()))),
            maxlength=byte_to_length(length_to_byte(int(lengths.max()))),
            maxweight=float(places.counts.max()),
            minid=int(places.documents[0]),
            maxid=int(places.documents[-1]),
        )

    @cached_property
    def lexicon(self) -> list[bytes]:
        """All terms, ascending."""
        stream = self._texts.stream
        places = np.flatnonzero(self._held())
        keys = (stream[places].astype(np.uint32) << np.uint32(16)) | stream[places + 1]
        terms = {self._term(key) for key in np.unique(keys).tolist()}
        if self._texts.is_full:
            shared = (stream[places] == OVERFLOW_CODE) | (stream[places + 1] == OVERFLOW_CODE)
            terms = {term for term in terms if chr(_UNKNOWN) not in term}
            terms |= {self._text(place) for place in places[shared].tolist()}
        return sorted(term.encode() for term in terms)

    def terms_from(self, prefix: bytes) -> Iterator[bytes]:
        """The terms from the first one not below the prefix on."""
        yield from self.lexicon[bisect_left(self.lexicon, prefix) :]

    # Characters and codes

    @cached_property
    def _codes(self) -> dict[int, int]:
        return {int(character): FIRST_CODE + number for number, character in enumerate(self._texts.beyond)}

    def _key(self, term: bytes) -> tuple[int, int] | None:
        try:
            characters = term.decode()
        except UnicodeDecodeError:
            return None
        if len(characters) != _PAIR:
            return None
        first, second = self._code(characters[0]), self._code(characters[1])
        if first is None or second is None or first in {PAD, BREAK}:
            return None
        return first, second

    def _code(self, character: str) -> int | None:
        if character == END:
            return self._end
        number = ord(character)
        if number in {PAD, BREAK} or FIRST_CODE <= number <= OVERFLOW_CODE:
            return None
        return number if number <= 0xFFFF else self._codes.get(number, OVERFLOW_CODE)

    def _character(self, code: int) -> str:
        if code in {PAD, BREAK}:
            return END
        if code == OVERFLOW_CODE:
            return chr(_UNKNOWN)
        beyond = self._texts.beyond
        return chr(int(beyond[code - FIRST_CODE]) if FIRST_CODE <= code < FIRST_CODE + len(beyond) else code)

    def _term(self, key: int) -> str:
        return self._character(key >> 16) + self._character(key & 0xFFFF)

    def _text(self, place: int) -> str:
        return "".join(self._character_at(place + offset) for offset in range(_PAIR))

    def _character_at(self, place: int) -> str:
        code = int(self._texts.stream[place])
        if code != OVERFLOW_CODE:
            return self._character(code)
        return chr(int(self._texts.stray_characters[np.searchsorted(self._texts.stray_places, place)]))

    def _are(self, places: Numbers32, characters: str) -> npt.NDArray[np.bool_]:
        return np.fromiter((self._text(place) == characters for place in places.tolist()), np.bool_, len(places))

    # Places

    def _all_places(self, first: int, second: int) -> Numbers32:
        """Where the codes stand in any field of the group."""
        if self._pairs is None:
            stream = self._texts.stream
            found = np.flatnonzero(stream[:-1] == first)
            places: Numbers32 = found[stream[found + 1] == second].astype(np.uint32)
            return places
        key = np.uint32(first << 16 | second)
        place = int(self._pairs.keys.searchsorted(key))
        if place == len(self._pairs.keys) or self._pairs.keys[place] != key:
            return np.empty(0, np.uint32)
        positions: Numbers32 = self._pairs.positions[self._pairs.offsets[place] : self._pairs.offsets[place + 1]]
        return positions

    def _field_starts(self, owners: Numbers32) -> Any:
        starts = self._texts.starts[owners]
        return starts + self._texts.first_lengths[owners] + np.uint32(1) if self._number else starts

    def _in_field(self, places: Numbers32) -> Numbers32:
        owners = self._owners[places >> np.uint32(BLOCK_SHIFT)]
        borders = self._texts.starts[owners] + self._texts.first_lengths[owners]
        found: Numbers32 = places[places > borders] if self._number else places[places < borders]
        return found

    def _held(self) -> npt.NDArray[np.bool_]:
        """Which places of the stream are characters of this field."""
        starts = self._field_starts(np.arange(len(self._texts.starts), dtype=np.uint32)).astype(np.int64)
        steps = np.zeros(len(self._texts.stream) + 1, np.int8)
        # Every start and end is a place of its own, but for fields without text: those add up to nothing.
        np.add.at(steps, starts, 1)
        np.add.at(steps, starts + self._lengths, -1)
        return np.cumsum(steps[:-1], dtype=np.int8).astype(np.bool_)


_UNKNOWN = 0x10FFFF
"""Stands for characters that share a code: a noncharacter of Unicode."""

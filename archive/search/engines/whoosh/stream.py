"""The folded text of a segment as one array of characters, and where every pair of neighbours stands in it.

Two fields of a document (title and body; or source and author) stand one after the other, with a BREAK between them
and at least one PAD behind them; each document begins at a multiple of BLOCK, so that the document of a place is one
look-up. Folded text holds neither BREAK nor PAD, so nothing found crosses a border. Characters of the basic plane stand
for themselves; others get the codes of surrogates, which no folded text holds, from a table of the segment.

Building only: looking things up is `archive.search.engines.whoosh.locate`, files are `.texts` and `.derived`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

PAD = 0
BREAK = 10
BLOCK = 64
BLOCK_SHIFT = 6

FIRST_CODE = 0xD800
OVERFLOW_CODE = 0xDFFF
"""What all characters share that came after the table was full: the texts know which is which, the pairs do not."""

SLICE = 1 << 23
"""Pairs sorted at a time: 30 bytes each."""

_LINES = 1000

_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_PADS = tuple("\0" * (BLOCK - length) for length in range(BLOCK))

Characters = npt.NDArray[np.uint16]
Numbers32 = npt.NDArray[np.uint32]
Numbers64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class TextArrays:
    """The folded texts of one group of fields: what cannot be made again from anything else in a segment.

    `starts` and the two lengths are by document. `beyond` holds the characters outside the basic plane, the one with
    code FIRST_CODE + i at i. `stray_places` are where OVERFLOW_CODE stands, ascending, for `stray_characters`.
    """

    stream: Characters
    starts: Numbers32
    first_lengths: Numbers32
    second_lengths: Numbers32
    beyond: Numbers32
    stray_places: Numbers32
    stray_characters: Numbers32

    @property
    def is_full(self) -> bool:
        """Whether some characters share a code."""
        return len(self.stray_places) > 0


@dataclass(frozen=True)
class PairArrays(TextArrays):
    """And where their pairs stand: `positions[offsets[i]:offsets[i + 1]]` are the places of the pair `keys[i]`.

    A key is `first character << 16 | second`. `owners` is the document of each block.
    """

    owners: Numbers32
    keys: Numbers32
    offsets: Numbers64
    positions: Numbers32


@dataclass(frozen=True)
class Extents:
    """Where documents begin in the stream, where their first field ends, and where the second."""

    documents: Numbers64
    begins: Numbers64
    borders: Numbers64
    ends: Numbers64

    def owners(self, places: npt.NDArray[np.integer[Any]]) -> Numbers64:
        """Which of the documents is the last to begin at or before each place; -1 where none does."""
        found: Numbers64 = self.begins.searchsorted(places, side="right") - 1
        return found


class TextsBuilder:
    """Collects the two fields of one document after the other."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._lines: list[str] = []
        self._firsts: list[int] = []
        self._seconds: list[int] = []
        self._beyond: dict[str, int] = {}
        self._strays: list[tuple[int, int]] = []
        self._length = 0

    def add(self, first: str, second: str) -> None:
        """The folded fields of the next document."""
        line = f"{first}\n{second}"
        if not line.isascii() and _BEYOND.search(line):
            line = _BEYOND.sub(self._code, line)
        line += _PADS[len(line) % BLOCK]
        self._lines.append(line)
        self._firsts.append(len(first))
        self._seconds.append(len(second))
        self._length += len(line)
        if len(self._lines) == _LINES:
            self._encode()

    def _code(self, found: re.Match[str]) -> str:
        character = found.group()
        if character not in self._beyond:
            if FIRST_CODE + len(self._beyond) >= OVERFLOW_CODE:
                self._strays.append((self._length + found.start(), ord(character)))
                return chr(OVERFLOW_CODE)
            self._beyond[character] = FIRST_CODE + len(self._beyond)
        return chr(self._beyond[character])

    def _encode(self) -> None:
        self._parts.append("".join(self._lines).encode("utf-16-le", "surrogatepass"))
        self._lines.clear()

    def finish(self) -> TextArrays:
        """All of them as arrays."""
        self._encode()
        firsts, seconds = np.array(self._firsts, np.uint32), np.array(self._seconds, np.uint32)
        lengths = ((firsts + seconds + np.uint32(1)) // np.uint32(BLOCK) + np.uint32(1)) * np.uint32(BLOCK)
        stream = np.frombuffer(b"".join(self._parts), "<u2").astype(np.uint16, copy=False)
        self._parts.clear()
        strays = np.array(self._strays, np.uint32).reshape(-1, 2)
        return TextArrays(
            stream=stream,
            starts=(np.cumsum(lengths, dtype=np.uint32) - lengths).astype(np.uint32),
            first_lengths=firsts,
            second_lengths=seconds,
            beyond=np.fromiter(map(ord, self._beyond), np.uint32, len(self._beyond)),
            stray_places=strays[:, 0].copy(),
            stray_characters=strays[:, 1].copy(),
        )


def invert(texts: TextArrays) -> PairArrays:
    """The texts with the places of all their pairs. Takes 4 bytes a character beside the texts, and SLICE pairs more."""
    keys, offsets, positions = _invert(texts.stream)
    known = {field.name: getattr(texts, field.name) for field in fields(TextArrays)}
    return PairArrays(**known, owners=owners_of(texts), keys=keys, offsets=offsets, positions=positions)


def owners_of(texts: TextArrays) -> Numbers32:
    """The document of each block."""
    sizes = np.diff(texts.starts, append=np.uint32(len(texts.stream))) >> np.uint32(BLOCK_SHIFT)
    return np.repeat(np.arange(len(texts.starts), dtype=np.uint32), sizes)


def _invert(stream: Characters) -> tuple[Numbers32, Numbers64, Numbers32]:
    """Keys ascending, offsets and positions; the positions of a key ascending."""
    sizes = _frequencies(stream)
    positions = np.empty(int(sizes.sum()), np.uint32)
    keys: list[Numbers32] = []
    begins: list[Numbers64] = []
    done = 0
    for low, high in _slices(sizes):
        found, firsts, places = _sorted_pairs(stream, low, high)
        keys.append(found)
        begins.append(firsts + done)
        positions[done : done + len(places)] = places
        done += len(places)
    offsets = np.concatenate([*begins, np.array([done], np.int64)])
    return np.concatenate([*keys, np.empty(0, np.uint32)]), offsets, positions


def _frequencies(stream: Characters) -> Numbers64:
    """How often each character begins a pair."""
    sizes = np.zeros(1 << 16, np.int64)
    for begin in range(0, len(stream), SLICE):
        sizes += np.bincount(stream[begin : begin + SLICE], minlength=1 << 16)
    sizes[[PAD, BREAK]] = 0
    return sizes


def _slices(sizes: Numbers64) -> Iterator[tuple[int, int]]:
    """Ranges of characters, each of about SLICE pairs, so that sorting them all needs no more memory than that."""
    ends = np.cumsum(sizes)
    low = PAD + 1
    while low < len(sizes):
        before = int(ends[low - 1])
        high = max(low + 1, int(np.searchsorted(ends, before + SLICE, side="right")))
        if int(ends[high - 1]) > before:
            yield low, high
        low = high


def _sorted_pairs(stream: Characters, low: int, high: int) -> tuple[Numbers32, Numbers64, Numbers32]:
    """(keys, where each begins, positions) of the pairs whose first character is in the range."""
    begins = np.flatnonzero((stream >= low) & (stream < high) & (stream != BREAK))
    # The key above, the position below: one sort of plain numbers orders both.
    order = stream[begins].astype(np.uint64) << np.uint64(48)
    order |= stream[begins + 1].astype(np.uint64) << np.uint64(32)
    order |= begins.astype(np.uint64)
    del begins
    order.sort()
    pairs = (order >> np.uint64(32)).astype(np.uint32)
    firsts = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1])))
    return pairs[firsts], firsts, order.astype(np.uint32)


def extents(texts: TextArrays, documents: Numbers64) -> Extents:
    """Where some documents stand, which ascend."""
    begins = texts.starts.take(documents).astype(np.int64)
    borders = begins + texts.first_lengths.take(documents)
    return Extents(documents, begins, borders, borders + 1 + texts.second_lengths.take(documents))


def _is_outside(codes: Numbers32, texts: TextArrays) -> npt.NDArray[np.bool_]:
    return (codes >= FIRST_CODE) & (codes < FIRST_CODE + len(texts.beyond))


def characters_at(texts: TextArrays, begin: int, end: int) -> Numbers32:
    """The characters themselves, whatever their codes, of a stretch of the stream."""
    codes = texts.stream[begin:end].astype(np.uint32)
    outside = _is_outside(codes, texts)
    if outside.any():
        codes[outside] = texts.beyond[codes[outside] - FIRST_CODE]
    if texts.is_full:
        first, last = np.searchsorted(texts.stray_places, [begin, end]).tolist()
        codes[texts.stray_places[first:last] - np.uint32(begin)] = texts.stray_characters[first:last]
    return codes


def text_of(texts: TextArrays, document: int) -> tuple[str, str]:
    """The two folded fields of a document, as they were given to `TextsBuilder`."""
    start, first = int(texts.starts[document]), int(texts.first_lengths[document])
    end = start + first + 1 + int(texts.second_lengths[document])
    line = characters_at(texts, start, end).astype("<u4").tobytes().decode("utf-32-le")
    return line[:first], line[first + 1 :]

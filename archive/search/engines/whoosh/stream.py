"""The folded text of a segment as one array of characters, and where every pair of neighbours stands in it.

Two fields of a document (title and body; or source and author) stand one after the other, with a BREAK between them
and at least one PAD behind them; each document begins at a multiple of BLOCK, so that the document of a place is one
look-up. Folded text holds neither BREAK nor PAD, so nothing found crosses a border. Characters of the basic plane stand
for themselves; others get the codes of surrogates, which no folded text holds, from a table of the segment.

Building only: looking things up is `archive.search.engines.whoosh.locate`, files are `.derived`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

PAD = 0
BREAK = 10
BLOCK = 64
BLOCK_SHIFT = 6

FIRST_CODE = 0xD800
OVERFLOW_CODE = 0xDFFF
"""What all characters share that came after the table was full: never looked up here (`PairIndex.codes`)."""

_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_PADS = tuple("\0" * (BLOCK - length) for length in range(BLOCK))

Characters = npt.NDArray[np.uint16]
Numbers32 = npt.NDArray[np.uint32]
Numbers64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class PairArrays:
    """Arrays of one group of fields. `positions[offsets[i]:offsets[i + 1]]` is where the pair `keys[i]` stands.

    A key is `first character << 16 | second`. `starts` and the two lengths are by document, `owners` by block.
    `beyond` holds the characters outside the basic plane, the one with code FIRST_CODE + i at i.
    """

    stream: Characters
    starts: Numbers32
    first_lengths: Numbers32
    second_lengths: Numbers32
    owners: Numbers32
    keys: Numbers32
    offsets: Numbers64
    positions: Numbers32
    beyond: Numbers32

    @property
    def is_full(self) -> bool:
        """Whether some characters may share a code."""
        return FIRST_CODE + len(self.beyond) >= OVERFLOW_CODE


def build_pairs(texts: Sequence[tuple[str, str]]) -> PairArrays:
    """The arrays for the two folded fields of every document, in the order of documents."""
    beyond: dict[str, int] = {}
    lines = [_line(first, second, beyond) for first, second in texts]
    stream = np.frombuffer("".join(lines).encode("utf-16-le", "surrogatepass"), dtype="<u2").astype(np.uint16)
    lengths = np.fromiter(map(len, lines), np.int64, len(lines))
    starts = np.cumsum(lengths) - lengths
    keys, offsets, positions = _invert(stream)
    return PairArrays(
        stream=stream,
        starts=starts.astype(np.uint32),
        first_lengths=np.fromiter((len(first) for first, _second in texts), np.uint32, len(texts)),
        second_lengths=np.fromiter((len(second) for _first, second in texts), np.uint32, len(texts)),
        owners=np.repeat(np.arange(len(texts), dtype=np.uint32), lengths // BLOCK),
        keys=keys,
        offsets=offsets,
        positions=positions,
        beyond=np.fromiter(map(ord, beyond), np.uint32, len(beyond)),
    )


def _line(first: str, second: str, beyond: dict[str, int]) -> str:
    line = f"{first}\n{second}"
    if _BEYOND.search(line):
        line = _BEYOND.sub(lambda match: chr(_code(match.group(), beyond)), line)
    return line + _PADS[len(line) % BLOCK]


def _code(character: str, beyond: dict[str, int]) -> int:
    if character not in beyond and FIRST_CODE + len(beyond) < OVERFLOW_CODE:
        beyond[character] = FIRST_CODE + len(beyond)
    return beyond.get(character, OVERFLOW_CODE)


def _invert(stream: Characters) -> tuple[Numbers32, Numbers64, Numbers32]:
    """Keys ascending, offsets and positions; the positions of a key ascending."""
    begins = np.flatnonzero((stream != PAD) & (stream != BREAK))
    if not len(begins):
        return np.empty(0, np.uint32), np.zeros(1, np.int64), np.empty(0, np.uint32)
    # The key above, the position below: one sort of plain numbers orders both.
    order = stream[begins].astype(np.uint64) << np.uint64(48)
    order |= stream[begins + 1].astype(np.uint64) << np.uint64(32)
    order |= begins.astype(np.uint64)
    del begins
    order.sort()
    pairs = (order >> np.uint64(32)).astype(np.uint32)
    positions = order.astype(np.uint32)
    firsts = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1])))
    return pairs[firsts], np.append(firsts, len(pairs)).astype(np.int64), positions


def text_of(arrays: PairArrays, document: int) -> tuple[str, str]:
    """The two folded fields of a document, as they were given to `build_pairs` (OVERFLOW_CODE where it was used)."""
    start, first = int(arrays.starts[document]), int(arrays.first_lengths[document])
    second = int(arrays.second_lengths[document])
    codes = arrays.stream[start : start + first + 1 + second].astype(np.uint32)
    outside = (codes >= FIRST_CODE) & (codes < FIRST_CODE + len(arrays.beyond))
    if outside.any():
        codes[outside] = arrays.beyond[codes[outside] - FIRST_CODE]
    line = codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    return line[:first], line[first + 1 :]

"""Of the pairs, and the characters, that stand in many documents of a segment: these documents, ready to be taken.

From the places of a pair its documents and how often each holds it can be told, but for the commonest pairs that is
most of the time a search takes. What is kept here can be made again from the pairs; a pair that is missing, because it
is rare or because a document holds it too often for its number to fit, is read from its places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from archive.search.engines.whoosh.stream import BLOCK_SHIFT, BREAK, PAD, Numbers32, PairArrays

N = TypeVar("N", bound=np.generic)

ONE_IN = 10
"""A pair is frequent where a segment has one of it for every so many documents."""
AT_LEAST = 512
"""Places; fewer are counted in no time."""

ONE_CHARACTER_IN = 1
"""The same for single characters, which more documents hold: with fewer places they are counted fast enough."""

_MOST = 65_535
_MOST_MARKED = 255

_Columns = tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint16], npt.NDArray[np.uint8], npt.NDArray[np.uint8]]


@dataclass(frozen=True)
class FrequentPairs:
    """Pair `frequent_keys[i]` stands in the documents from `frequent_offsets[i]` to `frequent_offsets[i + 1]`.

    Documents ascending; beside each how often it holds the pair in both fields, how often in the first, and how often
    in the lede. A character stands as `character_key` among the pairs.
    """

    frequent_keys: npt.NDArray[np.uint32]
    frequent_offsets: npt.NDArray[np.int64]
    frequent_documents: npt.NDArray[np.uint32]
    frequent_counts: npt.NDArray[np.uint16]
    frequent_firsts: npt.NDArray[np.uint8]
    frequent_ledes: npt.NDArray[np.uint8]


def frequent_from(documents: int) -> int:
    """So many places make a pair of a segment of so many documents frequent."""
    return max(AT_LEAST, documents // ONE_IN)


def characters_frequent_from(documents: int) -> int:
    """So many places make a character of a segment of so many documents frequent."""
    return max(AT_LEAST, documents // ONE_CHARACTER_IN)


def character_key(code: int) -> int:
    """A character as the pair it makes with the end of a text, which is no frequent one."""
    return code << 16 | PAD


def frequent_pairs(arrays: PairArrays, ledes: npt.NDArray[np.integer[Any]]) -> FrequentPairs:
    """The frequent pairs and characters of a segment, from its places; `ledes` are the lengths of ledes by document."""
    zones = Zones(arrays, ledes)
    places = sorted([*_pair_places(arrays), *_character_places(arrays)])
    keys, found = [], []
    for key, begin, end in places:
        counted = _counted(arrays, zones, arrays.positions[begin:end])
        if counted is not None:
            keys.append(key)
            found.append(counted)
    return FrequentPairs(
        frequent_keys=np.array(keys, np.uint32),
        frequent_offsets=np.cumsum([0, *(len(columns[0]) for columns in found)], dtype=np.int64),
        frequent_documents=_joined([columns[0] for columns in found], np.uint32),
        frequent_counts=_joined([columns[1] for columns in found], np.uint16),
        frequent_firsts=_joined([columns[2] for columns in found], np.uint8),
        frequent_ledes=_joined([columns[3] for columns in found], np.uint8),
    )


class Zones:
    """Where in the stream the first field of each document ends, and where the lede, with which the second begins."""

    def __init__(self, arrays: PairArrays, ledes: npt.NDArray[np.integer[Any]]) -> None:
        self.borders: Numbers32 = arrays.starts + arrays.first_lengths
        self.lede_ends: Numbers32 = self.borders + np.uint32(1) + ledes.astype(np.uint32)


def _pair_places(arrays: PairArrays) -> Iterator[tuple[int, int, int]]:
    """(key, begin and end of its places) of the frequent pairs."""
    least = frequent_from(len(arrays.starts))
    seconds = arrays.keys & np.uint32(0xFFFF)
    wanted = (np.diff(arrays.offsets) >= least) & (seconds != PAD) & (seconds != BREAK)
    for pair in np.flatnonzero(wanted).tolist():
        yield int(arrays.keys[pair]), int(arrays.offsets[pair]), int(arrays.offsets[pair + 1])


def _character_places(arrays: PairArrays) -> Iterator[tuple[int, int, int]]:
    """The same of the characters: each begins a range of pairs."""
    characters, firsts = np.unique(arrays.keys >> np.uint32(16), return_index=True)
    borders = arrays.offsets[np.append(firsts, len(arrays.keys))]
    for place in np.flatnonzero(np.diff(borders) >= characters_frequent_from(len(arrays.starts))).tolist():
        yield character_key(int(characters[place])), int(borders[place]), int(borders[place + 1])


def _counted(arrays: PairArrays, zones: Zones, positions: Numbers32) -> _Columns | None:
    """Documents, counts, counts in the first field and in the lede; the positions in any order."""
    positions = np.sort(positions)
    owners = arrays.owners[positions >> np.uint32(BLOCK_SHIFT)]
    starts = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))
    counts = np.diff(np.append(starts, len(owners)))
    in_first = positions < zones.borders[owners]
    firsts = np.add.reduceat(in_first, starts, dtype=np.int64)
    ledes = np.add.reduceat(~in_first & (positions < zones.lede_ends[owners]), starts, dtype=np.int64)
    if int(counts.max()) > _MOST or max(int(firsts.max()), int(ledes.max())) > _MOST_MARKED:
        return None
    return owners[starts], counts.astype(np.uint16), firsts.astype(np.uint8), ledes.astype(np.uint8)


def _joined(parts: Sequence[npt.NDArray[N]], dtype: type[N]) -> npt.NDArray[N]:
    return np.concatenate(parts) if parts else np.empty(0, dtype)

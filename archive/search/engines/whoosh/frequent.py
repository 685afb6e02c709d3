"""Of the runs of one to four characters that stand in many documents of a segment: these documents, ready to be taken.

From the places of a pair its documents and how often each holds it can be told, but for the commonest runs (志愿, 志愿者,
志愿服务) that is most of the time a search takes. What is kept here can be made again from the pairs; a run that is
missing, because it is rare or because a title or lede holds it too often for its number to fit, is read from places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from archive.search.engines.whoosh.stream import BLOCK_SHIFT, BREAK, PAD, Numbers32, PairArrays

N = TypeVar("N", bound=np.generic)

LONGEST = 4
"""Characters of a run. Longer ones are found fast enough: few stand in many documents."""
ONE_IN = 10
"""A run is frequent where a segment has one of it for every so many documents."""
AT_LEAST = 512
"""Places; fewer are counted in no time."""

ONE_CHARACTER_IN = 1
"""The same for single characters, which more documents hold: with fewer places they are counted fast enough."""

MOST = 255

_Columns = tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64], npt.NDArray[np.uint8], npt.NDArray[np.uint8]]


@dataclass(frozen=True)
class FrequentRuns:
    """Run `frequent_keys[i]` (`run_key`) stands in the documents from `frequent_offsets[i]` to `frequent_offsets[i + 1]`.

    Documents ascending; beside each how often it holds the run in both fields, how often in the first, and how often
    in the lede. Numbers above MOST stand as MOST, and as they are in `frequent_large`, at the places in
    `frequent_large_places`.
    """

    frequent_keys: npt.NDArray[np.uint64]
    frequent_offsets: npt.NDArray[np.int64]
    frequent_documents: npt.NDArray[np.uint32]
    frequent_counts: npt.NDArray[np.uint8]
    frequent_firsts: npt.NDArray[np.uint8]
    frequent_ledes: npt.NDArray[np.uint8]
    frequent_large_places: npt.NDArray[np.int64]
    frequent_large: npt.NDArray[np.int64]

    def counts(self, begin: int, end: int) -> npt.NDArray[np.integer[Any]]:
        """How often documents hold a run, from one place to another."""
        counts = self.frequent_counts[begin:end]
        first, last = self.frequent_large_places.searchsorted((begin, end)).tolist()
        if first == last:
            return counts
        wide = counts.astype(np.int64)
        wide[self.frequent_large_places[first:last] - begin] = self.frequent_large[first:last]
        return wide


def frequent_from(documents: int) -> int:
    """So many places make a run of two characters and more of a segment of so many documents frequent."""
    return max(AT_LEAST, documents // ONE_IN)


def characters_frequent_from(documents: int) -> int:
    """So many places make a character of a segment of so many documents frequent."""
    return max(AT_LEAST, documents // ONE_CHARACTER_IN)


def run_key(codes: Sequence[int]) -> int:
    """One to four characters as one number."""
    return sum(code << 16 * place for place, code in enumerate(codes))


def frequent_runs(arrays: PairArrays, ledes: npt.NDArray[np.integer[Any]]) -> FrequentRuns:
    """The frequent runs of a segment, from the places of its pairs; `ledes` are the lengths of ledes by document."""
    zones = Zones(arrays, ledes)
    found: dict[int, _Columns] = {}
    for key, positions in chain(_character_places(arrays), _pair_places(arrays)):
        counted = _counted(arrays, zones, positions)
        if counted is not None:
            found[key] = counted
    keys = sorted(found)
    columns = [found[key] for key in keys]
    counts = _joined([part[1] for part in columns], np.int64)
    large = (counts > MOST).nonzero()[0]
    return FrequentRuns(
        frequent_keys=np.array(keys, np.uint64),
        frequent_offsets=np.cumsum([0, *(len(part[0]) for part in columns)], dtype=np.int64),
        frequent_documents=_joined([part[0] for part in columns], np.uint32),
        frequent_counts=np.minimum(counts, MOST).astype(np.uint8),
        frequent_firsts=_joined([part[2] for part in columns], np.uint8),
        frequent_ledes=_joined([part[3] for part in columns], np.uint8),
        frequent_large_places=large,
        frequent_large=counts.take(large),
    )


class Zones:
    """Where in the stream the first field of each document ends, and where the lede, with which the second begins."""

    def __init__(self, arrays: PairArrays, ledes: npt.NDArray[np.integer[Any]]) -> None:
        self.borders: Numbers32 = arrays.starts + arrays.first_lengths
        self.lede_ends: Numbers32 = self.borders + np.uint32(1) + ledes.astype(np.uint32)


def _pair_places(arrays: PairArrays) -> Iterator[tuple[int, Numbers32]]:
    """(key, places) of the frequent pairs, and of the frequent runs of three and four that begin with one."""
    least = frequent_from(len(arrays.starts))
    seconds = arrays.keys & np.uint32(0xFFFF)
    wanted = (np.diff(arrays.offsets) >= least) & (seconds != PAD) & (seconds != BREAK)
    for pair in np.flatnonzero(wanted).tolist():
        first, second = divmod(int(arrays.keys[pair]), 1 << 16)
        positions = arrays.positions[int(arrays.offsets[pair]) : int(arrays.offsets[pair + 1])]
        yield run_key((first, second)), positions
        if _may_be_word(first) and _may_be_word(second):
            yield from _longer(arrays, (first, second), positions, least)


def _longer(
    arrays: PairArrays, run: tuple[int, ...], positions: Numbers32, least: int
) -> Iterator[tuple[int, Numbers32]]:
    """The frequent runs that go on a run with letters, digits or ideographs, up to the longest."""
    following = arrays.stream.take(positions + np.uint32(len(run)), mode="clip")
    for code in np.flatnonzero(np.bincount(following) >= least).tolist():
        if _may_be_word(code):
            longer, places = (*run, code), positions[following == code]
            yield run_key(longer), places
            if len(longer) < LONGEST:
                yield from _longer(arrays, longer, places, least)


def _may_be_word(code: int) -> bool:
    return chr(code).isalnum()


def _character_places(arrays: PairArrays) -> Iterator[tuple[int, Numbers32]]:
    """The same of the characters: each begins a range of pairs."""
    characters, firsts = np.unique(arrays.keys >> np.uint32(16), return_index=True)
    borders = arrays.offsets[np.append(firsts, len(arrays.keys))]
    for place in np.flatnonzero(np.diff(borders) >= characters_frequent_from(len(arrays.starts))).tolist():
        yield run_key((int(characters[place]),)), arrays.positions[int(borders[place]) : int(borders[place + 1])]


def _counted(arrays: PairArrays, zones: Zones, positions: Numbers32) -> _Columns | None:
    """Documents, counts, counts in the first field and in the lede; the positions in any order."""
    positions = np.sort(positions)
    owners = arrays.owners[positions >> np.uint32(BLOCK_SHIFT)]
    starts = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))
    counts = np.diff(np.append(starts, len(owners)))
    in_first = positions < zones.borders[owners]
    firsts = np.add.reduceat(in_first, starts, dtype=np.int64)
    ledes = np.add.reduceat(~in_first & (positions < zones.lede_ends[owners]), starts, dtype=np.int64)
    if max(int(firsts.max()), int(ledes.max())) > MOST:
        return None
    return owners[starts], counts, firsts.astype(np.uint8), ledes.astype(np.uint8)


def _joined(parts: Sequence[npt.NDArray[N]], dtype: type[N]) -> npt.NDArray[N]:
    return np.concatenate(parts) if parts else np.empty(0, dtype)

"""Of the pairs that stand in many documents of a segment: these documents, ready to be taken.

From the places of a pair its documents and how often each holds it can be told, but for the commonest pairs that is
most of the time a search takes. What is kept here can be made again from the pairs; a pair that is missing, because it
is rare or because a document holds it too often for its number to fit, is read from its places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from archive.search.engines.whoosh.stream import BLOCK_SHIFT, BREAK, PAD, PairArrays

N = TypeVar("N", bound=np.generic)

ONE_IN = 10
"""A pair is frequent where a segment has one of it for every so many documents."""
AT_LEAST = 512
"""Places; fewer are counted in no time."""

_MOST = 65_535
_MOST_FIRST = 255


@dataclass(frozen=True)
class FrequentPairs:
    """Pair `frequent_keys[i]` stands in the documents from `frequent_offsets[i]` to `frequent_offsets[i + 1]`.

    Documents ascending; beside each how often it holds the pair in both fields, and how often in the first.
    """

    frequent_keys: npt.NDArray[np.uint32]
    frequent_offsets: npt.NDArray[np.int64]
    frequent_documents: npt.NDArray[np.uint32]
    frequent_counts: npt.NDArray[np.uint16]
    frequent_firsts: npt.NDArray[np.uint8]


def frequent_from(documents: int) -> int:
    """So many places make a pair of a segment of so many documents frequent."""
    return max(AT_LEAST, documents // ONE_IN)


def frequent_pairs(arrays: PairArrays) -> FrequentPairs:
    """The frequent pairs of a segment, from its places."""
    borders = arrays.starts + arrays.first_lengths
    least = frequent_from(len(arrays.starts))
    seconds = arrays.keys & np.uint32(0xFFFF)
    wanted = (np.diff(arrays.offsets) >= least) & (seconds != PAD) & (seconds != BREAK)
    keys, found = [], []
    for pair in np.flatnonzero(wanted).tolist():
        counted = _counted(arrays, borders, arrays.positions[arrays.offsets[pair] : arrays.offsets[pair + 1]])
        if counted is not None:
            keys.append(int(arrays.keys[pair]))
            found.append(counted)
    return FrequentPairs(
        frequent_keys=np.array(keys, np.uint32),
        frequent_offsets=np.cumsum([0, *(len(documents) for documents, _counts, _firsts in found)], dtype=np.int64),
        frequent_documents=_joined([documents for documents, _counts, _firsts in found], np.uint32),
        frequent_counts=_joined([counts for _documents, counts, _firsts in found], np.uint16),
        frequent_firsts=_joined([firsts for _documents, _counts, firsts in found], np.uint8),
    )


def _counted(
    arrays: PairArrays, borders: npt.NDArray[np.uint32], positions: npt.NDArray[np.uint32]
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint16], npt.NDArray[np.uint8]] | None:
    owners = arrays.owners[positions >> np.uint32(BLOCK_SHIFT)]
    starts = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))
    counts = np.diff(np.append(starts, len(owners)))
    firsts = np.add.reduceat(positions < borders[owners], starts, dtype=np.int64)
    if int(counts.max()) > _MOST or int(firsts.max()) > _MOST_FIRST:
        return None
    return owners[starts], counts.astype(np.uint16), firsts.astype(np.uint8)


def _joined(parts: Sequence[npt.NDArray[N]], dtype: type[N]) -> npt.NDArray[N]:
    return np.concatenate(parts) if parts else np.empty(0, dtype)

"""The codes of a facet as one number a document: that of the combination of codes it has.

Documents have several codes in a facet (a district with its city and province; two kinds of event), but few different
combinations of them. Counting hits by combination and spreading the sums over the codes gives exact counts with one
look-up a hit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archive.search.engines.whoosh.columns import Codes
from archive.search.engines.whoosh.names import Names, join_names

Numbers = npt.NDArray[np.int64]
Ordinals = npt.NDArray[np.uint32]


@dataclass(frozen=True)
class Combinations:
    """The combinations of one field: document i has `by_document[i]`; `members[i]` has the code `values[ordinals[i]]`.

    `count` is how many combinations there are, that of no code at all among them where it occurs.
    """

    values: Names
    by_document: Ordinals
    members: Ordinals
    ordinals: Ordinals
    count: int


def combine(codes: Codes, documents: int) -> Combinations:
    """The combinations of the codes of so many documents."""
    order = np.lexsort((codes.ordinals, codes.documents))
    owners, ordinals = codes.documents[order], codes.ordinals[order]
    # Equal sums of random 64-bit numbers stand for equal sets: chance makes two differ alike once in 10^9 archives.
    marks = np.random.default_rng().integers(1, 2**63, max(len(codes.values), 1), dtype=np.uint64)
    sums = np.zeros(documents, np.uint64)
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    if len(starts):
        sums[owners[starts]] = np.add.reduceat(marks[ordinals], starts)
    _unique, examples, by_document = np.unique(sums, return_index=True, return_inverse=True)
    sizes = np.zeros(documents, np.int64)
    sizes[owners[starts]] = np.diff(np.append(starts, len(owners)))
    begins = np.cumsum(sizes) - sizes
    taken = sizes[examples]
    places = np.repeat(begins[examples] - (np.cumsum(taken) - taken), taken) + np.arange(int(taken.sum()))
    return Combinations(
        values=Names.of(codes.values),
        by_document=by_document.astype(np.uint32),
        members=np.repeat(np.arange(len(examples)), taken).astype(np.uint32),
        ordinals=ordinals[places].astype(np.uint32),
        count=len(examples),
    )


@dataclass(frozen=True)
class FieldCodes:
    """A facet field over all segments, as `Combinations`, ready to count."""

    values: Names
    by_document: Ordinals
    members: Ordinals
    ordinals: Ordinals
    count: int


def join(parts: list[Combinations]) -> FieldCodes:
    """The combinations of several segments one after the other; equal codes become one. Those of one are not copied."""
    if len(parts) == 1:
        (part,) = parts
        return FieldCodes(part.values, part.by_document, part.members, part.ordinals, part.count)
    bases = np.cumsum([0, *(part.count for part in parts)])
    values, renumbered = join_names([part.values for part in parts]) if parts else (Names.of(()), [])
    return FieldCodes(
        values=values,
        by_document=_joined([part.by_document + base for part, base in zip(parts, bases, strict=False)]),
        members=_joined([part.members + base for part, base in zip(parts, bases, strict=False)]),
        ordinals=_joined([new[part.ordinals] for part, new in zip(parts, renumbered, strict=True)]),
        count=int(bases[-1]),
    )


def _joined(parts: list[npt.NDArray[np.int64]]) -> Ordinals:
    return np.concatenate(parts).astype(np.uint32) if parts else np.empty(0, np.uint32)


def count_codes(codes: FieldCodes, documents: Numbers) -> dict[str, int]:
    """How many of the documents have each code that any of them has."""
    if not len(documents) or not codes.count:
        return {}
    sums = np.bincount(codes.by_document[documents], minlength=codes.count)
    counts = np.bincount(codes.ordinals, weights=sums[codes.members], minlength=len(codes.values))
    found = np.flatnonzero(counts)
    return dict(zip(codes.values.take(found), counts[found].astype(np.int64).tolist(), strict=True))

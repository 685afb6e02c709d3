"""Counts two facets against each other: how many documents have both of two codes, for every pair.

What is asked about has few codes (provinces, years), so documents fall into few groups that have the same of them: the
groups are counted against each other and the sums spread over the codes, with one look-up a document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from archive.search.engines.whoosh.combinations import FieldCodes, Numbers

_BITS = 64


@dataclass(frozen=True)
class GroupedCodes:
    """Some codes of a field: document i is in group `by_document[i]`, and `has[group, n]` says whether it has `values[n]`."""

    values: tuple[str, ...]
    by_document: Numbers
    has: npt.NDArray[np.bool_]


def group_codes(codes: FieldCodes, wanted: frozenset[str] | None, level: Callable[[str], int] | None) -> GroupedCodes:
    """The documents of a field by which of the wanted codes they have; by those at level 0 where none are given."""

    def is_wanted(value: str) -> bool:
        return value in wanted if wanted is not None else level is None or level(value) == 0

    kept = [ordinal for ordinal, value in enumerate(codes.values) if is_wanted(value)]
    places = np.full(len(codes.values), -1, np.int64)
    places[kept] = np.arange(len(kept))
    columns = places[codes.ordinals]
    has = np.zeros((codes.count, len(kept)), np.bool_)
    has[codes.members[columns >= 0], columns[columns >= 0]] = True
    examples, by_combination = _alike(has)
    return GroupedCodes(
        values=tuple(codes.values[ordinal] for ordinal in kept),
        by_document=by_combination[codes.by_document],
        has=has[examples],
    )


def _alike(has: npt.NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """One row of each group of equal rows, and the group of every row. Rows of up to 64 codes compare as one number."""
    if has.shape[1] > _BITS:
        _rows, examples, groups = np.unique(has, axis=0, return_index=True, return_inverse=True)
    else:
        bits = np.uint64(1) << np.arange(has.shape[1], dtype=np.uint64)
        _rows, examples, groups = np.unique(has @ bits, return_index=True, return_inverse=True)
    return examples, groups.reshape(-1)


def count_pairs(rows: GroupedCodes, columns: GroupedCodes, documents: Numbers) -> Mapping[tuple[str, str], int]:
    """(row code, column code) -> documents that have both, where there are any."""
    if not len(documents) or not rows.values or not columns.values:
        return {}
    across = len(columns.has)
    pairs = rows.by_document.take(documents) * across + columns.by_document.take(documents)
    groups = np.bincount(pairs, minlength=len(rows.has) * across).reshape(len(rows.has), across)
    counts: npt.NDArray[Any] = rows.has.T.astype(np.int64) @ groups @ columns.has.astype(np.int64)
    return {
        (rows.values[row], columns.values[column]): int(counts[row, column])
        for row, column in np.argwhere(counts).tolist()
    }

"""The file beside a segment that makes it fast: where pairs of characters stand, and combinations of codes.

Documents of frequent runs stand in it too. All of it is made from the segment's texts and terms, and can be made again (`archive.search.engines.whoosh.derive`).
A segment whose file is missing, of another version or damaged is answered from texts and terms, slowly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from archive.search.engines.whoosh.arrayfile import ArrayFileUnusable, Arrays, check_arrays, read_arrays, write_arrays
from archive.search.engines.whoosh.combinations import Combinations
from archive.search.engines.whoosh.frequent import FrequentRuns
from archive.search.engines.whoosh.names import Names
from archive.search.engines.whoosh.stream import PairArrays
from archive.search.engines.whoosh.texts import (
    COLUMNS,
    CONTENT_FIELDS,
    GROUPS,
    NAME_FIELDS,
    Group,
    Texts,
    group_name,
    read_texts,
)

EXTENSION = ".fast"
VERSION = 5

_PAIR_COLUMNS = tuple(field.name for field in fields(PairArrays) if field.name not in COLUMNS)
_FREQUENT_COLUMNS = tuple(field.name for field in fields(FrequentRuns))
_NAME_COLUMNS = ("characters", "offsets")
_CODE_COLUMNS = ("by_document", "members", "ordinals")
_LARGE = frozenset(
    {
        "positions",
        "keys",
        "offsets",
        "owners",
        "frequent_documents",
        "frequent_counts",
        "frequent_firsts",
        "frequent_ledes",
    }
)
"""Not checked against a checksum on opening: they are most of the file, and reading them would cost the time saved."""

Pairs = Mapping[Group, PairArrays]


class DerivedUnusable(Exception):
    """The file is missing, belongs to another segment or version, or is not as it was written."""


@dataclass(frozen=True)
class Derived:
    """Pairs, and documents of frequent runs of characters, by group of fields; combinations by facet field."""

    pairs: Pairs
    frequent: Mapping[Group, FrequentRuns]
    codes: Mapping[str, Combinations]


def derived_path(folder: Path, segment_id: str) -> Path:
    """Where the fast file of a segment lies."""
    return folder / f"{segment_id}{EXTENSION}"


def write_derived(path: Path, segment: str, derived: Derived, *, sync: bool = True) -> None:
    """Write the file of a segment to `path`, one of that name is replaced whole; `sync`: on disk when this returns."""
    parts: list[tuple[str, Any, tuple[str, ...]]] = []
    for group in GROUPS:
        parts.append((group_name(group), derived.pairs[group], _PAIR_COLUMNS))
        parts.append((group_name(group), derived.frequent[group], _FREQUENT_COLUMNS))
    parts += [(f"codes.{field}", combinations, _CODE_COLUMNS) for field, combinations in derived.codes.items()]
    arrays = {
        f"{name}.{column}": np.ascontiguousarray(getattr(part, column))
        for name, part, columns in parts
        for column in columns
    }
    for field, part in derived.codes.items():
        arrays |= {f"codes.{field}.{column}": getattr(part.values, column) for column in _NAME_COLUMNS}
    counts = {field: part.count for field, part in derived.codes.items()}
    write_arrays(path, segment, VERSION, arrays, {"codes": counts}, sync=sync)


def read_derived(path: Path, segment: str, texts: Texts | None = None) -> Derived:
    """The file of a segment, its arrays mapped. `texts` are those of the segment, where they have been read already.

    Raises:
        DerivedUnusable: with the reason.
        TextsDamaged: the segment itself is.
    """
    try:
        file = read_arrays(path, segment, VERSION, _LARGE)
        texts = texts or read_texts(path.parent, segment)
        codes = {
            field: Combinations(
                values=Names(*(file.arrays[f"codes.{field}.{column}"] for column in _NAME_COLUMNS)),
                count=int(count),
                **{column: file.arrays[f"codes.{field}.{column}"] for column in _CODE_COLUMNS},
            )
            for field, count in file.facts["codes"].items()
        }
        pairs = {group: _pairs(group, texts, file.arrays) for group in GROUPS}
        return Derived(pairs, {group: _frequent(group, file.arrays) for group in GROUPS}, codes)
    except (ArrayFileUnusable, ValueError, KeyError, TypeError) as error:
        raise DerivedUnusable(str(error)) from error


def check_derived(path: Path, segment: str) -> None:
    """Raise DerivedUnusable where opening would, without reading more than the header."""
    try:
        check_arrays(path, segment, VERSION)
    except ArrayFileUnusable as error:
        raise DerivedUnusable(str(error)) from error


def _pairs(group: Group, texts: Texts, arrays: Arrays) -> PairArrays:
    own = {column: getattr(texts[group], column) for column in COLUMNS}
    pairs = PairArrays(**own, **{column: arrays[f"{group_name(group)}.{column}"] for column in _PAIR_COLUMNS})
    if len(pairs.offsets) != len(pairs.keys) + 1 or int(pairs.offsets[-1]) != len(pairs.positions):
        raise ValueError(f"parts of {group_name(group)} do not fit together")
    return pairs


def _frequent(group: Group, arrays: Arrays) -> FrequentRuns:
    frequent = FrequentRuns(**{column: arrays[f"{group_name(group)}.{column}"] for column in _FREQUENT_COLUMNS})
    if len(frequent.frequent_offsets) != len(frequent.frequent_keys) + 1:
        raise ValueError(f"frequent runs of {group_name(group)} do not fit together")
    return frequent


__all__ = [
    "CONTENT_FIELDS",
    "EXTENSION",
    "GROUPS",
    "NAME_FIELDS",
    "Derived",
    "DerivedUnusable",
    "Pairs",
    "check_derived",
    "derived_path",
    "read_derived",
    "write_derived",
]

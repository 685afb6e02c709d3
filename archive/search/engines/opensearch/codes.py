"""How codes of facets stand in the index: those of trees with their level before them, `1/420100` as in a path.

So one level of a tree is a prefix, and of codes with equal counts the upper level comes first. Beside each code stands
its number, as different ones are counted by numbers for a quarter of what it costs by texts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from archive.search.facets import FACETS

_LEVELS: dict[str, Callable[[str], int]] = {
    field: facet.level for facet in FACETS if facet.level for field in (facet.field, facet.variant_field) if field
}

_NAMES = frozenset(facet.field for facet in FACETS if facet.has_names)

TOP = "0/.*"
"""The pattern of codes at the highest level of a tree."""


def is_tree(field: str) -> bool:
    """Whether codes of an index field have levels."""
    return field in _LEVELS


def has_names(field: str) -> bool:
    """Whether codes of an index field are names, as many as articles bring."""
    return field in _NAMES


def to_index(field: str, codes: Iterable[str]) -> list[str]:
    """Codes as they stand in an index field."""
    level = _LEVELS.get(field)
    return list(codes) if level is None else [f"{level(code)}/{code}" for code in codes]


def from_index(field: str, stored: str) -> str:
    """A code from what stands in an index field."""
    return stored.partition("/")[2] if field in _LEVELS else stored


def numbers_field(field: str) -> str:
    """The index field that holds the numbers of an index field's codes."""
    return f"{field}_numbers"


def to_numbers(stored: Iterable[str]) -> list[int]:
    """A number for each code as it stands in the index: 53 bits, as many as a server keeps apart in a histogram.

    Two of ten thousand codes have the same number in one of a hundred million archives.
    """
    digests = (hashlib.blake2b(code.encode(), digest_size=8).digest() for code in stored)
    return [int.from_bytes(digest, "big") >> 11 for digest in digests]

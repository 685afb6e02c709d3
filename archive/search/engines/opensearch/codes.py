"""How codes of facets stand in the index: those of trees with their level before them, `1/420100` as in a path.

So one level of a tree is a prefix, and of codes with equal counts the upper level comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from archive.search.facets import FACETS

_LEVELS: dict[str, Callable[[str], int]] = {
    field: facet.level for facet in FACETS if facet.level for field in (facet.field, facet.variant_field) if field
}

TOP = "0/.*"
"""The pattern of codes at the highest level of a tree."""


def is_tree(field: str) -> bool:
    """Whether codes of an index field have levels."""
    return field in _LEVELS


def to_index(field: str, codes: Iterable[str]) -> list[str]:
    """Codes as they stand in an index field."""
    level = _LEVELS.get(field)
    return list(codes) if level is None else [f"{level(code)}/{code}" for code in codes]


def from_index(field: str, stored: str) -> str:
    """A code from what stands in an index field."""
    return stored.partition("/")[2] if field in _LEVELS else stored

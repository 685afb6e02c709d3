"""What every match of a pattern must begin with and hold, read from the pattern itself.

Python's `re` tries a pattern in full at every character unless it opens with a plain character or class. Most of ours open
with a choice of words, optional words or a look behind; the class of their first characters, and characters that no match
is without, rule out nearly every place at a fraction of the time. Reads the syntax tree of `re`, which has no public name.
Deliberately not here: the search (`archive.text.regex`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from re import _constants as ops  # type: ignore[attr-defined]
from typing import Any

_WIDEST = 64
"""Characters of a range; a wider one (any Chinese character) rules out too little to be worth a look."""

_ZERO_WIDTH = frozenset({ops.AT, ops.ASSERT, ops.ASSERT_NOT})
_REPEATS = frozenset({ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT})
_CATEGORIES = frozenset({ops.CATEGORY_DIGIT, ops.CATEGORY_SPACE})

CharClass = tuple[tuple[Any, Any], ...]
"""A class of characters, as items of the syntax tree."""


@dataclass(frozen=True)
class Signs:
    """`opening` is a class of characters that holds the first of every match, None where none is worth a look or `re` looks for
    it itself; `needed` are characters that every match holds."""

    opening: CharClass | None
    needed: tuple[str, ...]


class _Unknown(Exception):
    """A match may begin with nearly anything, or be empty."""


def read_signs(tree: Any, flags: int) -> Signs:
    """The signs of a parsed pattern; none where it takes no notice of case."""
    if flags & re.IGNORECASE:
        return Signs(None, ())
    return Signs(opening=None if _is_looked_for(tree) else _opening(tree), needed=tuple(sorted(_needed(tree))))


def _is_looked_for(items: Sequence[Any]) -> bool:
    """Whether `re` looks for the first character before it tries a place (`re._compiler._compile_info`)."""
    if not items:
        return False
    operation, value = items[0]
    if operation is ops.SUBPATTERN:
        return _is_looked_for(value[3])
    if operation is ops.BRANCH:
        return all(way and way[0][0] is ops.LITERAL for way in value[1])
    return operation in (ops.LITERAL, ops.IN)


def _opening(items: Iterable[Any]) -> CharClass | None:
    parts: set[tuple[Any, Any]] = set()
    try:
        return None if _collect(items, parts) else tuple(sorted(parts, key=repr))
    except _Unknown:
        return None


def _collect(items: Iterable[Any], parts: set[tuple[Any, Any]]) -> bool:
    """Add what a sequence can begin with to `parts`; whether the sequence can match nothing at all."""
    return all(_collect_one(operation, value, parts) for operation, value in items)


def _collect_one(operation: Any, value: Any, parts: set[tuple[Any, Any]]) -> bool:
    if operation in _ZERO_WIDTH:
        return True
    if operation in (ops.LITERAL, ops.IN):
        parts.update(map(_narrow, [(operation, value)] if operation is ops.LITERAL else value))
        return False
    if operation is ops.BRANCH:
        # Every way is read, also those behind one that can match nothing.
        return any([_collect(way, parts) for way in value[1]])
    inner, least = _inside(operation, value)
    return _collect(inner, parts) or least == 0


def _inside(operation: Any, value: Any) -> tuple[Any, int]:
    """What a group or repetition holds, and how often at least."""
    if operation is ops.SUBPATTERN and not value[1]:  # no flags of its own
        return value[3], 1
    if operation is ops.ATOMIC_GROUP:
        return value, 1
    if operation in _REPEATS:
        return value[2], value[0]
    raise _Unknown


def _narrow(item: tuple[Any, Any]) -> tuple[Any, Any]:
    operation, value = item
    is_narrow = operation is ops.RANGE and value[1] - value[0] <= _WIDEST
    if operation is ops.LITERAL or is_narrow or (operation is ops.CATEGORY and value in _CATEGORIES):
        return operation, value
    raise _Unknown


def _needed(items: Iterable[Any]) -> frozenset[str]:
    return frozenset().union(*(_needed_by(operation, value) for operation, value in items))


def _needed_by(operation: Any, value: Any) -> frozenset[str]:
    if operation is ops.LITERAL:
        return frozenset(chr(value))
    if operation is ops.BRANCH:
        return reduce(frozenset.intersection, map(_needed, value[1]))
    try:
        inner, least = _inside(operation, value)
    except _Unknown:
        return frozenset()
    return _needed(inner) if least else frozenset()

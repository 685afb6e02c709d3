"""Patterns that are compiled when a page first needs them, and tried only where a match can be.

The pure rooms hold hundreds of patterns, compiling them all takes longer than reading a page, and no page needs them
all. Deliberately not here: any pattern, and a syntax of its own: `regex("…")` is `re.compile("…")` in all else.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from archive.text.pattern_signs import Signs, read_signs


class _Regex:
    """Stands for a compiled pattern; each method is looked up once and then found on the instance."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = (pattern, flags)
        self.pattern = pattern

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(_signed(*self._source) if name in _SIGNED else re.compile(*self._source), name)
        setattr(self, name, value)
        return value

    def __repr__(self) -> str:
        return f"regex{self._source!r}"


class _Signed:
    """A compiled pattern with what every match of it begins with and holds: the same matches, sooner told that there are none."""

    def __init__(self, pattern: re.Pattern[str], signs: Signs) -> None:
        self._pattern = pattern
        self._match = pattern.match
        self._openings = re.compile(signs.opening).finditer if signs.opening else None
        self._needed = signs.needed

    def may_match(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> bool:
        """False where a character is missing that every match holds."""
        return all(text.find(char, pos, endpos) >= 0 for char in self._needed)

    def search(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        for char in self._needed:
            if text.find(char, pos, endpos) < 0:
                return None
        if self._openings is None:
            return self._pattern.search(text, pos, endpos)
        match = self._match
        for opening in self._openings(text, pos, endpos):
            if (found := match(text, opening.start(), endpos)) is not None:
                return found
        return None

    def finditer(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[re.Match[str]]:
        if not self.may_match(text, pos, endpos):
            return
        if self._openings is None:
            yield from self._pattern.finditer(text, pos, endpos)
            return
        match, end = self._match, pos
        for opening in self._openings(text, pos, endpos):
            place = opening.start()
            if place >= end and (found := match(text, place, endpos)) is not None:
                end = found.end()
                yield found


_SIGNED = frozenset({"search", "finditer", "may_match"})
"""What looks through a text; the others try one place, or all anyway."""


@cache
def _signed(pattern: str, flags: int) -> re.Pattern[str] | _Signed:
    compiled, signs = re.compile(pattern, flags), read_signs(pattern, flags)
    return compiled if signs is None else _Signed(compiled, signs)


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern, compiled on first use; a mistake in it is told then as `re.error`."""
    return cast("re.Pattern[str]", _Regex(pattern, flags))


def may_match(pattern: re.Pattern[str], text: str) -> bool:
    """False where `text` lacks a character that every match of a pattern made by `regex` holds."""
    look = getattr(pattern, "may_match", None)
    return look is None or bool(look(text))

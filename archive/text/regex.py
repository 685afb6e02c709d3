"""Patterns that are compiled when a page first needs them, and tried only where a match can be.

The pure rooms hold hundreds of patterns, compiling them all takes longer than reading a page, and no page needs them
all. Deliberately not here: any pattern, and a syntax of its own: `regex("…")` is `re.compile("…")` in all else.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cache
from re import _compiler, _parser  # type: ignore[attr-defined]
from re import _constants as ops  # type: ignore[attr-defined]
from typing import Any, cast

from archive.text.pattern_signs import CharClass, read_signs

_KNOWN_PROGRAMS = sys.implementation.name == "cpython" and sys.version_info[:2] in ((3, 11), (3, 12), (3, 13))
"""Whether this Python's programs of `re` are laid out as the tests have seen them; any other compiles as it does itself."""


class _Regex:
    """Stands for a compiled pattern; each method is looked up once and then found on the instance."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = (pattern, flags)
        self.pattern = pattern

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled, needed = _compile(*self._source)
        value = getattr(compiled, name)
        if needed and name in _NOTHING:
            value = _where_possible(value, needed, _NOTHING[name])
        setattr(self, name, value)
        return value

    def __repr__(self) -> str:
        return f"regex{self._source!r}"


_NOTHING: dict[str, Callable[[], Any]] = {"search": lambda: None, "finditer": lambda: iter(()), "findall": list}
"""What looks through a text, with what it gives where nothing is found; the others try one place, or all anyway."""


def _where_possible(
    look: Callable[..., Any], needed: tuple[str, ...], nothing: Callable[[], Any]
) -> Callable[..., Any]:
    """`look`, spared where the text lacks a character that every match holds."""

    def look_where_possible(text: str, *bounds: int) -> Any:
        for char in needed:
            if char not in text:
                return nothing()
        return look(text, *bounds)

    return look_where_possible


@cache
def _compile(pattern: str, flags: int) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The compiled pattern, and the characters that every match holds."""
    tree = _parser.parse(pattern, flags)
    signs = read_signs(tree, flags | tree.state.flags)
    if not _KNOWN_PROGRAMS:
        return re.compile(pattern, flags), signs.needed
    return _compile_tree(tree, pattern, flags, signs.opening), signs.needed


def _compile_tree(tree: Any, pattern: str, flags: int, opening: CharClass | None) -> re.Pattern[str]:
    """As `re._compiler.compile`, but with the class of first characters that `re` looks for at the speed of C.

    A program of `re` begins with `INFO, length, kind, least width, greatest width, class…`; it finds the class itself where a
    pattern opens with one. What stands behind is the same with and without.
    """
    code = _compiler._code(tree, flags)
    if opening:
        info: list[int] = []
        stand_in = _parser.SubPattern(tree.state, [(ops.IN, list(opening))])
        _compiler._compile_info(info, stand_in, tree.state.flags | flags)
        info[3:5] = code[3:5]
        code = info + code[1 + code[1] :]
    names: list[str | None] = [None] * tree.state.groups
    for name, number in tree.state.groupdict.items():
        names[number] = name
    compiled = _compiler._sre.compile(
        pattern, flags | tree.state.flags, code, tree.state.groups - 1, tree.state.groupdict, tuple(names)
    )
    return cast("re.Pattern[str]", compiled)


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern, compiled on first use; a mistake in it is told then as `re.error`."""
    return cast("re.Pattern[str]", _Regex(pattern, flags))

"""Patterns that are compiled when a page first needs them.

The pure rooms hold hundreds of patterns, compiling them all takes longer than reading a page, and no page needs them
all. Deliberately not here: any pattern, and a syntax of its own: `regex("…")` is `re.compile("…")` in all else.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Regex:
    """Stands for a compiled pattern; each method is looked up once and then found on the instance."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(re.compile(*self._source), name)
        setattr(self, name, value)
        return value

    def __repr__(self) -> str:
        return f"regex{self._source!r}"


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern, compiled on first use; a mistake in it is told then as `re.error`."""
    return cast("re.Pattern[str]", _Regex(pattern, flags))

"""Answers about a line that several rules ask for, kept for the last lines asked about.

Only about short lines, so that what is kept stays small whatever a page holds. Deliberately not here: any rule.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

_SHORT = 200
_LINES = 1_024

Answer = TypeVar("Answer")


def remember(rule: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """The rule, which must depend on its line alone; who asks must not change the answer."""
    known = lru_cache(maxsize=_LINES)(rule)

    @wraps(rule)
    def answer(key: str) -> Answer:
        return known(key) if len(key) <= _SHORT else rule(key)

    return answer

"""How good an order of answers is, against judgements from 0 (no use) to 3 (what was wanted).

Gives nDCG@10 and the reciprocal rank. Knows no engine and no query.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", int, str)
DEPTH = 10
GOOD = 2
"""From this grade on an answer counts as found for the reciprocal rank."""


@dataclass(frozen=True, kw_only=True)
class Judged(Generic[Key]):
    """One query with the grade of every article that has one; any other has 0."""

    kind: str
    query: str
    grades: Mapping[Key, int]

    @property
    def is_for_training(self) -> bool:
        """Whether weights may be chosen by it: about half of all queries, drawn by their text."""
        return zlib.crc32(self.query.encode()) % 2 == 0


def ndcg(grades: Mapping[Key, int], answers: Sequence[Key], depth: int = DEPTH) -> float:
    """Discounted gain (2^grade - 1) of the first answers, as a share of what the best order gives."""
    best = sorted((_gain(grade) for grade in grades.values()), reverse=True)
    ideal = _discounted(best[:depth])
    return _discounted([_gain(grades.get(answer, 0)) for answer in answers[:depth]]) / ideal if ideal else 0.0


def reciprocal_rank(grades: Mapping[Key, int], answers: Sequence[Key], depth: int = DEPTH) -> float:
    """One divided by the place of the first good answer; 0 where none of the first answers is good.

    Where no article is judged good, the best grade there is counts.
    """
    wanted = min(GOOD, max(grades.values(), default=GOOD))
    for place, answer in enumerate(answers[:depth], start=1):
        if grades.get(answer, 0) >= wanted:
            return 1 / place
    return 0.0


def _gain(grade: int) -> int:
    return 2**grade - 1


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, start=1))

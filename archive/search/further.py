"""Which articles without all words of a query are listed behind those with all: those that have enough of its parts.

A part counts by how rare it is. Whole numbers, so that every engine draws the line at the same article.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

_SHARE = 10
"""A tenth, by weight, of all parts has to be there."""
_EXACTNESS = 1000


def part_weight(documents: int, articles: int) -> int:
    """How much a part counts that so many of all articles in the index hold."""
    return round(_EXACTNESS * math.log1p((articles - documents + 0.5) / (documents + 0.5)))


def enough(weights: Iterable[int]) -> int:
    """What the weights of the parts an article holds have to add up to."""
    return -(-sum(weights) // _SHARE)

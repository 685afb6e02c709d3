"""Which segments of an index are joined: few stay, and each article is written again only a few times.

Every segment left is more than RATIO times as large as all smaller ones together, so that their number grows with the
logarithm of the index (five or six at a million articles). Below SMALL articles any number are joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

RATIO = 3
SMALL = 100
AT_ONCE = 250
"""Articles of a commit that somebody waits for, those joined with it included: some 40 ms. More are left to `join`."""
MOST_WHILE_BUSY = 16
"""Segments up to which none is joined while more is coming: each joining writes all articles of its segments again."""
MOST_DELETED = 0.3
LARGEST = 200_000
"""Articles of a segment: joining takes about 2 KB of memory each, and no segment grows beyond this by being joined."""


@dataclass(frozen=True)
class Size:
    """One segment: all its documents, and those not deleted."""

    number: int
    all: int
    alive: int

    @property
    def is_worn(self) -> bool:
        """Whether too much of it is deleted."""
        return self.all - self.alive > self.all * MOST_DELETED


def segments_to_join(sizes: Sequence[Size], added: int = 0, *, limit: int = LARGEST) -> list[int]:
    """Numbers of the segments to join with so many articles added, at most `limit` articles altogether."""
    chosen: list[Size] = []
    total = added
    candidates: list[Size] = []
    for size in sorted(sizes, key=lambda size: size.alive):
        candidates.append(size)
        if total + sum(other.alive for other in candidates) > limit:
            break
        before = total + sum(other.alive for other in candidates[:-1])
        if size.alive <= max(SMALL, RATIO * before) and before:
            chosen += candidates
            total += sum(other.alive for other in candidates)
            candidates = []
    worn = [size for size in sizes if size not in chosen and size.is_worn and total + size.alive <= limit]
    chosen += worn
    alone = len(chosen) == 1 and not added and not chosen[0].is_worn
    return [] if alone else sorted(size.number for size in chosen)

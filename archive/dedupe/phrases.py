"""Rare phrases that two texts share: names of people, places, groups and things, whoever reads them as such or not.

A phrase is a run of at least three Chinese characters that stands in both texts and holds none of the pairs of
characters common in this archive's news (`archive.dedupe.wording`). Knows no words and no names.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import compress
from operator import add, and_

from archive.dedupe.wording import LONGEST_READ, common_pairs

SHORTEST = 3


def shared_phrases(left: str, right: str) -> frozenset[str]:
    """The rare phrases of two plain texts; the order makes no difference to what `weigh_phrases` makes of them."""
    left, right = sorted((left[:LONGEST_READ], right[:LONGEST_READ]))
    known, threes = _rare_threes(left), _rare_threes(right)
    if known.keys().isdisjoint(threes):
        return frozenset()
    places = sorted(place for three, all_places in threes.items() if three in known for place in all_places)
    found: set[str] = set()
    start = before = -2
    for place in [*places, -2]:
        if place != before + 1:
            if before >= 0:
                found.add(right[start : before + SHORTEST])
            start = place
        before = place
    return frozenset(found)


def weigh_phrases(phrases: frozenset[str]) -> int:
    """How much speaks for one story: one for a phrase of three characters, one more for each further one."""
    return sum(len(phrase) - SHORTEST + 1 for phrase in phrases)


@lru_cache(maxsize=1024)
def _rare_threes(text: str) -> dict[str, tuple[int, ...]]:
    """Rare runs of three characters, each with its places; a text is compared with many others."""
    common = common_pairs()
    rare = [pair not in common for pair in map(add, text, text[1:])]
    found: dict[str, list[int]] = {}
    for place in compress(range(len(rare)), map(and_, rare, rare[1:])):
        three = text[place : place + SHORTEST]
        if min(three) >= "\u3400":
            found.setdefault(three, []).append(place)
    return {three: tuple(places) for three, places in found.items()}

"""Rare phrases that two texts share: names of people, places, groups and things, whoever reads them as such or not.

A phrase is a run of at least three Chinese characters that stands in both texts and holds none of the pairs of
characters common in this archive's news (`archive.dedupe.wording`). Knows no words and no names.
"""

from __future__ import annotations

from archive.dedupe.wording import LONGEST_READ, is_common_pair

SHORTEST = 3


def shared_phrases(left: str, right: str) -> frozenset[str]:
    """The rare phrases of two plain texts; the order makes no difference to what `weigh_phrases` makes of them."""
    left, right = sorted((left[:LONGEST_READ], right[:LONGEST_READ]))
    known = {left[place : place + SHORTEST] for place in range(len(left) - SHORTEST + 1)}
    found: set[str] = set()
    phrase = ""
    for place in range(len(right) - SHORTEST + 1):
        three = right[place : place + SHORTEST]
        if three in known and _is_rare(three):
            phrase = phrase + three[-1] if phrase else three
        elif phrase:
            found.add(phrase)
            phrase = ""
    found.add(phrase)
    return frozenset(found - {""})


def weigh_phrases(phrases: frozenset[str]) -> int:
    """How much speaks for one story: one for a phrase of three characters, one more for each further one."""
    return sum(len(phrase) - SHORTEST + 1 for phrase in phrases)


def _is_rare(three: str) -> bool:
    return not (is_common_pair(three[:2]) or is_common_pair(three[1:]) or any(char < "\u3400" for char in three))

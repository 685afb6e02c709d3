"""Matches of a pattern at the few places where one can begin: what `finditer` finds, at a tenth of its time.

A pattern that opens with optional words and a look behind is tried in full at every character; where each of its
matches begins with one of a few characters, finding these first spares that. Deliberately not here: which characters
those are (beside each pattern, with a test that nothing is lost).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.text.regex import may_match


def find_places(openings: re.Pattern[str], text: str) -> list[int]:
    """Every place of `text` with one of the characters that the class `openings` names."""
    return [match.start() for match in openings.finditer(text)]


def matches_at(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """The matches that begin at one of `places` (ascending), none inside the one before it."""
    if not may_match(pattern, text):
        return
    end, match_at = 0, pattern.match
    for place in places:
        if place >= end and (match := match_at(text, place)) is not None:
            end = match.end()
            yield match

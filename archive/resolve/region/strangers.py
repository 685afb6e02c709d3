"""Where other pages' items begin below a text: short lines at its end, each of another province, none of the page's own.

What cutting the tail left over must not outvote the article. Deliberately not here: cutting it off (`archive.extract`), and
accounts of many places, which name them from the start.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from archive.resolve.gazetteer import Gazetteer, load_gazetteer
from archive.resolve.passages import Passages
from archive.resolve.region.guards import is_strong

_ITEM = 110
"""Characters of the longest item: a headline, or the first sentence of a report."""

_ITEMS = 3
"""Fewer lines of other provinces may be the article's own."""

_HOME_SENTENCES = 3
"""Title and opening: where an article names its own place."""


def strangers_start(passages: Passages) -> int:
    """The offset at which such items begin; the length of the text where there are none."""
    home_end = next((s.end for s in passages.sentences if s.index == _HOME_SENTENCES), len(passages.folded))
    return _start(passages.folded, passages.body_start, home_end)


@lru_cache(maxsize=8)
def _start(folded: str, body_start: int, home_end: int) -> int:
    lines = list(_lines(folded, body_start))
    short = 0
    while short < len(lines) and lines[-1 - short][1] - lines[-1 - short][0] <= _ITEM:
        short += 1
    if short < _ITEMS:
        return len(folded)
    gazetteer = load_gazetteer()
    lines = lines[len(lines) - short :]
    first_line_end = folded.find("\n", body_start) if folded.find("\n", body_start) > 0 else len(folded)
    home = set(_provinces(folded[: min(home_end, first_line_end)], gazetteer))
    if not home:
        return len(folded)
    start, seen = len(folded), set[str]()
    for low, high in reversed(lines):
        provinces = set(_provinces(folded[low:high], gazetteer))
        if provinces & home or low <= first_line_end:
            break
        if provinces:
            start, seen = low, seen | provinces
    return start if len(seen) >= _ITEMS else len(folded)


def _lines(folded: str, start: int) -> Iterator[tuple[int, int]]:
    for line in folded[start:].splitlines(keepends=True):
        if line.strip():
            yield start, start + len(line.rstrip())
        start += len(line)


def _provinces(text: str, gazetteer: Gazetteer) -> Iterator[str]:
    """Provinces of the names that stand alone."""
    for _start_at, name in gazetteer.find(text):
        uses = tuple(use for use in gazetteer.names(name) if use.kind != "abbreviation")
        codes = {unit.code[:2] for unit in gazetteer.search(name)}
        if len(codes) == 1 and uses and is_strong(name, uses, gazetteer):
            yield next(iter(codes))

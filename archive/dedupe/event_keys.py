"""Keys by which reports of one event are found without looking through the archive.

Two reports of one event share at least one key nearly always; that two share one proves nothing (`archive.dedupe.pairing`
judges). A day alone is no key: on some days every town holds something.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from hashlib import blake2b

from archive.dedupe.figures import is_telling
from archive.dedupe.occasion import Occasion

_DAY = dt.timedelta(days=1)
_ANYWHERE = ""
"""In the place of a province, in a key of every report: one that names no place may be of any."""

_LONGEST_SPAN = 5
"""Days of an event that are keys; of longer ones the first and the last."""


def choose_event_keys(occasion: Occasion) -> tuple[int, ...]:
    """The keys of a report, distinct and ascending, as signed 64-bit integers."""
    return tuple(sorted({_hash(*parts) for parts in _keys(occasion)}))


def _keys(occasion: Occasion) -> Iterator[tuple[str, ...]]:
    provinces = {code[:2] for code in occasion.regions | occasion.home} | {_ANYWHERE}
    for day in _days(occasion):
        for province in provinces:
            yield "day", day.isoformat(), province
    for name in occasion.names:
        yield "name", name
    for person in occasion.people:
        yield "person", person
    for number in occasion.numbers:
        if is_telling(number):
            yield "number", number
    for counted, number in occasion.ordinals:
        yield "ordinal", counted, number


def _days(occasion: Occasion) -> set[dt.date]:
    """The days of the event and the day after each: reports may be a day off and still tell of one event.

    Of a report that gives no day, the day it came out and the day before; of one that names no place either, none.
    """
    if occasion.start is None or occasion.end is None or occasion.approximate:
        published = occasion.published if occasion.regions | occasion.home else None
        return {published, published - _DAY} if published and published > dt.date.min else set()
    span = (occasion.end - occasion.start).days
    inside = range(span + 1) if 0 <= span < _LONGEST_SPAN else (0, max(0, span))
    days = {occasion.start + dt.timedelta(days=number) for number in inside}
    return days | {day + _DAY for day in days if day < dt.date.max}


def _hash(*parts: str) -> int:
    digest = blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)

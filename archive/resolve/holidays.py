"""Finds theme days and fixed feasts by name: 第38个国际志愿者日 is 2023-12-05, 正值元旦 the nearest 1 January.

Deliberately not here: feasts of the lunar calendar, and days written as month and day (`archive.text.dates`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from archive.resolve.vocabulary import NamedDay, load_named_days
from archive.text.numerals import parse_number


@dataclass(frozen=True, kw_only=True)
class HolidayMention:
    """One mention. `year` is set where the page counts it (第38个); `framed` where it tells when something was."""

    day: NamedDay
    start: int
    end: int
    year: int | None
    framed: bool


_FRAME_BEFORE = re.compile(r"(?:正值|恰逢|适逢|时值|值此|值|喜迎|迎|庆|在|逢)[“\"「]?$")
_FRAME_AFTER = re.compile(r"^[”\"」]?(?:之际|来临|到来|当天|当日|前夕|期间|这一?天|即将)")
# 七一路, 八一小学: places named after the day.
_PLACE_AFTER = re.compile(r"路|街|村|镇|中学|小学|大道|广场|社区|学校|大桥|勋章|南昌")
_COUNT_BEFORE = re.compile(r"第\s?(\d{1,3}|[一二三四五六七八九十百]{1,5})\s?个\s?(?:中国|全国)?[“\"「]?$")


def find_holidays(text: str) -> Iterator[HolidayMention]:
    """Every named day in folded `text`, in order."""
    for match in _pattern().finditer(text):
        if _PLACE_AFTER.match(text, match.end()):
            continue
        day = _by_name()[match[0]]
        before, after = text[max(0, match.start() - 16) : match.start()], text[match.end() : match.end() + 6]
        counted = _COUNT_BEFORE.search(before)
        year, start = None, match.start()
        if counted and day.year_zero is not None:
            number = parse_number(counted[1])
            year = day.year_zero + int(number) if number else None
            start = match.start() - len(before) + counted.start()
        framed = bool(_FRAME_BEFORE.search(before) or _FRAME_AFTER.search(after))
        yield HolidayMention(day=day, start=start, end=match.end(), year=year, framed=framed)


@cache
def _by_name() -> dict[str, NamedDay]:
    return {day.name: day for day in load_named_days()}


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_by_name(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))

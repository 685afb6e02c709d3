"""Dates and times as pages write them about themselves: 2013-12-31 13:58, 2013年7月7日, 03.12.2015 17:37,
二〇一三年七月七日.

Deliberately not here: which stamp is the publication (`published`), dates of events (`archive.resolve.event_date`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.extract.remembered import remember
from archive.records import Precision, StatedDate
from archive.text.regex import regex

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
_FIRST_YEAR, _LAST_YEAR = 1990, 2049
_CLOCK = (
    r"(?:(?:[日t]|\s|,|-|\(?星期[一二三四五六日天]\)?|周[一二三四五六日]|\s?(?:[上下中]午|[早晚]上?|凌晨)\s?){0,4}"
    r"(?P<hour>[01]?\d|2[0-4])\s?[:时点]\s?(?P<minute>[0-5]\d)(?:\s?[:分]\s?(?P<second>[0-5]\d)(?!\d))?(?:\.\d{1,6})?"
    r"(?P<zone>z|[+-]\d\d:?\d\d)?)?"
)
_FULL = regex(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[-/.年–]\s?(?P<month>1[0-2]|0?[1-9])\s?[-/.月–]\s?(?P<day>3[01]|[12]\d|0?[1-9])(?!\d*\.?\d*%)(?:\s?日)?(?!\d)"
    + _CLOCK
)
_CLOCK_FIRST = regex(  # 18:40 2023-12-03
    r"(?<![\d:])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?P<zone>)[\s,|]{1,3}"
    r"(?P<year>(?:19|20)\d\d)[-/.年](?P<month>1[0-2]|0?[1-9])[-/.月](?P<day>3[01]|[12]\d|0?[1-9])(?!\d)日?(?!\s?\d{1,2}:)"
)
_GLUED = regex(  # 2026-01-0715:16, where the break between day and time was lost
    r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>1[0-2]|0[1-9])-(?P<day>3[01]|[12]\d|0[1-9])(?P<hour>[01]\d|2[0-4]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?P<zone>)"
)
_DAY_FIRST = regex(
    rf"(?<![\d.])(?P<day>3[01]|[12]\d|0?[1-9])\.(?P<month>1[0-2]|0?[1-9])\.(?P<year>(?:19|20)\d\d)(?!\d){_CLOCK}"
)
_SHORT_WITH_CLOCK = regex(
    r"(?<![\d.-])(?P<year>[01234]\d)-(?P<month>1[0-2]|0[1-9])-(?P<day>3[01]|[12]\d|0[1-9])\s"
    r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?P<zone>)(?!\d)"
)
_SHORT_YEAR = regex(
    rf"(?<![\d.-])(?P<year>[012]\d|9\d)[-/.年](?P<month>1[0-2]|0?[1-9])[-/.月](?P<day>3[01]|[12]\d|0?[1-9])(?![\d.-])日?{_CLOCK}"
)
_COMPACT = regex(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>1[0-2]|0[1-9])(?P<day>3[01]|[12]\d|0[1-9])(?!\d)(?P<hour>)(?P<minute>)(?P<second>)(?P<zone>)"
)
_CHINESE = regex(
    r"(?P<year>[一二][九〇零○oО][〇零○oО一二三四五六七八九]{2})年(?P<month>十[一二]?|[一二三四五六七八九])月"
    r"(?P<day>三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
_MONTH_ONLY = regex(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[-/年]\s?(?P<month>1[0-2]|0?[1-9])(?!\d)月?")
_IN_DIGITS = (_GLUED, _CLOCK_FIRST, _FULL, _DAY_FIRST, _SHORT_WITH_CLOCK)
_DIGIT = regex(r"\d")
_SHORT = 200
"""Characters of the longest line whose dates are kept."""
_DIGITS = {**{char: value for value, char in enumerate("〇一二三四五六七八九")}, "零": 0, "○": 0, "o": 0, "О": 0}


@dataclass(frozen=True)
class Stamp:
    """A date found at `start`..`end` of a key, with the precision it was written in."""

    when: dt.datetime
    precision: Precision
    start: int
    end: int
    day_first: bool = False

    @property
    def has_time(self) -> bool:
        return self.precision in ("minute", "second")

    def stated(self, text: str, rule: str) -> StatedDate:
        """The record for this stamp; `text` is the line whose key it was found in."""
        return StatedDate(
            value=format_date(self.when, self.precision), precision=self.precision, quote=text.strip(), rule=rule
        )


def format_date(when: dt.datetime, precision: Precision) -> str:
    """ISO 8601 in Asia/Shanghai, cut to the precision."""
    if precision in ("minute", "second"):
        return when.replace(tzinfo=SHANGHAI).isoformat()
    return when.strftime({"year": "%Y", "month": "%Y-%m"}.get(precision, "%Y-%m-%d"))


def find_stamps(key: str) -> Iterator[Stamp]:
    """Full dates of a folded line, left to right as each way of writing them allows."""
    return iter(_all_stamps(key)) if len(key) <= _SHORT else _each_stamp(key)


@remember
def _all_stamps(key: str) -> tuple[Stamp, ...]:
    return tuple(_each_stamp(key))


def _each_stamp(key: str) -> Iterator[Stamp]:
    taken = bytearray(len(key))
    for pattern in _IN_DIGITS if _DIGIT.search(key) else ():
        for match in pattern.finditer(key):
            stamp = _stamp(match, day_first=pattern is _DAY_FIRST)
            if stamp and taken.find(1, stamp.start, stamp.end) < 0:
                taken[stamp.start : stamp.end] = b"\x01" * (stamp.end - stamp.start)
                yield stamp
    for match in _CHINESE.finditer(key) if "年" in key else ():
        written_out = _chinese_stamp(match)
        if written_out:
            yield written_out


def find_labelled_stamp(key: str) -> Stamp | None:
    """The date in the value of a date label, where also 13-12-31, 20131231 and 2013-12 are clear enough."""
    for stamp in find_stamps(key):
        return stamp
    for pattern in (_SHORT_YEAR, _COMPACT):
        match = pattern.search(key)
        short = _stamp(match) if match else None
        if short:
            return short
    match = _MONTH_ONLY.search(key)
    if match and _FIRST_YEAR <= int(match["year"]) <= _LAST_YEAR:
        return Stamp(dt.datetime(int(match["year"]), int(match["month"]), 1), "month", match.start(), match.end())
    return None


def _stamp(match: re.Match[str], *, day_first: bool = False) -> Stamp | None:
    year = int(match["year"])
    if year < 100:
        year += 1900 if year >= 90 else 2000
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        day = dt.datetime(year, int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    if not match["hour"]:
        return Stamp(day, "day", match.start(), match.end(), day_first)
    when = day + dt.timedelta(hours=_hour(match), minutes=int(match["minute"]), seconds=int(match["second"] or 0))
    return Stamp(
        _in_shanghai(when, match["zone"]),
        "second" if match["second"] else "minute",
        match.start(),
        match.end(),
        day_first,
    )


def _hour(match: re.Match[str]) -> int:
    hour = int(match["hour"])
    return hour + 12 if re.search("下午|晚", match[0]) and hour < 12 else hour


def _in_shanghai(when: dt.datetime, zone: str | None) -> dt.datetime:
    if not zone:
        return when
    if zone == "z":
        return when + dt.timedelta(hours=8)
    offset = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return when - (offset if zone[0] == "+" else -offset) + dt.timedelta(hours=8)


def _chinese_stamp(match: re.Match[str]) -> Stamp | None:
    year = int("".join(str(_DIGITS[char]) for char in match["year"]))
    try:
        when = dt.datetime(year, _chinese_number(match["month"]), _chinese_number(match["day"]))
    except ValueError:
        return None
    return Stamp(when, "day", match.start(), match.end()) if _FIRST_YEAR <= year <= _LAST_YEAR else None


def _chinese_number(word: str) -> int:
    tens, ten, ones = word.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)

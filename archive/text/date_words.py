"""What a date expression of running text is made of: the records the finders of `archive.text` share.

Deliberately not here: the expressions themselves (`dates`, `relative_dates`, `loose_dates`, `english_dates`) and which
days they mean (`archive.resolve.reference_day`).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from archive.text.numerals import parse_number

DateKind = Literal["day", "month", "year", "relative", "weekday", "vague", "lunar", "part", "nth_weekday"]


@dataclass(frozen=True, kw_only=True)
class DayFields:
    """The calendar fields written out; None where the words leave them open."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, kw_only=True)
class DateWords:
    """One expression. `start`/`end` index the text; `last` is the far end of a range, else None.

    `shift` counts years from the reference for 今年 (0) and 去年 (-1), months for 本月/上月 where no month is written,
    days for 昨日 (-1), weeks for 上周六 (-1; None for a bare 周六; `first.day` is then 1 for Monday to 7).
    `vague` words (近日, 日前) name no day at all. `lunar` fields are those of the lunar calendar. `part` names the part
    of a month or year (`early`, `middle`, `late`, `spring` …, `first_half` …); `nth` is (n, weekday) as in
    9月的第一个星期天, n being -1 for the last. `until` is the far end counted in days from the report (0 for
    从5月1日到今天). `approximate` stands for 前后 and 左右.
    """

    kind: DateKind
    start: int
    end: int
    first: DayFields
    last: DayFields | None = None
    shift: int | None = None
    part: str | None = None
    nth: tuple[int, int] | None = None
    until: int | None = None
    approximate: bool = False


Finder = tuple[re.Pattern[str], Callable[[re.Match[str]], DateWords | None]]
"""A pattern and what makes words of its match; None where the match is no date after all."""

YEAR_SHIFTS = {"今年": 0, "去年": -1, "前年": -2, "明年": 1}
MONTH_SHIFTS = {"本月": 0, "上月": -1, "上个月": -1, "下月": 1, "下个月": 1}
WEEKDAYS = "一二三四五六日"

YEAR = r"(?:19|20)\d\d|[一二][〇零○九][〇零○一二三四五六七八九]{2}|民国 ?\d{2,3}|(?<!\d)[0-3]\d(?= ?年 ?\d{1,2} ?月)"
"""Four digits, Chinese numerals, a year of the Republic (民国113年 is 2024), or two digits before a month."""

COUNT = r"\d{1,2}|[一二三廿卅]?十[一二三四五六七八九]?|[一二三四五六七八九]"

_REPUBLIC_ZERO = 1911


def number(words: str | None) -> int | None:
    """A whole number as written, None for none."""
    value = parse_number(words) if words else None
    return int(value) if value is not None else None


def year_number(words: str | None) -> int | None:
    """The year that words of the pattern `YEAR` mean; two digits are of this century."""
    if words is None:
        return None
    if words.startswith("民国"):
        return _REPUBLIC_ZERO + (number(words[2:].strip()) or 0)
    value = number(words)
    return value + 2000 if value is not None and value < 100 else value


def last_day_of_month(year: int, month: int) -> int:
    """The number of the last day of a month."""
    return calendar.monthrange(year, month)[1]


def is_possible(fields: DayFields) -> bool:
    """Whether some year has this day: the 29th of February passes where no year is written."""
    if fields.month is None or fields.day is None:
        return False
    if not 1 <= fields.month <= 12:
        return False
    return 1 <= fields.day <= last_day_of_month(fields.year or 2000, fields.month)

"""Finds the words that name a date in Chinese running text: where they stand and which calendar fields they give.

Knows no reference date: `7月7日` comes out without a year, `昨日` as one day back. Deliberately not here: which year a
year-less date falls in, what a date means to the article (`archive.resolve.event_date`), feasts of the lunar calendar.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from typing import Literal

from archive.text.numerals import parse_number

DateKind = Literal["day", "month", "year", "relative", "weekday", "vague"]


@dataclass(frozen=True, kw_only=True)
class DayFields:
    """The calendar fields written out; None where the words leave them open."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, kw_only=True)
class DateWords:
    """One expression. `start`/`end` index the text; `last` is the far end of a range, else None.

    `shift` counts years from the reference for 今年 (0) and 去年 (-1), months for 本月/上月 where only a day is
    written, days for 昨日 (-1), weeks for 上周六 (-1; `first.day` is then 1 for Monday to 7).
    `vague` words (近日, 日前) name no day at all.
    """

    kind: DateKind
    start: int
    end: int
    first: DayFields
    last: DayFields | None = None
    shift: int | None = None


_YEAR_SHIFTS = {"今年": 0, "去年": -1, "前年": -2, "明年": 1}
_MONTH_SHIFTS = {"本月": 0, "上月": -1, "下月": 1}
_DAY_SHIFTS = {"昨": -1, "今": 0, "前": -2, "明": 1}

_WEEKDAYS = "一二三四五六日"

_YEAR = r"(?:19|20)\d\d|[一二][〇零○九][〇零○一二三四五六七八九]{2}"
_COUNT = r"\d{1,2}|[一二三廿卅]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_CLOCK = r"(?:\([^()\n]{1,8}\))?\s?(?:上午|下午|晚上?)?\s?(?:\d{1,2}[:时点](?:\d{1,2}分?)?)?"
_TO = r"\s?起?\s?(?:直?至|到|持续到|[—–―~-]{1,2})\s?"

_MONTH_DAY = re.compile(
    rf"(?<![\d.])(?:(?P<year>{_YEAR})\s?年\s?|(?P<word>[今去前明]年)(?:的)?)?"
    rf"(?<!农历)(?<!阴历)(?<!第)(?P<month>{_COUNT})\s?月\s?(?P<day>{_COUNT})(?P<mark>\s?[日号])?"
    rf"(?:{_CLOCK}{_TO}(?:(?P<year2>{_YEAR})\s?年\s?)?(?:(?P<month2>{_COUNT})\s?月\s?)?(?P<day2>{_COUNT})\s?[日号]"
    r"|(?<=[日号])[、和](?P<join>\d{1,2})[日号])?"
)
_NUMERIC = re.compile(
    r"(?<![\d./-])(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=sep)"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?![\d./]|-\d)"
)
_MONTH = re.compile(
    rf"(?<![\d.—–~-])(?:(?P<year>{_YEAR})\s?年\s?|(?P<word>[今去前明]年)(?:的)?)?"
    rf"(?<!农历)(?<!阴历)(?P<month>{_COUNT})\s?月(?:份|[上中下]旬|底|初(?![一二三四五六七八九十]))?(?!\s?\d|[初一二三四五六七八九十])"
    rf"(?:{_TO}(?:(?P<year2>{_YEAR})\s?年\s?)?(?P<month2>{_COUNT})\s?月(?!\s?\d)(?:份|底)?)?"
)
_YEAR_ONLY = re.compile(rf"(?<!\d)(?P<year>{_YEAR})\s?年(?![度级版代货生]|\s?\d{{1,2}}\s?月)")
# A bare day needs a word behind it that only a point in time takes, else 5日 may be a span of five days.
_BARE_DAY = re.compile(
    r"(?<![\d月第每./:-])(?<!为期)(?<!连续)(?<!共)(?<!达)(?<!近)(?<!满)(?<!年)"
    r"(?P<word>[本上下]月)?(?P<day>3[01]|[12]\d|0?[1-9])(?P<mark>日)?(?:(?:至|到|[—–~-]{1,2})(?P<day2>3[01]|[12]\d|0?[1-9])日)?"
    r"(?=\s?(?:[,、。;)]|上午|下午|中午|傍晚|清晨|凌晨|早|晚|夜|当天|在|从|由|举|召|启|起|向|闭|开|正|至|到|\d{1,2}[时:]|前|是|为))"
)
_RELATIVE = re.compile(
    r"(?P<day>昨[天日]|昨(?=[晚举召在开启])|今[天日](?!的)|前[天](?!的)|明[天日](?=[,上下晚在举召起]))"
    r"|(?P<week>[上本这])(?:个?(?:周|星期|礼拜))(?P<weekday>[一二三四五六日天])(?![至到、和-])"
    r"|(?P<vague>近日|(?<!\d)日前(?!往)|连日来|近期|这几天|近段时间)"
)


def find_dates(text: str) -> tuple[DateWords, ...]:
    """All date expressions of `text`, in order, none overlapping another.

    `text` must be folded (`archive.text.normalise.fold`): half-width digits and signs. Impossible days (2月30日) are
    left out, and so are the words inside them.
    """
    found: list[DateWords] = []
    taken = bytearray(len(text))
    for pattern, build in _BUILDERS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            words = build(match)
            if words is not None:
                found.append(words)
            if words is not None or pattern is _MONTH_DAY:
                end = words.end if words is not None else end
                taken[start:end] = b"\x01" * (end - start)
    return tuple(sorted(found, key=lambda words: words.start))


def last_day_of_month(year: int, month: int) -> int:
    """The number of the last day of a month."""
    return calendar.monthrange(year, month)[1]


def _month_day(match: re.Match[str]) -> DateWords | None:
    groups = match.groupdict()
    if not groups["mark"] and not groups["day2"]:
        return None
    first = DayFields(year=_number(groups["year"]), month=_number(groups["month"]), day=_number(groups["day"]))
    last = None
    if groups["day2"]:
        month2 = _number(groups["month2"]) or first.month
        last = DayFields(year=_number(groups["year2"]), month=month2, day=_number(groups["day2"]))
    if not _possible(first) or (last is not None and not _possible(last)):
        return None
    shift = _YEAR_SHIFTS.get(groups["word"] or "")
    if groups["join"] is None:
        return _words("day", match, first, last, shift)
    # 7月8日、9日 are two days in a row; 7月8日、18日 are two dates, of which the second is found by itself.
    if _number(groups["join"]) == (first.day or 0) + 1:
        last = DayFields(month=first.month, day=_number(groups["join"]))
        return _words("day", match, first, last, shift) if _possible(last) else None
    return DateWords(kind="day", start=match.start(), end=match.end("mark"), first=first, shift=shift)


def _numeric(match: re.Match[str]) -> DateWords | None:
    first = DayFields(year=int(match["year"]), month=int(match["month"]), day=int(match["day"]))
    return _words("day", match, first) if _possible(first) else None


def _month(match: re.Match[str]) -> DateWords | None:
    groups = match.groupdict()
    first = DayFields(year=_number(groups["year"]), month=_number(groups["month"]))
    if first.month is None or not 1 <= first.month <= 12:
        return None
    month2 = _number(groups["month2"])
    last = None
    if month2 is not None and 1 <= month2 <= 12:
        last = DayFields(year=_number(groups["year2"]), month=month2)
    return _words("month", match, first, last, _YEAR_SHIFTS.get(groups["word"] or ""))


def _year(match: re.Match[str]) -> DateWords | None:
    return _words("year", match, DayFields(year=_number(match["year"])))


def _bare_day(match: re.Match[str]) -> DateWords | None:
    if not match["mark"] and not match["day2"]:
        return None
    last = DayFields(day=int(match["day2"])) if match["day2"] else None
    return _words("day", match, DayFields(day=int(match["day"])), last, _MONTH_SHIFTS.get(match["word"] or ""))


def _relative(match: re.Match[str]) -> DateWords | None:
    if match["vague"]:
        return _words("vague", match, DayFields())
    if match["weekday"]:
        weekday = DayFields(day=_WEEKDAYS.index(match["weekday"].replace("天", "日")) + 1)
        return _words("weekday", match, weekday, None, -1 if match["week"] == "上" else 0)
    return _words("relative", match, DayFields(), None, _DAY_SHIFTS[match["day"][0]])


_BUILDERS = (
    (_MONTH_DAY, _month_day),
    (_NUMERIC, _numeric),
    (_MONTH, _month),
    (_BARE_DAY, _bare_day),
    (_YEAR_ONLY, _year),
    (_RELATIVE, _relative),
)


def _words(
    kind: DateKind,
    match: re.Match[str],
    first: DayFields,
    last: DayFields | None = None,
    shift: int | None = None,
) -> DateWords:
    return DateWords(kind=kind, start=match.start(), end=match.end(), first=first, last=last, shift=shift)


def _number(words: str | None) -> int | None:
    value = parse_number(words) if words else None
    return int(value) if value is not None else None


def _possible(fields: DayFields) -> bool:
    """Whether some year has this day: the 29th of February passes where no year is written."""
    if fields.month is None or fields.day is None:
        return False
    if not 1 <= fields.month <= 12:
        return False
    return 1 <= fields.day <= last_day_of_month(fields.year or 2000, fields.month)

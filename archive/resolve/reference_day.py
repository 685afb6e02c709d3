"""Turns the words of a date into days: which year a year-less date falls in, and when that cannot be known.

A year-less date is read against the original publication, else this page's own; never against the capture. Without
either, only the page's own words (a counted theme day, the year in an event's name) may give the year.

Deliberately not here: which of a page's dates is the event (`event_date`), finding the words (`archive.text.dates`).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from dataclasses import dataclass

from archive.records import Draft, StatedDate
from archive.resolve.calendar_days import lunar_day, nth_weekday
from archive.resolve.holidays import NamedDayMention
from archive.text.dates import DateWords, DayFields, last_day_of_month
from archive.text.regex import regex

TOLERANCE = dt.timedelta(days=10)
"""A report may go out some days before the day it announces; the same day of last year would carry its year."""

REPRINT_GAP = 2
"""Years between the year in an event's name and the page's date from which the page is taken for a late reprint."""

_OLDEST_ANCHOR = 9
"""Months before the reference up to which a year-less date lends its month to the bare days after it."""

FEAST_REACH = dt.timedelta(days=31)
"""A feast named as near (前夕, 来临之际) lies within a month of the report; else another year's is meant."""

FIRST_YEAR, LAST_YEAR = 1949, 2100

# 2018社区…推进会, 2024年度慈善项目; not 2000套棉被: without 年 a counted thing may not follow.
_EDITION = regex(
    r"(?<![\d.])(?<!\d,)((?:19|20)\d\d)(?:年度?(?=[“\"「·]?[^\W\d_])|(?=[“\"「·]?[^\W\d_])"
    r"(?![套床张件元余人名个万亿千百多米公里只份条户场次位座本册箱袋包瓶斤吨台辆顶艘步棵盏双块组支所家平小分天页字港美日欧港])|"
    r"(?=[“\"「·]))"
    r"(?!.{0,10}(?:成立|创[建立办]|开始|以来|至今|出生|[起始]))"
)
_EDITION_BEFORE = regex(r"(?:[自从于始在]|创办于)$")
_TURN_OF_YEAR = regex(r"春晚|春节|新春|元旦|春运|迎新|贺年")


@dataclass(frozen=True, kw_only=True)
class Days:
    """Resolved days. `start`/`end` are None where the year (or month) is unknown; `edtf` says what is known."""

    start: dt.date | None
    end: dt.date | None
    precision: str
    edtf: str


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """What the words before have fixed: the reference day, the dateline's day, the latest month and year written."""

    reference: dt.date | None = None
    dateline: dt.date | None = None
    month: int | None = None
    year: int | None = None
    year_written: bool = False

    @property
    def report_day(self) -> dt.date | None:
        """The day 今天 means: the dateline's, else the reference."""
        return self.dateline or self.reference


def reference_day(draft: Draft) -> dt.date | None:
    """The day year-less dates are read against: the original source's date, else this page's."""
    for stated in (draft.original_published, draft.published):
        day = _stated_day(stated)
        if day is not None:
            return day
    return None


def _stated_day(stated: StatedDate | None) -> dt.date | None:
    """The last day a stated date may mean; None for one that is damaged or out of bounds."""
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", stated.value) if stated is not None else None
    if match is None:
        return None
    try:
        year, month = int(match[1]), int(match[2] or 12)
        day = dt.date(year, month, int(match[3] or last_day_of_month(year, month)))
    except ValueError:
        return None
    return day if FIRST_YEAR <= year <= LAST_YEAR else None


def edition_year(sentence: str, month: int | None) -> int | None:
    """The year in the name of the event a sentence tells of (2018社区…推进会, 2024年度慈善项目); None if there is none.

    A feast at the turn of the year carries the coming year's name in November and December (2020春晚 is held in 2019).
    """
    for match in _EDITION.finditer(sentence):
        if not _EDITION_BEFORE.search(sentence[: match.start()]):
            year = int(match[1])
            return year - 1 if month in (11, 12) and _TURN_OF_YEAR.search(sentence) else year
    return None


def resolve_days(words: DateWords, anchor: Anchor, *, edition: int | None, ahead: bool) -> Days | None:
    """The days that `words` mean; None where they name no day at all or an impossible one.

    `edition` is the year in the event's name, `ahead` whether the words are a plan or a deadline: then the nearest
    such day to the reference is meant, else the latest that is not after it.
    """
    if words.kind in ("relative", "weekday"):
        return _relative(words, anchor)
    if words.kind == "year":
        return _months(words.first.year, 1, 12, precision="year")
    if words.kind == "lunar":
        return _lunar(words, anchor)
    if words.first.month is None and words.kind != "part":
        year, month = _bare_day_month(words, anchor)
    else:
        year, month = _year(words, anchor, edition=edition, ahead=ahead), words.first.month
    return _in_month(year, month, words, anchor)


def _in_month(year: int | None, month: int | None, words: DateWords, anchor: Anchor) -> Days | None:
    """What an expression means once its year and month are known, as far as they are."""
    if words.kind == "part":
        return _part_of_month(year, month, words.part or "") if month else _part_of_year(year, words.part or "")
    if words.kind == "day":
        return _until(_span(year, month, words), words, anchor)
    if month is None:
        return None
    if words.kind == "nth_weekday":
        return _nth_weekday(year, month, words.nth or (1, 1))
    return _months(year, month, (words.last.month if words.last else None) or month) if words.kind == "month" else None


def resolve_named_day(mention: NamedDayMention, anchor: Anchor) -> Days | None:
    """The day a theme day or feast fell on: in the year the page counts, else the one nearest to the report.

    Words that only place something near the day (前夕) make it approximate. None where no year can be known.
    """
    if mention.year is not None:
        day = mention.on(mention.year) if FIRST_YEAR <= mention.year <= LAST_YEAR else None
    else:
        day = _nearest_instance(mention, anchor.report_day or anchor.reference)
    if day is None:
        return None
    return Days(start=day, end=day, precision="day", edtf=f"{day}~" if mention.approximate else f"{day}")


def _nearest_instance(mention: NamedDayMention, reference: dt.date | None) -> dt.date | None:
    if reference is None:
        return None
    years = (reference.year - 1, reference.year, reference.year + 1)
    days = [day for year in years if (day := mention.on(year)) is not None]
    if mention.approximate or mention.today is not None:
        nearest = min(days, key=lambda day: abs(day - reference), default=None)
        return nearest if nearest is not None and abs(nearest - reference) <= FEAST_REACH else None
    return max((day for day in days if day <= reference + TOLERANCE), default=None)


def _lunar(words: DateWords, anchor: Anchor) -> Days | None:
    """The latest such day of the lunar calendar that is not after the report, or that of the written year."""
    month, day = words.first.month or 1, words.first.day or 1
    if words.first.year is not None:
        found = lunar_day(words.first.year, month, day)
    elif anchor.report_day is None:
        return None
    else:
        report = anchor.report_day
        days = [lunar_day(year, month, day) for year in (report.year - 1, report.year)]
        found = max((found for found in days if found is not None and found <= report + TOLERANCE), default=None)
    return Days(start=found, end=found, precision="day", edtf=found.isoformat()) if found is not None else None


def _nth_weekday(year: int | None, month: int, nth: tuple[int, int]) -> Days | None:
    if year is None:
        return _months(None, month, month)
    day = nth_weekday(year, month, *nth)
    return Days(start=day, end=day, precision="day", edtf=day.isoformat()) if day is not None else None


# First and last month of a part of a year; seasons are those of the weather service, three whole months each.
_YEAR_PARTS = {
    "year_start": (1, 3),
    "year_middle": (5, 8),
    "year_end": (10, 12),
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "winter": (12, 2),
    "first_half": (1, 6),
    "second_half": (7, 12),
}
# EDTF level 1 has codes for seasons; the other parts are told by the year alone, their bounds by start and end.
_SEASON_CODES = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
_MONTH_PARTS = {"early": (1, 10), "middle": (11, 20), "late": (21, 31)}


def _part_of_year(year: int | None, part: str) -> Days | None:
    """年初, 夏天, 下半年: bounds of whole months, no more exact than the words."""
    if year is None or part not in _YEAR_PARTS or not FIRST_YEAR <= year < LAST_YEAR:
        return None
    days = _months(year, *_YEAR_PARTS[part])
    code = _SEASON_CODES.get(part)
    edtf, precision = (f"{year:04}-{code}", "month") if code else (f"{year:04}", "year")
    return dataclasses.replace(days, edtf=edtf, precision=precision) if days is not None else None


def _part_of_month(year: int | None, month: int, part: str) -> Days | None:
    """上旬, 月底: known to the month, with the ten days it must lie in as bounds."""
    days = _months(year, month, month)
    if year is None or days is None:
        return days
    first, last = _MONTH_PARTS[part]
    end = _day(year, month, min(last, last_day_of_month(year, month)))
    return dataclasses.replace(days, start=_day(year, month, first), end=end)


def _until(days: Days | None, words: DateWords, anchor: Anchor) -> Days | None:
    """The days with their far end at the day of the report (从5月1日到今天), and marked approximate where said so."""
    if days is None:
        return None
    if words.approximate and days.start is not None:
        return dataclasses.replace(days, edtf=f"{days.edtf}~")
    if words.until is None or anchor.report_day is None or days.start is None:
        return days
    end = anchor.report_day + dt.timedelta(days=words.until)
    return dataclasses.replace(days, end=end, edtf=f"{days.start}/{end}") if end > days.start else days


def _relative(words: DateWords, anchor: Anchor) -> Days | None:
    report = anchor.report_day
    if report is None:
        return None
    back = words.shift or 0
    if words.kind == "weekday":
        weekday = words.first.day or 1
        # 本周六, 上周六 count in weeks; a bare 周六 is the latest one.
        back = 7 * back + weekday - report.isoweekday()
        back -= 7 if words.shift is None and back > 0 else 0
    day = report + dt.timedelta(days=back)
    end = day + dt.timedelta(days=(words.last.day or 0) - (words.first.day or 0)) if words.last else day
    return Days(start=day, end=end, precision="day", edtf=f"{day}" if day == end else f"{day}/{end}")


def _year(words: DateWords, anchor: Anchor, *, edition: int | None, ahead: bool) -> int | None:
    """The year of an expression that gives its month."""
    if words.first.year is not None:
        return words.first.year
    reference = anchor.reference
    if reference is None:
        return edition or anchor.year
    if words.shift is not None:
        return reference.year + words.shift
    year = _latest_year(words.first, reference) if not ahead else _nearest_year(words.first, reference)
    if edition is not None and year - edition >= REPRINT_GAP:
        return edition
    return year


def _latest_year(fields: DayFields, reference: dt.date) -> int:
    # A month named without a day is not stretched: 1月 in late December is the one gone by.
    limit = reference + TOLERANCE if fields.day is not None else reference
    return limit.year if (fields.month or 1, fields.day or 1) <= (limit.month, limit.day) else limit.year - 1


def _nearest_year(fields: DayFields, reference: dt.date) -> int:
    def distance(year: int) -> int:
        day = min(fields.day or 1, last_day_of_month(year, fields.month or 1))
        return abs((dt.date(year, fields.month or 1, day) - reference).days)

    return min((reference.year - 1, reference.year, reference.year + 1), key=distance)


def _bare_day_month(words: DateWords, anchor: Anchor) -> tuple[int | None, int | None]:
    """Year and month of a day written alone (16日): the month written before it, else the latest that fits.

    本月 and 上月 count from the reference. Without a reference the month written before is all there is.
    """
    reference = anchor.report_day
    if reference is None:
        return anchor.year, anchor.month
    back = -words.shift if words.shift is not None else 0
    day = words.first.day or 1
    if words.kind == "month":
        return _month_back(anchor.reference or reference, back)
    if words.shift is None:
        before = _month_before(anchor, reference)
        if before is not None and anchor.dateline is None:
            return before
        limit = reference + dt.timedelta(days=1)
        back = 0 if day <= limit.day or limit.month != reference.month else 1
    return _month_back(reference, back)


def _month_before(anchor: Anchor, reference: dt.date) -> tuple[int, int] | None:
    """The month written before, unless it is one still to come: 明年3月召开大会 does not move 29日 of the report."""
    if anchor.year is None or anchor.month is None:
        return None
    back = (reference.year - anchor.year) * 12 + reference.month - anchor.month
    # A year-less date read as nearly a year old may as well be one to come: no ground to stand on.
    usable = back >= 0 and (anchor.year_written or back <= _OLDEST_ANCHOR)
    return (anchor.year, anchor.month) if usable else None


def _month_back(day: dt.date, months: int) -> tuple[int, int]:
    count = day.year * 12 + day.month - 1 - months
    return count // 12, count % 12 + 1


def _span(year: int | None, month: int | None, words: DateWords) -> Days | None:
    """One day or a range of days, as far as year and month are known."""
    first, last = words.first, words.last
    if year is None or month is None:
        edtf = _open_day(month, first.day)
        if last is not None:
            edtf += "/" + _open_day(last.month or month, last.day)
        return Days(start=None, end=None, precision="day", edtf=edtf)
    start = _day(year, month, first.day)
    end = start
    if last is not None and start is not None:
        last_month = last.month or month
        last_year = last.year or (year + 1 if (last_month, last.day or 1) < (month, first.day or 1) else year)
        end = _day(last_year, last_month, last.day)
    if start is None or end is None or end < start:
        return None
    edtf = start.isoformat() if start == end else f"{start}/{end}"
    return Days(start=start, end=end, precision="day", edtf=edtf)


def _open_day(month: int | None, day: int | None) -> str:
    return f"XXXX-{month:02}-{day:02}" if month is not None else f"XXXX-XX-{day:02}"


def _months(year: int | None, first: int, last: int, precision: str = "month") -> Days | None:
    """Whole months, or a whole year."""
    if year is None:
        return Days(start=None, end=None, precision=precision, edtf=f"XXXX-{first:02}")
    last_year = year + 1 if last < first else year
    start, end = _day(year, first, 1), _day(last_year, last, last_day_of_month(last_year, last))
    if start is None or end is None:
        return None
    if precision == "year":
        return Days(start=start, end=end, precision=precision, edtf=f"{year:04}")
    edtf = f"{start:%Y-%m}" if first == last else f"{start:%Y-%m}/{end:%Y-%m}"
    return Days(start=start, end=end, precision=precision, edtf=edtf)


def _day(year: int, month: int, day: int | None) -> dt.date | None:
    """A day that exists, within the years news can tell of."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return dt.date(year, month, day or 1)
    except ValueError:
        return None

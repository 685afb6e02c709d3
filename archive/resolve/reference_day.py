"""Turns the words of a date into days: which year a year-less date falls in, and when that cannot be known.

A year-less date is read against the original publication, else this page's own; never against the capture. Without
either, only the page's own words (a counted theme day, the year in an event's name) may give the year.

Deliberately not here: which of a page's dates is the event (`event_date`), finding the words (`archive.text.dates`).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from archive.records import Draft, StatedDate
from archive.text.dates import DateWords, DayFields, last_day_of_month

TOLERANCE = dt.timedelta(days=10)
"""A report may go out some days before the day it announces; the same day of last year would carry its year."""

REPRINT_GAP = 2
"""Years between the year in an event's name and the page's date from which the page is taken for a late reprint."""

_OLDEST_ANCHOR = 9
"""Months before the reference up to which a year-less date lends its month to the bare days after it."""

FIRST_YEAR, LAST_YEAR = 1949, 2100

_EDITION = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:年度?)?(?=[“\"「·]?[^\W\d_])"
    r"(?!.{0,10}(?:成立|创[建立办]|开始|以来|至今|出生|[起始]))"
)
_EDITION_BEFORE = re.compile(r"(?:[自从于始在]|创办于)$")
_TURN_OF_YEAR = re.compile(r"春晚|春节|新春|元旦|春运|迎新|贺年")


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
    if words.first.month is None:
        year, month = _bare_day_month(words, anchor)
    else:
        year, month = _year(words, anchor, edition=edition, ahead=ahead), words.first.month
    if words.kind == "month" and month is not None:
        return _months(year, month, (words.last.month if words.last else None) or month)
    return _span(year, month, words) if words.kind == "day" else None


def _relative(words: DateWords, anchor: Anchor) -> Days | None:
    if anchor.report_day is None:
        return None
    back = words.shift or 0
    if words.kind == "weekday":
        back = 7 * back + (words.first.day or 1) - anchor.report_day.isoweekday()
    day = anchor.report_day + dt.timedelta(days=back)
    return Days(start=day, end=day, precision="day", edtf=day.isoformat())


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
    limit = reference + TOLERANCE
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

"""Dates as the search sees them: `2013`, `2013-07`, `2013-07-07`, and the tokens a span of days is found under.

Reading dates off a page is `archive.resolve`; here they are already ISO.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from archive.search.query import UNKNOWN

_TOKEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)
_YEAR = 4
_MONTH = 7

# What one article may be filed under: a campaign of a quarter by its days, one of five years by its months.
MAX_DAYS = 93
MAX_MONTHS = 60
MAX_YEARS = 50


def date_bounds(token: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of a year, month or day token; None when it is no such date."""
    match = _TOKEN.match(token)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        assert year is not None
        if month is None:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        if day is None:
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        return dt.date(year, month, day), dt.date(year, month, day)
    except ValueError:
        return None


def is_date_value(value: str) -> bool:
    """Whether a value may stand in the `date` parameter."""
    return value == UNKNOWN or date_bounds(value) is not None


def date_tokens(start: dt.date, end: dt.date, precision: str) -> list[str]:
    """Every year, month and day an article about this span is filed under, as far as its date is known.

    A date known to the month is filed under no day, one known to the year under no month. Long spans are filed under
    their months (over MAX_DAYS) or years (over MAX_MONTHS) only, so that one article cannot fill the whole calendar.
    """
    start, end = min(start, end), max(start, end)
    years = [f"{year:04d}" for year in range(start.year, end.year + 1)][:MAX_YEARS]
    months = _months(start, end) if precision != "year" else []
    days = _days(start, end) if precision not in {"year", "month"} else []
    return years + months + days


def _months(start: dt.date, end: dt.date) -> list[str]:
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    if last - first >= MAX_MONTHS:
        return []
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, last + 1)]


def _days(start: dt.date, end: dt.date) -> list[str]:
    length = (end - start).days + 1
    if length > MAX_DAYS:
        return []
    return [(start + dt.timedelta(days=number)).isoformat() for number in range(length)]


def parent_token(token: str) -> str | None:
    """The month of a day, the year of a month, None for a year or `unknown`."""
    if token == UNKNOWN or len(token) == _YEAR:
        return None
    return token[:_YEAR] if len(token) == _MONTH else token[:_MONTH]


def below_token(token: str) -> list[str]:
    """The months of a year, the days of a month; nothing for a day or `unknown`."""
    bounds = date_bounds(token)
    if bounds is None or len(token) > _MONTH:
        return []
    first, last = bounds
    return _days(first, last) if len(token) == _MONTH else _months(first, last)

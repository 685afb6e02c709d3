"""Days of our calendar for rules that give another one every year: lunar dates, solar terms, n-th weekdays.

Lunar months and solar terms come from the tables of `borax` (1900 to 2100, those of the Hong Kong Observatory).
Deliberately not here: which year is meant (`reference_day`) and the names of feasts (`holidays`).
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from archive.text.date_words import last_day_of_month

FIRST_YEAR, LAST_YEAR = 1901, 2099


@lru_cache(maxsize=512)
def lunar_day(year: int, month: int, day: int) -> dt.date | None:
    """The day of our calendar on which a day of lunar `year` falls; None for one that month does not have."""
    # Only pages with such a date pay for the tables.
    from borax.calendars.lunardate import LunarDate  # type: ignore[import-untyped]

    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        found = LunarDate(year, month, day, 0).to_solar_date()
    except ValueError:
        return None
    return dt.date(found.year, found.month, found.day)


def lunar_eve(year: int) -> dt.date | None:
    """The last day of lunar `year` (除夕), which falls in January or February of the year after."""
    first = lunar_day(year + 1, 1, 1)
    return first - dt.timedelta(days=1) if first is not None else None


@lru_cache(maxsize=256)
def solar_term(year: int, name: str) -> dt.date | None:
    """The day of a solar term (清明, 冬至) in a year of our calendar."""
    from borax.calendars.lunardate import TermUtils

    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    found = TermUtils.nth_term_day(year, term_name=name)
    return dt.date(found.year, found.month, found.day)


def nth_weekday(year: int, month: int, n: int, weekday: int) -> dt.date | None:
    """The `n`-th `weekday` (1 Monday to 7) of a month, -1 for the last; None where the month has none."""
    if n < 0:
        last = dt.date(year, month, last_day_of_month(year, month))
        return last - dt.timedelta(days=(last.isoweekday() - weekday) % 7)
    first = dt.date(year, month, 1)
    day = 1 + (weekday - first.isoweekday()) % 7 + 7 * (n - 1)
    return dt.date(year, month, day) if day <= last_day_of_month(year, month) else None

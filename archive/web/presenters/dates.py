"""Dates as a reader says them, at the precision that is known: 2013年7月7日, 2013年7月, 11月2日(年份不详).

Reads ISO 8601 and the EDTF forms the archive stores; what it cannot read is printed as it stands.
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from archive.search.results import DateSpan

_SIMPLE = re.compile(r"(?P<year>\d{4}|XXXX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?P<mark>[~?%]?)")
# EDTF level 1 writes a season in the place of the month.
_SEASONS = {
    "21": gettext_noop("春季"),
    "22": gettext_noop("夏季"),
    "23": gettext_noop("秋季"),
    "24": gettext_noop("冬季"),
}
_LEAP_YEAR = 2000  # any leap year: lets 02-29 be printed where the year is unknown


def format_iso(value: str) -> str:
    """`2013-12-31T13:58:00+08:00`, `2013-12-31`, `2013-12` or `2013` in words; an empty string stays empty."""
    if "T" in value:
        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError:
            return value
        return f"{date_format(moment, 'DATE_FORMAT')} {moment:%H:%M}"
    return format_edtf(value)


def format_moment(moment: dt.datetime | None) -> str:
    """A stored moment as a day in the site's time zone."""
    return date_format(timezone.localtime(moment), "DATE_FORMAT") if moment else ""


def format_minute(moment: dt.datetime | None) -> str:
    """A stored moment to the minute, in the site's time zone."""
    return f"{format_moment(moment)} {timezone.localtime(moment):%H:%M}" if moment else ""


def format_edtf(value: str) -> str:
    """An EDTF date or interval in words."""
    first, slash, last = value.partition("/")
    if slash and first not in ("", "..") and last not in ("", ".."):
        return _("%(first)s 至 %(last)s") % {"first": _format_simple(first), "last": _format_simple(last)}
    return _format_simple(first or last)


def format_span(span: DateSpan | None) -> str:
    """The event date of a hit in words; an empty string where there is none."""
    if span is None:
        return ""
    return format_edtf(span.edtf or span.start or "")


def _format_simple(value: str) -> str:
    match = _SIMPLE.fullmatch(value)
    if match is None:
        return value
    try:
        words = _format_parts(match["year"], match["month"], match["day"])
    except ValueError:
        return value
    if match["mark"] in ("~", "%"):
        return _("约 %(date)s") % {"date": words}
    return _("%(date)s（存疑）") % {"date": words} if match["mark"] == "?" else words


def _format_parts(year: str, month: str | None, day: str | None) -> str:
    month = None if month == "XX" else month
    day = None if day == "XX" else day
    if year == "XXXX":
        return _format_without_year(month, day)
    if month and day:
        return date_format(dt.date(int(year), int(month), int(day)), "DATE_FORMAT")
    if month in _SEASONS:
        return _("%(year)s年%(season)s") % {"year": int(year), "season": _(_SEASONS[month])}
    if month:
        return date_format(dt.date(int(year), int(month), 1), "YEAR_MONTH_FORMAT")
    return _("%(year)s年") % {"year": int(year)}


def _format_without_year(month: str | None, day: str | None) -> str:
    if month is None:
        return _("年份不详")
    if day is None:
        words = date_format(dt.date(_LEAP_YEAR, int(month), 1), _("n月"))
    else:
        words = date_format(dt.date(_LEAP_YEAR, int(month), int(day)), _("n月j日"))
    return _("%(date)s（年份不详）") % {"date": words}

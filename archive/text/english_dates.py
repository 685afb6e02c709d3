"""Finds English dates: September 9, 2013; 9 September; Sept. 7-9; March 2015.

The text is folded, so everything is lower case. Deliberately not here: dates in figures alone, which are read alike in
both languages (`dates`).
"""

from __future__ import annotations

import re

from archive.text.date_words import DateWords, DayFields, Finder, is_possible
from archive.text.regex import regex

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMBERS = {name[:3]: index for index, name in enumerate(_MONTHS, start=1)}

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_TO = r"(?: ?(?:-|–|—|to|and) ?(?P<day2>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"

_MONTH_FIRST = regex(rf"(?<![a-z]){_MONTH} +{_DAY}{_TO}(?:,? +{_YEAR})?(?![\d:%]|,\d)(?! ?(?:yuan|people))")
_DAY_FIRST = regex(rf"(?<![\d.:]){_DAY}{_TO} +(?:of +)?{_MONTH}(?:,? +{_YEAR})?(?![a-z\d])")
_MONTH_YEAR = regex(rf"(?<![a-z]){_MONTH},? +{_YEAR}(?!\d)")


def _day(match: re.Match[str]) -> DateWords | None:
    month = _NUMBERS[match["month"][:3]]
    first = DayFields(year=int(match["year"]) if match["year"] else None, month=month, day=int(match["day"]))
    last = DayFields(month=month, day=int(match["day2"])) if match["day2"] else None
    if not is_possible(first) or (last is not None and not is_possible(last)):
        return None
    return DateWords(kind="day", start=match.start(), end=match.end(), first=first, last=last)


def _month(match: re.Match[str]) -> DateWords:
    fields = DayFields(year=int(match["year"]), month=_NUMBERS[match["month"][:3]])
    return DateWords(kind="month", start=match.start(), end=match.end(), first=fields)


FINDERS: tuple[Finder, ...] = ((_MONTH_FIRST, _day), (_DAY_FIRST, _day), (_MONTH_YEAR, _month))

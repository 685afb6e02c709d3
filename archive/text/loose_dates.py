"""Finds dates other than a numbered day: parts of months and years, the n-th weekday of a month, lunar days.

5月上旬, 2013年底, 去年夏天, 9月的第一个星期天, 农历九月初九, 腊月廿三. Deliberately not here: feasts by name
(`archive.resolve.holidays`) and which days of our calendar are meant (`archive.resolve.reference_day`).
"""

from __future__ import annotations

import re

from archive.text.date_words import (
    COUNT,
    WEEKDAYS,
    YEAR,
    YEAR_SHIFTS,
    DateWords,
    DayFields,
    Finder,
    number,
    year_number,
)
from archive.text.regex import regex

_MONTH_PARTS = {"上旬": "early", "中旬": "middle", "下旬": "late", "初": "early", "底": "late", "末": "late"}
_YEAR_PARTS = {
    **{"初": "year_start", "底": "year_end", "末": "year_end", "中": "year_middle"},
    **{"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"},
    **{"上半年": "first_half", "下半年": "second_half"},
}
_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_LAST = -1

_WRITTEN_YEAR = rf"(?:(?P<year>{YEAR}) ?年 ?|(?P<word>[今去前明]年)(?:的)?)"

_MONTH_PART = regex(
    rf"(?<![\d.—–~-]){_WRITTEN_YEAR}?(?<!农历)(?<!阴历)(?P<month>{COUNT}) ?月(?:份)?"
    r"(?P<part>[上中下]旬|[底末]|初(?![一二三四五六七八九十]))"
)
_YEAR_PART = regex(
    rf"{_WRITTEN_YEAR}(?P<part>初(?![一二三中级])|[底末]|(?<!\d)中(?=[,,])|"
    r"[春夏秋冬](?:[季天]|(?=[,,、]))|[上下]半年)"
)
_NTH_WEEKDAY = regex(
    rf"(?<![\d每]){_WRITTEN_YEAR}?(?P<month>{COUNT}) ?月(?:份)?的?(?:第(?P<n>[一二三四五1-5])|(?P<last>最后一))个?"
    r"(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
)
_LUNAR_DAY = (
    r"(?:初[一二三四五六七八九十]|十[一二三四五六七八九]|(?:廿|二十)[一二三四五六七八九]|二?十|廿|三十|\d{1,2})"
)
_LUNAR = regex(
    rf"(?:(?P<year>{YEAR}) ?年 ?|(?P<word>[今去前明]年))?"
    rf"(?:(?:农历|阴历|旧历)(?:的)?(?P<month>正|冬|腊|{COUNT})|(?P<named>[正腊]|冬(?=月[初十二廿三])|"
    rf"(?<![一二三四五六七八九十\d])[二三四五六七八九十](?=月初[一二三四五六七八九十](?![名位个支人多余家]))))月 ?"
    rf"(?P<day>{_LUNAR_DAY})(?:[日号])?"
)


def _part(match: re.Match[str]) -> DateWords | None:
    month = number(match["month"])
    if month is None or not 1 <= month <= 12:
        return None
    return DateWords(
        kind="part",
        start=match.start(),
        end=match.end(),
        first=DayFields(year=year_number(match["year"]), month=month),
        shift=YEAR_SHIFTS.get(match["word"] or ""),
        part=_MONTH_PARTS[match["part"]],
    )


def _year_part(match: re.Match[str]) -> DateWords:
    words = match["part"]
    return DateWords(
        kind="part",
        start=match.start(),
        end=match.end(),
        first=DayFields(year=year_number(match["year"])),
        shift=YEAR_SHIFTS.get(match["word"] or ""),
        part=_YEAR_PARTS.get(words) or _YEAR_PARTS[words[0]],
    )


def _nth_weekday(match: re.Match[str]) -> DateWords | None:
    month = number(match["month"])
    if month is None or not 1 <= month <= 12:
        return None
    weekday = WEEKDAYS.index(match["weekday"].replace("天", "日")) + 1
    return DateWords(
        kind="nth_weekday",
        start=match.start(),
        end=match.end(),
        first=DayFields(year=year_number(match["year"]), month=month),
        shift=YEAR_SHIFTS.get(match["word"] or ""),
        nth=(_LAST if match["last"] else number(match["n"]) or 1, weekday),
    )


def _lunar(match: re.Match[str]) -> DateWords | None:
    name = match["month"] or match["named"]
    month = _LUNAR_MONTHS.get(name) or number(name)
    day = number(match["day"].removeprefix("初"))
    if month is None or day is None or not (1 <= month <= 12 and 1 <= day <= 30):
        return None
    return DateWords(
        kind="lunar",
        start=match.start(),
        end=match.end(),
        first=DayFields(year=year_number(match["year"]), month=month, day=day),
        shift=YEAR_SHIFTS.get(match["word"] or ""),
    )


FINDERS: tuple[Finder, ...] = (
    (_LUNAR, _lunar),
    (_NTH_WEEKDAY, _nth_weekday),
    (_MONTH_PART, _part),
    (_YEAR_PART, _year_part),
)

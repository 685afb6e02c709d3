"""Finds the words that count from the day of the report: 昨日, 前天, 上周六, 周末, 上月, 近日.

Knows no day of report. Deliberately not here: days written with their numbers (`dates`), except those that stand
behind such a word and say it better (今日(3日)).
"""

from __future__ import annotations

import re

from archive.text.date_words import MONTH_SHIFTS, WEEKDAYS, DateWords, DayFields, Finder, is_possible, number
from archive.text.regex import regex

_DAY_SHIFTS = {"大前": -3, "昨": -1, "今": 0, "前": -2, "明": 1, "后": 2, "即": 0}
_WEEK_SHIFTS = {"上": -1, "下": 1, "本": 0, "这": 0}
_SATURDAY, _SUNDAY = 6, 7

_RELATIVE = regex(
    r"(?P<day>大前(?=天)|昨(?=[天日晚夜晨]|[举召在开启])|今(?=[天日](?!的)|[晚早晨](?![上的年]))|"
    r"前(?=天(?!的)|日(?=[,上下晚在举召开]))|明(?=[天日][,上下晚在举召起])|后(?=天[,上下晚在举召起])|即(?=日起))"
    r"(?:日起|[天日晚夜晨早])?(?: ?\( ?(?:(?P<month>\d{1,2}) ?月 ?)?(?P<date>\d{1,2}) ?[日号] ?\))?"
)
_WEEKDAY = regex(
    r"(?:(?P<week>[上本这下])个?(?:周|星期|礼拜)"
    r"|(?<![每逢\d一二三四五六日天上中下两几(、到至和个])(?<!每个)(?:周|星期)(?=[一二三四五六日天](?:上午|下午|中午|傍晚|晚|清早|清晨|一早)))"
    r"(?P<weekday>[一二三四五六日天])(?![至到、和-])"
)
_WEEKEND = regex(r"(?P<week>[上本这])个?周末|(?<![每逢个双])周末(?=[,两]|(?:上午|下午)|里|,)(?<!节假日周末)")
_MONTH = regex(r"(?P<word>上个月|下个月|本月|上月|下月)(?! ?\d|[初一二三四五六七八九十廿末底中上下])")
_AGO = regex(r"(?<![一二两三四五六七八九十百几数\d])(?P<ago>[两二三四五六])天(?:之)?前(?=[,、的]|[一-鿿])")
_VAGUE = regex(r"近日|(?<!\d)日前(?!往)|连日来|近期|这几天|近几天|近段时间|最近(?=,|[一几]|在)")


def _relative(match: re.Match[str]) -> DateWords | None:
    if match["date"]:
        fields = DayFields(month=number(match["month"]), day=int(match["date"]))
        if not 1 <= int(match["date"]) <= 31 or (fields.month is not None and not is_possible(fields)):
            return None
        return DateWords(kind="day", start=match.start(), end=match.end(), first=fields)
    return DateWords(
        kind="relative", start=match.start(), end=match.end(), first=DayFields(), shift=_DAY_SHIFTS[match["day"]]
    )


def _days_ago(match: re.Match[str]) -> DateWords:
    back = -(number(match["ago"]) or 0)
    return DateWords(kind="relative", start=match.start(), end=match.end(), first=DayFields(), shift=back)


def _weekday(match: re.Match[str]) -> DateWords:
    weekday = DayFields(day=WEEKDAYS.index(match["weekday"].replace("天", "日")) + 1)
    shift = _WEEK_SHIFTS.get(match["week"] or "")
    return DateWords(kind="weekday", start=match.start(), end=match.end(), first=weekday, shift=shift)


def _weekend(match: re.Match[str]) -> DateWords:
    return DateWords(
        kind="weekday",
        start=match.start(),
        end=match.end(),
        first=DayFields(day=_SATURDAY),
        last=DayFields(day=_SUNDAY),
        shift=_WEEK_SHIFTS.get(match["week"] or ""),
    )


def _month(match: re.Match[str]) -> DateWords:
    shift = MONTH_SHIFTS[match["word"]]
    return DateWords(kind="month", start=match.start(), end=match.end(), first=DayFields(), shift=shift)


def _vague(match: re.Match[str]) -> DateWords:
    return DateWords(kind="vague", start=match.start(), end=match.end(), first=DayFields())


FINDERS: tuple[Finder, ...] = (
    (_WEEKDAY, _weekday),
    (_WEEKEND, _weekend),
    (_MONTH, _month),
    (_RELATIVE, _relative),
    (_AGO, _days_ago),
    (_VAGUE, _vague),
)

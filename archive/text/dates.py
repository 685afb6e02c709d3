"""Finds the words that name a date in Chinese running text: where they stand and which calendar fields they give.

Knows no reference date: `7月7日` comes out without a year, `昨日` as one day back. Days and months in figures are read
here, the rest by the finders it collects. Deliberately not here: which year a year-less date falls in, what a date
means to the article (`archive.resolve.event_date`), feasts by name.
"""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise

from archive.text import english_dates, loose_dates, relative_dates
from archive.text.date_words import (
    COUNT,
    MONTH_SHIFTS,
    YEAR,
    YEAR_SHIFTS,
    DateKind,
    DateWords,
    DayFields,
    Finder,
    is_possible,
    last_day_of_month,
    number,
    year_number,
)
from archive.text.regex import regex

__all__ = ["DateKind", "DateWords", "DayFields", "find_dates", "last_day_of_month"]

_CLOCK = (
    r"(?:\([^()\n]{1,8}\))? ?(?:上午|下午|中午|傍晚|清晨|凌晨|早上?|晚上?)? ?"
    r"(?:\d{1,2}[:时点](?:\d{1,2}分?|半)?)?"
)
_TO = r" ?(?:起|开始)? ?(?:直?至|到|持续到|[—–―~-]{1,2}) ?(?:次年|翌年|当年|今年)?"

_MONTH_DAY = regex(
    rf"(?<![\d.])(?:(?P<year>{YEAR}) ?年 ?|(?P<word>[今去前明]年)(?:的)?)?"
    rf"(?<!农历)(?<!阴历)(?<!第)(?P<month>{COUNT}) ?月 ?(?P<day>{COUNT})(?P<mark> ?[日号])?"
    rf"(?:{_CLOCK}{_TO}(?:(?P<year2>{YEAR}) ?年 ?)?(?:(?P<month2>{COUNT}) ?月 ?)?(?P<day2>{COUNT}) ?[日号]"
    r"|(?P<join>(?:[、和](?:3[01]|[12]\d|0?[1-9])[日号]?)+(?<=[日号])))?"
)
_NUMERIC = regex(
    r"(?<![\d./-])(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=sep)"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?![\d./]|-\d(?!\d?\.))"
    r"(?: ?(?:至|到|[—–~]{1,2}|\s-\s|(?<=\.\d)-|(?<=\.\d\d)-) ?(?:(?P<year2>(?:19|20)\d\d)(?P=sep))?"
    r"(?P<month2>1[0-2]|0?[1-9])(?P=sep)(?P<day2>3[01]|[12]\d|0?[1-9])(?![\d./]|-\d))?"
)
_DAY_FIRST = regex(
    r"(?<![\d./-])(?P<day>3[01]|[12]\d|0?[1-9])\.(?P<month>1[0-2]|0?[1-9])\.(?P<year>(?:19|20)\d\d)(?![\d.])"
)
_MONTH = regex(
    rf"(?<![\d.—–~-])(?:(?P<year>{YEAR}) ?年 ?|(?P<word>[今去前明]年)(?:的)?)?"
    rf"(?<!农历)(?<!阴历)(?P<month>{COUNT}) ?月(?:份)?(?! ?\d|[初一二三四五六七八九十])"
    rf"(?:{_TO}(?:(?P<year2>{YEAR}) ?年 ?)?(?P<month2>{COUNT}) ?月(?! ?\d)(?:份|底)?)?"
)
_YEAR_ONLY = regex(rf"(?<!\d)(?P<year>{YEAR}) ?年(?![度级版代货生]| ?\d{{1,2}} ?月)")
# A bare day needs a word behind it that only a point in time takes, else 5日 may be a span of five days; from the 10th on
# spans are rare, and it is enough that no word of a span follows.
_BARE_DAY = regex(
    r"(?<![\d月第每./:-])(?<!为期)(?<!连续)(?<!共)(?<!达)(?<!近)(?<!满)(?<!年)(?<!历时)"
    r"(?P<word>(?:本|上个?|下个?)月)?(?P<day>3[01]|[12]\d|0?[1-9])(?P<mark>[日号])?"
    r"(?:(?:至|到|[、—–~-]{1,2})(?P<day2>3[01]|[12]\d|0?[1-9])[日号])?"
    r"(?:(?<=[日号])(?<=[123]\d[日号])(?![内游以后期间常志前行里程元子报本语军照出落光])|(?= ?(?:[,、。;)]|上午|下午|中午|傍晚|清晨|凌晨|早|晚|夜|白天|当天|在|从|由|举|召|启|起|向|闭|开|正|至|到|"
    r"\d{1,2}[时:点]|前|是|为|赴|走进|来到|揭|颁|成立|发布|落幕|组织|联合|透露|表示|宣布|公布|消息|上线)))"
)
_UNTIL_REPORT = regex(r"[^,。;\d\n]{0,8}?(?:到|至)(?P<day>今|昨)[天日]")
_ABOUT = regex(r"前后|左右")
_FROM = regex(r"[从自] ?$")


def find_dates(text: str) -> tuple[DateWords, ...]:
    """All date expressions of `text`, in order, none overlapping another.

    `text` must be folded (`archive.text.normalise.fold`): half-width digits and signs. Impossible days (2月30日) are
    left out, and so are the words inside them.
    """
    found: list[DateWords] = []
    taken = bytearray(len(text))
    for pattern, build in _FINDERS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if taken.find(1, start, end) >= 0:
                continue
            words = build(match)
            if words is not None:
                words = _with_tail(words, text)
                found.append(words)
                taken[words.start : words.end] = b"\x01" * (words.end - words.start)
            elif pattern is _MONTH_DAY:
                taken[start:end] = b"\x01" * (end - start)
    return tuple(sorted(found, key=lambda words: words.start))


def _with_tail(words: DateWords, text: str) -> DateWords:
    """The words with what follows them: 到今天 as the far end, 前后 and 左右 as approximate."""
    if words.kind != "day" or words.last is not None:
        return words
    about = _ABOUT.match(text, words.end)
    if about:
        return dataclasses.replace(words, end=about.end(), approximate=True)
    until = _UNTIL_REPORT.match(text, words.end)
    if until and _FROM.search(text[max(0, words.start - 2) : words.start]):
        return dataclasses.replace(words, end=until.end(), until=0 if until["day"] == "今" else -1)
    return words


def _month_day(match: re.Match[str]) -> DateWords | None:
    groups = match.groupdict()
    if not groups["mark"] and not groups["day2"] and not groups["join"]:
        return None
    first = DayFields(year=year_number(groups["year"]), month=number(groups["month"]), day=number(groups["day"]))
    last = None
    if groups["day2"]:
        month2 = number(groups["month2"]) or first.month
        last = DayFields(year=year_number(groups["year2"]), month=month2, day=number(groups["day2"]))
    if not is_possible(first) or (last is not None and not is_possible(last)):
        return None
    shift = YEAR_SHIFTS.get(groups["word"] or "")
    return _words("day", match, first, last, shift) if groups["join"] is None else _joined(match, first, shift)


def _joined(match: re.Match[str], first: DayFields, shift: int | None) -> DateWords | None:
    """7月8日、9日 are days in a row; 7月8日、18日 are two dates, of which the second is found by itself."""
    days = [first.day or 0, *(int(day) for day in re.findall(r"\d+", match["join"]))]
    if all(after == before + 1 for before, after in pairwise(days)):
        last = DayFields(month=first.month, day=days[-1])
        return _words("day", match, first, last, shift) if is_possible(last) else None
    end = match.end("mark") if match["mark"] else match.end("day")
    return DateWords(kind="day", start=match.start(), end=end, first=first, shift=shift)


def _numeric(match: re.Match[str]) -> DateWords | None:
    groups = match.groupdict()
    first = DayFields(year=int(groups["year"]), month=int(groups["month"]), day=int(groups["day"]))
    last = None
    if groups.get("day2"):
        last = DayFields(year=number(groups["year2"]), month=number(groups["month2"]), day=number(groups["day2"]))
    if not is_possible(first) or (last is not None and not is_possible(last)):
        return None
    return _words("day", match, first, last)


def _month(match: re.Match[str]) -> DateWords | None:
    groups = match.groupdict()
    first = DayFields(year=year_number(groups["year"]), month=number(groups["month"]))
    if first.month is None or not 1 <= first.month <= 12:
        return None
    month2 = number(groups["month2"])
    last = None
    if month2 is not None and 1 <= month2 <= 12:
        last = DayFields(year=year_number(groups["year2"]), month=month2)
    return _words("month", match, first, last, YEAR_SHIFTS.get(groups["word"] or ""))


def _year(match: re.Match[str]) -> DateWords | None:
    return _words("year", match, DayFields(year=year_number(match["year"])))


def _bare_day(match: re.Match[str]) -> DateWords | None:
    if not match["mark"] and not match["day2"]:
        return None
    first = DayFields(day=int(match["day"]))
    last = DayFields(day=int(match["day2"])) if match["day2"] else None
    if last is not None and "、" in match[0] and last.day != (first.day or 0) + 1:
        return None
    return _words("day", match, first, last, MONTH_SHIFTS.get((match["word"] or "").replace("个", "")))


_FINDERS: tuple[Finder, ...] = (
    loose_dates.FINDERS[0],
    loose_dates.FINDERS[1],
    (_MONTH_DAY, _month_day),
    (_NUMERIC, _numeric),
    (_DAY_FIRST, _numeric),
    *english_dates.FINDERS,
    *loose_dates.FINDERS[2:],
    (_MONTH, _month),
    *relative_dates.FINDERS,
    (_BARE_DAY, _bare_day),
    (_YEAR_ONLY, _year),
)
"""The exact before the loose: what one finder took is not read again by a later one."""


def _words(
    kind: DateKind,
    match: re.Match[str],
    first: DayFields,
    last: DayFields | None = None,
    shift: int | None = None,
) -> DateWords:
    return DateWords(kind=kind, start=match.start(), end=match.end(), first=first, last=last, shift=shift)

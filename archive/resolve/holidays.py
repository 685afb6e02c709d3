"""Finds theme days and feasts by name: 第38个国际志愿者日 is 2023-12-05, 正值元旦 the nearest 1 January.

`find_holidays` knows the days with a fixed date, `find_named_days` also the feasts of the lunar calendar, the solar
terms and those on an n-th weekday. Deliberately not here: days written as numbers (`archive.text.dates`) and which
year is meant where the page does not count (`reference_day`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from archive.resolve.calendar_days import lunar_day, lunar_eve, nth_weekday, solar_term
from archive.resolve.vocabulary import Feast, NamedDay, load_feasts, load_named_days
from archive.text.numerals import parse_number
from archive.text.regex import regex
from archive.text.word_finder import WordFinder


@dataclass(frozen=True, kw_only=True)
class HolidayMention:
    """One mention of a day with a fixed date. `year` is set where the page counts it (第38个, 60周年); `framed` where
    it tells when something was.
    """

    day: NamedDay
    start: int
    end: int
    year: int | None
    framed: bool


@dataclass(frozen=True, kw_only=True)
class NamedDayMention:
    """One mention of a theme day or feast of any calendar.

    `approximate` where the words stand near the day only (前夕, 来临之际, 期间); `before` counts the days ahead of it
    (元宵前一日); `today` is the shift of the day of report (今天是重阳节: 0).
    """

    day: NamedDay | Feast
    start: int
    end: int
    year: int | None
    framed: bool
    approximate: bool = False
    before: int = 0
    today: int | None = None

    def on(self, year: int) -> dt.date | None:
        """The day meant if it fell in `year`; None where it cannot."""
        day = feast_day(self.day, year) if isinstance(self.day, Feast) else dt.date(year, self.day.month, self.day.day)
        return day - dt.timedelta(days=self.before) if day is not None else None


_IS = r"[,,]? ?(?:又|也|就|正好)?(?:正?[是为逢值]|恰逢|恰是|正值|适逢|迎来|时值)了?"
_FRAME_BEFORE = regex(
    rf"(?:正值|恰逢|适逢|时值|值此|值|喜迎|迎接?|庆祝?|欢度|在|逢|于|到了?|(?:天|日){_IS})"
    r"(?:一年一度的?|我国的?|全国|传统节日|中国传统节日|农历|(?:19|20)\d\d年的?|今年的?|[一-龥]{2,4}日[,,—-]{1,2}|——)*[“\"「]?$"
)
_TODAY = regex(rf"(?P<day>[今昨明])[天日]{_IS}[^,。;\n]{{0,14}}$")
_FRAME_AFTER = regex(
    r"^[”\"」]?(?:节)?(?P<near>之际|来临|到来|前夕|前后|期间|即将|将至|临近|将近|假期|小长假|这几天|前的)?"
    r"(?P<on>当天|当日|当晚|这一?天|那一?天|上午|下午|晚上|这一日)?(?:前(?P<before>[一二三两])[天日])?"
)
_GONE = regex(r"(?:过去的|刚过的?|每年的?|每逢|每到|历年|往年的?|去年的?|除了|像)[“\"「]?$")
# 七一路, 八一小学, 清明上河图, 小年轻: places and words named after the day.
_PLACE_AFTER = regex(
    r"路|街|村|镇|中学|小学|大道|广场|社区|学校|大桥|勋章|南昌|上河|桥|山|湖|轻|纪|夜话|公园|机场|特[别刊]"
)
_COUNT_BEFORE = regex(r"第 ?(\d{1,3}|[一二三四五六七八九十百]{1,5}) ?[个届次] ?(?:中国|全国|国际)?[“\"「]?$")
_YEARS_AFTER = regex(r"^[”\"」]? ?(\d{1,3}|[一二三四五六七八九十百]{1,5}) ?周年")
_BEFORE_DAYS = {"一": 1, "二": 2, "两": 2, "三": 3}
_TODAY_SHIFTS = {"今": 0, "昨": -1, "明": 1}


def find_holidays(text: str) -> Iterator[HolidayMention]:
    """Every named day with a fixed date in folded `text`, in order."""
    for mention in find_named_days(text):
        if isinstance(mention.day, NamedDay):
            yield HolidayMention(
                day=mention.day, start=mention.start, end=mention.end, year=mention.year, framed=mention.framed
            )


def find_named_days(text: str) -> Iterator[NamedDayMention]:
    """Every named day and feast in folded `text`, in order."""
    for start, end in _names().find_longest(text):
        if _PLACE_AFTER.match(text, end):
            continue
        mention = _mention(text, start, end)
        if mention is not None:
            yield mention


def feast_day(feast: Feast, year: int) -> dt.date | None:
    """The day on which a feast falls in `year`; a lunar one is found in the lunar year that begins in it.

    腊八 and 除夕 of that lunar year fall in January or February of the next: they are looked for in the year before.
    """
    if feast.calendar == "weekday":
        return nth_weekday(year, feast.month, feast.nth, feast.day)
    if feast.calendar == "term":
        return solar_term(year, feast.term)
    for lunar_year in (year, year - 1):
        day = lunar_eve(lunar_year) if feast.calendar == "eve" else lunar_day(lunar_year, feast.month, feast.day)
        if day is not None and day.year == year:
            return day
    return None


def _mention(text: str, at: int, end: int) -> NamedDayMention | None:
    day = _by_name()[text[at:end]]
    before, after = text[max(0, at - 24) : at], text[end : end + 10]
    if "\n" in before:
        before = before[before.rfind("\n") + 1 :]
    if _GONE.search(before):
        return None
    counted = _COUNT_BEFORE.search(before)
    start = at - len(before) + counted.start() if counted else at
    year = _counted_year(day, counted or _YEARS_AFTER.search(after))
    lead = before[: counted.start()] if counted else before
    today, tail = _TODAY.search(lead), _FRAME_AFTER.search(after)
    near, ahead = (tail["near"], tail["before"]) if tail else (None, None)
    return NamedDayMention(
        day=day,
        start=start,
        end=end + (tail.end() if tail and ahead else 0),
        year=year,
        framed=bool(_FRAME_BEFORE.search(lead) or today or near or ahead or (tail and tail["on"])),
        approximate=bool(near and not ahead and not (tail and tail["on"])),
        before=_BEFORE_DAYS.get(ahead or "", 0),
        today=_TODAY_SHIFTS[today["day"]] if today else None,
    )


def _counted_year(day: NamedDay | Feast, counted: re.Match[str] | None) -> int | None:
    if counted is None or day.year_zero is None:
        return None
    number = parse_number(counted[1])
    return day.year_zero + int(number) if number else None


@cache
def _by_name() -> Mapping[str, NamedDay | Feast]:
    days: tuple[NamedDay | Feast, ...] = (*load_feasts(), *load_named_days())
    return {day.name: day for day in days}


@cache
def _names() -> WordFinder:
    return WordFinder(_by_name())

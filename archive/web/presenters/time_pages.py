"""The archive by time: years against months, a year as twelve small calendars, a month day by day with its events."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.urls import reverse

from archive.search.labels import date_label, is_english
from archive.search.query import UNKNOWN, SearchQuery
from archive.search.results import FacetValue, SearchResults
from archive.web.presenters.bars import Histogram, only, present_histogram
from archive.web.presenters.grid import Grid, present_years_by_months
from archive.web.presenters.hit_rows import HitRow, present_hits
from archive.web.presenters.links import search_address
from archive.web.presenters.steps import StepRange, Steps

_EVERYTHING = SearchQuery()
_YEAR, _MONTH = 4, 7


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day of a month; `address` is empty where nothing happened that the archive knows of."""

    number: int
    label: str
    count: int
    step: int
    address: str


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month as weeks from Monday on; None stands for days of its neighbours. `address` is its own page."""

    label: str
    count: int
    address: str
    count_address: str
    weeks: tuple[tuple[Day | None, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Near:
    """An earlier or later year or month that has anything."""

    label: str
    address: str


@dataclass(frozen=True, kw_only=True)
class TimelinePage:
    """All of it."""

    years: Histogram
    grid: Grid
    undated: int
    undated_address: str


@dataclass(frozen=True, kw_only=True)
class SpanPage:
    """One year, or one month with its events."""

    label: str
    count: int
    count_address: str
    above: Near
    previous: Near | None
    next: Near | None
    months: tuple[Month, ...]
    ranges: tuple[StepRange, ...]
    hits: tuple[HitRow, ...]
    events: int
    events_address: str


def present_timeline(dates: Mapping[str, int]) -> TimelinePage:
    """`dates` maps years, months and days to articles."""
    years = tuple(
        FacetValue(value=date, label=date_label(date, is_english()), count=count, selected=False)
        for date, count in sorted(dates.items())
        if len(date) == _YEAR
    )
    undated = dates.get(UNKNOWN, 0)
    return TimelinePage(
        years=present_histogram(years, _EVERYTHING),
        grid=present_years_by_months(dates, _EVERYTHING, most=len(years), year_page=_span_address),
        undated=undated,
        undated_address=search_address(only(_EVERYTHING, "date", UNKNOWN)) if undated else "",
    )


def present_span(span: str, dates: Mapping[str, int], newest: SearchResults | None = None) -> SpanPage:
    """A year (`2013`) or a month (`2013-07`); `newest` are the events of a month."""
    codes = [span] if len(span) == _MONTH else [f"{span}-{month:02d}" for month in range(1, 13)]
    steps = Steps(count for date, count in dates.items() if len(date) > _MONTH and date.startswith(span))
    above = reverse("timeline") if len(span) == _YEAR else _span_address(span[:_YEAR])
    return SpanPage(
        label=date_label(span, is_english()),
        count=dates.get(span, 0),
        count_address=search_address(only(_EVERYTHING, "date", span)) if dates.get(span) else "",
        above=Near(label="" if len(span) == _YEAR else date_label(span[:_YEAR], is_english()), address=above),
        previous=_near(max((date for date in _alike(span, dates) if date < span), default="")),
        next=_near(min((date for date in _alike(span, dates) if date > span), default="")),
        months=tuple(_month(code, dates, steps) for code in codes),
        ranges=steps.ranges,
        hits=present_hits(newest.hits, view="events") if newest else (),
        events=newest.total if newest else 0,
        events_address=search_address(replace(only(_EVERYTHING, "date", span), view="events", sort="oldest")),
    )


def _alike(span: str, dates: Mapping[str, int]) -> list[str]:
    return [date for date in dates if len(date) == len(span) and date != UNKNOWN]


def _near(span: str) -> Near | None:
    return Near(label=date_label(span, is_english()), address=_span_address(span)) if span else None


def _span_address(span: str) -> str:
    return reverse("timeline_span", args=[span])


def _month(code: str, dates: Mapping[str, int], steps: Steps) -> Month:
    year, month = int(code[:_YEAR]), int(code[_YEAR + 1 :])
    english = is_english()

    def day(number: int) -> Day | None:
        if not number:
            return None
        token = f"{code}-{number:02d}"
        count = dates.get(token, 0)
        return Day(
            number=number,
            label=date_label(token, english),
            count=count,
            step=steps.step(count),
            address=search_address(only(_EVERYTHING, "date", token)) if count else "",
        )

    weeks = calendar.Calendar().monthdayscalendar(year, month)
    count = dates.get(code, 0)
    return Month(
        label=date_label(code, english),
        count=count,
        address=_span_address(code),
        count_address=search_address(only(_EVERYTHING, "date", code)) if count else "",
        weeks=tuple(tuple(day(number) for number in week) for week in weeks),
    )

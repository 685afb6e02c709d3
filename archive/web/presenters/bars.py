"""Counts as bars: years or months as columns, kinds as rows. Sizes are percentages the template draws as SVG."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.translation import ngettext

from archive.search.query import UNKNOWN, SearchQuery
from archive.search.results import FacetValue
from archive.web.presenters.links import ChoiceLinks, search_address

_WIDEST_SPAN = 60  # years: beyond it, one wrong year would press all true columns into a hairline
_TICKS = 6
_YEAR, _MONTH = 4, 7  # lengths of their codes
_LEAST = 3  # per cent: what is there must be seen


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar. `size` and its `rest` add up to 100; `address` is empty where nothing is to be found."""

    value: str
    label: str
    told: str
    """Label and count in words."""
    tick: str
    count: int
    size: int
    rest: int
    selected: bool
    address: str


@dataclass(frozen=True, kw_only=True)
class Histogram:
    """Columns in time order. `level` is `year`, `month` or `day`; `back` leads one level up."""

    bars: tuple[Bar, ...]
    level: str
    heading: str = ""
    back: str = ""
    back_label: str = ""
    unknown: Bar | None = None


def present_rows(values: Iterable[FacetValue], query: SearchQuery, facet: str, *, limit: int) -> tuple[Bar, ...]:
    """The commonest values of a flat facet as rows, each a link to the search for it alone."""
    known = [value for value in values if value.value != UNKNOWN][:limit]
    return tuple(_bars(known, query, facet))


def present_histogram(years: Sequence[FacetValue], query: SearchQuery) -> Histogram:
    """Years as columns; the months of a year, or the days of a month, where that is all that is chosen."""
    unknown = next(iter(_bars([year for year in years if year.value == UNKNOWN], query, "date")), None)
    dated = sorted((year for year in years if year.value != UNKNOWN), key=lambda year: year.value)
    year = _opened(dated, query, _YEAR)
    month = _opened(year.children, query, _MONTH) if year else None
    if year is None:
        held = dated if any(value.count for value in dated) else []
        return Histogram(
            bars=tuple(_bars(_fill(held), query, "date", ticks=_year_ticks)), level="year", unknown=unknown
        )
    opened = month or year
    return Histogram(
        bars=tuple(_bars(_all_parts(opened), query, "date", ticks=_part_ticks)),
        level="day" if month else "month",
        heading=opened.label,
        back=search_address(only(query, "date", year.value) if month else query.without_facet("date")),
        back_label=year.label if month else "",
        unknown=unknown,
    )


def only(query: SearchQuery, facet: str, value: str) -> SearchQuery:
    """The query with this value as the facet's only choice: it finds exactly as many as the value's count says."""
    return replace(query, **{facet: (value,)}, page=1)  # type: ignore[arg-type]


def _opened(values: Sequence[FacetValue], query: SearchQuery, length: int) -> FacetValue | None:
    """The one value of this length (a year's or a month's) that all chosen dates lie in, if it has parts to show."""
    chosen = {value[:length] for value in query.date}
    if UNKNOWN in query.date or len(chosen) != 1 or any(len(value) < length for value in query.date):
        return None
    return next((value for value in values if value.value in chosen and value.children), None)


def _fill(years: Sequence[FacetValue]) -> list[FacetValue]:
    """Empty years between the first and the last, so that the axis is even."""
    if not years or not all(year.value.isdigit() for year in years):
        return list(years)
    if int(years[-1].value) - int(years[0].value) > _WIDEST_SPAN:
        return list(years)
    filled: list[FacetValue] = []
    for year, following in pairwise(years):
        filled.append(year)
        filled += [_nothing(f"{gap:04d}") for gap in range(int(year.value) + 1, int(following.value))]
    return [*filled, years[-1]]


def _all_parts(opened: FacetValue) -> list[FacetValue]:
    """Every month of a year, or every day of a month, those without articles too."""
    known = {part.value: part for part in opened.children}
    last = 12 if len(opened.value) == _YEAR else monthrange(int(opened.value[:4]), int(opened.value[5:7]))[1]
    codes = [f"{opened.value}-{part:02d}" for part in range(1, last + 1)]
    return [known.get(code, _nothing(code)) for code in codes]


def _nothing(code: str) -> FacetValue:
    return FacetValue(value=code, label=code, count=0, selected=False)


def _year_ticks(values: Sequence[FacetValue], position: int) -> str:
    """A label every few columns, and none so near the end that it runs into the last."""
    step = max(1, -(-len(values) // _TICKS))
    last = len(values) - 1
    if position == last or (position % step == 0 and last - position >= step):
        return values[position].value
    return ""


def _part_ticks(values: Sequence[FacetValue], position: int) -> str:
    """Every month; of days the first and every fifth."""
    number = int(values[position].value.rpartition("-")[2])
    return str(number) if len(values) <= 12 or number == 1 or number % 5 == 0 else ""


def _no_tick(values: Sequence[FacetValue], position: int) -> str:
    return ""


def _bars(
    values: Sequence[FacetValue],
    query: SearchQuery,
    facet: str,
    *,
    ticks: Callable[[Sequence[FacetValue], int], str] = _no_tick,
) -> Iterable[Bar]:
    most = max((value.count for value in values), default=0)
    links = ChoiceLinks(query, facet)
    for position, value in enumerate(values):
        size = max(_LEAST, round(100 * value.count / most)) if value.count else 0
        yield Bar(
            value=value.value,
            label=value.label,
            told=f"{value.label} {ngettext('%(n)s 篇', '%(n)s 篇', value.count) % {'n': value.count}}",
            tick=ticks(values, position),
            count=value.count,
            size=size,
            rest=100 - size,
            selected=value.selected,
            address=_address(value, query, facet, links) if value.count else "",
        )


def _address(value: FacetValue, query: SearchQuery, facet: str, links: ChoiceLinks) -> str:
    if value.selected:
        return search_address(query.without_filter(facet, value.value))
    return links.only(value.value)

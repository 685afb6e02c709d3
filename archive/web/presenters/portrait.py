"""A page about one thing of the archive: how much there is, when, of what kinds, by whom, and what is newest.

The same parts for a region, a kind of event, a source; every number leads to the search that finds just so many.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from archive.search.facets import FACET_BY_NAME
from archive.search.portrait import LISTED, Portrait
from archive.search.query import UNKNOWN
from archive.search.results import FacetValue
from archive.web.presenters.bars import Bar, Histogram, present_histogram, present_rows
from archive.web.presenters.facet_list import facet_address
from archive.web.presenters.grid import Grid, present_years_by_months
from archive.web.presenters.hit_rows import HitRow, present_hits
from archive.web.presenters.links import search_address

_ROWS = 8


@dataclass(frozen=True, kw_only=True)
class Section:
    """One facet as rows; `more` leads to all its values where there are more, else it is empty."""

    name: str
    heading: str
    rows: tuple[Bar, ...]
    more: str


@dataclass(frozen=True, kw_only=True)
class PortraitPage:
    total: int
    events: int
    address: str
    events_address: str
    years: Histogram
    months: Grid
    undated: int
    undated_address: str
    sections: tuple[Section, ...]
    hits: tuple[HitRow, ...]


def present_portrait(portrait: Portrait, *, without: str = "") -> PortraitPage:
    """Ready to print; `without` is the facet the page itself is a value of."""
    query, found = portrait.query, portrait.found
    dates = found.counts.get("date", {})
    years = tuple(
        FacetValue(value=date, label=_("%(year)s年") % {"year": date}, count=count, selected=False)
        for date, count in sorted(dates.items())
        if len(date) == 4
    )
    undated = dates.get(UNKNOWN, 0)
    return PortraitPage(
        total=found.total,
        events=found.events,
        address=search_address(query),
        events_address=search_address(replace(query, view="events")),
        years=present_histogram(years, query),
        months=present_years_by_months(dates, query),
        undated=undated,
        undated_address=search_address(query.with_filter("date", UNKNOWN)) if undated else "",
        sections=tuple(_sections(portrait, without)),
        hits=present_hits(portrait.newest, view="events"),
    )


def _sections(portrait: Portrait, without: str) -> Iterator[Section]:
    for name in LISTED:
        rows = present_rows(portrait.values(name), portrait.query, name, limit=_ROWS) if name != without else ()
        if rows:
            known = portrait.found.sizes.get(name, 0) - (UNKNOWN in portrait.found.counts[name])
            is_all = known <= len(rows)
            more = "" if is_all else facet_address(portrait.query, name)
            yield Section(name=name, heading=str(FACET_BY_NAME[name].heading), rows=rows, more=more)

"""The archive at a glance: years, places, kinds, what is held of each province in each year, and what is newest."""

from __future__ import annotations

from dataclasses import dataclass

from archive.search.facets import NATIONWIDE
from archive.search.labels import region_tree
from archive.search.portrait import Portrait
from archive.search.query import UNKNOWN, SearchQuery
from archive.web.presenters.bars import Bar, present_rows
from archive.web.presenters.grid import Grid, present_regions_by_years
from archive.web.presenters.links import region_address, region_search
from archive.web.presenters.portrait import PortraitPage, present_portrait
from archive.web.presenters.region_map import RegionMap, present_map

_TYPES_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class HomePage:
    portrait: PortraitPage
    provinces: int
    """How many hold anything."""
    missing: tuple[tuple[str, str], ...]
    """Name and page of the provinces that hold nothing."""
    first_year: str
    last_year: str
    map: RegionMap | None
    types: tuple[Bar, ...]
    holdings: Grid
    placeless: int
    placeless_address: str
    nationwide: int
    nationwide_address: str


def present_home(portrait: Portrait) -> HomePage:
    """`portrait` is of everything, its pairs those of provinces and years."""
    found, tree = portrait.found, region_tree()
    regions = found.counts.get("region", {})
    years = sorted(date for date in found.counts.get("date", {}) if len(date) == 4)
    provinces = tree.parts()
    empty = [code for code in provinces if not regions.get(code)]
    return HomePage(
        portrait=present_portrait(portrait),
        provinces=len(provinces) - len(empty),
        missing=tuple((tree.name(code), region_address(code)) for code in empty),
        first_year=years[0] if years else "",
        last_year=years[-1] if years else "",
        map=present_map(regions, region_address, count_address=region_search),
        types=present_rows(portrait.values("type"), SearchQuery(), "type", limit=_TYPES_SHOWN),
        holdings=present_regions_by_years(found.crossed, regions, provinces, SearchQuery()),
        placeless=regions.get(UNKNOWN, 0),
        placeless_address=region_search(UNKNOWN),
        nationwide=regions.get(NATIONWIDE, 0),
        nationwide_address=region_search(NATIONWIDE),
    )

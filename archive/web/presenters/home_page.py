"""The archive at a glance, from one search for everything: years, places, kinds, and what is newest."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.search.facets import NATIONWIDE
from archive.search.query import UNKNOWN, SearchQuery
from archive.search.results import FacetValue, Hit, SearchResults
from archive.web.presenters.bars import Bar, Histogram, present_histogram, present_rows
from archive.web.presenters.hit_rows import HitRow, present_hits
from archive.web.presenters.links import search_address
from archive.web.presenters.vocabulary import short_path

_TYPES_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A region with its count; `step` 1..5 is how much of the archive it holds, for the tint."""

    label: str
    count: int
    step: int
    address: str


@dataclass(frozen=True, kw_only=True)
class HomePage:
    total: int
    events: int
    provinces: int
    first_year: str
    last_year: str
    years: Histogram
    tiles: tuple[Tile, ...]
    types: tuple[Bar, ...]
    hits: tuple[HitRow, ...]
    notices: tuple[str, ...]


def present_home(results: SearchResults, newest: tuple[Hit, ...]) -> HomePage:
    """`results` answer the search for everything, with counts of articles, as the links lead to; `newest` are of events."""
    everything = SearchQuery()
    years = present_histogram(results.facets.get("date", ()), everything)
    regions = results.facets.get("region", ())
    return HomePage(
        total=results.total,
        events=results.events,
        provinces=sum(1 for region in regions if region.value not in (UNKNOWN, NATIONWIDE) and region.count),
        first_year=years.bars[0].value if years.bars else "",
        last_year=years.bars[-1].value if years.bars else "",
        years=years,
        tiles=present_tiles(regions),
        types=present_rows(results.facets.get("type", ()), everything, "type", limit=_TYPES_SHOWN),
        hits=present_hits(newest, view="events"),
        notices=results.notices,
    )


def present_tiles(regions: tuple[FacetValue, ...]) -> tuple[Tile, ...]:
    """Provinces, tinted by how many articles each holds in proportion to the fullest; unknown places last, untinted."""
    most = max((region.count for region in regions if region.value != UNKNOWN), default=0)
    tiles = [
        Tile(
            label=_tile_label(region),
            count=region.count,
            step=_step(region.count, most) if region.value != UNKNOWN else 0,
            address=search_address(SearchQuery(region=(region.value,))),
        )
        for region in sorted(regions, key=lambda region: region.value == UNKNOWN)
        if region.count
    ]
    return tuple(tiles)


def _tile_label(region: FacetValue) -> str:
    return _("地点不明") if region.value == UNKNOWN else short_path(region.value)[-1]


def _step(count: int, most: int) -> int:
    """1..5 on a square-root scale: the few large provinces would otherwise wash out all others."""
    return max(1, min(5, int(5 * (count / most) ** 0.5 + 0.001))) if most else 0

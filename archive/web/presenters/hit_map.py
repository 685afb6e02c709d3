"""What a search finds as counts on a map: China by provinces, or the province that is chosen by its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from archive.search.facets import FACET_BY_NAME, Facet
from archive.search.labels import region_tree
from archive.search.query import UNKNOWN, SearchQuery
from archive.web.map_shapes import COUNTRY
from archive.web.presenters.bars import only
from archive.web.presenters.links import ChoiceLinks, search_address
from archive.web.presenters.region_map import RegionMap, present_map

CountFacet = Callable[[SearchQuery, Facet], Mapping[str, int]]


@dataclass(frozen=True, kw_only=True)
class HitMap:
    """`map` with links that choose a region; `back` leads to the whole country where a part is shown."""

    map: RegionMap
    back: str


def present_hit_map(query: SearchQuery, count: CountFacet) -> HitMap | None:
    """None where the search is not shown as a map. Counts leave the chosen region out, as its facet's do."""
    if query.show != "map":
        return None
    counts = count(query, FACET_BY_NAME["region"])
    links = ChoiceLinks(query, "region")
    chosen = query.region[0] if len(query.region) == 1 and query.region[0] != UNKNOWN else ""

    def address(code: str) -> str:
        if code == chosen:
            return search_address(query.without_filter("region", code))
        return links.only(code) if counts.get(code) else ""

    province = region_tree().above(chosen)[0] if chosen else ""
    drawn = province and present_map(counts, address, of=province, selected=chosen, unit=query.view)
    if drawn:
        back = query.without_facet("region") if chosen == province else only(query, "region", province)
        return HitMap(map=drawn, back=search_address(back))
    whole = present_map(counts, address, of=COUNTRY, selected=chosen, unit=query.view)
    return HitMap(map=whole, back="") if whole else None

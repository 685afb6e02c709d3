"""The page about one source, and what kind each source of a list is."""

from __future__ import annotations

from dataclasses import dataclass

from archive.models import Source, SourceKind
from archive.search.facet_search import FacetPage
from archive.search.portrait import Portrait
from archive.search.query import UNKNOWN
from archive.web.presenters.links import region_address, region_choice
from archive.web.presenters.portrait import PortraitPage, present_portrait
from archive.web.presenters.region_map import RegionMap, present_map


@dataclass(frozen=True, kw_only=True)
class SourcePage:
    name: str
    kind: str
    """Empty where it is not known."""
    home: str
    home_address: str
    hosts: tuple[str, ...]
    portrait: PortraitPage
    map: RegionMap | None


def present_source(source: Source, portrait: Portrait) -> SourcePage:
    """`source` with `home_region` joined and `hosts` prefetched."""
    home, regions = source.home_region, portrait.found.counts.get("region", {})
    return SourcePage(
        name=source.name,
        kind=_kind(source.kind),
        home=home.name if home else "",
        home_address=region_address(home.code) if home else "",
        hosts=tuple(host.host for host in source.hosts.all()),
        portrait=present_portrait(portrait, without="source"),
        map=present_map(regions, region_choice(portrait.query, regions)),
    )


def kinds_of_sources(page: FacetPage) -> dict[str, str]:
    """Source id -> what kind it is, for the sources of a list whose kind is known; one query."""
    ids = [row.value.value for row in page.rows if row.value.value != UNKNOWN]
    rows = Source.objects.filter(pk__in=ids).values_list("pk", "kind")
    return {str(pk): _kind(kind) for pk, kind in rows}


def _kind(code: str) -> str:
    return "" if code == SourceKind.UNKNOWN else str(SourceKind(code).label) if code in SourceKind.values else code

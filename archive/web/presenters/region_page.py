"""The page about one region: what it lies in and holds, on the map, by years, and what the archive has of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.search.labels import RegionTree, region_tree
from archive.search.portrait import Portrait
from archive.web.map_shapes import COUNTRY, read_map_shapes
from archive.web.presenters.grid import Grid, present_regions_by_years
from archive.web.presenters.links import region_address, region_search
from archive.web.presenters.portrait import PortraitPage, present_portrait
from archive.web.presenters.region_map import RegionMap, present_map


@dataclass(frozen=True, kw_only=True)
class Place:
    """A unit with how many articles it has; `count_address` is empty for none."""

    label: str
    address: str
    count: int
    count_address: str
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class RegionPage:
    code: str
    name: str
    above: tuple[tuple[str, str], ...]
    """Name and address of each unit it lies in, the province first."""
    merged: tuple[str, ...]
    """Abolished units whose articles are filed here."""
    portrait: PortraitPage
    map: RegionMap | None
    map_within: str
    """The name of the unit the map shows where it is not this one but what this lies in, else empty."""
    parts: tuple[Place, ...]
    parts_by_years: Grid | None
    beside: tuple[Place, ...]
    beside_within: str


def present_region(code: str, portrait: Portrait) -> RegionPage:
    """`portrait` is of the region alone; its region counts are those of all regions, its pairs those of the parts."""
    tree, counts = region_tree(), portrait.found.counts.get("region", {})
    above = tree.above(code)[:-1]
    parts = tree.parts(code)
    shown = (
        code if read_map_shapes(code) else next((unit for unit in reversed(above) if read_map_shapes(unit)), COUNTRY)
    )
    return RegionPage(
        code=code,
        name=tree.name(code),
        above=tuple((tree.name(unit), region_address(unit)) for unit in above),
        merged=_merged(tree, code),
        portrait=present_portrait(portrait, without="region"),
        map=present_map(counts, region_address, of=shown, count_address=region_search, selected=_on_map(code, shown)),
        map_within="" if shown == code else tree.name(shown) if shown != COUNTRY else "",
        parts=_places(parts, counts),
        parts_by_years=present_regions_by_years(portrait.found.crossed, counts, parts, portrait.query)
        if parts
        else None,
        beside=_places(tree.parts(above[-1]), counts, code) if above else (),
        beside_within=tree.name(above[-1]) if above else "",
    )


def _on_map(code: str, shown: str) -> str:
    """The unit right below the one shown that the region is or lies in."""
    path = region_tree().above(code)
    return path[0] if shown == COUNTRY else path[path.index(shown) + 1] if path[-1] != shown else ""


def _places(codes: tuple[str, ...], counts: Mapping[str, int], current: str = "") -> tuple[Place, ...]:
    tree = region_tree()
    places = [
        Place(
            label=tree.name(code),
            address=region_address(code),
            count=counts.get(code, 0),
            count_address=region_search(code) if counts.get(code) else "",
            current=code == current,
        )
        for code in codes
    ]
    return tuple(sorted(places, key=lambda place: -place.count))


def _merged(tree: RegionTree, code: str) -> tuple[str, ...]:
    gone = sorted(old for old in tree.successors if tree.current(old) == code)
    return tuple(dict.fromkeys(tree.name(old) for old in gone if tree.name(old) != tree.name(code)))

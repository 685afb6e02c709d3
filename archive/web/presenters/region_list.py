"""The list of all regions: provinces that open onto their parts, or the units whose name was looked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.search.facet_search import FacetPage
from archive.search.facets import NATIONWIDE
from archive.search.labels import region_tree
from archive.search.query import UNKNOWN
from archive.search.results import FacetValue
from archive.web.presenters.links import region_address, region_search


@dataclass(frozen=True, kw_only=True)
class RegionNode:
    """One unit: its name leads to its page (empty for what is no place), its number to its articles."""

    label: str
    within: str
    address: str
    count: int
    count_address: str
    children: tuple[RegionNode, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RegionList:
    """`missing` are names and pages of provinces without anything; `find` is what was looked for, or empty."""

    nodes: tuple[RegionNode, ...]
    missing: tuple[tuple[str, str], ...] = ()
    find: str = ""
    total: int = 0


def present_regions(values: Iterable[FacetValue]) -> RegionList:
    """`values` are provinces with prefectures, as far as the archive holds anything there."""
    nodes = tuple(_node(value) for value in values if value.count)
    tree, held = region_tree(), {value.value for value in values if value.count}
    missing = tuple((tree.name(code), region_address(code)) for code in tree.parts() if code not in held)
    return RegionList(nodes=nodes, missing=missing)


def present_found_regions(page: FacetPage) -> RegionList:
    """The units whose name fits, best first."""
    nodes = tuple(_node(row.value, " ".join(row.path)) for row in page.rows)
    return RegionList(nodes=nodes, find=page.find, total=page.total)


def _node(value: FacetValue, within: str = "") -> RegionNode:
    return RegionNode(
        label=value.label,
        within=within,
        address=region_address(value.value) if value.value not in (NATIONWIDE, UNKNOWN) else "",
        count=value.count,
        count_address=region_search(value.value),
        children=tuple(_node(child) for child in value.children if child.count),
    )

"""Facets as the panel prints them: trees of check boxes with a link and a count each, the long ends folded.

A value is a box; what lies inside a chosen value is a link that narrows to it. What lies below a value is given at once
or fetched when a reader opens it. The date facet is drawn as columns (`bars`); the day of publication is a panel, newest
years first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from archive.search.facets import DEEPEST, FACETS, Facet
from archive.search.query import UNKNOWN, SearchQuery
from archive.search.results import FacetValue
from archive.web.presenters.links import ChoiceLinks, facet_address, search_address

_SHOWN = 8
_FOLDED = 20
_BELOW = 12


@dataclass(frozen=True, kw_only=True)
class FacetNode:
    """One value. `covered` marks what lies inside a chosen value: a box there would change nothing, its link narrows.

    `within` are the names above it, where it stands outside its tree.
    """

    value: str
    label: str
    count: int
    selected: bool
    covered: bool
    opened: bool
    address: str
    children: tuple[FacetNode, ...]
    more: str = ""
    """The page of all values below this one, where not all are among its children."""
    within: str = ""


@dataclass(frozen=True, kw_only=True)
class FacetPanel:
    """One facet: `shown` values at once, `folded` ones on request."""

    name: str
    heading: str
    shown: tuple[FacetNode, ...]
    folded: tuple[FacetNode, ...]
    size: int
    """How many values there are, listed or not, of all levels."""
    whole: str
    """The page of all of them; empty where all are listed."""
    chosen: int
    hidden_for_find: tuple[tuple[str, str], ...]
    """What looking for a value by name keeps: the search as it is."""


def present_facets(
    facets: Mapping[str, tuple[FacetValue, ...]], query: SearchQuery, sizes: Mapping[str, int]
) -> tuple[FacetPanel, ...]:
    """The panels in order; a facet that tells nothing apart is left out. `sizes`: how many values each facet has."""
    panels = (
        _panel(facet, facets.get(facet.name, ()), query, sizes.get(facet.name, 0))
        for facet in FACETS
        if facet.name != "date"
    )
    return tuple(panel for panel in panels if panel.shown and not _is_bare(panel))


def _is_bare(panel: FacetPanel) -> bool:
    """Nothing but what is unknown of everything, in a facet nobody chose in."""
    return not panel.chosen and all(node.value == UNKNOWN for node in panel.shown)


def _panel(facet: Facet, values: Iterable[FacetValue], query: SearchQuery, size: int) -> FacetPanel:
    kept = [value for value in values if value.count or _touched(value)]
    if facet.shape == "dates":
        kept.sort(key=lambda value: (value.value != UNKNOWN, value.value), reverse=True)
    first = [value for position, value in enumerate(kept) if position < _SHOWN or _touched(value)]
    seen = {value.value for value in first}
    later = [value for value in kept if value.value not in seen]
    branches = _Branches(facet, query, most=_BELOW, cut=size > facet.listed)
    nodes = tuple(branches.node(value, below=1) for value in first)
    folded = tuple(branches.node(value, below=0) for value in later[:_FOLDED])
    return FacetPanel(
        name=facet.name,
        heading=str(facet.heading),
        shown=nodes,
        folded=folded,
        size=size,
        whole=facet_address(query, facet.name) if _count_nodes((*nodes, *folded)) < size else "",
        chosen=len(query.values(facet.name)),
        hidden_for_find=tuple(replace(query, page=1).to_params()),
    )


def _count_nodes(nodes: Iterable[FacetNode]) -> int:
    return sum(1 + _count_nodes(node.children) for node in nodes)


class _Branches:
    """Makes the nodes of one facet under one query."""

    def __init__(self, facet: Facet, query: SearchQuery, *, most: int, cut: bool) -> None:
        self._facet = facet.name
        self._level = facet.level
        self._query = query
        self._links = ChoiceLinks(query, facet.name)
        self._whole = facet_address(query, facet.name)
        self._most = most
        self._cut = cut

    def node(self, value: FacetValue, *, below: int, covered: bool = False) -> FacetNode:
        """`below` levels are given under a value, at most so many values each; `cut` says that deeper ones may be missing.

        Under a value that is chosen, or holds a chosen one, always one level more, and all of it.
        """
        touched = _touched(value)
        below = max(below, 1) if touched else below
        children = [child for child in value.children if child.count or _touched(child)] if below else []
        given = children if touched else children[: self._most]
        is_cut = not touched and (self._has_unlisted(value) if not given else self._cut or len(given) < len(children))
        return FacetNode(
            value=value.value,
            label=value.label,
            count=value.count,
            selected=value.selected,
            covered=covered and not value.selected,
            opened=bool(value.children) and touched,
            address=self._address(value),
            children=tuple(self.node(child, below=below - 1, covered=covered or value.selected) for child in given),
            more=self._all_below(value) if is_cut else "",
        )

    def _has_unlisted(self, value: FacetValue) -> bool:
        """Whether there is, or may be, anything below a value none of which is given."""
        deep = self._level is not None and value.value != UNKNOWN and self._level(value.value) < DEEPEST
        return deep and (self._cut or any(child.count for child in value.children))

    def _address(self, value: FacetValue) -> str:
        if value.selected:
            return search_address(self._query.without_filter(self._facet, value.value))
        return self._links.only(value.value)

    def _all_below(self, value: FacetValue) -> str:
        return f"{self._whole}{'&' if '?' in self._whole else '?'}under={value.value}"


def _touched(value: FacetValue) -> bool:
    """Whether the value or anything below it is chosen."""
    return value.selected or any(_touched(child) for child in value.children)

"""Facets as the panel prints them: trees of check boxes with a link and a count each, the long ends folded.

The name of a value is a link that chooses it alone in its facet, so that following it finds exactly its count; the
boxes choose several. The date facet is drawn as columns (`bars`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.search.facets import FACETS, Facet
from archive.search.query import SearchQuery
from archive.search.results import FacetValue
from archive.web.presenters.bars import only
from archive.web.presenters.links import search_address

_SHOWN = 8
_FOLDED = 60
"""No list grows without end: what lies beyond is found by choosing in another facet first, or by words."""


@dataclass(frozen=True, kw_only=True)
class FacetNode:
    """One value. `covered` marks what lies inside a chosen value: a box there would change nothing.

    Its link narrows to it all the same.
    """

    value: str
    label: str
    count: int
    selected: bool
    covered: bool
    opened: bool
    address: str
    children: tuple[FacetNode, ...]


@dataclass(frozen=True, kw_only=True)
class FacetPanel:
    """One facet: `shown` values at once, `folded` ones on request."""

    name: str
    heading: str
    shown: tuple[FacetNode, ...]
    folded: tuple[FacetNode, ...]
    beyond: int
    """How many further values are not listed."""
    chosen: int


def present_facets(facets: Mapping[str, tuple[FacetValue, ...]], query: SearchQuery) -> tuple[FacetPanel, ...]:
    """The panels in order; a facet with nothing in it is left out."""
    panels = (_panel(facet, facets.get(facet.name, ()), query) for facet in FACETS if facet.shape != "dates")
    return tuple(panel for panel in panels if panel.shown)


def present_tree(values: Iterable[FacetValue], facet: str) -> tuple[FacetNode, ...]:
    """Every value of a facet that holds anything, with one level below it, each leading to the search for it alone."""
    return tuple(_node(facet, value, SearchQuery(), below=1) for value in values if value.count)


def _panel(facet: Facet, values: Iterable[FacetValue], query: SearchQuery) -> FacetPanel:
    kept = [value for value in values if value.count or _touched(value)]
    first = [value for position, value in enumerate(kept) if position < _SHOWN or _touched(value)]
    later = [value for value in kept if value not in first]
    return FacetPanel(
        name=facet.name,
        heading=str(facet.heading),
        shown=tuple(_node(facet.name, value, query, below=1) for value in first),
        folded=tuple(_node(facet.name, value, query, below=0) for value in later[:_FOLDED]),
        beyond=max(0, len(later) - _FOLDED),
        chosen=len(query.values(facet.name)),
    )


def _node(facet: str, value: FacetValue, query: SearchQuery, *, below: int, covered: bool = False) -> FacetNode:
    """`below` levels are given under a value; under one that is chosen, or holds a chosen one, always one more."""
    touched = _touched(value)
    below = max(below, 1) if touched else below
    target = query.without_filter(facet, value.value) if value.selected else only(query, facet, value.value)
    return FacetNode(
        value=value.value,
        label=value.label,
        count=value.count,
        selected=value.selected,
        covered=covered and not value.selected,
        opened=bool(value.children) and touched,
        address=search_address(target),
        children=tuple(
            _node(facet, child, query, below=below - 1, covered=covered or value.selected)
            for child in (value.children if below else ())
            if child.count or _touched(child)
        ),
    )


def _touched(value: FacetValue) -> bool:
    """Whether the value or anything below it is chosen."""
    return value.selected or any(_touched(child) for child in value.children)

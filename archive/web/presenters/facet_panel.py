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
    chosen: int


def present_facets(facets: Mapping[str, tuple[FacetValue, ...]], query: SearchQuery) -> tuple[FacetPanel, ...]:
    """The panels in order; a facet with nothing in it is left out."""
    panels = (_panel(facet, facets.get(facet.name, ()), query) for facet in FACETS if facet.shape != "dates")
    return tuple(panel for panel in panels if panel.shown)


def _panel(facet: Facet, values: Iterable[FacetValue], query: SearchQuery) -> FacetPanel:
    nodes = [_node(facet.name, value, query, covered=False) for value in values if value.count or _touched(value)]
    shown = [node for position, node in enumerate(nodes) if position < _SHOWN or node.selected or node.opened]
    return FacetPanel(
        name=facet.name,
        heading=str(facet.heading),
        shown=tuple(shown),
        folded=tuple(node for node in nodes if node not in shown),
        chosen=len(query.values(facet.name)),
    )


def _node(facet: str, value: FacetValue, query: SearchQuery, *, covered: bool) -> FacetNode:
    inside = covered or value.selected
    target = query.without_filter(facet, value.value) if value.selected else only(query, facet, value.value)
    return FacetNode(
        value=value.value,
        label=value.label,
        count=value.count,
        selected=value.selected,
        covered=covered and not value.selected,
        opened=bool(value.children) and _touched(value),
        address=search_address(target),
        children=tuple(
            _node(facet, child, query, covered=inside) for child in value.children if child.count or _touched(child)
        ),
    )


def _touched(value: FacetValue) -> bool:
    """Whether the value or anything below it is chosen."""
    return value.selected or any(_touched(child) for child in value.children)

"""Everything the search page prints, ready-made: every link is a changed copy of the query."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args

from django.utils.translation import gettext as _

from archive.search.facets import FACETS
from archive.search.query import SearchQuery, Sort
from archive.search.results import SearchResults
from archive.web.presenters.bars import Histogram, present_histogram
from archive.web.presenters.chips import Chip, present_chips
from archive.web.presenters.facet_panel import FacetPanel, present_facets
from archive.web.presenters.hit_map import HitMap, present_hit_map
from archive.web.presenters.hit_rows import HitRow, present_hits
from archive.web.presenters.links import search_address
from archive.web.presenters.nothing import CountEach, CountFacet, Nothing, present_nothing
from archive.web.presenters.pager import Pager, present_pager
from archive.web.presenters.taking import Taking, present_taking


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of a few settings, as a link."""

    label: str
    address: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class SearchPage:
    query: SearchQuery
    articles: int
    events: int
    hits: tuple[HitRow, ...]
    notices: tuple[str, ...]
    suggestion: str
    suggestion_address: str
    chips: tuple[Chip, ...]
    clear_address: str
    panels: tuple[FacetPanel, ...]
    histogram: Histogram
    sorts: tuple[Choice, ...]
    views: tuple[Choice, ...]
    shows: tuple[Choice, ...]
    roles: tuple[Choice, ...]
    map: HitMap | None
    """What is found as counts on a map, where that is asked for."""
    taking: Taking
    pager: Pager | None
    nothing: Nothing | None
    """Why nothing is found, where nothing is."""
    hidden_for_words: tuple[tuple[str, str], ...]
    """What the search box keeps: everything but the words and the page."""
    hidden_for_filters: tuple[tuple[str, str], ...]
    """What the filter form keeps: what it has no field for."""


def present_search(results: SearchResults, count: CountEach, count_facet: CountFacet) -> SearchPage:
    """`count` and `count_facet` tell what other queries find; asked where `results` are empty, or shown as a map."""
    query = results.query
    chips = present_chips(query, results.facets)
    return SearchPage(
        query=query,
        articles=results.articles,
        events=results.events,
        hits=present_hits(results.hits, view=query.view),
        notices=results.notices,
        suggestion=results.suggestion or "",
        suggestion_address=search_address(replace(query, q=results.suggestion or "", page=1)),
        chips=chips,
        clear_address=search_address(query.without_filters()),
        panels=present_facets(results.facets, query, results.facet_sizes),
        histogram=present_histogram(results.facets.get("date", ()), query),
        sorts=_sorts(query),
        views=_views(query),
        shows=_shows(query),
        roles=_roles(query),
        map=present_hit_map(query, count_facet),
        taking=present_taking(query),
        pager=present_pager(query, results.pages),
        nothing=None if results.total else present_nothing(query, chips, count, count_facet),
        hidden_for_words=_without(query, "q", "page"),
        hidden_for_filters=_without(
            query, "page", "from", "to", "by", *(facet.name for facet in FACETS if facet.name != "date")
        ),
    )


def _sorts(query: SearchQuery) -> tuple[Choice, ...]:
    labels: dict[Sort, str] = {"relevance": _("相关"), "newest": _("最新"), "oldest": _("最早")}
    offered = [sort for sort in get_args(Sort) if query.q or sort != "relevance"]
    return tuple(
        Choice(
            label=labels[sort],
            address=search_address(query.with_sort(sort)),
            current=sort == query.effective_sort,
        )
        for sort in offered
    )


def _views(query: SearchQuery) -> tuple[Choice, ...]:
    articles, events = replace(query, view="articles", page=1), replace(query, view="events", page=1)
    return (
        Choice(label=_("按报道"), address=search_address(articles), current=query.view == "articles"),
        Choice(label=_("按事件"), address=search_address(events), current=query.view == "events"),
    )


def _shows(query: SearchQuery) -> tuple[Choice, ...]:
    rows, on_map = replace(query, show="list"), replace(query, show="map")
    return (
        Choice(label=_("列表"), address=search_address(rows), current=query.show == "list"),
        Choice(label=_("地图"), address=search_address(on_map), current=query.show == "map"),
    )


def _roles(query: SearchQuery) -> tuple[Choice, ...]:
    venue, mentioned = replace(query, region_role="venue", page=1), replace(query, region_role="any", page=1)
    return (
        Choice(label=_("发生地"), address=search_address(venue), current=query.region_role == "venue"),
        Choice(label=_("含提及"), address=search_address(mentioned), current=query.region_role == "any"),
    )


def _without(query: SearchQuery, *names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in query.to_params() if name not in names)

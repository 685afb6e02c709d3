"""Lists of all regions and all kinds of event, with counts, into the search."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.search.facet_search import read_upper_levels
from archive.search.facets import FACET_BY_NAME
from archive.search.query import SearchQuery
from archive.search.run import search
from archive.web.presenters.bars import present_rows
from archive.web.presenters.facet_panel import present_tree

_ALL = 1000


@require_safe
def regions_page(request: HttpRequest) -> HttpResponse:
    """Provinces with their prefectures, as far as the archive holds anything there."""
    regions = read_upper_levels(SearchQuery(), FACET_BY_NAME["region"])
    return render(request, "browse/regions.html", {"nodes": present_tree(regions, "region")})


@require_safe
def types_page(request: HttpRequest) -> HttpResponse:
    """Both vocabularies with counts."""
    facets = search(SearchQuery(per_page=1)).facets
    types = present_rows(facets.get("type", ()), SearchQuery(), "type", limit=_ALL)
    fields = present_rows(facets.get("field", ()), SearchQuery(), "field", limit=_ALL)
    return render(request, "browse/types.html", {"types": types, "fields": fields})

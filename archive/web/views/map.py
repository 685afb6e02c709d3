"""The map of the whole archive."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.search.facets import FACET_BY_NAME
from archive.search.query import SearchQuery
from archive.search.run import count_facet
from archive.web.presenters.links import region_address, region_search
from archive.web.presenters.region_map import present_map


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """China by provinces, tinted by what each holds, with the numbers as a list."""
    counts = count_facet(SearchQuery(), FACET_BY_NAME["region"])
    return render(request, "browse/map.html", {"map": present_map(counts, region_address, count_address=region_search)})

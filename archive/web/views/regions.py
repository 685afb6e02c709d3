"""Regions: the list of all, and the page of each."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from archive.search.facet_search import read_facet, read_upper_levels
from archive.search.facets import FACET_BY_NAME
from archive.search.labels import region_tree
from archive.search.portrait import read_portrait
from archive.search.query import SearchQuery
from archive.web.presenters.region_list import present_found_regions, present_regions
from archive.web.presenters.region_page import present_region

_FACET = FACET_BY_NAME["region"]
_MAX_FIND = 80
_FOUND = 200


@require_safe
def regions_page(request: HttpRequest) -> HttpResponse:
    """Provinces with their prefectures, or all units whose name fits `find`."""
    find = request.GET.get("find", "")[:_MAX_FIND].strip()
    if find:
        found = read_facet(SearchQuery(), _FACET, find=find, limit=_FOUND)
        return render(request, "browse/regions.html", {"page": present_found_regions(found)})
    regions = read_upper_levels(SearchQuery(), _FACET)
    return render(request, "browse/regions.html", {"page": present_regions(regions)})


@require_safe
def region_page(request: HttpRequest, code: str) -> HttpResponse:
    """One unit; an abolished one leads to what followed it."""
    tree = region_tree()
    if code not in tree.names:
        raise Http404(code)
    if (current := tree.current(code)) != code:
        return redirect("region", current, permanent=False)
    portrait = read_portrait(SearchQuery(region=(code,)), by_years=tree.parts(code))
    return render(request, "browse/region.html", {"page": present_region(code, portrait)})

"""One facet in full, with a field to look for a value by name."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.search.facet_params import facet_from_params
from archive.web.presenters.facet_list import present_facet


@require_safe
def facet_page(request: HttpRequest, name: str) -> HttpResponse:
    """The values of a facet for the search its address describes."""
    page = facet_from_params(name, request.GET)
    if page is None:
        raise Http404(name)
    return render(request, "search/facet.html", {"page": present_facet(page)})

"""One facet in full, with a field to look for a value by name; for htmx, the values alone, as the filters list them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from archive.search.facet_params import facet_from_params
from archive.web.htmx import HtmxRequest, wants_parts
from archive.web.presenters.facet_list import present_facet, present_values
from archive.web.tidy import tidy_address


@require_safe
@vary_on_headers("HX-Request")
def facet_page(request: HtmxRequest, name: str) -> HttpResponse:
    """The values of a facet for the search its address describes."""
    if not wants_parts(request) and (tidy := tidy_address(request)):
        return redirect(tidy)
    page = facet_from_params(name, request.GET)
    if page is None:
        raise Http404(name)
    if wants_parts(request):
        return render(request, "search/values.html", {"values": present_values(page)})
    return render(request, "search/facet.html", {"page": present_facet(page)})

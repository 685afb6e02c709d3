"""Results and facets, as a page or, for htmx, as the parts of it that change."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from archive.search.params import query_from_params
from archive.search.run import count_each, count_facet, search
from archive.web.htmx import HtmxRequest, wants_parts
from archive.web.presenters.links import search_address
from archive.web.presenters.search_page import present_search
from archive.web.tidy import tidy_address


@require_safe
@vary_on_headers("HX-Request")
def search_page(request: HtmxRequest) -> HttpResponse:
    """The answer to the address's parameters; the answer to no parameters is the whole archive."""
    if not wants_parts(request) and (tidy := tidy_address(request)):
        return redirect(tidy)
    query, notices = query_from_params(request.GET)
    page = present_search(search(query, notices), count_each, count_facet)
    if not wants_parts(request):
        return render(request, "search/page.html", {"page": page})
    response = render(request, "search/parts.html", {"page": page})
    response.headers["HX-Push-Url"] = search_address(page.query)
    return response

"""Results and facets."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.search.params import query_from_params
from archive.search.run import count_found, search
from archive.web.presenters.search_page import present_search


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """The answer to the address's parameters; the answer to no parameters is the whole archive."""
    query, notices = query_from_params(request.GET)
    page = present_search(search(query, notices), count_found)
    return render(request, "search/page.html", {"page": page})

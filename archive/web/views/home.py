"""The front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.search.query import SearchQuery
from archive.search.run import search
from archive.web.presenters.home_page import present_home


@require_safe
def home_page(request: HttpRequest) -> HttpResponse:
    """Search box, the archive at a glance, the newest events."""
    newest = search(SearchQuery(sort="newest", view="events", per_page=8))
    everything = search(SearchQuery(sort="newest", per_page=1))
    return render(request, "home.html", {"home": present_home(everything, newest.hits)})

"""The front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.search.labels import region_tree
from archive.search.portrait import read_portrait
from archive.search.query import SearchQuery
from archive.web.presenters.home_page import present_home

_NEWEST = 8


@require_safe
def home_page(request: HttpRequest) -> HttpResponse:
    """Search box, the archive at a glance, what it holds and what not, the newest events."""
    portrait = read_portrait(SearchQuery(), newest=_NEWEST, by_years=region_tree().parts())
    return render(request, "home.html", {"home": present_home(portrait)})

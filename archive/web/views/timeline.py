"""The archive by time: all years, one year, one month."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.search.dates import date_bounds
from archive.search.facets import FACET_BY_NAME
from archive.search.query import SearchQuery
from archive.search.run import count_facet, search
from archive.web.presenters.time_pages import present_span, present_timeline

_DATES = FACET_BY_NAME["date"]
_EVENTS = 30
_YEAR = 4


@require_safe
def timeline_page(request: HttpRequest) -> HttpResponse:
    """Every year against its months."""
    return render(request, "browse/timeline.html", {"page": present_timeline(count_facet(SearchQuery(), _DATES))})


@require_safe
def span_page(request: HttpRequest, span: str) -> HttpResponse:
    """A year as calendars, or a month with its events."""
    if date_bounds(span) is None:
        raise Http404(span)
    dates = count_facet(SearchQuery(), _DATES)
    if len(span) == _YEAR:
        return render(request, "browse/span.html", {"page": present_span(span, dates)})
    events = search(SearchQuery(date=(span,), view="events", sort="oldest", per_page=_EVENTS))
    return render(request, "browse/span.html", {"page": present_span(span, dates, events)})

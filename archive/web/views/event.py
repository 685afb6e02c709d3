"""One event with all reports of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.models import Article
from archive.web.presenters.event_page import present_event


@require_safe
def event_page(request: HttpRequest, pk: int) -> HttpResponse:
    """All public reports of an event, oldest first; an event none of whose reports is public is not shown."""
    rows = Article.public.filter(event_id=pk) if pk < 2**63 else Article.public.none()
    articles = list(rows.select_related("publisher", "event").prefetch_related("findings").order_by("pk"))
    if not articles or articles[0].event is None:
        raise Http404
    return render(request, "event/page.html", {"page": present_event(articles[0].event, articles)})

"""One event with all reports of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from archive.models import Article, Event
from archive.web.presenters.event_page import present_event


@require_safe
def event_page(request: HttpRequest, pk: int) -> HttpResponse:
    """All public reports of an event, oldest first; an event none of whose reports is public is not shown.

    One whose reports were found to belong to another event leads there; not for good, since reports may be parted again.
    """
    rows = Article.public.filter(event_id=pk) if pk < 2**63 else Article.public.none()
    articles = list(rows.select_related("publisher", "event").prefetch_related("findings").order_by("pk"))
    if not articles or articles[0].event is None:
        heir = Event.objects.filter(pk=pk, merged_into__isnull=False).first() if pk < 2**63 else None
        if heir is None or heir.merged_into is None:
            raise Http404
        return redirect(heir.merged_into, permanent=False)
    return render(request, "event/page.html", {"page": present_event(articles[0].event, articles)})

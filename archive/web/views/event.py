"""One event with all reports of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from archive.models import Event
from archive.web.presenters.event_page import present_event
from archive.web.presenters.links import site_address


@require_safe
def event_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The public reports of an event, oldest first; an event none of whose reports is public is not shown.

    One whose reports were found to belong to another event leads there; not for good, since reports may be parted again.
    """
    event = Event.objects.select_related("merged_into").filter(pk=pk).first() if pk < 2**63 else None
    if event is None:
        raise Http404
    page = present_event(event, _page_number(request.GET.get("page", "")), site_address(request))
    if page is not None:
        return render(request, "event/page.html", {"page": page})
    if event.merged_into is None:
        raise Http404
    return redirect(event.merged_into, permanent=False)


def _page_number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 1

"""The page for arranging an event: tick reports, choose what to do, see what the events would hold, do it, take it back.

As in bulk work the address says everything and only carrying out posts.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from archive.admin.event_forms import TOLD, ArrangeForm, read_change, targets_of
from archive.admin.read_only import staff_of
from archive.errors import EventChangeError
from archive.models import Article, Event, EventDecision
from archive.review.event_changes import EventChange
from archive.review.event_decisions import EventPreview, decide, preview_change, preview_undo, undo_decision

_A_PAGE = 100
_DECISIONS = 20


def arrange_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The reports of an event and what may be done with them; with an `op` in the address the preview of it."""
    _check_right(request)
    event = get_object_or_404(Event.objects.select_related("lead", "merged_into"), pk=pk)
    preview = None
    try:
        change = read_change(event, request.GET)
        if change is not None and request.method == "POST":
            return _carry_out(request, event, change)
        preview = preview_change(change) if change is not None else None
    except EventChangeError as error:
        messages.error(request, TOLD[error.code])
    return _show(request, event, preview)


def undo_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What taking a decision back would leave, and doing it."""
    _check_right(request)
    decision = get_object_or_404(EventDecision, pk=pk)
    if request.method == "POST":
        return _take_back(request, decision)
    context = {
        **admin.site.each_context(request),
        "title": _("撤销：%(what)s") % {"what": decision.get_kind_display()},
        "decision": decision,
        "preview": preview_undo(decision) if decision.undone_at is None else None,
    }
    return render(request, "admin/event/undo.html", context)


def _check_right(request: HttpRequest) -> None:
    if not (request.user.has_perm("archive.view_event") and request.user.has_perm("archive.add_linkrule")):
        raise PermissionDenied


def _carry_out(request: HttpRequest, event: Event, change: EventChange) -> HttpResponse:
    decision = decide(change, by=staff_of(request), note=request.GET.get("note", "")[:2000])
    address = reverse("admin:archive_event_undo", args=[decision.pk])
    template = '{} · <a class="underline" href="{}">{}</a>'
    messages.success(request, format_html(template, decision.get_kind_display(), address, _("撤销")))
    return HttpResponseRedirect(_page_of(event))


def _take_back(request: HttpRequest, decision: EventDecision) -> HttpResponse:
    elsewhere = undo_decision(decision, by=staff_of(request))
    messages.success(request, _("已撤销：%(what)s") % {"what": decision.get_kind_display()})
    if elsewhere:
        names = "、".join(f"《{article}》" for article in elsewhere[:10])
        told = _("此后另有决定或新报道，%(number)d 篇没有回到原来的事件：%(names)s")
        messages.warning(request, told % {"number": len(elsewhere), "names": names})
    event = Event.objects.filter(pk__in=decision.before["events"]).order_by("pk").first()
    return HttpResponseRedirect(_page_of(event) if event else reverse("admin:archive_event_changelist"))


def _page_of(event: Event) -> str:
    """Of the event, or of that its reports went to."""
    now = Event.objects.get(pk=event.pk)
    return reverse("admin:archive_event_arrange", args=[now.merged_into_id or now.pk])


def _show(request: HttpRequest, event: Event, preview: EventPreview | None) -> HttpResponse:
    reports = Article.objects.filter(event=event).select_related("publisher").defer("body", "captions", "quotes")
    page = Paginator(reports.order_by("published", "pk"), _A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("整理事件"),
        "event": event,
        "page": page,
        "chosen": request.GET.getlist("article"),
        "form": ArrangeForm(initial=_given(request, event)),
        "preview": preview,
        "address": request.get_full_path(),
        "decisions": EventDecision.objects.filter(events=event).select_related("by").order_by("-pk")[:_DECISIONS],
    }
    return render(request, "admin/event/arrange.html", context)


def _given(request: HttpRequest, event: Event) -> dict[str, Any]:
    """What stands in the form: what was asked for, else the title as it is."""
    target = targets_of(request.GET)[:1]
    title = request.GET.get("title", "") if "op" in request.GET else event.title
    return {
        "title": title or event.title,
        "note": request.GET.get("note", ""),
        "target": target[0].pk if target else None,
    }

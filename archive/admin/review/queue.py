"""The queue: reasons with their counts, what waits first, and the way to the next article."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.admin.read_only import staff_of
from archive.admin.review.entry import chosen_reason, for_reviewers, forget_skipped, skipped
from archive.models import ReviewReason
from archive.review import queue


@require_safe
@for_reviewers
def queue_page(request: HttpRequest) -> HttpResponse:
    """What waits, of all reasons or of one (`?reason=`)."""
    reason = chosen_reason(request)
    counts = queue.count_reasons()
    context = {
        **admin.site.each_context(request),
        "title": _("审核队列"),
        "reason": reason,
        "counts": [(count, address_with("admin_review", count.reason)) for count in counts if count.number],
        "waiting": queue.list_waiting(reason),
        "is_empty": not any(count.number for count in counts),
        "next_address": address_with("admin_review_next", reason),
        "query": query_of(reason),
        "colleagues": queue.colleagues(staff_of(request)),
        "skipped": len(skipped(request)),
    }
    return render(request, "admin/review/queue.html", context)


@require_POST
@for_reviewers
def next_page(request: HttpRequest) -> HttpResponse:
    """Takes the next article for the reviewer and leads to it; back to the queue where none is left."""
    if request.POST.get("again"):
        forget_skipped(request)
    return lead_to_next(request)


def lead_to_next(request: HttpRequest) -> HttpResponse:
    """The way to the next article of the reason the reviewer works through."""
    reason = chosen_reason(request)
    article = queue.take_next(staff_of(request), reason, without=skipped(request))
    if article is None:
        messages.info(request, _("没有可审的文章了：其余的由他人在审，或已被您跳过"))
        return HttpResponseRedirect(address_with("admin_review", reason))
    return HttpResponseRedirect(address_with("admin_review_article", reason, article))


def address_with(name: str, reason: ReviewReason | None, *args: int) -> str:
    """An address of the queue that keeps to a reason."""
    return reverse(name, args=args) + query_of(reason)


def query_of(reason: ReviewReason | None) -> str:
    return f"?{urlencode({'reason': reason.value})}" if reason else ""

"""Bulk work on the list of articles: choose a change, see what it would do, have it done as a job, take it back.

The address of the page says everything (filters, change, values), so that a preview can be sent to a colleague; only
the button that starts the job posts.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from archive.admin.bulk_forms import FORMS, PREFIX, values_of
from archive.admin.bulk_selection import Selection, read_selection, without_form
from archive.admin.read_only import staff_of
from archive.jobs.bulk.preview import Preview, preview_change
from archive.jobs.bulk.table import CHANGES
from archive.jobs.bulk.work import BULK, submit_bulk, submit_undo, undoing
from archive.models import BulkItem, BulkOutcome, Job

_CHANGE = f"{PREFIX}-change"
_PREVIEW = f"{PREFIX}-preview"


def bulk_page(request: HttpRequest, model_admin: Any) -> HttpResponse:
    """The changes that may be chosen, the form of the chosen one, and with its values the preview."""
    key = request.GET.get(_CHANGE, "")
    if not request.user.has_perm("archive.add_job") or (key in CHANGES and not may_change(request, key)):
        raise PermissionDenied
    try:
        selection = read_selection(request, model_admin)
    except IncorrectLookupParameters:
        messages.error(request, _("列表的筛选条件无效"))
        return HttpResponseRedirect(reverse("admin:archive_article_changelist"))
    form = _form(request, key)
    if form is None or not form.is_bound or not form.is_valid() or not selection.articles:
        return _show(request, selection, key, form, None)
    preview = preview_change(CHANGES[key].make(values_of(form)), selection.articles)
    if request.method != "POST" or request.POST.get("total") != str(preview.total) or not preview.changing:
        if request.method == "POST":
            messages.warning(request, _("列表在预览之后变了，请再看一遍"))
        return _show(request, selection, key, form, preview)
    job = submit_bulk(key, values_of(form), selection.articles, by=staff_of(request), told=selection.told)
    return HttpResponseRedirect(reverse("admin:archive_job_change", args=[job.pk]))


@require_POST
def undo_bulk(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a whole batch, as a job of its own."""
    job = get_object_or_404(Job, pk=pk)
    if not (request.user.has_perm("archive.add_job") and job.kind == BULK and may_change(request, _key_of(job))):
        raise PermissionDenied
    if not job.is_over or undoing(job) is not None:
        messages.warning(request, _("任务尚未结束，或已在撤销"))
        return HttpResponseRedirect(reverse("admin:archive_job_change", args=[pk]))
    undo = submit_undo(job, by=staff_of(request))
    return HttpResponseRedirect(reverse("admin:archive_job_change", args=[undo.pk]))


def may_change(request: HttpRequest, key: str) -> bool:
    """Whether the right that a change takes is there; that of starting jobs is asked for besides."""
    return key in CHANGES and request.user.has_perm(CHANGES[key].right)


def bulk_context(job: Job, request: HttpRequest) -> dict[str, Any]:
    """What the page of a job shows of it if it is bulk work."""
    key = _key_of(job)
    if not key:
        return {}
    items = BulkItem.objects.filter(job=job)
    changed = items.filter(outcome=BulkOutcome.CHANGED).exists()
    right = request.user.has_perm("archive.add_job") and may_change(request, key)
    undo = undoing(job)
    return {
        "bulk": CHANGES[key],
        "told": job.parameters.get("told", ""),
        "outcomes": [outcome for outcome in BulkOutcome if items.filter(outcome=outcome).exists()],
        "undo": undo,
        "may_undo": right and job.is_over and changed and undo is None,
    }


def _key_of(job: Job) -> str:
    key = job.parameters.get("change", "")
    return key if job.kind == BULK and key in CHANGES else ""


def _form(request: HttpRequest, key: str) -> forms.Form | None:
    if key not in FORMS:
        return None
    return FORMS[key](request.GET if _PREVIEW in request.GET else None, prefix=PREFIX)


def _show(
    request: HttpRequest, selection: Selection, key: str, form: forms.Form | None, preview: Preview | None
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("批量处理"),
        "selection": selection,
        "changes": [(name, row.label) for name, row in CHANGES.items() if may_change(request, name)],
        "key": key if form is not None else "",
        "form": form,
        "kept": [(name, value) for name, values in without_form(request.GET).lists() for value in values],
        "preview": preview,
        "address": request.get_full_path(),
    }
    return render(request, "admin/bulk/page.html", context)

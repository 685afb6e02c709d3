"""The upload page `/admin/ingest/`: the same ingest as the command line, for a few files at a time.

Does not touch the search index: that has one writer, `manage.py index_stale --watch`, which picks up what was stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from archive.admin.upload_form import LARGEST_UPLOAD, UploadForm
from archive.ingest.reasons import explain_code
from archive.ingest.run import ingest_pages
from archive.models import IngestOutcome, IngestRun, Outcome
from archive.readers.registry import read_bytes
from archive.records import Page, UnreadablePage

_OUTCOMES_SHOWN = 500
_PASTED = "pasted.txt"


@csrf_exempt  # only so that the size is checked before anything is read; `_take_upload` checks the token
def upload_page(request: HttpRequest) -> HttpResponse:
    """The form, what became of the last upload (`?run=`), and the upload itself."""
    if not request.user.has_perm("archive.add_ingestrun"):
        raise PermissionDenied
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_UPLOAD:
        return _refuse(request)
    try:
        return _take_upload(request)
    except (RequestDataTooBig, TooManyFilesSent, TooManyFieldsSent):
        return _refuse(request)


@csrf_protect
def _take_upload(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _show(request, UploadForm(), run=_chosen_run(request))
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, status=400)
    data = form.cleaned_data
    names = [file.name for file in data["pages"]] or [_PASTED]
    report = ingest_pages(_read_upload(data), inputs=names, batch=data["batch"] or _("网页上传"))
    if report.stopped_by:
        messages.error(request, _("入档中止：%(reason)s") % {"reason": report.stopped_by})
    return HttpResponseRedirect(f"{reverse('admin_upload')}?run={report.run or ''}")


def _read_upload(data: dict[str, Any]) -> Iterator[Page | UnreadablePage]:
    """A file's name is only ever a label: nothing is written under it."""
    for file in data["pages"]:
        yield from read_bytes(file.read(), name=file.name)
    if data["text"].strip():
        yield from read_bytes(
            data["text"].encode(), name=_PASTED, url=data["url"] or None, media_type="text/plain; charset=utf-8"
        )


def _refuse(request: HttpRequest) -> HttpResponse:
    form = UploadForm()
    megabytes = LARGEST_UPLOAD // 1024 // 1024
    told = _("一次上传最多 %(megabytes)d MB（粘贴的正文 2 MB）。更多的文件请用命令行：manage.py ingest 文件夹")
    return _show(request, form, refusal=told % {"megabytes": megabytes}, status=413)


def _chosen_run(request: HttpRequest) -> IngestRun | None:
    key = request.GET.get("run", "")
    return IngestRun.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 18 else None


def _show(
    request: HttpRequest, form: UploadForm, *, run: IngestRun | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("上传入档"),
        "form": form,
        "run": run,
        "refusal": refusal,
        "counts": [(outcome.label, run.counts.get(outcome, 0)) for outcome in Outcome] if run else [],
        "outcomes": _explained_outcomes(run) if run else [],
    }
    return render(request, "admin/upload.html", context, status=status)


def _explained_outcomes(run: IngestRun) -> list[tuple[IngestOutcome, str]]:
    rows = run.outcomes.select_related("article").defer("article__body").order_by("id")
    return [(row, explain_code(row.code)) for row in rows[:_OUTCOMES_SHOWN]]

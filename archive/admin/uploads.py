"""The upload page `/admin/ingest/`: files, texts and addresses become a job, whose page shows what becomes of each.

Files are on the disk when the page answers. Small ones come with the form; the page's script sends all beforehand in
parts, so that folders and archives of any allowed size pass every proxy. Does not touch the search index.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from archive.admin.read_only import staff_of
from archive.admin.upload_form import LARGEST_UPLOAD, UploadForm
from archive.errors import UploadRefused
from archive.jobs import uploads
from archive.jobs.intake import INGEST, submit_again, submit_ingest
from archive.jobs.presence import is_worker_there
from archive.jobs.queue import resume_job
from archive.models import Job

_PASTED = "pasted.txt"
_OWN = "uploads"
"""In the session: the uploads it began, since nobody adds to those of others."""


@csrf_exempt  # only so that the size is checked before anything is read; `_take_upload` checks the token
def upload_page(request: HttpRequest) -> HttpResponse:
    """The form, and what it sends."""
    _ask_right(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_UPLOAD:
        return _refuse(request)
    try:
        return _take_upload(request)
    except (RequestDataTooBig, TooManyFilesSent, TooManyFieldsSent):
        return _refuse(request)


@csrf_protect
def _take_upload(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _show(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            job = _submit(request, form.cleaned_data)
            return HttpResponseRedirect(reverse("admin:archive_job_change", args=[job.pk]))
        except UploadRefused as error:
            form.add_error(None, _words(error))
        except OSError as error:
            form.add_error(None, _("无法保存上传的文件：%(reason)s") % {"reason": error.strerror or error})
    return _show(request, form, status=400)


@require_POST
def upload_part(request: HttpRequest) -> HttpResponse:
    """A part of a file: `?upload=` (none for a first part, which is told a new one), `number`, `offset`; the bytes as they are."""
    _ask_right(request)
    own = request.session.get(_OWN, [])
    key = request.GET.get("upload") or uploads.new_key()
    numbers = [request.GET.get(name, "") for name in ("number", "offset")]
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_UPLOAD or not all(
        each.isascii() and each.isdecimal() and len(each) < 12 for each in numbers
    ):
        return JsonResponse({"error": _("上传不完整，请重新选择文件")}, status=400)
    if request.GET.get("upload") and key not in own:
        raise PermissionDenied
    try:
        size = uploads.keep_part(key, int(numbers[0]), int(numbers[1]), iter(lambda: request.read(65536), b""))
    except UploadRefused as error:
        return JsonResponse({"error": _words(error)}, status=413)
    except OSError as error:
        return JsonResponse({"error": str(error.strerror or error)}, status=507)
    if key not in own:
        request.session[_OWN] = [*own[-19:], key]
    return JsonResponse({"upload": key, "size": size})


@require_POST
def retry_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """The files and addresses of a job that failed, once more."""
    _ask_right(request)
    job = get_object_or_404(Job, pk=pk, kind=INGEST)
    only = request.POST.get("outcome", "")
    again = submit_again(job, by=staff_of(request), only=only) if job.is_over else None
    if again is None:
        messages.warning(request, _("没有可以重试的输入：任务尚未结束，或上传的文件已不再保留"))
    return HttpResponseRedirect(reverse("admin:archive_job_change", args=[(again or job).pk]))


@require_POST
def resume_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """A job that was stopped, or failed as a whole, goes on: what it was given is still on the disk."""
    _ask_right(request)
    if not resume_job(get_object_or_404(Job, pk=pk, kind=INGEST)):
        messages.warning(request, _("这次上传没有停下，不用继续"))
    return HttpResponseRedirect(reverse("admin:archive_job_change", args=[pk]))


def _submit(request: HttpRequest, data: dict[str, Any]) -> Job:
    key = data["upload"] or uploads.new_key()
    if data["upload"] and key not in request.session.get(_OWN, []):
        raise UploadRefused("no such upload", code="bad_upload")
    files: list[dict[str, Any]] = [
        {"name": uploads.label_of_file(name), "number": number} for number, name in enumerate(data["names"])
    ]
    if not all(uploads.file_of(key, file["number"]).is_file() for file in files):
        raise UploadRefused("a file is missing", code="gap")
    for page in data["pages"]:
        uploads.keep_part(key, len(files), 0, page.chunks())
        files.append({"name": uploads.label_of_file(page.name), "number": len(files)})
    if data["text"].strip():
        uploads.keep_part(key, len(files), 0, [data["text"].encode()])
        pasted = {"url": data["url"] or None, "media_type": "text/plain; charset=utf-8"}
        files.append({"name": _PASTED, "number": len(files), **pasted})
    batch = data["batch"] or _("网页上传")
    return submit_ingest(key, files, data["addresses"], batch=batch, by=staff_of(request))


def _words(error: UploadRefused) -> str:
    told = {
        "too_large": _("一次上传最多 512 MB；待处理的上传合计最多 2 GB。更多的文件请用命令行：manage.py ingest 文件夹"),
        "too_many": _("一次最多 5000 个文件。更多的文件请用命令行：manage.py ingest 文件夹"),
    }
    return told.get(error.code, _("上传不完整，请重新选择文件"))


def _ask_right(request: HttpRequest) -> None:
    if not request.user.has_perm("archive.add_ingestrun"):
        raise PermissionDenied


def _refuse(request: HttpRequest) -> HttpResponse:
    megabytes = LARGEST_UPLOAD // 1024 // 1024
    told = _("不用脚本时一次最多 %(megabytes)d MB（粘贴的正文 2 MB）。更多的文件请用命令行：manage.py ingest 文件夹")
    return _show(request, UploadForm(), refusal=told % {"megabytes": megabytes}, status=413)


def _show(request: HttpRequest, form: UploadForm, *, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("上传入档"),
        "form": form,
        "refusal": refusal,
        "nobody_works": not is_worker_there(),
    }
    return render(request, "admin/upload.html", context, status=status)

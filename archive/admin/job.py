"""Jobs in the background: how far each is, shown while it goes on; stopped by those who may start them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from archive.admin.bulk import bulk_context, undo_bulk
from archive.admin.intake_box import intake_context
from archive.admin.model_admin import ModelAdmin
from archive.admin.read_only import ReadOnly
from archive.jobs.bulk.table import CHANGES
from archive.jobs.bulk.work import UNDO
from archive.jobs.kinds import label_of
from archive.jobs.presence import is_worker_there
from archive.jobs.queue import request_stop
from archive.models import BulkOutcome, Job, JobState, Outcome


@admin.register(Job)
class JobAdmin(ReadOnly, ModelAdmin):
    list_display = ["name", "state", "progress", "counted", "by", "created_at", "finished_at"]
    list_display_links = ["name"]
    list_filter = ["state"]
    list_select_related = ["by"]
    search_fields = ["=batch"]
    search_help_text = _("按同批编号查找")
    fields = ["name", "by", "batch", "counted", "error", "created_at", "started_at", "finished_at"]
    readonly_fields = fields
    change_form_outer_before_template = "admin/job/box.html"

    def get_urls(self) -> list[Any]:
        own = [
            path("<int:pk>/progress/", self.admin_site.admin_view(job_progress), name="archive_job_progress"),
            path("<int:pk>/undo/", self.admin_site.admin_view(undo_bulk), name="archive_job_undo"),
            path("<int:pk>/stop/", self.admin_site.admin_view(stop_job), name="archive_job_stop"),
        ]
        return [*own, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return super().get_queryset(request).select_related("by")

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        job = Job.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **_shown(job, request)})

    @admin.display(description=_("任务"), ordering="kind")
    def name(self, job: Job) -> str:
        change = job.parameters.get("change", "")
        return f"{label_of(job.kind)}：{CHANGES[change].label}" if change in CHANGES else label_of(job.kind)

    @admin.display(description=_("进度"))
    def progress(self, job: Job) -> str:
        return f"{job.done} / {job.total}"

    @admin.display(description=_("结果"))
    def counted(self, job: Job) -> str:
        labels = dict(BulkOutcome.choices) | dict(Outcome.choices)
        return " · ".join(f"{labels.get(name, name)} {number}" for name, number in job.counts.items())


@require_GET
def job_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The box alone, which asks for itself every second; the whole page anew when the job is over."""
    if not request.user.has_perm("archive.view_job"):
        raise PermissionDenied
    job = get_object_or_404(Job, pk=pk)
    response = render(request, "admin/job/box.html", _shown(job, request))
    if job.is_over:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def stop_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop after the step under way; what is done stays done."""
    if not request.user.has_perm("archive.add_job"):
        raise PermissionDenied
    request_stop(get_object_or_404(Job, pk=pk))
    messages.info(request, _("已要求停止，正在处理的一步完成后生效"))
    return HttpResponseRedirect(reverse("admin:archive_job_change", args=[pk]))


def _shown(job: Job | None, request: HttpRequest) -> dict[str, Any]:
    if job is None:
        return {}
    percent = 100 if job.state == JobState.FINISHED else min(99, 100 * job.done // job.total) if job.total else 0
    return {
        "job": job,
        "percent": percent,
        "is_stuck": job.state == JobState.WAITING and not is_worker_there(),
        "may_stop": not job.is_over and request.user.has_perm("archive.add_job"),
        "of": Job.objects.filter(pk=job.parameters["job"]).first() if job.kind == UNDO else None,
        **bulk_context(job, request),
        **intake_context(job, request),
    }

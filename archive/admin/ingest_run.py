"""Runs of ingest and what became of each input. Read-only."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from archive.admin.model_admin import ModelAdmin
from archive.admin.read_only import ReadOnly
from archive.ingest.turns import mark_dead_runs
from archive.models import IngestOutcome, IngestRun, Outcome


@admin.register(IngestRun)
class IngestRunAdmin(ReadOnly, ModelAdmin):
    list_display = ["__str__", "state", "counted", "started_at", "finished_at"]
    list_filter = ["state"]
    search_fields = ["batch"]
    fields = [
        "batch",
        "state",
        "inputs",
        "folder",
        "retry_of",
        "job",
        "counted",
        "started_at",
        "finished_at",
        "outcomes_link",
    ]
    readonly_fields = ["counted", "outcomes_link", "started_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[IngestRun]:
        mark_dead_runs()  # a run that was killed could not say so itself
        return super().get_queryset(request)

    @admin.display(description=_("计数"))
    def counted(self, run: IngestRun) -> str:
        return " · ".join(f"{outcome.label} {run.counts[outcome]}" for outcome in Outcome if run.counts.get(outcome))

    @admin.display(description=_("结果"))
    def outcomes_link(self, run: IngestRun) -> str:
        address = reverse("admin:archive_ingestoutcome_changelist")
        template = '<a href="{}?run__id__exact={}" class="text-primary-600">{}</a>'
        return format_html(template, address, run.pk, _("查看每个输入的结果"))


@admin.register(IngestOutcome)
class IngestOutcomeAdmin(ReadOnly, ModelAdmin):
    list_display = ["input", "outcome", "article", "stage", "code", "reason", "run"]
    list_filter = ["outcome", "stage", "code"]
    search_fields = ["input", "=item_id"]
    list_select_related = ["article", "run"]
    ordering = ["-id"]
    fields = ["run", "input", "item_id", "outcome", "article", "stage", "code", "reason", "created_at"]
    readonly_fields = ["created_at"]

    def lookup_allowed(self, lookup: str, value: str, request=None) -> bool:
        return lookup == "run__id__exact" or super().lookup_allowed(lookup, value, request)

"""The audit log: looked at and filtered, never touched. Withdrawals beside it, which are made on the list of articles."""

from __future__ import annotations

import json

from django.apps import apps
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from archive.admin.history import recreation_address
from archive.admin.model_admin import ModelAdmin
from archive.admin.read_only import ReadOnly
from archive.models import AuditEntry, Withdrawal


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, ModelAdmin):
    list_display = ["at", "actor_name", "action", "kind", "subject_name", "reason"]
    list_filter = ["action", "subject_type", "actor_name", ("at", admin.DateFieldListFilter)]
    search_fields = ["subject_name", "reason", "=article", "=batch"]
    search_help_text = _("按对象、原因、文章编号或同批编号查找")
    fields = [
        "at", "actor_name", "actor", "action", "kind", "subject", "subject_name", "article", "reason",
        "was", "became", "batch", "again",
    ]  # fmt: skip
    readonly_fields = fields

    @admin.display(description=_("对象种类"), ordering="subject_type")
    def kind(self, entry: AuditEntry) -> str:
        """In words; the bare name of a kind that is no more."""
        models = (model for model in apps.get_models() if model._meta.model_name == entry.subject_type)
        return next((str(model._meta.verbose_name) for model in models), entry.subject_type)

    @admin.display(description=_("之前"))
    def was(self, entry: AuditEntry) -> str:
        return _as_lines(entry.before)

    @admin.display(description=_("重新建立"))
    def again(self, entry: AuditEntry) -> str:
        """What was deleted can be made anew, as it was, by those who may add such rows."""
        address = recreation_address(entry)
        template = '<a href="{}" class="text-primary-600">{}</a>'
        return format_html(template, address, _("打开填好的表单")) if address else "-"

    @admin.display(description=_("之后"))
    def became(self, entry: AuditEntry) -> str:
        return _as_lines(entry.after)


@admin.register(Withdrawal)
class WithdrawalAdmin(ReadOnly, ModelAdmin):
    list_display = ["article", "reason", "note", "correction", "at", "ended_at"]
    list_filter = ["reason", ("ended_at", admin.EmptyFieldListFilter), ("at", admin.DateFieldListFilter)]
    search_fields = ["article__title", "note", "=article__id"]
    list_select_related = ["article", "correction"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Withdrawal]:
        return super().get_queryset(request).defer("article__body")


def _as_lines(values: object) -> str:
    return format_html('<pre class="whitespace-pre-wrap">{}</pre>', json.dumps(values, ensure_ascii=False, indent=1))

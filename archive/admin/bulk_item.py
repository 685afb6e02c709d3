"""What became of each article of a job in bulk. Read-only."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.admin.model_admin import ModelAdmin
from archive.admin.read_only import ReadOnly
from archive.models import BulkItem


@admin.register(BulkItem)
class BulkItemAdmin(ReadOnly, ModelAdmin):
    list_display = ["article", "outcome", "was", "became", "reason", "job"]
    list_filter = ["outcome"]
    search_fields = ["=job__batch", "=article__id"]
    search_help_text = _("按同批编号或文章编号查找")
    list_select_related = ["article", "job"]
    ordering = ["-id"]
    fields = ["job", "article", "outcome", "reason", "was", "became"]
    readonly_fields = ["was", "became"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[BulkItem]:
        return super().get_queryset(request).defer("article__body", "article__captions", "article__quotes")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup == "job__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("之前"))
    def was(self, item: BulkItem) -> str:
        return item.before.get("words", "")

    @admin.display(description=_("之后"))
    def became(self, item: BulkItem) -> str:
        return item.after.get("words", "")

"""The merges of names, one row a spelling: deleting one is the way back. Finding names to merge: `archive.admin.names`."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from archive.admin.audited import Audited
from archive.admin.tables.pages import AsTable
from archive.admin.tables.resources import NameAliases
from archive.models import NameAlias
from archive.review.names import touch_articles_named


@admin.register(NameAlias)
class NameAliasAdmin(AsTable, Audited, ModelAdmin):
    table = NameAliases
    list_display = ["name", "main", "kind", "created_at"]
    list_filter = ["kind"]
    search_fields = ["name", "main"]
    search_help_text = _("按写法或主名查找")
    show_full_result_count = False
    fields = ["kind", "name", "main"]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"names_address": reverse("admin_names"), **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: NameAlias, form: Any, change: bool) -> None:
        before = NameAlias.objects.filter(pk=obj.pk).first() if change else None
        super().save_model(request, obj, form, change)
        for row in (before, obj):
            _touch(row)

    def delete_model(self, request: HttpRequest, obj: NameAlias) -> None:
        super().delete_model(request, obj)
        _touch(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[NameAlias]) -> None:
        rows = list(queryset)
        super().delete_queryset(request, queryset)
        for row in rows:
            _touch(row)


def _touch(row: NameAlias | None) -> None:
    if row is not None:
        touch_articles_named(row.kind, row.name)

"""The merges of names, one row a spelling: deleting one is the way back. Finding names to merge: `archive.admin.names`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.audited import Audited
from archive.admin.foreseen import Effect, Foreseen
from archive.admin.model_admin import ModelAdmin
from archive.admin.tables.pages import AsTable
from archive.admin.tables.resources import NameAliases
from archive.models import NameAlias
from archive.review.names import articles_named, touch_articles_named

_UNMERGED = gettext_lazy("%(n)d 篇文章重新显示“%(name)s”")


@admin.register(NameAlias)
class NameAliasAdmin(AsTable, Foreseen, Audited, ModelAdmin):
    table = NameAliases
    list_display = ["name", "main", "kind", "created_at"]
    list_filter = ["kind"]
    search_fields = ["name", "main"]
    search_help_text = gettext_lazy("按写法或主名查找")
    fields = ["kind", "name", "main"]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"names_address": reverse("admin_names"), **(extra_context or {})})

    def foresee(self, before: NameAlias | None, form: Any, formsets: Sequence[Any]) -> Iterable[Effect]:
        now: NameAlias = form.instance
        if before is not None and before.name != now.name:
            number = articles_named(before.kind, before.name).count()
            yield Effect(articles=number, told=_UNMERGED % {"n": number, "name": before.name})
        number = articles_named(now.kind, now.name).count()
        told = _("%(n)d 篇文章上的“%(name)s”显示为“%(main)s”") % {"n": number, "name": now.name, "main": now.main}
        yield Effect(articles=number, told=told)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What becomes visible again is said where the deletion is confirmed."""
        deleted, *more = super().get_deleted_objects(objs, request)
        numbers = ((row.name, articles_named(row.kind, row.name).count()) for row in objs)
        return [*deleted, *(_UNMERGED % {"n": number, "name": name} for name, number in numbers)], *more

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

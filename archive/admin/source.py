"""Sources and the hosts they publish from; several hosts of one publisher are joined here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from archive.admin.audited import Audited
from archive.admin.read_only import NeverDeleted
from archive.admin.tables.pages import AsTable
from archive.admin.tables.resources import SourceHosts, Sources
from archive.models import Source, SourceHost
from archive.review.decisions import touch_articles_of_source


class SourceHostInline(TabularInline):
    model = SourceHost
    extra = 0


@admin.register(Source)
class SourceAdmin(AsTable, NeverDeleted, Audited, ModelAdmin):
    table = Sources
    list_display = ["name", "kind", "home_region", "host_names"]
    list_filter = ["kind"]
    search_fields = ["name", "hosts__host"]
    list_select_related = ["home_region"]
    show_full_result_count = False
    autocomplete_fields = ["home_region"]
    inlines = [SourceHostInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("hosts")

    @admin.display(description=SourceHost._meta.verbose_name)
    def host_names(self, source: Source) -> str:
        return "、".join(host.host for host in source.hosts.all())

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            touch_articles_of_source(obj)


@admin.register(SourceHost)
class SourceHostAdmin(AsTable, Audited, ModelAdmin):
    table = SourceHosts
    list_display = ["host", "source"]
    search_fields = ["host", "source__name"]
    list_select_related = ["source"]
    autocomplete_fields = ["source"]

"""Regions with all their names. Codes and lineage come from the shipped data; names and spellings may be corrected."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from archive.admin.audited import Audited
from archive.admin.read_only import NeverDeleted
from archive.admin.tables.pages import AsTable
from archive.admin.tables.resources import RegionNames
from archive.models import Region, RegionName


class RegionNameInline(TabularInline):
    model = RegionName
    extra = 0


@admin.register(Region)
class RegionAdmin(NeverDeleted, Audited, ModelAdmin):
    list_display = ["code", "name", "short_name", "level", "parent", "valid_from", "valid_to", "successor"]
    list_filter = ["level", ("valid_to", admin.EmptyFieldListFilter)]
    search_fields = ["=code", "name", "short_name", "pinyin", "names__name"]
    search_help_text = _("按代码、名称、别名或拼音（无声调）查找")
    list_select_related = ["parent", "successor"]
    autocomplete_fields = ["parent", "successor"]
    inlines = [RegionNameInline]
    show_full_result_count = False

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        return ["code"] if obj else []


@admin.register(RegionName)
class RegionNameAdmin(AsTable, Audited, ModelAdmin):
    table = RegionNames
    list_display = ["name", "kind", "region", "valid_from", "valid_to"]
    list_filter = ["kind"]
    search_fields = ["name", "region__name"]
    list_select_related = ["region"]
    autocomplete_fields = ["region"]

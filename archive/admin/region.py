"""Regions with all their names. Codes and lineage come from the shipped data; names and spellings may be corrected."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline

from archive.admin.audited import Audited
from archive.admin.model_admin import ModelAdmin
from archive.admin.read_only import NeverDeleted
from archive.admin.tables.pages import AsTable
from archive.admin.tables.resources import RegionNames
from archive.models import HouseRuleKind, Region, RegionName


class RegionNameInline(TabularInline):
    model = RegionName
    extra = 0


@admin.register(Region)
class RegionAdmin(NeverDeleted, Audited, ModelAdmin):
    list_display = ["code", "name", "short_name", "level", "parent", "valid_from", "valid_to", "successor"]
    list_filter = ["level", ("valid_to", admin.EmptyFieldListFilter)]
    search_fields = ["=code", "name", "short_name", "pinyin", "names__name"]
    search_help_text = gettext_lazy("按代码、名称、别名或拼音（无声调）查找")
    list_select_related = ["parent", "successor"]
    autocomplete_fields = ["parent", "successor"]
    inlines = [RegionNameInline]

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

    def save_model(self, request: HttpRequest, obj: RegionName, form: Any, change: bool) -> None:
        """The name helps whoever looks for the region. That pages are understood by it is a rule's matter, which is tried first."""
        super().save_model(request, obj, form, change)
        if {"name", "region"} & set(form.changed_data):
            asked = {"kind": HouseRuleKind.PLACE, "key": obj.name, "value": obj.region_id}
            address = reverse("admin:archive_houserule_add", query=asked)
            told = _("网页上出现“%(name)s”时也认作这个地区？记为规则并试算") % {"name": obj.name}
            messages.info(request, format_html('<a href="{}">{}</a>', address, told))

"""The two vocabularies staff own. A term that articles carry cannot be deleted, and its code never changes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from archive.admin.audited import Audited
from archive.admin.tables.pages import AsTable
from archive.admin.tables.resources import EventTypes, ServiceFields
from archive.models import EventType, Finding, FindingKind, ServiceField
from archive.review.decisions import touch_articles_with


class TermAdmin(AsTable, Audited, ModelAdmin):
    kind: ClassVar[FindingKind]
    list_display = ["label", "code", "label_en", "description", "position"]
    list_editable = ["position"]
    search_fields = ["code", "label", "label_en"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One by one, and only while nothing refers to the term."""
        if obj is None or not super().has_delete_permission(request, obj):
            return False
        return not Finding.objects.filter(kind=self.kind, value=obj.pk).exists()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and {"label", "label_en"} & set(form.changed_data):
            touch_articles_with(self.kind, obj.pk)


@admin.register(EventType)
class EventTypeAdmin(TermAdmin):
    kind = FindingKind.EVENT_TYPE
    table = EventTypes


@admin.register(ServiceField)
class ServiceFieldAdmin(TermAdmin):
    kind = FindingKind.SERVICE_FIELD
    table = ServiceFields

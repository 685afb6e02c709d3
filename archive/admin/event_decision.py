"""What staff decided about events. Read-only; taken back on a page of its own."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from archive.admin.model_admin import ModelAdmin
from archive.admin.read_only import ReadOnly
from archive.models import EventDecision


@admin.register(EventDecision)
class EventDecisionAdmin(ReadOnly, ModelAdmin):
    list_display = ["__str__", "by", "note", "created_at", "undone_at"]
    list_filter = ["kind", ("undone_at", admin.EmptyFieldListFilter)]
    list_select_related = ["by"]
    search_fields = ["note", "=batch"]
    fields = ["kind", "by", "note", "batch", "created_at", "undone_at", "undo"]
    readonly_fields = ["created_at", "undo"]

    @admin.display(description=_("撤销"))
    def undo(self, decision: EventDecision) -> str:
        address = reverse("admin:archive_event_undo", args=[decision.pk])
        return format_html('<a href="{}" class="text-primary-600">{}</a>', address, _("预览并撤销"))

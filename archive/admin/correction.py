"""Corrections readers sent: staff answer and close them. May be deleted, since they may hold personal data."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from archive.models import Correction


@admin.register(Correction)
class CorrectionAdmin(ModelAdmin):
    list_display = ["ticket", "kind", "state", "article", "short_message", "created_at"]
    list_filter = ["state", "kind"]
    search_fields = ["=ticket", "message"]
    list_select_related = ["article"]
    autocomplete_fields = ["article"]
    readonly_fields = ["ticket", "created_at"]
    fields = ["ticket", "created_at", "kind", "article", "message", "contact", "state", "answer"]
    show_full_result_count = False

    @admin.display(description=_("内容"))
    def short_message(self, correction: Correction) -> str:
        return correction.message[:40]

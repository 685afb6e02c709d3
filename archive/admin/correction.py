"""Corrections readers sent: staff answer and close them. May be deleted, since they may hold personal data."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from archive.models import Correction
from archive.review.corrections import answer_correction


@admin.register(Correction)
class CorrectionAdmin(ModelAdmin):
    list_display = ["ticket", "kind", "state", "article", "short_message", "created_at"]
    list_filter = ["state", "kind"]
    search_fields = ["=ticket", "message"]
    list_select_related = ["article"]
    autocomplete_fields = ["article"]
    raw_id_fields = ["finding"]
    readonly_fields = ["ticket", "created_at", "answered_at"]
    fields = [
        "ticket",
        "created_at",
        "kind",
        "article",
        "about",
        "finding",
        "message",
        "contact",
        "state",
        "answer",
        "answered_at",
    ]
    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: Correction, form: Any, change: bool) -> None:
        """The sender sees when staff last answered."""
        answer_correction(obj)

    @admin.display(description=_("内容"))
    def short_message(self, correction: Correction) -> str:
        return correction.message[:40]

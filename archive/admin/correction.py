"""Corrections readers sent: staff answer and close them. May be deleted, since they may hold personal data."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from archive.admin.audited import Audited
from archive.admin.permissions import MayWithdraw
from archive.admin.read_only import staff_of
from archive.admin.withdrawing import withdraw_articles
from archive.models import Correction
from archive.review.corrections import answer_correction


@admin.register(Correction)
class CorrectionAdmin(MayWithdraw, Audited, ModelAdmin):
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
    actions = ["withdraw_articles"]
    # What a reader wrote can be deleted for good.
    unlogged = ("message", "contact", "sender", "about")

    def save_model(self, request: HttpRequest, obj: Correction, form: Any, change: bool) -> None:
        """The sender sees when staff last answered."""
        answer_correction(obj, by=staff_of(request))

    @admin.action(description=_("撤回所涉文章"), permissions=["withdraw"])
    def withdraw_articles(self, request: HttpRequest, queryset: QuerySet[Correction]) -> HttpResponse | None:
        """Withdraw what the chosen requests are about, and accept them."""
        about = [correction for correction in queryset.select_related("article__event") if correction.article]
        if not about:
            self.message_user(request, _("所选更正没有写明文章"), messages.WARNING)
            return None
        articles = {correction.article_id: correction.article for correction in about if correction.article}
        return withdraw_articles(request, list(articles.values()), about)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Also those about a source's articles, which the first page counts."""
        return lookup == "article__publisher__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("内容"))
    def short_message(self, correction: Correction) -> str:
        return correction.message[:40]

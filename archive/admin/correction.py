"""Corrections readers sent: staff answer and close them. May be deleted, since they may hold personal data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from archive.admin.audited import Audited
from archive.admin.model_admin import ModelAdmin
from archive.admin.permissions import MayWithdraw
from archive.admin.read_only import staff_of
from archive.admin.withdrawing import withdraw_articles
from archive.models import Correction, CorrectionState
from archive.review.corrections import answer_correction


class AnswerForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        """Whoever sent it learns of the end of it by the answer alone."""
        cleaned = super().clean() or {}
        is_closed = cleaned.get("state") in (CorrectionState.ACCEPTED, CorrectionState.DECLINED)
        if is_closed and not cleaned.get("answer", "").strip():
            self.add_error("answer", _("请写明答复：提交者凭编号只能看到状态和答复"))
        return cleaned


@admin.register(Correction)
class CorrectionAdmin(MayWithdraw, Audited, ModelAdmin):
    form = AnswerForm
    list_display = ["ticket", "kind", "state", "article", "short_message", "created_at"]
    list_filter = ["state", "kind"]
    search_fields = ["=ticket", "message"]
    list_select_related = ["article"]
    autocomplete_fields = ["article"]
    raw_id_fields = ["finding"]
    readonly_fields = ["links", "ticket", "created_at", "answered_at"]
    fields = [
        "links",
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
    actions = ["withdraw_articles"]
    # What a reader wrote can be deleted for good.
    unlogged = ("message", "contact", "sender", "about")

    def get_readonly_fields(self, request: HttpRequest, obj: Correction | None = None) -> list[str]:
        """What a reader wrote stays as it was written; a correction staff note down, from a letter, they write."""
        fields = list(super().get_readonly_fields(request, obj))
        return [*fields, "about", "message", "contact"] if obj else fields

    @admin.display(description=_("查看"))
    def links(self, correction: Correction) -> str:
        places = [(correction.get_absolute_url(), _("提交者看到的页面"))] if correction.pk else []
        if correction.article_id is not None:
            places.append((reverse("admin:archive_article_change", args=[correction.article_id]), _("修改文章")))
            places.append((reverse("article", args=[correction.article_id]), _("公开页面")))
        if correction.finding_id is not None:
            places.append((reverse("admin:archive_finding_change", args=[correction.finding_id]), _("所指事实")))
        template = '<a href="{}" class="text-primary-600">{}</a>'
        return format_html_join(" · ", "{}", ((format_html(template, *place),) for place in places)) or "-"

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

"""Articles: what was extracted, with its evidence; staff correct, withdraw and publish."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from archive.admin.finding import MachineFindingInline, StaffFindingInline
from archive.admin.read_only import NeverDeleted, ReadOnly
from archive.models import Article, ArticleState, ArticleVersion
from archive.review import decisions

_READ_ONLY = [
    "links", "url", "subtitle", "body", "captions", "authors", "editor", "channel", "views", "script", "quotes",
    "event_edtf", "event_start", "event_end", "event_precision", "original_published", "published", "published_on",
    "captured_at", "page_class", "flags", "warnings", "created_at", "changed_at",
]  # fmt: skip


class VersionInline(ReadOnly, TabularInline):
    model = ArticleVersion
    fk_name = "article"
    fields = ["number", "title", "saved_file", "created_at"]
    readonly_fields = ["created_at"]
    ordering = ["-number"]
    show_change_link = True
    tab = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleVersion]:
        return super().get_queryset(request).select_related("saved_file").defer("body", "draft")


@admin.register(Article)
class ArticleAdmin(NeverDeleted, ModelAdmin):
    list_display = ["title", "state", "publisher", "event_edtf", "published_on", "relation", "page_class", "created_at"]
    list_filter = ["state", "page_class", "relation", "script", "event_precision"]
    search_fields = ["title", "url"]
    search_help_text = _("按标题或网址查找")
    list_select_related = ["publisher"]
    ordering = ["-id"]
    list_per_page = 50
    show_full_result_count = False
    autocomplete_fields = ["publisher", "event", "reprint_of"]
    readonly_fields = _READ_ONLY
    inlines = [StaffFindingInline, MachineFindingInline, VersionInline]
    actions = ["withdraw_chosen", "publish_chosen"]
    fieldsets = [
        (None, {"fields": ["links", "title", "subtitle", "state", "url", "publisher", "claimed_source", "dateline"]}),
        (_("日期"), {"fields": ["event_edtf", ("event_start", "event_end", "event_precision"), "original_published",
                              ("published", "published_on"), "captured_at"]}),
        (_("正文"), {"fields": ["body", "captions", "authors", "editor", "channel", "views", "script", "quotes"]}),
        (_("归并"), {"fields": ["event", "relation", "reprint_of"]}),
        (_("处理"), {"fields": ["page_class", "flags", "warnings", "created_at", "changed_at"]}),
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        queryset = super().get_queryset(request)
        # Lists show no text: reading it would cost ten times the rest of the row.
        is_list = request.resolver_match is not None and request.resolver_match.url_name == "archive_article_changelist"
        return queryset.defer("body", "captions", "quotes") if is_list else queryset

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Articles come in as pages, with their bytes."""
        return False

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "title" in form.changed_data:
            decisions.retitle(obj, form.initial["title"])
        if "state" in form.changed_data and obj.state == ArticleState.PUBLIC:
            decisions.publish(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            decisions.touch_article(form.instance)

    @admin.display(description=_("查看"))
    def links(self, article: Article) -> str:
        template = '<a href="{}" class="text-primary-600">{}</a> · <a href="{}" class="text-primary-600">{}</a>'
        page, original = reverse("article", args=[article.pk]), reverse("original", args=[article.pk])
        return format_html(template, page, _("公开页面"), original, _("原始网页"))

    @admin.action(description=_("撤回所选文章"), permissions=["change"])
    def withdraw_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        still_public = 0
        chosen = list(queryset.select_related("event"))
        for article in chosen:
            decisions.withdraw(article, str(_("后台批量操作")), by=_staff(request))
        for article in chosen:
            still_public += decisions.public_reprints(article).count()
        self.message_user(request, _("已撤回 %(number)d 篇") % {"number": len(chosen)}, messages.SUCCESS)
        if still_public:
            told = _("它们的转载仍有 %(number)d 篇公开,请一并处理") % {"number": still_public}
            self.message_user(request, told, messages.WARNING)

    @admin.action(description=_("公开所选文章"), permissions=["change"])
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        chosen = list(queryset.select_related("event"))
        for article in chosen:
            decisions.publish(article, str(_("后台批量操作")), by=_staff(request))
        self.message_user(request, _("已公开 %(number)d 篇") % {"number": len(chosen)}, messages.SUCCESS)


def _staff(request: HttpRequest) -> AbstractBaseUser:
    assert isinstance(request.user, AbstractBaseUser), "the admin lets nobody else in"
    return request.user


@admin.register(ArticleVersion)
class ArticleVersionAdmin(ReadOnly, ModelAdmin):
    list_display = ["article", "number", "title", "saved_file", "created_at"]
    search_fields = ["title"]
    list_select_related = ["article", "saved_file"]
    ordering = ["-id"]
    show_full_result_count = False

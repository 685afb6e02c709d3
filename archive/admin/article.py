"""Articles: what was extracted, with its evidence; staff correct, withdraw and publish."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from archive.admin.audited import Audited
from archive.admin.bulk import bulk_page
from archive.admin.bulk_selection import CHOSEN
from archive.admin.finding import MachineFindingInline, StaffFindingInline
from archive.admin.index_state import BehindIndexFilter
from archive.admin.known_values import PageClassFilter, ScriptFilter
from archive.admin.model_admin import ModelAdmin
from archive.admin.permissions import MayBulk, MayLink, MayWithdraw
from archive.admin.read_only import NeverDeleted, ReadOnly, staff_of
from archive.admin.withdrawing import publish_articles, withdraw_articles
from archive.models import Article, ArticleVersion
from archive.review import decisions
from archive.review.doubts import confirm_articles

_READ_ONLY = [
    "links", "state", "url", "subtitle", "paragraphs", "caption_lines", "author_names", "editor", "channel", "views", "script",
    "stated_words",
    "event_edtf", "event_start", "event_end", "event_precision", "original_published", "published", "published_on",
    "captured_at", "event", "relation", "reprint_of", "kind_of_page", "marks", "doubt", "created_at", "changed_at",
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
class ArticleAdmin(NeverDeleted, MayWithdraw, MayLink, MayBulk, Audited, ModelAdmin):
    list_display = [
        "title",
        "state",
        "publisher",
        "event_edtf",
        "published_on",
        "relation",
        "kind_of_page",
        "created_at",
    ]
    list_filter = ["doubt", "state", PageClassFilter, "relation", ScriptFilter, "event_precision", BehindIndexFilter]
    search_fields = ["title", "url"]
    search_help_text = _("按标题或网址查找")
    list_select_related = ["publisher"]
    ordering = ["-id"]
    list_per_page = 50
    autocomplete_fields = ["publisher"]
    readonly_fields = _READ_ONLY
    inlines = [StaffFindingInline, MachineFindingInline, VersionInline]
    list_before_template = "admin/bulk/button.html"
    actions = ["bulk_chosen", "withdraw_chosen", "publish_chosen", "confirm_chosen", "join_chosen", "part_chosen"]
    fieldsets = [
        (None, {"fields": ["links", "title", "subtitle", "state", "url", "publisher", "claimed_source", "dateline"]}),
        (_("日期"), {"fields": ["event_edtf", ("event_start", "event_end", "event_precision"), "original_published",
                              ("published", "published_on"), "captured_at"]}),
        (_("正文"), {"fields": ["paragraphs", "caption_lines", "author_names", "editor", "channel", "views", "script",
                              "stated_words"]}),
        (_("归并"), {"fields": ["event", "relation", "reprint_of"]}),
        (_("处理"), {"fields": ["kind_of_page", "marks", "doubt", "created_at", "changed_at"]}),
    ]  # fmt: skip

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Titles have an index that can be looked through; an address is looked for only where one is typed."""
        typed = request.GET.get("q", "") + request.GET.get("term", "")
        return ["url"] if typed.isascii() and re.search("[./]", typed) else ["title"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        queryset = super().get_queryset(request)
        # Lists show no text: reading it would cost ten times the rest of the row.
        is_list = request.resolver_match is not None and request.resolver_match.url_name == "archive_article_changelist"
        return queryset.defer("body", "captions", "quotes") if is_list else queryset

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(partial(bulk_page, model_admin=self))
        return [path("bulk/", page, name="archive_article_bulk"), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Articles come in as pages, with their bytes."""
        return False

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "title" in form.changed_data:
            decisions.retitle(obj, form.initial["title"])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            decisions.touch_article(form.instance)

    @admin.display(description=_("查看"))
    def links(self, article: Article) -> str:
        template = '<a href="{}" class="text-primary-600">{}</a> · <a href="{}" class="text-primary-600">{}</a>'
        page, original = reverse("article", args=[article.pk]), reverse("original", args=[article.pk])
        return format_html(template, page, _("公开页面"), original, _("原始网页"))

    @admin.display(description=_("正文"))
    def paragraphs(self, article: Article) -> str:
        return _lines(article.body.split("\n"))

    @admin.display(description=_("图片说明"))
    def caption_lines(self, article: Article) -> str:
        return _lines(article.captions)

    @admin.display(description=_("作者"))
    def author_names(self, article: Article) -> str:
        return "、".join(map(str, article.authors))

    @admin.display(description=_("字段依据"))
    def stated_words(self, article: Article) -> str:
        return _lines([f"{field}: {words}" for field, words in article.quotes.items()])

    @admin.display(description=_("页面类别"), ordering="page_class")
    def kind_of_page(self, article: Article) -> str:
        return str(PageClassFilter.values.get(article.page_class, article.page_class))

    @admin.display(description=_("标记与警告"))
    def marks(self, article: Article) -> str:
        return "、".join(map(str, [*article.flags, *article.warnings]))

    @admin.action(description=_("批量处理所选文章…"), permissions=["bulk"])
    def bulk_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse:
        """On to the page that previews it; all that the filters leave, where all were ticked."""
        ids = ",".join(request.POST.getlist(ACTION_CHECKBOX_NAME))
        everything = request.POST.get("select_across") == "1"
        query = request.GET.urlencode() if everything else urlencode({CHOSEN: ids})
        return HttpResponseRedirect(f"{reverse('admin:archive_article_bulk')}?{query}")

    @admin.action(description=_("撤回所选文章"), permissions=["withdraw"])
    def withdraw_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        return withdraw_articles(request, list(queryset.select_related("event")))

    @admin.action(description=_("公开所选文章"), permissions=["withdraw"])
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        return publish_articles(request, list(queryset.select_related("event")))

    @admin.action(description=_("所选文章复核无误"), permissions=["change"])
    def confirm_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        number = confirm_articles(queryset, by=staff_of(request))
        self.message_user(request, _("已确认 %(number)d 篇") % {"number": number}, messages.SUCCESS)

    @admin.action(description=_("所选文章报道同一事件"), permissions=["link"])
    def join_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        """On to the page that shows what the one event would hold."""
        events = sorted(set(queryset.exclude(event=None).values_list("event", flat=True)))
        if len(events) < 2:
            self.message_user(request, _("请选择不同事件的文章"), messages.WARNING)
            return None
        return _arrange(events[0], {"op": "merge", "target": events[1:]})

    @admin.action(description=_("所选文章另属其他事件"), permissions=["link"])
    def part_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        """On to the page that shows what both events would hold."""
        chosen = dict(queryset.exclude(event=None).values_list("pk", "event"))
        if len(set(chosen.values())) != 1:
            self.message_user(request, _("请选择同一事件的文章"), messages.WARNING)
            return None
        return _arrange(next(iter(chosen.values())), {"op": "split", "article": sorted(chosen)})


def _arrange(event: int, change: dict[str, Any]) -> HttpResponse:
    address = reverse("admin:archive_event_arrange", args=[event])
    return HttpResponseRedirect(f"{address}?{urlencode(change, doseq=True)}")


def _lines(texts: Iterable[object]) -> str:
    return format_html_join("", '<p class="mb-1 whitespace-pre-wrap">{}</p>', ((text,) for text in texts))


@admin.register(ArticleVersion)
class ArticleVersionAdmin(ReadOnly, ModelAdmin):
    list_display = ["article", "number", "title", "saved_file", "created_at"]
    list_select_related = ["article", "saved_file"]
    ordering = ["-id"]
    fields = ["article", "number", "saved_file", "created_at", "title", "whole_draft"]
    readonly_fields = ["created_at", "whole_draft"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleVersion]:
        return super().get_queryset(request).defer("body", "draft", "article__body")

    @admin.display(description=_("提取结果"))
    def whole_draft(self, version: ArticleVersion) -> str:
        return _lines(json.dumps(version.draft, ensure_ascii=False, indent=1).split("\n"))

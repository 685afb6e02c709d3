"""Events: which reports tell of the same thing."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from archive.admin.read_only import NeverDeleted, ReadOnly
from archive.models import Article, Event


class ReportInline(ReadOnly, TabularInline):
    model = Article
    fk_name = "event"
    verbose_name_plural = _("报道")
    fields = ["title", "publisher", "relation", "published_on", "state"]
    show_change_link = True
    per_page = 20

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).select_related("publisher")


@admin.register(Event)
class EventAdmin(NeverDeleted, ModelAdmin):
    list_display = ["title", "reports", "created_at"]
    search_fields = ["title"]
    show_full_result_count = False
    autocomplete_fields = ["lead"]
    readonly_fields = ["created_at"]
    inlines = [ReportInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        counts = Article.objects.filter(event=OuterRef("pk")).order_by().values("event").annotate(number=Count("pk"))
        number = Coalesce(Subquery(counts.values("number"), output_field=IntegerField()), 0)
        return super().get_queryset(request).annotate(report_count=number)

    @admin.display(description=_("报道数"))
    def reports(self, event: Any) -> int:
        return event.report_count

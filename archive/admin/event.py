"""Events: which reports tell of the same thing."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from archive.admin.audited import Audited
from archive.admin.permissions import MayLink
from archive.admin.read_only import NeverDeleted, ReadOnly, staff_of
from archive.models import Article, Event
from archive.review import links


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
class EventAdmin(NeverDeleted, MayLink, Audited, ModelAdmin):
    list_display = ["title", "reports", "created_at"]
    search_fields = ["title"]
    show_full_result_count = False
    readonly_fields = ["merged_into", "created_at"]
    fields = ["title", "title_is_set", "lead", "lead_is_set", "merged_into", "created_at"]
    inlines = [ReportInline]
    actions = ["join_chosen"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        counts = Article.objects.filter(event=OuterRef("pk")).order_by().values("event").annotate(number=Count("pk"))
        number = Coalesce(Subquery(counts.values("number"), output_field=IntegerField()), 0)
        return super().get_queryset(request).annotate(report_count=number)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Events are made of reports."""
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only reports of the event may lead it."""
        if db_field.name == "lead" and request.resolver_match is not None:
            kwargs["queryset"] = Article.objects.filter(event=request.resolver_match.kwargs.get("object_id"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:
        """What staff wrote or chose stays, unless they hand it back by clearing the mark."""
        obj.title_is_set = obj.title_is_set or "title" in form.changed_data
        super().save_model(request, obj, form, change)
        if "lead" in form.changed_data and obj.lead is not None:
            links.choose_lead(obj, obj.lead)

    @admin.action(description=_("所选事件是同一事件"), permissions=["link"])
    def join_chosen(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        chosen = list(queryset.select_related("lead"))
        if len(chosen) < 2:
            self.message_user(request, _("请至少选两个事件"), messages.WARNING)
            return
        links.join_events(chosen, by=staff_of(request))
        self.message_user(request, _("已合并为一个事件：%(number)d 个") % {"number": len(chosen)}, messages.SUCCESS)

    @admin.display(description=_("报道数"))
    def reports(self, event: Any) -> int:
        return event.report_count

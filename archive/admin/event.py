"""Events: which reports tell of the same thing. Arranged on a page of their own (`archive.admin.event_arranging`)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from archive.admin.event_arranging import arrange_page, undo_page
from archive.admin.history import WithHistory
from archive.admin.model_admin import ModelAdmin
from archive.admin.permissions import MayLink
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
        return super().get_queryset(request).select_related("publisher").defer("body", "captions", "quotes")


@admin.register(Event)
class EventAdmin(NeverDeleted, MayLink, WithHistory, ModelAdmin):
    list_display = ["title", "reports", "created_at"]
    search_fields = ["title"]
    fields = ["title", "title_is_set", "lead", "lead_is_set", "merged_into", "created_at"]
    readonly_fields = fields
    list_select_related = ["lead"]
    inlines = [ReportInline]
    actions = ["join_chosen"]
    change_form_outer_before_template = "admin/event/button.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/arrange/", view(arrange_page), name="archive_event_arrange"),
            path("decisions/<int:pk>/undo/", view(undo_page), name="archive_event_undo"),
        ]
        return [*own, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        counts = Article.objects.filter(event=OuterRef("pk")).order_by().values("event").annotate(number=Count("pk"))
        number = Coalesce(Subquery(counts.values("number"), output_field=IntegerField()), 0)
        return super().get_queryset(request).annotate(report_count=number)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Events are made of reports."""
        return False

    @admin.action(description=_("所选事件是同一事件"), permissions=["link"])
    def join_chosen(self, request: HttpRequest, queryset: QuerySet[Event]) -> HttpResponse | None:
        """On to the page that shows what the one event would hold."""
        first, *others = list(queryset.order_by("pk").values_list("pk", flat=True))
        if not others:
            self.message_user(request, _("请至少选两个事件"), messages.WARNING)
            return None
        query = urlencode({"op": "merge", "target": others}, doseq=True)
        return HttpResponseRedirect(f"{reverse('admin:archive_event_arrange', args=[first])}?{query}")

    @admin.display(description=_("报道数"))
    def reports(self, event: Any) -> int:
        return event.report_count

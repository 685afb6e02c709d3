"""Which articles were compared, what was found, and what staff said of it. Staff join and part reports on their lists."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.admin.history import WithHistory
from archive.admin.model_admin import ModelAdmin
from archive.admin.read_only import NeverDeleted, ReadOnly, staff_of
from archive.models import EventPair, LinkRule, StoryPair
from archive.review import links


class _Pairs(ReadOnly, ModelAdmin):
    search_fields = ["left__title", "right__title"]
    list_select_related = ["left", "right"]
    ordering = ["-id"]
    list_per_page = 50


@admin.register(StoryPair)
class StoryPairAdmin(_Pairs):
    list_display = ["left", "right", "verdict", "of_left", "of_right", "words"]
    list_filter = ["verdict"]

    @admin.display(description=_("依据"))
    def words(self, pair: StoryPair) -> str:
        return "；".join(map(str, pair.evidence))


@admin.register(EventPair)
class EventPairAdmin(_Pairs):
    list_display = ["left", "right", "score", "words"]

    @admin.display(description=_("依据"))
    def words(self, pair: EventPair) -> str:
        return "、".join(map(str, pair.evidence))


@admin.register(LinkRule)
class LinkRuleAdmin(NeverDeleted, WithHistory, ModelAdmin):
    list_display = ["left", "right", "kind", "note", "by", "created_at"]
    list_filter = ["kind"]
    search_fields = ["left__title", "right__title", "note"]
    list_select_related = ["left", "right", "by"]
    autocomplete_fields = ["left", "right"]
    fields = ["left", "right", "kind", "note", "by", "created_at"]
    readonly_fields = ["by", "created_at"]

    def has_change_permission(self, request: HttpRequest, obj: LinkRule | None = None) -> bool:
        """Rules are only added: the latest of a pair counts."""
        return False

    def save_model(self, request: HttpRequest, obj: LinkRule, form: object, change: bool) -> None:
        obj.by_id = request.user.pk
        links.add_rule(obj, by=staff_of(request))

"""Feeds staff subscribe to, and the addresses fetched. When feeds are looked at is the operator's timer's matter."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from archive.admin.audited import Audited
from archive.admin.model_admin import ModelAdmin
from archive.admin.read_only import ReadOnly
from archive.models import Feed, FetchedAddress


@admin.register(Feed)
class FeedAdmin(Audited, ModelAdmin):
    list_display = ["__str__", "address", "active", "checked_at", "failures", "trouble"]
    list_filter = ["active", ("trouble", admin.EmptyFieldListFilter)]
    search_fields = ["name", "address"]
    readonly_fields = ["checked_at", "next_at", "failures", "trouble", "created_at"]
    fieldsets = [
        (None, {"fields": ["address", "name", "active"]}),
        (_("上次结果"), {"fields": ["checked_at", "next_at", "failures", "trouble", "created_at"]}),
    ]


@admin.register(FetchedAddress)
class FetchedAddressAdmin(ReadOnly, ModelAdmin):
    list_display = ["address", "fetched_at", "failures", "next_at", "trouble"]
    list_filter = [("trouble", admin.EmptyFieldListFilter)]
    search_fields = ["address", "url"]

"""Searches that readers froze to cite. Read-only: their addresses were promised to stay."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from archive.admin.model_admin import ModelAdmin
from archive.admin.read_only import ReadOnly
from archive.models import Snapshot


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnly, ModelAdmin):
    list_display = ["key", "query", "total", "created_at"]
    search_fields = ["=key", "query"]
    fields = ["key", "query", "total", "digest", "index_state", "created_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Snapshot | None = None) -> list[str]:
        return list(self.fields)

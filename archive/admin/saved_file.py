"""Original files: what came in and when. Read-only."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from archive.admin.model_admin import ModelAdmin
from archive.admin.read_only import ReadOnly
from archive.models import SavedFile


@admin.register(SavedFile)
class SavedFileAdmin(ReadOnly, ModelAdmin):
    list_display = ["name", "media_type", "charset", "size", "captured_at", "received_at"]
    list_filter = ["media_type", "charset"]
    search_fields = ["=sha256", "name", "url"]
    fields = ["sha256", "name", "url", "media_type", "charset", "size", "captured_at", "received_at", "article_link"]
    readonly_fields = ["article_link"]

    def get_readonly_fields(self, request: HttpRequest, obj: SavedFile | None = None) -> list[str]:
        return list(self.fields)

    @admin.display(description=_("文章"))
    def article_link(self, file: SavedFile) -> str:
        version = getattr(file, "version", None)
        if version is None:
            return "-"
        address = reverse("admin:archive_article_change", args=[version.article_id])
        return format_html('<a href="{}" class="text-primary-600">{}</a>', address, version.title or version)

"""The pages of a vocabulary's table: download, and a form that takes one, shows what it would do, and then does it.

The file comes along in the page of the preview, so that nothing of it lies about on the server.
"""

from __future__ import annotations

import base64
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import INPUT_CLASSES

from archive.admin.read_only import staff_of
from archive.admin.tables.reading import LARGEST, MOST_ROWS, TableError, guarded, read_table
from archive.admin.tables.resources import Vocabulary
from archive.admin.tables.taking import try_table, write_table
from archive.export.csv import csv_line

_SHOWN = 200


class TableForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV 文件"),
        max_length=500,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": " ".join(INPUT_CLASSES), "accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("文件超过 %(most)d KB") % {"most": LARGEST // 1024})
        return file


class AsTable:
    """Mix in before ModelAdmin; `table` says what the table holds."""

    table: type[Vocabulary]
    list_before_template = "admin/tables/links.html"
    model: Any
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("export/", self.admin_site.admin_view(self.export_view), name=f"{name}_export"),
            path("import/", self.admin_site.admin_view(self.import_view), name=f"{name}_import"),
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        links = {"export_address": self._address("export")}
        if self.has_import_permission(request):
            links["import_address"] = self._address("import")
        return super().changelist_view(request, {**links, **(extra_context or {})})  # type: ignore[misc]

    def has_import_permission(self, request: HttpRequest) -> bool:
        """A table may add and change."""
        return self.has_add_permission(request) and self.has_change_permission(request)  # type: ignore[attr-defined]

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """All rows, in the order of the list."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        rows = self.table().export(self.model._default_manager.all())
        lines = [csv_line(rows.headers), *(csv_line([guarded(str(cell)) for cell in row]) for row in rows)]
        response = HttpResponse(b"\xef\xbb\xbf" + b"".join(lines), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.opts.model_name}.csv"'
        return response

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """The form; what a file would do; and, once that was seen, the writing."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = TableForm(request.POST or None, request.FILES or None)
        if request.method != "POST":
            return self._show(request, form=form)
        try:
            if "seen" in request.POST:
                return self._write(request, _sent_back(request.POST.get("table", "")))
            if not form.is_valid():
                return self._show(request, form=form)
            data = form.cleaned_data["file"].read()
            table = read_table(data, self.table.headings(), self.table.needed())
        except TableError as error:
            return self._show(request, form=TableForm(), refusal=str(error))
        return self._show_trial(request, data, table.encoding, try_table(self.table, table))

    def _write(self, request: HttpRequest, data: bytes) -> HttpResponse:
        table = read_table(data, self.table.headings(), self.table.needed())
        outcome, is_written = write_table(self.table, table, by=staff_of(request), seen=request.POST["seen"])
        if not is_written:
            messages.warning(request, _("词表在预览之后变了，请再看一遍；什么都没有写入"))
            return self._show_trial(request, data, table.encoding, outcome)
        told = {"added": outcome.added, "changed": outcome.changed, "same": outcome.same}
        messages.success(request, _("已导入：新增 %(added)d 行，更改 %(changed)d 行，%(same)d 行不变") % told)
        return HttpResponseRedirect(self._address("changelist"))

    def _show_trial(self, request: HttpRequest, data: bytes, encoding: str, outcome: Any) -> HttpResponse:
        trial = {
            "outcome": outcome,
            "rows": outcome.changes[:_SHOWN],
            "problems": outcome.problems[:_SHOWN],
            "encoding": encoding,
            "data": base64.b64encode(data).decode(),
        }
        return self._show(request, form=TableForm(), **trial)

    def _show(self, request: HttpRequest, **context: Any) -> HttpResponse:
        resource = self.table()
        shared = {
            **self.admin_site.each_context(request),
            "title": _("导入 CSV：%(name)s") % {"name": self.opts.verbose_name_plural},
            "opts": self.opts,
            "headings": [resource.fields[name].column_name for name in resource.get_export_order()],
            "needed": self.table.needed(),
            "most_rows": MOST_ROWS,
            "most_shown": _SHOWN,
            "list_address": self._address("changelist"),
            "export_address": self._address("export"),
        }
        return render(request, "admin/tables/import.html", {**shared, **context})

    def _address(self, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")


def _sent_back(table: str) -> bytes:
    """The file as the page of the preview had it."""
    try:
        return base64.b64decode(table, validate=True)
    except ValueError as error:
        raise TableError(_("请重新选择文件")) from error

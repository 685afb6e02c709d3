"""The form of the upload page: several files, or a pasted text, within stated sizes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    INPUT_CLASSES,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldAdminURLInputWidget,
)

# What one request may carry in all; a bigger folder goes in by `manage.py ingest`, where nobody waits for a page.
LARGEST_UPLOAD = 10 * 1024 * 1024


class _SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class _SeveralFilesField(forms.FileField):
    """Cleans to a list. An empty file passes: that it is empty is an outcome like another."""

    widget = _SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [super(_SeveralFilesField, self).clean(file, initial) for file in files]


class UploadForm(forms.Form):
    pages = _SeveralFilesField(
        label=_("文件"),
        required=False,
        allow_empty_file=True,
        max_length=500,
        widget=_SeveralFiles(attrs={"class": " ".join(INPUT_CLASSES)}),
        help_text=_(
            "网页（HTML、MHTML、WARC）、纯文本、JSONL、CSV、DOCX、PDF 或它们的 ZIP，可一次选择多个，合计不超过 10 MB"
        ),
    )
    text = forms.CharField(
        label=_("或粘贴正文"),
        required=False,
        strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 10}),
        help_text=_("标题、日期、来源等按网页上的样子一并粘贴，不超过 2 MB"),
    )
    url = forms.URLField(
        label=_("所粘贴正文的网址"),
        required=False,
        max_length=2000,
        assume_scheme="https",
        widget=UnfoldAdminURLInputWidget(),
    )
    batch = forms.CharField(label=_("批次名称"), required=False, max_length=100, widget=UnfoldAdminTextInputWidget())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("pages") and not cleaned.get("text", "").strip():
            raise forms.ValidationError(_("请选择文件或粘贴正文"))
        return cleaned

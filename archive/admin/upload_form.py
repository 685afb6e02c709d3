"""The form of the upload page: files, a pasted text, addresses; within stated sizes."""

from __future__ import annotations

import json
import re
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

# What one request may carry in all, within what proxies let through; larger files are sent in parts by the page's script.
LARGEST_UPLOAD = 10 * 1024 * 1024
MOST_ADDRESSES = 200
_ADDRESS = re.compile(r"https?://\S+\Z", re.I)


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
        help_text=_("网页（HTML、MHTML、WARC）、纯文本、JSONL、CSV、DOCX、PDF 或它们的 ZIP，可一次选择多个"),
    )
    text = forms.CharField(
        label=_("或粘贴正文"),
        required=False,
        strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 8}),
        help_text=_("标题、日期、来源等按网页上的样子一并粘贴，不超过 2 MB"),
    )
    url = forms.URLField(
        label=_("所粘贴正文的网址"),
        required=False,
        max_length=2000,
        assume_scheme="https",
        widget=UnfoldAdminURLInputWidget(),
    )
    addresses = forms.CharField(
        label=_("或粘贴网址，由档案去抓取"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=_("每行一个，最多 200 个"),
    )
    batch = forms.CharField(label=_("批次名称"), required=False, max_length=100, widget=UnfoldAdminTextInputWidget())
    # Filled in by the page's script, which sends files beforehand, in parts.
    upload = forms.CharField(required=False, widget=forms.HiddenInput(), max_length=32)
    names = forms.CharField(required=False, widget=forms.HiddenInput())

    def clean_addresses(self) -> list[str]:
        """In their order, each once."""
        lines = list(
            dict.fromkeys(line.strip() for line in self.cleaned_data["addresses"].splitlines() if line.strip())
        )
        if len(lines) > MOST_ADDRESSES:
            raise forms.ValidationError(_("一次最多 200 个网址"))
        if wrong := [line for line in lines if not _ADDRESS.match(line) or len(line) > 2000]:
            raise forms.ValidationError(_("这一行不是网址：%(line)s"), params={"line": wrong[0][:80]})
        return lines

    def clean_names(self) -> list[str]:
        """What the script calls the files it sent, in their order."""
        try:
            names = json.loads(self.cleaned_data["names"] or "[]")
        except ValueError:
            names = None
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise forms.ValidationError(_("上传不完整，请重新选择文件"))
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = ("pages", "names", "addresses")
        if not self.errors and not any(cleaned.get(name) for name in given) and not cleaned.get("text", "").strip():
            raise forms.ValidationError(_("请选择文件，或粘贴正文或网址"))
        return cleaned

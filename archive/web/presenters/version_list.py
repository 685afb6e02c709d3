"""The versions of a page the archive holds, and what changed between two of them. Personal data is masked in all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.dedupe.changes import LONGEST_READ, find_changes
from archive.models import Article, ArticleVersion, PublicText, public_text
from archive.web.presenters.chain import headline, text_lang
from archive.web.presenters.change_list import ChangeLine, ChangeSummary, list_changes, summarise_changes
from archive.web.presenters.dates import format_iso, format_minute

_MOST = 200
"""Versions listed, the newest."""
_FIELDS = {
    "published": gettext_lazy("本页发布"),
    "original_published": gettext_lazy("原始发布"),
    "original_source": gettext_lazy("标注来源"),
    "dateline": gettext_lazy("电头"),
    "publisher": gettext_lazy("发布者"),
    "authors": gettext_lazy("作者"),
    "editor": gettext_lazy("编辑"),
    "captions": gettext_lazy("图片说明"),
}


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    number: int
    captured: str
    """When it was saved, else when it came in; `is_captured` tells which."""
    is_captured: bool
    title: str
    is_current: bool
    original: str
    compared: str
    """The comparison with the version before, or an empty string."""


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """A stated field that is not what it was; empty where a version does not state it."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class VersionsPage:
    article: Article
    title: str
    lang: str
    rows: tuple[VersionRow, ...]
    left_out: int
    before: int
    after: int
    """The two versions compared; both 0 where there is but one."""
    fields: tuple[FieldChange, ...] = ()
    summary: ChangeSummary | None = None
    lines: tuple[ChangeLine, ...] = ()
    is_cut: bool = False
    most: int = LONGEST_READ


def present_versions(article: Article, before: int | None, after: int | None) -> VersionsPage:
    """The newest first. Of wrong or missing numbers the latest version and the one before are compared."""
    text = public_text(article, article.findings.all())
    listed = list(article.versions.defer("body", "draft").select_related("saved_file").order_by("-number"))
    numbers = [version.number for version in listed]
    after = after if after in numbers[:-1] else numbers[0] if len(numbers) > 1 else 0
    earlier = [number for number in numbers if number < after]
    before = before if before in earlier else earlier[0] if earlier else 0
    page = {
        "article": article,
        "title": headline(text),
        "lang": text_lang(article.script),
        "rows": tuple(_row(version, article, text, numbers) for version in listed[:_MOST]),
        "left_out": max(0, len(listed) - _MOST),
        "before": before,
        "after": after,
    }
    return VersionsPage(**page, **(_compare(article, text, before, after) if before else {}))  # type: ignore[arg-type]


def _row(version: ArticleVersion, article: Article, text: PublicText, numbers: list[int]) -> VersionRow:
    file = version.saved_file
    address = reverse("article_versions", args=[article.pk])
    earlier = [number for number in numbers if number < version.number]
    return VersionRow(
        number=version.number,
        captured=format_minute(file.captured_at or file.received_at),
        is_captured=file.captured_at is not None,
        title=text.words(version.title),
        is_current=version.pk == article.current_version_id,
        original=f"{reverse('original', args=[article.pk])}?version={version.number}",
        compared=f"{address}?from={earlier[0]}&to={version.number}" if earlier else "",
    )


def _compare(article: Article, text: PublicText, before: int, after: int) -> dict[str, object]:
    found = {version.number: version for version in article.versions.filter(number__in=(before, after))}
    old, new = found[before], found[after]
    texts = [(text.words(version.title), text.words(version.body)) for version in (old, new)]
    changes = find_changes(*texts)
    return {
        "fields": tuple(_fields(old.draft, new.draft, text)),
        "summary": summarise_changes(changes, samples=0),
        "lines": list_changes(changes),
        "is_cut": max(len(body) for _title, body in texts) > LONGEST_READ,
    }


def _fields(old: Mapping[str, object], new: Mapping[str, object], text: PublicText) -> list[FieldChange]:
    rows = ((name, _stated(old.get(field), text), _stated(new.get(field), text)) for field, name in _FIELDS.items())
    return [FieldChange(name=str(name), before=left, after=right) for name, left, right in rows if left != right]


def _stated(value: object, text: PublicText) -> str:
    """A field of a draft in words: a date, a name, a list of them."""
    if isinstance(value, Mapping):
        return format_iso(str(value.get("value") or ""))
    if isinstance(value, list | tuple):
        return text.words(_("、").join(str(part) for part in value))
    return text.words(str(value or ""))

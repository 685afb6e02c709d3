"""The database against itself: what it says itself, versions and their bytes, columns that repeat others, offsets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from archive.dedupe.fingerprint import fingerprint
from archive.keeping.databases.damage import find_postgres_damage
from archive.keeping.places import Places
from archive.keeping.snapshot import find_damage
from archive.keeping.verify.problem import Problem
from archive.models import EVENT_DATE_FIELDS, Article, ArticleVersion, Finding, FindingKind, SavedFile, copy_event_date

_ROWS = 500
_DAMAGE_SHOWN = 100
_GUARDS = {
    "sqlite": (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'archive_auditentry'",
        {f"audit_entry_never_{what}" for what in ("changed", "deleted", "replaced")},
    ),
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'archive_auditentry'::regclass AND tgenabled IN ('O', 'A')",
        {f"audit_entry_never_{what}" for what in ("changed", "deleted", "emptied")},
    ),
}
"""What asks for the triggers of the audit log, and the names these have (migration 0009)."""


def check_database(_places: Places) -> Iterator[Problem]:
    """The database's own checks of pages, indexes and references."""
    connection.ensure_connection()
    find = find_postgres_damage if connection.vendor == "postgresql" else find_damage
    for detail in find(connection.connection, _DAMAGE_SHOWN):
        yield Problem(part="database", code="damage", subject=connection.vendor, detail=detail)


def check_guards(_places: Places) -> Iterator[Problem]:
    """The triggers are there, and not switched off, that keep the audit log from being changed."""
    query, guards = _GUARDS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {name for (name,) in cursor.fetchall()}
    for name in sorted(guards - found):
        detail = "the trigger is gone: somebody could have changed the audit log; compare it with a backup"
        yield Problem(part="database", code="guard", subject=name, detail=detail)


def check_versions(_places: Places) -> Iterator[Problem]:
    """Every article has versions numbered from 1, the last of them is its current one, and every file is of a version."""
    latest = Subquery(ArticleVersion.objects.filter(article=OuterRef("pk")).order_by("-number").values("pk")[:1])
    articles = Article.objects.annotate(latest=latest).order_by()
    wrong = articles.filter(Q(current_version=None) | ~Q(current_version=F("latest")) | Q(latest=None))
    for pk, current, last in wrong.values_list("pk", "current_version", "latest").iterator(chunk_size=_ROWS):
        detail = f"current version {current}, last version {last}"
        yield _of_article(pk, "version", detail)
    counted = Article.objects.order_by().annotate(number=Count("versions"), last=Max("versions__number"))
    for pk, number, last in counted.exclude(number=F("last")).values_list("pk", "number", "last"):
        if number:
            yield _of_article(pk, "version_numbers", f"{number} versions, the last has number {last}")
    for row in SavedFile.objects.filter(version=None).order_by("pk").iterator(chunk_size=_ROWS):
        yield Problem(part="database", code="no_version", subject=row.sha256, detail=f"{row.name} is of no article")


def check_articles(_places: Places) -> Iterator[Problem]:
    """Columns that repeat findings or the body say the same as these; offsets of findings lie within the text and the quote."""
    for article in with_findings(Article.objects.order_by("pk")).iterator(chunk_size=_ROWS):
        for name, (held, right) in wrong_columns(article).items():
            detail = f"{name} is {held!r} and should be {right!r}"
            yield _of_article(article.pk, "column", detail, remedy="columns")
        text = article.text
        for row in article.findings.all():
            if wrong := _wrong_offsets(row, text):
                yield _of_article(article.pk, "offsets", f"finding {row.pk} ({row.kind}): {wrong}")


def _wrong_offsets(row: Finding, text: str) -> str:
    start, end = row.start, row.end
    if start is None and end is None:
        return ""
    if start is None or end is None or not start <= end <= len(text):
        return f"offsets {start} to {end} in a text of {len(text)}"
    if not row.quote or row.kind == FindingKind.PERSONAL_DATA:  # whose quotes are masked
        return ""
    at = text.find(row.quote, max(0, end - len(row.quote)))
    return "" if 0 <= at <= start else f"offsets {start} to {end} are not within its quote"


def with_findings(articles: QuerySet[Article]) -> QuerySet[Article]:
    """The articles with all findings, a few queries for any number of them."""
    return articles.prefetch_related("findings")


def wrong_columns(article: Article) -> dict[str, tuple[Any, Any]]:
    """Column -> (what it holds, what it should hold), of those that are derived; sets them right on the object."""
    names = (*EVENT_DATE_FIELDS, "fingerprint")
    held = {name: getattr(article, name) for name in names}
    copy_event_date(article, article.findings.all())
    article.fingerprint = fingerprint(article.body)
    return {name: (held[name], getattr(article, name)) for name in names if held[name] != getattr(article, name)}


def _of_article(pk: int, code: str, detail: str, **more: Any) -> Problem:
    return Problem(part="database", code=code, subject=f"article {pk}", detail=detail, article=pk, **more)

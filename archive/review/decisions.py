"""What staff decide about articles: the one way a decision reaches readers.

Every function here raises the article's `revision`, so that the index follows, and leaves machine findings alone.
Publishing and withdrawing are also written to the admin's log with their reason.
"""

from __future__ import annotations

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from archive.grouping.place import place_article
from archive.models import (
    EVENT_DATE_FIELDS,
    Article,
    ArticleState,
    Finding,
    FindingKind,
    Source,
    copy_event_date,
    moved_span,
)


@transaction.atomic
def touch_article(article: Article) -> None:
    """After a change of the article or its findings: repeat its main event date, count the change, group it anew."""
    copy_event_date(article, Finding.objects.filter(article=article))
    article.save(update_fields=[*EVENT_DATE_FIELDS, "changed_at"])
    _count_change(Article.objects.filter(pk=article.pk))
    place_article(article)
    article.refresh_from_db(fields=["revision"])


@transaction.atomic
def withdraw(article: Article, reason: str, *, by: AbstractBaseUser | None = None) -> None:
    """Take an article away from readers; bytes, versions and findings are kept."""
    _set_state(article, ArticleState.WITHDRAWN, reason, by)


@transaction.atomic
def publish(article: Article, reason: str = "", *, by: AbstractBaseUser | None = None) -> None:
    """Show an article that was withdrawn, or that the machine took for no article; it is put among its like."""
    _set_state(article, ArticleState.PUBLIC, reason, by)


@transaction.atomic
def retitle(article: Article, old_title: str) -> None:
    """After staff changed the title: findings keep pointing at their words, since offsets count from the title on.

    Words that stood in the old title are looked up in the new one; those no longer there lose their offsets.
    """
    for finding in article.findings.filter(start__isnull=False, end__isnull=False):
        assert finding.start is not None and finding.end is not None
        span = (finding.start, finding.end)
        finding.start, finding.end = moved_span(span, finding.quote, old_title, article.title)
        finding.save(update_fields=["start", "end"])


def touch_articles_of_source(source: Source) -> int:
    """After a source's name changed, which its articles show; returns how many articles."""
    return _count_change(Article.objects.filter(publisher=source))


def touch_articles_with(kind: FindingKind, value: str) -> int:
    """After the label of a vocabulary's term changed; returns how many articles carry it."""
    carrying = Finding.objects.filter(kind=kind, value=value).values("article")
    return _count_change(Article.objects.filter(pk__in=carrying))


def public_reprints(article: Article) -> QuerySet[Article]:
    """Reports of the same text that readers still see when this one is withdrawn."""
    first = article.reprint_of_id or article.pk
    return Article.public.filter(Q(pk=first) | Q(reprint_of=first)).exclude(pk=article.pk)


def _set_state(article: Article, state: ArticleState, reason: str, by: AbstractBaseUser | None) -> None:
    article.state = state
    article.save(update_fields=["state", "changed_at"])
    touch_article(article)
    if by is not None:
        message = f"{state.label}: {reason}" if reason else str(state.label)
        LogEntry.objects.log_actions(by.pk, [article], CHANGE, change_message=message, single_object=True)


def _count_change(articles: QuerySet[Article]) -> int:
    return articles.update(revision=F("revision") + 1, changed_at=timezone.now())

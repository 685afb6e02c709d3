"""What staff decide about articles: the one way a decision reaches readers.

Every function here raises the article's `revision`, so that the index follows, and leaves machine findings alone.
Publishing and withdrawing are written to the audit log with their reason, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from archive.grouping.place import place_article
from archive.grouping.withheld import copies_held, copies_withdrawn
from archive.models import (
    EVENT_DATE_FIELDS,
    Article,
    ArticleState,
    AuditAction,
    Correction,
    Finding,
    FindingKind,
    Source,
    Withdrawal,
    WithdrawalReason,
    copy_event_date,
    moved_span,
)
from archive.models.writing import writing
from archive.review import audit
from archive.triage.items import ask_about

_ACTIONS = {
    ArticleState.WITHDRAWN: AuditAction.WITHDRAW,
    ArticleState.REJECTED: AuditAction.SET_ASIDE,
    ArticleState.PUBLIC: AuditAction.PUBLISH,
}
_UNTOLD = ("body", "captions", "quotes", "changed_at", "revision", "indexed_revision")


@writing()
def touch_article(article: Article) -> None:
    """After a change of the article or its findings: repeat its main event date, count the change, group it anew."""
    copy_event_date(article, Finding.objects.filter(article=article))
    article.save(update_fields=[*EVENT_DATE_FIELDS, "changed_at"])
    _count_change(Article.objects.filter(pk=article.pk))
    place_article(article)
    ask_about([article.pk])
    article.refresh_from_db(fields=["revision"])


@writing()
def withdraw(
    article: Article,
    note: str,
    *,
    reason: WithdrawalReason = WithdrawalReason.OTHER,
    by: AbstractBaseUser | None = None,
    correction: Correction | None = None,
    batch: str = "",
) -> None:
    """Take an article away from readers; bytes, versions and findings are kept.

    Readers are told when and for what kind of `reason`; `note` is for staff. One that is withdrawn already stays so,
    with the newer reason.
    """
    standing = Withdrawal.standing(article)
    if standing is None:
        Withdrawal.objects.create(article=article, reason=reason, note=note, correction=correction)
    else:
        standing.reason, standing.note, standing.correction = reason, note, correction or standing.correction
        standing.save(update_fields=["reason", "note", "correction"])
    told = {"reason": reason.value} | ({"correction": correction.ticket} if correction else {})
    _set_state(article, ArticleState.WITHDRAWN, by, note=note, batch=batch, told=told)


@writing()
def publish(article: Article, note: str = "", *, by: AbstractBaseUser | None = None, batch: str = "") -> None:
    """Show an article that was withdrawn or held, or that the machine took for no article; it is put among its like.

    Copies of it that were held because it was withdrawn are shown with it.
    """
    Withdrawal.objects.filter(article=article, ended_at=None).update(ended_at=timezone.now())
    _set_state(article, ArticleState.PUBLIC, by, note=note, batch=batch, told={})
    for copy in copies_held(article):
        if not copies_withdrawn([copy.pk]):
            _set_state(copy, ArticleState.PUBLIC, by, note=note, batch=batch, told={"copy_of": str(article.pk)})


@writing()
def put_back(
    article: Article,
    state: ArticleState,
    withdrawal: Withdrawal | None = None,
    *,
    by: AbstractBaseUser | None = None,
    batch: str = "",
) -> None:
    """Undo a change of state: the former one stands again, and with it the withdrawal that had been ended."""
    Withdrawal.objects.filter(article=article, ended_at=None).update(ended_at=timezone.now())
    if withdrawal is not None:
        Withdrawal.objects.filter(pk=withdrawal.pk).update(ended_at=None)
    _set_state(article, state, by, note="", batch=batch, told={"undone": "yes"})


@writing()
def set_aside(article: Article, note: str = "", *, by: AbstractBaseUser | None = None) -> None:
    """Say that a page is no report, as the machine does of lists and advertisements; `publish` takes it back."""
    _set_state(article, ArticleState.REJECTED, by, note=note, batch="", told={})


@writing()
def restate(article: Article, columns: Mapping[str, Any], *, by: AbstractBaseUser | None = None) -> None:
    """Correct what the page says of itself: `title`, `claimed_source`, `dateline`, `publisher` (a Source or None), its dates
    and authors (`archive.review.stated`).

    Kept when the page comes in anew (`archive.ingest.decided`).

    Raises:
        ValidationError: a value does not fit its column.
    """
    before = audit.fields_of(article, without=_UNTOLD)
    old_title = article.title
    for name, value in columns.items():
        setattr(article, name, value)
    article.clean_fields(exclude={field.name for field in article._meta.fields} - set(columns))
    was, now = audit.changes_between(before, audit.fields_of(article, without=_UNTOLD))
    if not now:
        return
    article.save(update_fields=[*columns, "changed_at"])
    if article.title != old_title:
        retitle(article, old_title)
    audit.record(AuditAction.CHANGE, article, by=by, before=was, after=now)
    touch_article(article)


@writing()
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
    return _count_change(articles_with(kind, value))


def articles_with(kind: FindingKind, value: str) -> QuerySet[Article]:
    """Those that carry a vocabulary's term, whoever found it."""
    return Article.objects.filter(pk__in=Finding.objects.filter(kind=kind, value=value).values("article"))


def public_reprints_of(articles: Sequence[Article]) -> QuerySet[Article]:
    """Reports of the same texts that readers still see when these are withdrawn."""
    own = [article.pk for article in articles]
    firsts = {article.reprint_of_id or article.pk for article in articles}
    return Article.public.filter(Q(pk__in=firsts) | Q(reprint_of__in=firsts)).exclude(pk__in=own)


def _set_state(
    article: Article,
    state: ArticleState,
    by: AbstractBaseUser | None,
    *,
    note: str,
    batch: str,
    told: dict[str, str],
) -> None:
    before = Article.objects.values_list("state", flat=True).get(pk=article.pk)
    article.state = state
    article.save(update_fields=["state", "changed_at"])
    touch_article(article)
    action = _ACTIONS.get(state, AuditAction.CHANGE)
    after = {"state": state.value, **told}
    audit.record(action, article, by=by, before={"state": before}, after=after, reason=note, batch=batch)
    if by is not None:
        message = f"{state.label}: {note}" if note else str(state.label)
        LogEntry.objects.log_actions(by.pk, [article], CHANGE, change_message=message, single_object=True)


def _count_change(articles: QuerySet[Article]) -> int:
    return articles.update(revision=F("revision") + 1, changed_at=timezone.now())

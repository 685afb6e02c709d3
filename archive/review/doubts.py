"""Staff's answer to "is this still right?": what a new version of a page made doubtful is confirmed as it stands.

Whoever changes a decision instead answers with that. Readers see nothing of it, so no revision is raised; the audit
log says who confirmed what.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from archive.models import Article, AuditAction, Doubt, Finding
from archive.models.writing import writing
from archive.review import audit
from archive.triage.items import ask_about


@writing()
def confirm_articles(articles: QuerySet[Article], *, by: AbstractBaseUser | None = None) -> int:
    """Confirm what staff set on these articles, and their findings in doubt; how many articles were in doubt."""
    chosen = list(articles)
    findings = Finding.objects.filter(article__in=[article.pk for article in chosen])
    doubtful = [article for article in chosen if article.doubt]
    confirmed = {*(article.pk for article in doubtful), *_confirm(findings, by)}
    Article.objects.filter(pk__in=[article.pk for article in doubtful]).update(doubt=Doubt.NONE)
    _log(doubtful, by)
    ask_about(confirmed)
    return len(confirmed)


@writing()
def confirm_findings(findings: QuerySet[Finding], *, by: AbstractBaseUser | None = None) -> int:
    """Confirm these findings as they stand; how many were in doubt."""
    confirmed = _confirm(findings, by)
    ask_about(set(confirmed))
    return len(confirmed)


def _confirm(findings: QuerySet[Finding], by: AbstractBaseUser | None) -> list[int]:
    """The article of each finding that was in doubt."""
    doubtful = list(findings.exclude(doubt=Doubt.NONE))
    Finding.objects.filter(pk__in=[finding.pk for finding in doubtful]).update(doubt=Doubt.NONE)
    _log(doubtful, by)
    return [finding.article_id for finding in doubtful]


def _log(rows: list[Article] | list[Finding], by: AbstractBaseUser | None) -> None:
    batch = audit.new_batch()
    for row in rows:
        audit.record(AuditAction.CONFIRM, row, by=by, batch=batch)

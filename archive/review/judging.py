"""What a reviewer says of single facts: right, wrong, another, one more; and of the page: no report, a report after all.

A machine's row is never rewritten, only accepted or rejected; what staff set is a row of its own. Every step is logged
in the transaction it is taken in. Who else looks at the article is not asked here (`claims`, `seen`).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser

from archive.models import Article, AuditAction, Doubt, Finding, FindingKind, FindingState, Origin
from archive.models.writing import writing
from archive.review import audit
from archive.review.decisions import touch_article
from archive.review.doubts import confirm_findings
from archive.review.staff_findings import complete_finding
from archive.triage.items import ask_about


@writing()
def accept(findings: Iterable[Finding], *, by: AbstractBaseUser | None) -> None:
    """These are right as they stand. Readers see them already, so that the index has nothing to follow."""
    rows = list(findings)
    batch = audit.new_batch() if len(rows) > 1 else ""
    confirm_findings(Finding.objects.filter(pk__in=[row.pk for row in rows]), by=by)
    for row in rows:
        if row.state == FindingState.PROPOSED:
            _set_state(row, FindingState.ACCEPTED, by, batch)
    ask_about({row.article_id for row in rows})


@writing()
def reject(finding: Finding, *, by: AbstractBaseUser | None) -> None:
    """It is wrong. A row of staff goes, a machine's stays as rejected, so that it does not come back."""
    if finding.origin == Origin.STAFF:
        audit.record(AuditAction.DELETE, finding, by=by, before=_told(finding))
        finding.delete()
    else:
        Finding.objects.filter(pk=finding.pk).update(doubt=Doubt.NONE)
        _set_state(finding, FindingState.REJECTED, by)
    touch_article(finding.article)


@writing()
def choose(finding: Finding, *, by: AbstractBaseUser | None) -> None:
    """This one, and none of the others that stand for the same: where or when the event was is one answer."""
    same = Finding.objects.filter(article=finding.article, kind=finding.kind, role=finding.role)
    for other in same.exclude(pk=finding.pk).filter(origin=Origin.MACHINE).exclude(state=FindingState.REJECTED):
        _set_state(other, FindingState.REJECTED, by)
    accept([finding], by=by)
    touch_article(finding.article)


@writing()
def restore(finding: Finding, *, by: AbstractBaseUser | None) -> None:
    """Take back what was said of a machine's row."""
    _set_state(finding, FindingState.PROPOSED, by)
    touch_article(finding.article)


@writing()
def correct(finding: Finding, value: str, role: str, quote: str, *, by: AbstractBaseUser | None) -> Finding:
    """Say what it is instead: a machine's row is rejected and one of staff stands in its place; staff's own is changed.

    Raises:
        ValidationError: the value is none of its kind, or the quote is not in the article; nothing is changed.
    """
    if finding.origin == Origin.STAFF:
        return _change(finding, value, role, quote, by)
    stands = Finding(
        article=finding.article, kind=finding.kind, value=value, role=role, quote=quote, position=finding.position
    )
    complete_finding(stands)
    _set_state(finding, FindingState.REJECTED, by)
    return _add(stands, by)


@writing()
def add(article: Article, kind: str, value: str, role: str, quote: str, *, by: AbstractBaseUser | None) -> Finding:
    """Say what the machine did not find; it comes first of its kind.

    Raises:
        ValidationError: as `correct`.
    """
    finding = Finding(article=article, kind=kind, value=value, role=role, quote=quote)
    complete_finding(finding)
    return _add(finding, by)


def _add(finding: Finding, by: AbstractBaseUser | None) -> Finding:
    """Staff answer for the kind from now on: what stood beside is accepted with it, or it would be shown no more."""
    same = Finding.objects.filter(article=finding.article, kind=finding.kind)
    beside: list[int] = []
    if finding.kind != FindingKind.PERSONAL_DATA and not same.filter(origin=Origin.STAFF).exists():
        beside = list(same.filter(state=FindingState.PROPOSED).values_list("pk", flat=True))
        Finding.objects.filter(pk__in=beside).update(state=FindingState.ACCEPTED)
    finding.save()
    audit.record(AuditAction.ADD, finding, by=by, after=_told(finding) | ({"accepted": beside} if beside else {}))
    touch_article(finding.article)
    return finding


def _change(finding: Finding, value: str, role: str, quote: str, by: AbstractBaseUser | None) -> Finding:
    before = _told(finding)
    finding.value, finding.role, finding.quote = value, role, quote
    complete_finding(finding)
    finding.save()
    was, now = audit.changes_between(before, _told(finding))
    audit.record(AuditAction.CHANGE, finding, by=by, before=was, after=now)
    touch_article(finding.article)
    return finding


def _set_state(finding: Finding, state: FindingState, by: AbstractBaseUser | None, batch: str = "") -> None:
    before, finding.state = finding.state, state
    Finding.objects.filter(pk=finding.pk).update(state=state)
    told = {"state": state.value}
    audit.record(AuditAction.CHANGE, finding, by=by, before={"state": before}, after=told, batch=batch)


def _told(finding: Finding) -> dict[str, object]:
    return {
        "kind": str(finding.kind), "value": finding.value, "role": finding.role, "quote": finding.quote,
        "state": str(finding.state),
    }  # fmt: skip

"""One fact that staff set or take back without looking at the article's words, as a decision for many articles does.

The row is checked and completed as one entered by hand (`staff_findings`), and reaches readers by the same way
(`decisions.touch_article`). Each is written to the audit log.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser

from archive.models import Article, AuditAction, Finding, FindingKind, Source
from archive.models.writing import writing
from archive.review import audit
from archive.review.decisions import touch_article
from archive.review.staff_findings import complete_finding


@writing()
def set_fact(
    article: Article, kind: FindingKind, value: str, role: str, *, by: AbstractBaseUser | None, batch: str
) -> Finding:
    """A row of staff, which wins over the machine's of its kind.

    Raises:
        ValidationError: the value is none of its kind.
    """
    finding = Finding(article=article, kind=kind, value=value, role=role)
    complete_finding(finding)
    finding.save()
    audit.record(AuditAction.ADD, finding, by=by, after=_told(finding), batch=batch)
    touch_article(article)
    return finding


@writing()
def take_back_fact(finding: Finding, *, by: AbstractBaseUser | None, batch: str) -> None:
    """Delete a row of staff: the machine's count again."""
    audit.record(AuditAction.DELETE, finding, by=by, before=_told(finding), batch=batch)
    finding.delete()
    touch_article(finding.article)


@writing()
def set_publisher(
    article: Article, source: Source | None, *, by: AbstractBaseUser | None, batch: str, is_undo: bool = False
) -> None:
    """Say who published the page; kept when it comes in anew (`archive.ingest.decided`).

    `is_undo`: what is put back is nobody's decision, and the log says so.
    """
    before, after = article.publisher_id, source.pk if source else None
    article.publisher = source
    article.save(update_fields=["publisher", "changed_at"])
    told = {"publisher": after} | ({"undone": True} if is_undo else {})
    audit.record(AuditAction.CHANGE, article, by=by, before={"publisher": before}, after=told, batch=batch)
    touch_article(article)


def _told(finding: Finding) -> dict[str, object]:
    return {"kind": str(finding.kind), "value": finding.value, "role": finding.role}

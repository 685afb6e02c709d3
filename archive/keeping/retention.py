"""Deletes the original bytes of articles that were withdrawn long enough ago; that and nothing else.

Hash, size, text, findings and the withdrawal stay, so that the page is recognised when it comes again and the article can
be restored, without its original. First the decision is committed with its entry in the audit log, then the file goes: a
run that is killed between is finished by the next, and `verify_archive` tells of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils import timezone
from filelock import FileLock

from archive.keeping.places import Places
from archive.models import ArticleState, AuditAction, SavedFile
from archive.models.writing import writing
from archive.review.audit import new_batch, record

_ROWS = 500


@dataclass(kw_only=True)
class RetentionReport:
    """`purged`: originals whose bytes are gone; `failed`: hash -> why the file could not be deleted."""

    purged: int = 0
    freed: int = 0
    failed: dict[str, str] = field(default_factory=dict)


def due_originals(days: int) -> list[SavedFile]:
    """Originals of all versions of articles withdrawn for at least so many days, that are still kept."""
    before = timezone.now() - dt.timedelta(days=days)
    rows = SavedFile.objects.filter(
        purged_at=None,
        version__article__state=ArticleState.WITHDRAWN,
        version__article__withdrawals__ended_at=None,
        version__article__withdrawals__at__lte=before,
    )
    return list(rows.select_related("version").order_by("pk").distinct())


def apply_retention(places: Places, days: int) -> RetentionReport:
    """Delete what is due, and what an earlier run that was killed left behind."""
    batch = new_batch()
    reason = f"ORIGINALS_KEEP_DAYS={days}"
    for row in due_originals(days):
        with writing():
            # Asked again: it may have been restored since.
            if not _is_withdrawn(row):
                continue
            row.purged_at = timezone.now()
            row.save(update_fields=["purged_at"])
            before = {"sha256": row.sha256, "size": row.size, "article": row.version.article_id}
            record(AuditAction.PURGE, row, by=None, before=before, reason=reason, batch=batch)
    # A backup that is being made has promised the originals its database names.
    with FileLock(places.data / "backup.lock"):
        return _delete_files(places)


def left_behind(places: Places) -> Iterator[SavedFile]:
    """Originals that were to be deleted and whose files are there."""
    for row in SavedFile.objects.exclude(purged_at=None).order_by("pk").iterator(chunk_size=_ROWS):
        if places.original(row.sha256).exists():
            yield row


def _is_withdrawn(row: SavedFile) -> bool:
    return SavedFile.objects.filter(pk=row.pk, version__article__state=ArticleState.WITHDRAWN).exists()


def _delete_files(places: Places) -> RetentionReport:
    report = RetentionReport()
    for row in left_behind(places):
        path = places.original(row.sha256)
        try:
            size = path.stat().st_size
            path.unlink()
        except OSError as error:
            report.failed[row.sha256] = error.strerror or str(error)
            continue
        report.purged += 1
        report.freed += size
    return report

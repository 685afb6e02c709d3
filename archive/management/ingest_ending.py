"""How `manage.py ingest` ends: the index brought up to date, then the exit code."""

from __future__ import annotations

from collections.abc import Callable

from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from archive.ingest.report import IngestReport


def update_index(write: Callable[[str], object]) -> None:
    """Index what was stored.

    Raises:
        CommandError: the index could not be written; what was stored stays and is indexed the next time.
    """
    from archive.search.engine import IndexUnusable  # opens the index: not needed with --no-index
    from archive.search.indexing import index_stale

    later = _("文章已入档，索引可稍后用 manage.py index_stale 更新")
    try:
        done = index_stale()
    except KeyboardInterrupt as error:
        raise CommandError(_("索引更新被中断。") + later, returncode=130) from error
    except (IndexUnusable, OSError, DatabaseError) as error:
        raise CommandError(_("索引更新失败：%(reason)s。") % {"reason": error} + later) from error
    write(_("索引：写入 %(indexed)d，移除 %(removed)d") % {"indexed": done.indexed, "removed": done.removed})


def exit_by(report: IngestReport) -> None:
    """Return when all was taken in.

    Raises:
        CommandError: code 1 when any input failed, or database or disk; 130 when stopped by hand.
    """
    if report.stopped_by:
        raise CommandError(_("入档中止：%(reason)s") % {"reason": report.stopped_by})
    if report.interrupted:
        raise CommandError(_("入档被中断，已完成的部分已保存"), returncode=130)
    if report.failed:
        raise CommandError(_("%(number)d 个输入未能入档") % {"number": report.failed})

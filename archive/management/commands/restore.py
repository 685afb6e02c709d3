"""`manage.py restore FILE [--force]`: a backup becomes the archive in DATA_DIR; then the index is built."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from archive.errors import KeepingError
from archive.keeping.places import places_in_use
from archive.keeping.restore import RestoreReport, restore_backup
from archive.management.progress_display import show_progress


class Command(BaseCommand):
    requires_system_checks = ()  # they ask a database that may not be there
    help = _("用备份文件恢复档案；已有档案时需加 --force")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--force", action="store_true", help=_("取代现有档案；旧档案移到一旁保留"))
        parser.add_argument("--no-index", action="store_true", help=_("结束后不重建检索索引"))

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        connections.close_all()
        try:
            with show_progress(self.stdout.write, is_terminal=self.stdout.isatty()) as show:
                report = restore_backup(
                    places_in_use(),
                    options["file"],
                    known_migrations=_known_migrations(),
                    force=options["force"],
                    progress=show,
                )
        except KeepingError as error:
            raise CommandError(_("恢复失败，什么都没有改动：%(reason)s") % {"reason": error.reason}) from error
        except KeyboardInterrupt as error:
            raise CommandError(_("恢复被中断"), returncode=130) from error
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_vocabularies", force=True, stdout=io.StringIO())  # the backup may be older than they are
        self._tell(report, time.perf_counter() - started)
        if options["no_index"]:
            self.stdout.write(_("检索索引尚未建立：运行 manage.py index_stale"))
        else:
            call_command("index_stale", stdout=self.stdout)

    def _tell(self, report: RestoreReport, seconds: float) -> None:
        counts = {"at": report.created_at, "articles": report.counts.get("archive_article", 0), "seconds": seconds}
        self.stdout.write(_("已恢复 %(at)s 的备份：文章 %(articles)d 篇，用时 %(seconds).1f 秒") % counts)
        if report.kept is not None:
            self.stdout.write(_("旧档案保留在 %(folder)s，确认无误后可以删除") % {"folder": report.kept})
        if report.problems:
            said = _("备份时已有 %(number)d 个原始文件缺失或损坏，见 manage.py verify_archive")
            self.stderr.write(said % {"number": len(report.problems)})


def _known_migrations() -> set[tuple[str, str]]:
    """Those this program has, and those that some of them replaced."""
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    return known.union(*(migration.replaces for migration in loader.disk_migrations.values()))

"""`manage.py backup FILE`: all of the archive that cannot be rebuilt in one file, while the site runs."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.errors import KeepingError
from archive.keeping.backup import write_backup
from archive.keeping.places import places_in_use
from archive.management.progress_display import show_progress

_SHOWN = 10


class Command(BaseCommand):
    requires_system_checks = ()  # a backup is wanted most when something is wrong
    help = _("把档案备份成一个文件；网站照常运行，入档照常进行")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--force", action="store_true", help=_("覆盖同名文件"))

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        try:
            with show_progress(self.stdout.write, is_terminal=self.stdout.isatty()) as show:
                report = write_backup(places_in_use(), options["file"], force=options["force"], progress=show)
        except KeepingError as error:
            raise CommandError(_("备份失败：%(reason)s") % {"reason": error.reason}) from error
        except KeyboardInterrupt as error:
            raise CommandError(_("备份被中断，没有留下文件"), returncode=130) from error
        counts = {
            "file": options["file"],
            "articles": report.counts.get("archive_article", 0),
            "originals": report.originals,
            "megabytes": report.size / 1e6,
            "seconds": time.perf_counter() - started,
        }
        said = _(
            "已备份到 %(file)s：文章 %(articles)d 篇，原始文件 %(originals)d 个，%(megabytes).1f MB，用时 %(seconds).1f 秒"
        )
        self.stdout.write(said % counts)
        if report.problems:
            self._tell_problems(report.problems)

    def _tell_problems(self, problems: dict[str, str]) -> None:
        for sha256, why in list(problems.items())[:_SHOWN]:
            self.stderr.write(f"{sha256}: {why}")
        said = _("备份文件已完成，但档案里有 %(number)d 个原始文件缺失或损坏，见 manage.py verify_archive")
        raise CommandError(said % {"number": len(problems)})

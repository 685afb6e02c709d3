"""`manage.py apply_retention`: the original bytes of articles withdrawn long ago are deleted. Meant for a timer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.keeping.places import places_in_use
from archive.keeping.retention import apply_retention, due_originals


class Command(BaseCommand):
    help = _("删除撤回已久的文章的原始文件（ORIGINALS_KEEP_DAYS 天之后）；哈希、正文与记录保留")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help=_("只列出将删除的文件"))

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        days = settings.ORIGINALS_KEEP_DAYS
        if days is None:
            raise CommandError(_("未设置 ORIGINALS_KEEP_DAYS：原始文件永久保留"), returncode=2)
        if dry_run:
            for row in due_originals(days):
                self.stdout.write(f"{row.sha256}  {row.version.article_id}")
            return
        report = apply_retention(places_in_use(), days)
        megabytes = report.freed / 1024 / 1024
        told = _("已删除 %(number)d 个原始文件，%(megabytes).1f MB")
        self.stdout.write(told % {"number": report.purged, "megabytes": megabytes})
        for sha256, reason in report.failed.items():
            self.stderr.write(f"{sha256}: {reason}")
        if report.failed:
            raise CommandError(_("有 %(number)d 个文件未能删除") % {"number": len(report.failed)})

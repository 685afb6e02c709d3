"""`manage.py load_vocabularies`: the shipped regions, event types and service fields into the database; repeatable."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.errors import DataFileError
from archive.ingest.vocabularies import Changes, load_vocabularies


class Command(BaseCommand):
    help = _("载入地区、事件类型与服务领域词表；可重复运行，不覆盖工作人员的改动")

    requires_system_checks = []  # addresses and templates have no part in it, and a start waits for this

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help=_("即使文件未变也逐行比对"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_vocabularies(force=options["force"])
        except DataFileError as error:
            raise CommandError(error.reason) from error
        self._print(_("地区"), report.regions)
        self._print(_("地区别名"), report.region_names)
        self._print(_("事件类型"), report.event_types)
        self._print(_("服务领域"), report.service_fields)

    def _print(self, label: str, changes: Changes) -> None:
        self.stdout.write(
            _("%(label)s：新增 %(added)d，更新 %(changed)d，未变 %(unchanged)d")
            % {"label": label, "added": changes.added, "changed": changes.changed, "unchanged": changes.unchanged}
        )

"""`manage.py fetch URL…`: pages of the web into the archive. Parses, calls `archive.ingest.web`, prints."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.ingest.report import IngestReport, Listener
from archive.ingest.web import failed_addresses, fetch_addresses
from archive.management.fetching import add_run_arguments, fetch_and_exit
from archive.models import IngestRun


class Command(BaseCommand):
    help = _("从网上抓取网页收入档案，遵守 robots.txt 和间隔")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("urls", nargs="*", metavar="URL")
        parser.add_argument(
            "--retry", type=int, metavar="RUN", help=_("重新抓取某一批次中失败的网址（批次编号见后台）")
        )
        add_run_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        addresses, retry_of = options["urls"], options["retry"]
        if bool(addresses) == (retry_of is not None):
            raise CommandError(_("请给出 URL 或 --retry RUN 之一"), returncode=2)
        if retry_of is not None:
            addresses = _failed(retry_of)
            if not addresses:
                self.stdout.write(_("批次 %(run)d 没有失败的网址") % {"run": retry_of})
                return

        def take(listener: Listener) -> IngestReport:
            return fetch_addresses(addresses, batch=options["batch"], retry_of=retry_of, progress=listener)

        fetch_and_exit(take, self.stdout, options)


def _failed(run: int) -> list[str]:
    row = IngestRun.objects.filter(pk=run).first()
    if row is None:
        raise CommandError(_("没有编号为 %(run)d 的批次") % {"run": run}, returncode=2)
    return failed_addresses(row)

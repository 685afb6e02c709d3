"""`manage.py fetch URL…`: pages of the web into the archive. Parses, calls `archive.ingest.web`, prints."""

from __future__ import annotations

import contextlib
import signal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.errors import FetchError
from archive.ingest.report import IngestReport, Listener
from archive.ingest.web import failed_addresses, fetch_addresses
from archive.management.ingest_ending import exit_by
from archive.management.ingest_telling import take_and_tell
from archive.models import IngestRun


class Command(BaseCommand):
    help = _("从网上抓取网页收入档案，遵守 robots.txt 和间隔")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("urls", nargs="*", metavar="URL")
        parser.add_argument(
            "--retry", type=int, metavar="RUN", help=_("重新抓取某一批次中失败的网址（批次编号见后台）")
        )
        parser.add_argument("--batch", default="", metavar="NAME", help=_("给这一批取名"))
        parser.add_argument("--report", type=Path, metavar="FILE.json", help=_("把每个输入的结果写入此文件"))
        parser.add_argument("--no-index", action="store_true", help=_("结束后不更新检索索引"))

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

        # A service manager's stop is the same wish as Ctrl-C.
        with contextlib.suppress(ValueError):  # not in the main thread
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            exit_by(take_and_tell(take, self.stdout, report_path=options["report"], no_index=options["no_index"]))
        except FetchError as error:
            raise CommandError(_("现在不能抓取：%(reason)s") % {"reason": error}) from error
        except KeyboardInterrupt as error:
            raise CommandError(_("抓取被中断，已完成的部分已保存"), returncode=130) from error


def _failed(run: int) -> list[str]:
    row = IngestRun.objects.filter(pk=run).first()
    if row is None:
        raise CommandError(_("没有编号为 %(run)d 的批次") % {"run": run}, returncode=2)
    return failed_addresses(row)

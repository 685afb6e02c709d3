"""`manage.py fetch_feeds`: what the feeds of the admin list and the archive does not have. Meant for a timer."""

from __future__ import annotations

import contextlib
import signal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.errors import FetchError
from archive.ingest.report import IngestReport, Listener
from archive.ingest.web import fetch_feeds
from archive.management.ingest_ending import exit_by
from archive.management.ingest_telling import take_and_tell
from archive.models import Feed


class Command(BaseCommand):
    help = _("查看后台登记的订阅源，把其中的新网页收入档案")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", nargs="+", type=int, metavar="ID", help=_("只看这些订阅源，也不论上次是否失败"))
        parser.add_argument("--batch", default="", metavar="NAME", help=_("给这一批取名"))
        parser.add_argument("--report", type=Path, metavar="FILE.json", help=_("把每个输入的结果写入此文件"))
        parser.add_argument("--no-index", action="store_true", help=_("结束后不更新检索索引"))

    def handle(self, *args: Any, **options: Any) -> None:
        only = _chosen(options["only"])

        def take(listener: Listener) -> IngestReport:
            return fetch_feeds(only=only, batch=options["batch"], progress=listener)

        # A service manager's stop is the same wish as Ctrl-C.
        with contextlib.suppress(ValueError):  # not in the main thread
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            exit_by(take_and_tell(take, self.stdout, report_path=options["report"], no_index=options["no_index"]))
        except FetchError as error:
            raise CommandError(_("现在不能抓取：%(reason)s") % {"reason": error}) from error
        except KeyboardInterrupt as error:
            raise CommandError(_("抓取被中断，已完成的部分已保存"), returncode=130) from error


def _chosen(ids: list[int] | None) -> list[Feed] | None:
    if ids is None:
        return None
    feeds = Feed.objects.in_bulk(ids)
    missing = [str(pk) for pk in ids if pk not in feeds]
    if missing:
        raise CommandError(_("没有编号为 %(ids)s 的订阅源") % {"ids": "、".join(missing)}, returncode=2)
    return [feeds[pk] for pk in ids]

"""`manage.py fetch_feeds`: what the feeds of the admin list and the archive does not have. Meant for a timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.ingest.report import IngestReport, Listener
from archive.ingest.web import fetch_feeds
from archive.management.fetching import add_run_arguments, fetch_and_exit
from archive.models import Feed


class Command(BaseCommand):
    help = _("查看后台登记的订阅源，把其中的新网页收入档案")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", nargs="+", type=int, metavar="ID", help=_("只看这些订阅源，也不论上次是否失败"))
        add_run_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        only = _chosen(options["only"])

        def take(listener: Listener) -> IngestReport:
            return fetch_feeds(only=only, batch=options["batch"], progress=listener)

        fetch_and_exit(take, self.stdout, options)


def _chosen(ids: list[int] | None) -> list[Feed] | None:
    if ids is None:
        return None
    feeds = Feed.objects.in_bulk(ids)
    missing = [str(pk) for pk in ids if pk not in feeds]
    if missing:
        raise CommandError(_("没有编号为 %(ids)s 的订阅源") % {"ids": "、".join(missing)}, returncode=2)
    return [feeds[pk] for pk in ids]

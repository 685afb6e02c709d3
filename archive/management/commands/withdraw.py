"""`manage.py withdraw ID… --reason CODE`: articles away from readers, all or none. The admin does the same by hand."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.management.chosen_articles import find_articles
from archive.models import Correction, WithdrawalReason
from archive.models.writing import writing
from archive.review.audit import new_batch
from archive.review.decisions import public_reprints_of, withdraw


class Command(BaseCommand):
    help = _("撤回文章：读者立即看不到，工作人员仍可恢复")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ids", nargs="+", type=int, metavar="ID")
        parser.add_argument(
            "--reason", choices=WithdrawalReason.values, default=WithdrawalReason.OTHER, help=_("读者会看到的原因")
        )
        parser.add_argument("--note", default="", metavar="TEXT", help=_("给工作人员的说明，写入审计记录"))
        parser.add_argument("--ticket", metavar="TICKET", help=_("所依据的更正编号"))
        parser.add_argument("--with-reprints", action="store_true", help=_("连同仍公开的转载一并撤回"))

    def handle(self, *args: Any, **options: Any) -> None:
        articles = find_articles(options["ids"])
        correction = _find_correction(options["ticket"])
        reason, batch = WithdrawalReason(options["reason"]), new_batch()
        with writing():
            if options["with_reprints"]:
                articles += list(public_reprints_of(articles))
            for article in articles:
                withdraw(article, options["note"], reason=reason, correction=correction, batch=batch)
        self.stdout.write(_("已撤回 %(number)d 篇") % {"number": len(articles)})
        if still_public := list(public_reprints_of(articles).values_list("pk", flat=True)):
            ids = " ".join(map(str, still_public))
            self.stdout.write(_("它们的转载仍公开：%(ids)s") % {"ids": ids})


def _find_correction(ticket: str | None) -> Correction | None:
    if not ticket:
        return None
    correction = Correction.objects.filter(ticket=ticket.upper()).first()
    if correction is None:
        raise CommandError(_("没有编号为 %(ticket)s 的更正") % {"ticket": ticket}, returncode=2)
    return correction

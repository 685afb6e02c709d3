"""`manage.py restore_article ID…`: withdrawn articles back to readers, all or none. (`restore` is for backups.)"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.management.chosen_articles import find_articles
from archive.models import ArticleState
from archive.models.writing import writing
from archive.review.audit import new_batch
from archive.review.decisions import publish


class Command(BaseCommand):
    help = _("恢复已撤回的文章")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ids", nargs="+", type=int, metavar="ID")
        parser.add_argument("--note", default="", metavar="TEXT", help=_("给工作人员的说明，写入审计记录"))

    def handle(self, *args: Any, **options: Any) -> None:
        articles = find_articles(options["ids"])
        others = [str(article.pk) for article in articles if article.state != ArticleState.WITHDRAWN]
        if others:
            raise CommandError(_("这些文章没有撤回：%(ids)s") % {"ids": " ".join(others)}, returncode=2)
        batch = new_batch()
        with writing():
            for article in articles:
                publish(article, options["note"], batch=batch)
        self.stdout.write(_("已公开 %(number)d 篇") % {"number": len(articles)})

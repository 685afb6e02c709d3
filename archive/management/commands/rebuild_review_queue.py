"""`manage.py rebuild_review_queue`: what staff are asked about, found anew for every article. What is settled stays so."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from archive.models import Article, ReviewItem
from archive.models.writing import writing
from archive.triage.items import ask_about

_BATCH = 1000


class Command(BaseCommand):
    help = "Find anew what staff are asked about, after an update of the rules or of an archive older than the queue."

    def handle(self, *args: Any, **options: Any) -> None:
        last = done = 0
        while keys := list(Article.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_BATCH]):
            with writing():
                ask_about(keys)
            last, done = keys[-1], done + len(keys)
            if self.stdout.isatty():
                self.stdout.write(str(done), ending="\r")
        waiting = ReviewItem.objects.filter(settled_at=None).count()
        told = _("审核队列：文章 %(articles)d 篇，待审事项 %(waiting)d 件")
        self.stdout.write(told % {"articles": done, "waiting": waiting})

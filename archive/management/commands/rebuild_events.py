"""`manage.py rebuild_events`: copies and events found anew for every article. What staff joined and parted stays."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from archive.grouping.place import place_article
from archive.models import Article, ArticleState, Event
from archive.models.writing import writing

_BATCH = 50


class Command(BaseCommand):
    help = "Find reprints and the reports of one event anew, after an update of the rules or of many facts."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        ids = list(Article.objects.exclude(state=ArticleState.REJECTED).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), _BATCH):
            with writing():
                for article in Article.objects.filter(pk__in=ids[start : start + _BATCH]).order_by("pk"):
                    place_article(article)
            if self.stdout.isatty():
                self.stdout.write(f"{start} of {len(ids)}", ending="\r")
        counts = {
            "articles": len(ids),
            "events": Event.objects.filter(merged_into=None).count(),
            "seconds": time.perf_counter() - started,
        }
        self.stdout.write(_("归并：文章 %(articles)d 篇，事件 %(events)d 个，用时 %(seconds).1f 秒") % counts)

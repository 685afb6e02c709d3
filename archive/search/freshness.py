"""Which revision of each article the index holds, and how far it is behind: the only writer of `Article.indexed_revision`.

An article is behind from the transaction that changes it, new, withdrawn and deleted from view alike: the outbox is a
column, so that no change can be stored without it. A revision is noted as it was read, never as it is now; an article changed in between stays behind and is taken next
time.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Count, F, Min, QuerySet
from django.utils import timezone

from archive.models import Article

_ROWS = 500


@dataclass(frozen=True, kw_only=True)
class Lag:
    """How many articles the index is behind with, and since when the oldest of them waits; None where none does."""

    articles: int
    since: dt.datetime | None

    @property
    def seconds(self) -> int:
        """How long the oldest has waited."""
        return max(0, int((timezone.now() - self.since).total_seconds())) if self.since else 0


def articles_behind() -> QuerySet[Article]:
    """The articles whose entry in the index, or whose absence from it, is not that of their latest revision."""
    return Article.objects.exclude(indexed_revision=F("revision"))


def index_lag() -> Lag:
    """One question to the database, cheap where few articles are behind."""
    told = articles_behind().aggregate(articles=Count("pk"), since=Min("changed_at"))
    return Lag(articles=told["articles"], since=told["since"])


def mark_indexed(read: Iterable[tuple[int, int]]) -> None:
    """Note (article id, revision read) pairs as what the index holds, or as no longer held for what is not public."""
    by_revision: dict[int, list[int]] = defaultdict(list)
    for article, revision in read:
        by_revision[revision].append(article)
    for revision, articles in by_revision.items():
        for start in range(0, len(articles), _ROWS):
            with transaction.atomic():
                free = _free(articles[start : start + _ROWS])
                Article.objects.filter(pk__in=free).update(indexed_revision=revision)


def _free(articles: list[int]) -> list[int]:
    """Those whose rows nobody is changing: the others are written again, and no two wait for each other's rows."""
    if not connection.features.has_select_for_update_skip_locked:
        return articles
    rows = Article.objects.select_for_update(skip_locked=True, no_key=True).filter(pk__in=articles)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def mark_all_unindexed() -> None:
    """Note that the index holds nothing."""
    Article.objects.exclude(indexed_revision=0).update(indexed_revision=0)

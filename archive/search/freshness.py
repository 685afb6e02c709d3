"""Which revision of each article the index holds: the only place that writes `Article.indexed_revision`.

A revision is noted as it was read, never as it is now; an article changed in between stays behind and is taken next
time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from archive.models import Article

_ROWS = 500


def mark_indexed(read: Iterable[tuple[int, int]]) -> None:
    """Note (article id, revision read) pairs as what the index holds, or as no longer held for what is not public."""
    by_revision: dict[int, list[int]] = defaultdict(list)
    for article, revision in read:
        by_revision[revision].append(article)
    for revision, articles in by_revision.items():
        for start in range(0, len(articles), _ROWS):
            Article.objects.filter(pk__in=articles[start : start + _ROWS]).update(indexed_revision=revision)


def mark_all_unindexed() -> None:
    """Note that the index holds nothing."""
    Article.objects.exclude(indexed_revision=0).update(indexed_revision=0)

"""What stored articles tell of their events, remembered for as long as the articles do not change.

A new article is compared with a dozen others, which are the same few for all reports of a day.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable

from archive.dedupe.occasion import Occasion
from archive.grouping.reports import load_reports
from archive.models import Article

_REMEMBERED = 2000
"""Occasions kept in memory, some 5 KB each."""

Stamp = tuple[int, int, dt.datetime]
"""An article in one state: id, revision, and when it was changed. An id alone may come again after a rollback."""

_known: OrderedDict[Stamp, Occasion] = OrderedDict()


def read_occasions(articles: Iterable[int]) -> dict[int, Occasion]:
    """The occasion of each article that exists, by id."""
    rows = Article.objects.filter(pk__in=list(articles)).order_by().values_list("pk", "revision", "changed_at")
    stamps: dict[int, Stamp] = {row[0]: row for row in rows}
    unknown = [pk for pk, stamp in stamps.items() if stamp not in _known]
    loaded = {pk: report.occasion for pk, report in (load_reports(unknown) if unknown else {}).items()}
    found = {pk: _known[stamp] for pk, stamp in stamps.items() if stamp in _known} | loaded
    for pk, occasion in loaded.items():
        _remember(stamps[pk], occasion)
    return found


def remember_occasion(article: Article, occasion: Occasion) -> None:
    """Keep what an article tells as it was just saved."""
    _remember((article.pk, article.revision, article.changed_at), occasion)


def _remember(stamp: Stamp, occasion: Occasion) -> None:
    _known[stamp] = occasion
    while len(_known) > _REMEMBERED:
        _known.popitem(last=False)

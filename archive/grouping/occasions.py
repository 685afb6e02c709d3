"""What stored articles tell of their events, remembered for as long as the articles do not change.

A new article is compared with a dozen others, which are the same few for all reports of a day.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence

from archive.dedupe.occasion import KINDS_READ, Occasion, describe_occasion
from archive.grouping.reports import stated_day
from archive.models import Article, Finding, FindingRow, effective_findings

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
    loaded = _load_occasions(unknown) if unknown else {}
    found = {pk: _known[stamp] for pk, stamp in stamps.items() if stamp in _known} | loaded
    for pk, occasion in loaded.items():
        _remember(stamps[pk], occasion)
    return found


def _load_occasions(articles: Sequence[int]) -> dict[int, Occasion]:
    rows = Article.objects.filter(pk__in=articles).order_by()
    facts = _read_facts(articles)
    return {
        pk: describe_occasion(f"{title}\n{body}", effective_findings(facts[pk]), stated_day(original or own))
        for pk, title, body, original, own in rows.values_list("pk", "title", "body", "original_published", "published")
    }


def _read_facts(articles: Sequence[int]) -> defaultdict[int, list[FindingRow]]:
    """By article id the findings an occasion is told by: a further page is compared with a dozen articles of dozens."""
    # Kinds are chosen here: asked for both, SQLite looks through all findings of these kinds.
    rows = Finding.objects.filter(article__in=articles).order_by("article", "kind", "position", "id")
    facts: defaultdict[int, list[FindingRow]] = defaultdict(list)
    for article, kind, *row in rows.values_list("article_id", *FindingRow._fields):
        if kind in KINDS_READ:
            facts[article].append(FindingRow(kind, *row))
    return facts


def remember_occasion(article: Article, occasion: Occasion) -> None:
    """Keep what an article tells as it was just saved."""
    _remember((article.pk, article.revision, article.changed_at), occasion)


def _remember(stamp: Stamp, occasion: Occasion) -> None:
    _known[stamp] = occasion
    while len(_known) > _REMEMBERED:
        _known.popitem(last=False)

"""What stored articles tell of their events, remembered for as long as the articles do not change.

A new article is compared with a dozen others, which are the same few for all reports of a day. Most are ruled out by their days,
which columns of the article repeat, before their words and findings are read.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from archive.dedupe.occasion import KINDS_READ, Occasion, describe_occasion, is_vague
from archive.dedupe.pairing import may_meet
from archive.grouping.reports import stated_day
from archive.models import Article, Finding, FindingRow, effective_findings

_REMEMBERED = 2000
"""Occasions kept in memory, some 5 KB each."""

Stamp = tuple[int, int, dt.datetime]
"""An article in one state: id, revision, and when it was changed. An id alone may come again after a rollback."""

_DAYS = ("event_start", "event_end", "event_edtf", "event_precision", "original_published", "published")

_known: OrderedDict[Stamp, Occasion] = OrderedDict()


class Occasions:
    """The occasions of stored articles, their days read at once and the rest when it is asked for, and those of new ones."""

    def __init__(self, stored: Iterable[int]) -> None:
        columns = ("pk", "revision", "changed_at", *_DAYS)
        rows = list(Article.objects.filter(pk__in=list(stored)).order_by().values_list(*columns))
        self._stamps: dict[int, Stamp] = {row[0]: row[:3] for row in rows}
        self._told = {pk: _known[stamp] for pk, stamp in self._stamps.items() if stamp in _known}
        self._days = {pk: _tell_days(*days) for pk, _, _, *days in rows if pk not in self._told}

    def add(self, article: Article, occasion: Occasion) -> None:
        """Add what an article tells that was just saved."""
        self._told[article.pk] = occasion
        _remember((article.pk, article.revision, article.changed_at), occasion)

    def open_to(self, occasion: Occasion, articles: Iterable[int]) -> Iterator[int]:
        """Those of the articles that may tell of this occasion, as far as their days say."""
        for pk in articles:
            other = self._told.get(pk) or self._days.get(pk)
            if other is not None and may_meet(occasion, other):
                yield pk

    def read(self, articles: Iterable[int]) -> None:
        """Read what these tell, all at once."""
        unknown = [pk for pk in articles if pk not in self._told and pk in self._stamps]
        for pk, occasion in (_load_occasions(unknown) if unknown else {}).items():
            self._told[pk] = occasion
            _remember(self._stamps[pk], occasion)

    def __getitem__(self, article: int) -> Occasion:
        if article not in self._told:
            self.read([article])
        return self._told[article]


def _tell_days(
    start: dt.date | None, end: dt.date | None, edtf: str, precision: str, original: str, own: str
) -> Occasion:
    """What an article's columns tell of its occasion: its days, where they are sure to be those its findings tell.

    Where they are not, nothing, which leaves everything open.
    """
    published = stated_day(original or own)
    if not edtf:
        return Occasion(published=published)
    is_whole = start is not None and end is not None and (start < end or "/" not in edtf)  # 2013-07-05/.. has no end
    if not is_whole:
        return Occasion()
    return Occasion(start=start, end=end, approximate=is_vague(edtf, precision), published=published)


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


def _remember(stamp: Stamp, occasion: Occasion) -> None:
    _known[stamp] = occasion
    while len(_known) > _REMEMBERED:
        _known.popitem(last=False)

"""The clues of articles in the database: finding the few articles that share some, and writing those of new ones.

A batch of articles is looked up at once, and each finds those of the batch that came before it as well: what it finds does not depend
on the size of the batch. Copies of one text are found by one of them: a copy is posted under what its text is not found by yet, so that
a press release of five hundred sites stays findable and counts as one. What stands in very many articles (a slogan, a greeting, the fifth of March in one province) finds
nothing and is not written any more once it is that common, so that a page costs the same however large the archive is.
Does not judge what it finds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from django.db import connection

from archive.dedupe.clues import Clues
from archive.models import Anchor, AnchorCount, Article, ArticleState, EventKey
from archive.models.insertion import insert_rows

COMMON = 64
"""A clue in more articles than this tells nothing."""

_ARTICLES = Article._meta.db_table
_MOST_LIKELY = 200
_MOST_ALIKE = 12
_MOST_RELATED = 12
_FEWEST_ANCHORS = 2
_SHARE_OF_ANCHORS = 0.35
"""Of the anchors of the shorter text: a copy keeps more than this through cuts and damage."""

_JOINED = {"sqlite": "group_concat(article_id)", "postgresql": "string_agg(article_id::text, ',')"}
"""The article ids of a group in one value, joined by commas."""

_ASKED_AT_ONCE = 900
"""Values in one query; SQLite takes 999."""


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """Ids of articles to compare with, best first."""

    alike: tuple[int, ...] = ()
    """By their texts; the first of exact copies among them."""

    related: tuple[int, ...] = ()
    """By what their events share."""


class Search:
    """The candidates of a batch of articles without clues, one after the other; call inside a transaction.

    Whoever searches posts each article before the next, and writes when all are posted.
    """

    def __init__(self, batch: Sequence[tuple[Article, Clues]]) -> None:
        self._anchors = _Postings(Anchor, {article.pk: clues.anchors for article, clues in batch})
        self._keys = _Postings(EventKey, {article.pk: clues.event_keys for article, clues in batch})
        self._posted: dict[int, int] = {}
        self._copies = _exact_copies([article for article, _ in batch])
        self._sizes = _sizes({pk for article, _ in batch for pk in _likely(self._anchors.sharing(article.pk))})
        self._stored = {
            article.pk: Candidates(alike=self._choose_alike(article, clues), related=self._choose_related(article))
            for article, clues in batch
        }

    @property
    def stored(self) -> Iterable[Candidates]:
        """What is found for each among the articles that are not of the batch, exact copies excepted."""
        return self._stored.values()

    def find(self, article: Article, clues: Clues) -> Candidates:
        """The articles that share most with this one, of those stored and those posted before."""
        pk = article.pk
        found = self._stored[pk]
        if self._anchors.shares_with_posted(pk):
            found = replace(found, alike=self._choose_alike(article, clues))
        if self._keys.shares_with_posted(pk):
            found = replace(found, related=self._choose_related(article))
        return found

    def _choose_alike(self, article: Article, clues: Clues) -> tuple[int, ...]:
        enough = _enough_alike(self._anchors.sharing(article.pk), len(clues.anchors), self._sizes)
        return tuple(dict.fromkeys([*self._copies.get(article.pk, ()), *enough]))

    def _choose_related(self, article: Article) -> tuple[int, ...]:
        return tuple(_best(self._keys.sharing(article.pk), _MOST_RELATED))

    def post(self, article: Article, clues: Clues, copies: Set[int]) -> bool:
        """Let an article be found by what none of its copies is found by; whether that is an event key."""
        number = self._anchors.post(article.pk, copies)
        self._sizes[article.pk] = self._posted[article.pk] = number
        return self._keys.post(article.pk, copies) > 0

    def write(self) -> None:
        """Write what was posted."""
        self._anchors.write()
        self._keys.write()
        insert_rows(AnchorCount, ("article_id", "number"), self._posted.items())


def forget_clues(articles: Iterable[int]) -> None:
    """Delete the rows of these articles."""
    ids = list(articles)
    for table in (Anchor, AnchorCount, EventKey):
        table._base_manager.filter(article__in=ids).delete()


class _Postings:
    """Which articles hold a hash, for all hashes of a batch: those stored, and those of the batch that were posted."""

    def __init__(self, table: type[Anchor] | type[EventKey], batch: Mapping[int, Sequence[int]]) -> None:
        self._table = table
        self._hashes = {article: dict.fromkeys(hashes).keys() for article, hashes in batch.items()}
        self._holders = _read_holders(table, {value for hashes in batch.values() for value in hashes})
        self._posted: dict[int, list[int]] = {}
        # Counted once: what an article shares with those posted before it is a small matter beside.
        self._stored = {article: self._count_stored(hashes) for article, hashes in self._hashes.items()}

    def sharing(self, article: int) -> Counter[int]:
        """Other article's id -> number of hashes that this one of the batch shares with it."""
        posted = self._hashes[article] & self._posted.keys()
        if not posted:
            return self._stored[article]
        found = Counter(self._stored[article])
        for value in posted:
            stored, before = self._holders.get(value, ()), self._posted[value]
            if len(stored) + len(before) <= COMMON:
                found.update(before)
            elif len(stored) <= COMMON:
                found -= Counter(stored)  # common by now: it tells nothing any more
        return found

    def shares_with_posted(self, article: int) -> bool:
        """Whether an article of the batch shares any hash with those posted before."""
        return not self._hashes[article].isdisjoint(self._posted.keys())  # of a view the smaller is gone through

    def post(self, article: int, copies: Set[int]) -> int:
        """Add the article to the holders of what no copy holds; how many these are."""
        posted = 0
        for value in self._hashes[article]:
            stored, before = self._holders.get(value, ()), self._posted.get(value, ())
            if len(stored) + len(before) > COMMON:
                continue
            if copies and not (copies.isdisjoint(stored) and copies.isdisjoint(before)):
                continue
            self._posted.setdefault(value, []).append(article)
            posted += 1
        return posted

    def _count_stored(self, hashes: Iterable[int]) -> Counter[int]:
        held = (self._holders[value] for value in hashes if value in self._holders)
        return Counter(chain.from_iterable(articles for articles in held if len(articles) <= COMMON))

    def write(self) -> None:
        """Write what was posted."""
        rows = [(value, article) for value, articles in self._posted.items() for article in articles]
        insert_rows(self._table, ("hash", "article_id"), sorted(rows))


def _read_holders(table: type[Anchor] | type[EventKey], hashes: Iterable[int]) -> dict[int, list[int]]:
    """Hash -> the articles that have it."""
    # A hash a row: in a large archive a page's hashes are held by a thousand articles.
    query = f"SELECT hash, {_JOINED[connection.vendor]} FROM {table._meta.db_table} WHERE hash IN"  # noqa: S608
    rows = _select_in(query, sorted(hashes), end="GROUP BY hash")
    return {value: list(map(int, joined.split(","))) for value, joined in rows}


def _exact_copies(articles: Sequence[Article]) -> dict[int, list[int]]:
    """Article id -> the first other article with that very text, if any; pages that are no article never count.

    Of the articles asked for, one finds only those before it.
    """
    wanted = sorted({article.fingerprint for article in articles if article.fingerprint})
    query = f"SELECT fingerprint, id FROM {_ARTICLES} WHERE state <> '{ArticleState.REJECTED}' AND fingerprint IN"  # noqa: S608
    holders: dict[str, list[int]] = {}
    for fingerprint, pk in _select_in(query, wanted, end="ORDER BY id"):
        holders.setdefault(fingerprint, []).append(pk)
    batch = {article.pk for article in articles}
    return {
        article.pk: [pk for pk in holders.get(article.fingerprint, ()) if pk < article.pk or pk not in batch][:1]
        for article in articles
    }


def _likely(sharing: Counter[int]) -> list[int]:
    return _best({pk: number for pk, number in sharing.items() if number >= _FEWEST_ANCHORS}, _MOST_LIKELY)


def _enough_alike(sharing: Counter[int], own: int, sizes: Mapping[int, int]) -> list[int]:
    """Those that share as many anchors as a copy would, of the shorter of the two texts."""
    enough = [pk for pk in _likely(sharing) if sharing[pk] >= _SHARE_OF_ANCHORS * min(own, sizes.get(pk, own))]
    return enough[:_MOST_ALIKE]


def _best(sharing: Mapping[int, int], number: int) -> list[int]:
    return [pk for _, pk in sorted([(-shared, pk) for pk, shared in sharing.items()])[:number]]


def _sizes(articles: Iterable[int]) -> dict[int, int]:
    """Article id -> number of its anchors."""
    query = f"SELECT article_id, number FROM {AnchorCount._meta.db_table} WHERE article_id IN"  # noqa: S608
    return dict(_select_in(query, sorted(articles)))


def _select_in(query: str, values: Sequence[int | str], end: str = "") -> Iterator[tuple[Any, Any]]:
    """Plain SQL of our own making, `query` up to its list: building a query costs more than so small an answer."""
    with connection.cursor() as cursor:
        for start in range(0, len(values), _ASKED_AT_ONCE):
            some = list(values[start : start + _ASKED_AT_ONCE])
            cursor.execute(f"{query} ({','.join(['%s'] * len(some))}) {end}", some)
            yield from cursor.fetchall()

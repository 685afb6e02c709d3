"""The clues of articles in the database: finding the few articles that share some, and writing those of a new one.

What stands in very many articles (a slogan, a greeting, the fifth of March in one province) finds nothing and is not
written any more once it is that common. Does not judge what it finds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from archive.dedupe.clues import Clues
from archive.models import Anchor, Article, ArticleState, EventKey

COMMON = 64
"""A clue in more articles than this tells nothing."""

_ARTICLES = Article._meta.db_table
_MOST_LIKELY = 200
_MOST_ALIKE = 12
_MOST_RELATED = 12
_FEWEST_ANCHORS = 2
_SHARE_OF_ANCHORS = 0.35
"""Of the anchors of the shorter text: a copy keeps more than this through cuts and damage."""


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """Ids of articles to compare with, best first, and the clues too common to be worth a row."""

    alike: tuple[int, ...] = ()
    """By their texts; the first of exact copies among them."""

    related: tuple[int, ...] = ()
    """By what their events share."""

    crowded: frozenset[int] = frozenset()


def find_candidates(article: Article, clues: Clues) -> Candidates:
    """The articles that share most with this one."""
    anchors, crowded_anchors = _count_sharing(Anchor, clues.anchors, article.pk)
    keys, crowded_keys = _count_sharing(EventKey, clues.event_keys, article.pk)
    alike = dict.fromkeys([*_exact_copy(article), *_enough_alike(anchors, len(clues.anchors))])
    return Candidates(
        alike=tuple(alike),
        related=tuple(_best(keys, _MOST_RELATED)),
        crowded=frozenset(crowded_anchors | crowded_keys),
    )


def write_clues(article: Article, clues: Clues, crowded: frozenset[int]) -> None:
    """Add the rows of an article that has none, all but those of crowded clues."""
    for table, hashes in ((Anchor, clues.anchors), (EventKey, clues.event_keys)):
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table._meta.db_table} (hash, article_id) VALUES (%s, %s)",  # noqa: S608
                [(value, article.pk) for value in hashes if value not in crowded],
            )


def forget_clues(article: Article) -> None:
    """Delete the rows of an article."""
    Anchor.objects.filter(article=article).delete()
    EventKey.objects.filter(article=article).delete()


def _exact_copy(article: Article) -> list[int]:
    """The first article with the very same text; pages that are no article never count."""
    if not article.fingerprint:
        return []
    query = f"SELECT id FROM {_ARTICLES} WHERE fingerprint = %s AND state <> %s AND id <> %s ORDER BY id LIMIT 1"  # noqa: S608
    return [pk for (pk,) in _select(query, [article.fingerprint, ArticleState.REJECTED, article.pk])]


def _enough_alike(sharing: Counter[int], own: int) -> list[int]:
    """Those that share as many anchors as a copy would, of the shorter of the two texts."""
    likely = [pk for pk in _best(sharing, _MOST_LIKELY) if sharing[pk] >= _FEWEST_ANCHORS]
    sizes = _sizes(likely) if likely else {}
    enough = [pk for pk in likely if sharing[pk] >= _SHARE_OF_ANCHORS * min(own, sizes.get(pk, own))]
    return enough[:_MOST_ALIKE]


def _best(sharing: Counter[int], number: int) -> list[int]:
    return [pk for pk, _ in sorted(sharing.items(), key=lambda row: (-row[1], row[0]))[:number]]


def _count_sharing(
    table: type[Anchor] | type[EventKey], hashes: Sequence[int], but: int
) -> tuple[Counter[int], set[int]]:
    """Article id -> how many of the hashes it has; and the hashes too common to count."""
    holders: dict[int, list[int]] = {}
    if hashes:
        marks = ",".join(["%s"] * len(hashes))
        query = f"SELECT hash, article_id FROM {table._meta.db_table} WHERE hash IN ({marks})"  # noqa: S608
        for value, article in _select(query, hashes):
            holders.setdefault(value, []).append(article)
    crowded = {value for value, articles in holders.items() if len(articles) > COMMON}
    sharing: Counter[int] = Counter()
    for value, articles in holders.items():
        if value not in crowded:
            sharing.update(articles)
    del sharing[but]
    return sharing, crowded


def _sizes(articles: Sequence[int]) -> dict[int, int]:
    """Article id -> number of its anchors."""
    marks = ",".join(["%s"] * len(articles))
    table = Anchor._meta.db_table
    query = f"SELECT article_id, COUNT(*) FROM {table} WHERE article_id IN ({marks}) GROUP BY article_id"  # noqa: S608
    return {article: number for article, number in _select(query, articles)}


def _select(query: str, values: Sequence[int | str]) -> list[tuple[int, ...]]:
    """Plain SQL of our own making: for so many small questions, building a query costs more than its answer."""
    with connection.cursor() as cursor:
        cursor.execute(query, list(values))
        return cursor.fetchall()

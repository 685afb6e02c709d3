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
        # Plain SQL: some fifty rows of two numbers an article, for which building objects costs more than writing them.
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table._meta.db_table} (hash, article_id) VALUES (%s, %s)",  # noqa: S608 (our own name)
                [(value, article.pk) for value in hashes if value not in crowded],
            )


def forget_clues(article: Article) -> None:
    """Delete the rows of an article."""
    Anchor.objects.filter(article=article).delete()
    EventKey.objects.filter(article=article).delete()


def _exact_copy(article: Article) -> list[int]:
    if not article.fingerprint:
        return []
    copies = Article.objects.filter(fingerprint=article.fingerprint).exclude(state=ArticleState.REJECTED)
    return list(copies.exclude(pk=article.pk).order_by("id").values_list("id", flat=True)[:1])


def _enough_alike(sharing: Counter[int], own: int) -> list[int]:
    """Those that share as many anchors as a copy would, of the shorter of the two texts."""
    likely = Counter({pk: shared for pk, shared in sharing.items() if shared >= _FEWEST_ANCHORS})
    sizes = _sizes(list(likely)) if likely else Counter()
    enough = Counter(
        {pk: shared for pk, shared in likely.items() if shared >= _SHARE_OF_ANCHORS * min(own, sizes.get(pk, own))}
    )
    return _best(enough, _MOST_ALIKE)


def _best(sharing: Counter[int], number: int) -> list[int]:
    return [pk for pk, _ in sorted(sharing.items(), key=lambda row: (-row[1], row[0]))[:number]]


def _count_sharing(
    table: type[Anchor] | type[EventKey], hashes: Sequence[int], but: int
) -> tuple[Counter[int], set[int]]:
    """Article id -> how many of the hashes it has; and the hashes too common to count."""
    holders: dict[int, list[int]] = {}
    for value, article in table.objects.filter(hash__in=hashes).order_by().values_list("hash", "article_id"):
        holders.setdefault(value, []).append(article)
    crowded = {value for value, articles in holders.items() if len(articles) > COMMON}
    sharing: Counter[int] = Counter()
    for value, articles in holders.items():
        if value not in crowded:
            sharing.update(articles)
    del sharing[but]
    return sharing, crowded


def _sizes(articles: Sequence[int]) -> Counter[int]:
    """Article id -> number of its anchors."""
    return Counter(Anchor.objects.filter(article__in=articles).order_by().values_list("article_id", flat=True))

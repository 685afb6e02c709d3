"""The clues of articles in the database: writing them, and finding the few articles that share some.

What stands in very many articles (a slogan, a greeting, the fifth of March in one province) finds nothing and is not
written any more once it is that common. Does not judge what it finds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from archive.dedupe.clues import Clues
from archive.models import Anchor, Article, ArticleState, EventKey

COMMON = 64
"""A clue in more articles than this tells nothing."""

_MOST_ALIKE = 12
_MOST_RELATED = 30
_FEWEST_ANCHORS = 2
_SHARE_OF_ANCHORS = 0.35
"""Of the anchors of the shorter text: a copy keeps more than this through cuts and damage."""


def replace_clues(article: Article, clues: Clues) -> None:
    """Make these the clues of a saved article."""
    Anchor.objects.filter(article=article).delete()
    crowded = _crowded(Anchor, clues.anchors)
    Anchor.objects.bulk_create(Anchor(hash=value, article=article) for value in clues.anchors if value not in crowded)
    EventKey.objects.filter(article=article).delete()
    crowded = _crowded(EventKey, clues.event_keys)
    EventKey.objects.bulk_create(
        EventKey(hash=value, article=article) for value in clues.event_keys if value not in crowded
    )


def find_alike(article: Article, clues: Clues) -> list[int]:
    """Ids of the articles whose texts share most with this one's, best first; the first of exact copies among them."""
    sharing = _count_sharing(Anchor, clues.anchors, article.pk)
    sizes = _sizes(list(sharing))
    own = len(clues.anchors)
    enough = [
        (shared, pk)
        for pk, shared in sharing.items()
        if shared >= max(_FEWEST_ANCHORS, _SHARE_OF_ANCHORS * min(own, sizes.get(pk, own)))
    ]
    found = [pk for _, pk in sorted(enough, key=lambda row: (-row[0], row[1]))[:_MOST_ALIKE]]
    return list(dict.fromkeys([*_exact_copy(article), *found]))


def find_related(article: Article, clues: Clues) -> list[int]:
    """Ids of the articles whose events share most keys with this one's, best first."""
    sharing = _count_sharing(EventKey, clues.event_keys, article.pk)
    return [pk for pk, _ in sorted(sharing.items(), key=lambda row: (-row[1], row[0]))[:_MOST_RELATED]]


def _exact_copy(article: Article) -> Iterable[int]:
    if not article.fingerprint:
        return []
    copies = Article.objects.filter(fingerprint=article.fingerprint).exclude(state=ArticleState.REJECTED)
    return copies.exclude(pk=article.pk).order_by("id").values_list("id", flat=True)[:1]


def _count_sharing(table: type[Anchor] | type[EventKey], hashes: Sequence[int], but: int) -> Counter[int]:
    """Article id -> how many of the hashes it has, hashes that are too common left out."""
    holders: dict[int, list[int]] = {}
    rows = table.objects.filter(hash__in=hashes).order_by().values_list("hash", "article_id")
    for value, article in rows.iterator(chunk_size=5000):
        holders.setdefault(value, []).append(article)
    sharing: Counter[int] = Counter()
    for articles in holders.values():
        if len(articles) <= COMMON:
            sharing.update(articles)
    del sharing[but]
    return sharing


def _crowded(table: type[Anchor] | type[EventKey], hashes: Sequence[int]) -> set[int]:
    """Those of the hashes that more articles hold than tell anything."""
    rows = table.objects.filter(hash__in=hashes).order_by().values_list("hash", flat=True)
    return {value for value, number in Counter(rows).items() if number > COMMON}


def _sizes(articles: Sequence[int]) -> Counter[int]:
    """Article id -> number of its anchors."""
    return Counter(Anchor.objects.filter(article__in=articles).order_by().values_list("article_id", flat=True))

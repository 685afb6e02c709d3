"""Chains of copies as they are stored: large ones are one text with a few voices, whatever their number.

    first_of([copy.pk])      # {copy.pk: the report its text came first in}

Reads only; who is of which chain is decided by `archive.grouping.regroup`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set
from itertools import groupby
from operator import itemgetter

from archive.models import Article, ArticleState

SMALL = 8
"""Copies of a chain that is grouped report by report; of a larger one, its first and the `VOICES` oldest copies speak."""

VOICES = 3


class Chains:
    """Which of some articles are of one chain, and how long these are; grows as copies are found."""

    def __init__(self, articles: Iterable[int]) -> None:
        self._first = first_of(articles)
        self._copies = Counter(count_copies(set(self._first.values())))

    def but(self, articles: Set[int]) -> dict[int, int]:
        """Article -> its chain, where each of `articles` is one of its own."""
        return self._first | {pk: pk for pk in articles} if articles else self._first

    def add(self, article: int, copies: Iterable[int]) -> None:
        """Put an article to the chain of those it copies, if to any."""
        self._first[article] = min((self._first.get(pk, pk) for pk in copies), default=article)
        self._copies[self._first[article]] += 1

    def is_large(self, article: int) -> bool:
        """Whether the chain of an article is large."""
        return self._copies[self._first[article]] > SMALL


def first_of(articles: Iterable[int]) -> dict[int, int]:
    """The first report of the text of each article, itself where it copies none."""
    rows = Article.objects.filter(pk__in=list(articles)).order_by().values_list("pk", "reprint_of_id")
    return {pk: first or pk for pk, first in rows}


def count_copies(firsts: Iterable[int]) -> dict[int, int]:
    """First -> how many copies are stored, where there are any."""
    copies = Article.objects.filter(reprint_of__in=list(firsts)).order_by()
    return dict(Counter(first for first in copies.values_list("reprint_of", flat=True) if first is not None))


def silent_copies(firsts: Iterable[int]) -> dict[int, int]:
    """Copy -> first, of all copies in large chains but those that speak beside the first."""
    large = [first for first, number in count_copies(firsts).items() if number > SMALL]
    rows = (
        Article.objects.filter(reprint_of__in=large, versions__number=1)
        .exclude(state=ArticleState.REJECTED)
        .order_by()
        .values_list("reprint_of", "original_published", "published", "versions__saved_file__sha256", "pk")
    )
    ordered = sorted((first, (original or own or "9999")[:10], sha256, pk) for first, original, own, sha256, pk in rows)
    silent: dict[int, int] = {}
    for first, copies in groupby(ordered, key=itemgetter(0)):
        silent.update((pk, first) for *_, pk in list(copies)[VOICES:])
    return silent

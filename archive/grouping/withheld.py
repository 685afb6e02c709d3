"""Copies of texts the archive has withdrawn: whoever asked for that did not ask for one address only.

Only looks. What comes in and is such a copy is held back until staff decide (`archive.ingest.holding`); copies that
readers see already when a text is withdrawn are named to whoever withdraws it (`archive.review.decisions`).
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from archive.grouping.pairs import COPIES
from archive.models import Article, ArticleState, StoryPair, Verdict

_ONE_TEXT = (*COPIES, Verdict.CONTAINED)


def copies_withdrawn(articles: Collection[int]) -> set[int]:
    """Those of the articles, each placed among its like, that repeat a withdrawn text, hold it or are part of it."""
    if not Article.objects.filter(state=ArticleState.WITHDRAWN).exists():
        return set()
    pairs = StoryPair.objects.filter(verdict__in=_ONE_TEXT).order_by()
    left = pairs.filter(left__in=articles, right__state=ArticleState.WITHDRAWN).values_list("left", flat=True)
    right = pairs.filter(right__in=articles, left__state=ArticleState.WITHDRAWN).values_list("right", flat=True)
    # In a large chain a copy has one pair, which need not be the one with the report that was withdrawn.
    chain = Q(reprint_of__state=ArticleState.WITHDRAWN) | Q(reprint_of__reprints__state=ArticleState.WITHDRAWN)
    chained = Article.objects.filter(chain, pk__in=articles).order_by().values_list("pk", flat=True)
    return {*left, *right, *chained}


def copies_held(article: Article) -> list[Article]:
    """The reports held back that share this one's text or chain."""
    own = StoryPair.objects.filter(Q(left=article) | Q(right=article), verdict__in=_ONE_TEXT).order_by()
    paired = {pk for pair in own.values_list("left_id", "right_id") for pk in pair}
    first = article.reprint_of_id or article.pk
    same = Q(pk__in={*paired, first}) | Q(reprint_of=first)
    return list(Article.objects.filter(same, state=ArticleState.HELD).order_by("pk"))

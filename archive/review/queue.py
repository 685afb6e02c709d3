"""The queue as reviewers meet it: how much waits, what waits first, and the next article, which is then theirs.

Reads the index of open questions from its beginning and stops; nothing here grows with the archive.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef, QuerySet

from archive.models import Article, ReviewClaim, ReviewItem, ReviewReason
from archive.review import claims

COUNTED = 1000
"""Questions of a reason are counted so far; beyond it they are many."""

_TRIED = 20


@dataclass(frozen=True, kw_only=True)
class ReasonCount:
    """`is_more`: there are more than were counted."""

    reason: ReviewReason
    number: int
    is_more: bool


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An article that waits, with all it is asked about; `held_by` somebody else, or nobody ("")."""

    article: Article
    reasons: tuple[ReviewReason, ...]
    held_by: str


def count_reasons() -> list[ReasonCount]:
    """How many articles wait for each reason, in the order they are asked in."""
    return [_count(reason) for reason in ReviewReason]


def list_waiting(reason: ReviewReason | None, *, limit: int = 50) -> list[Waiting]:
    """The first articles of the queue. An article waits once, where its most pressing question stands."""
    # An article has at most one question a reason: so many rows hold at least `limit` articles, if there are as many.
    rows = _open(reason).values_list("article", flat=True)[: limit * (1 if reason else len(ReviewReason))]
    keys = list(dict.fromkeys(rows))[:limit]
    reasons: dict[int, list[ReviewReason]] = {key: [] for key in keys}
    for item in ReviewItem.objects.filter(article__in=keys, settled_at=None):
        reasons[item.article_id].append(ReviewReason(item.reason))
    held = {claim.article_id: str(claim.by) for claim in claims.standing().filter(article__in=keys)}
    articles = Article.objects.select_related("publisher").defer("body", "captions", "quotes").in_bulk(keys)
    return [
        Waiting(article=articles[key], reasons=tuple(reasons[key]), held_by=held.get(key, ""))
        for key in keys
        if key in articles
    ]


def take_next(by: AbstractBaseUser, reason: ReviewReason | None = None, *, without: Collection[int] = ()) -> int | None:
    """The next article nobody else holds, which is theirs from now on; None where none waits.

    `without` are passed over: what they skipped.
    """
    others = claims.standing().filter(article=OuterRef("article")).exclude(by=by.pk)
    rows = _open(reason).exclude(article__in=list(without)).exclude(Exists(others))
    for article in dict.fromkeys(rows.values_list("article", flat=True)[:_TRIED]):
        if claims.claim(article, by):
            return article
    return None


def reasons_of(article: int) -> Sequence[ReviewItem]:
    """The open questions about one article, the most pressing first."""
    return list(ReviewItem.objects.filter(article=article, settled_at=None))


def colleagues(by: AbstractBaseUser) -> int:
    """How many others are at work."""
    return ReviewClaim.objects.filter(pk__in=claims.standing().exclude(by=by.pk)).values("by").distinct().count()


def _open(reason: ReviewReason | None) -> QuerySet[ReviewItem]:
    rows = ReviewItem.objects.filter(settled_at=None).order_by("weight", "article")
    return rows.filter(reason=reason) if reason else rows


def _count(reason: ReviewReason) -> ReasonCount:
    number = ReviewItem.objects.filter(settled_at=None, reason=reason).order_by()[: COUNTED + 1].count()
    return ReasonCount(reason=reason, number=min(number, COUNTED), is_more=number > COUNTED)

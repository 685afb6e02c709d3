"""Who is looking at which article: a lease each, so that two reviewers never get the same one.

Decided by the database alone, by one statement each: whichever process, thread or machine asks, one of two gets it. A
lease is renewed by whatever its holder does and ends by itself; then somebody else may take it, and what the first one
still sends is checked against what has changed meanwhile (`archive.review.seen`).
"""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from archive.models import ReviewClaim

LASTS = dt.timedelta(minutes=15)


def claim(article: int, by: AbstractBaseUser) -> bool:
    """Take an article, or keep it for longer; whether it is theirs now."""
    now = timezone.now()
    free = ReviewClaim.objects.filter(Q(by=by.pk) | Q(until__lte=now), article=article)
    if free.update(by=by.pk, until=now + LASTS):
        return True
    try:
        with transaction.atomic():
            ReviewClaim.objects.create(article_id=article, by_id=by.pk, until=now + LASTS)
    except IntegrityError:  # somebody holds it, or took it just now
        return False
    return True


def release(article: int, by: AbstractBaseUser) -> None:
    """Give an article back, if it is theirs."""
    ReviewClaim.objects.filter(article=article, by=by.pk).delete()


def holder(article: int) -> ReviewClaim | None:
    """Who holds an article now."""
    return standing().filter(article=article).first()


def standing() -> QuerySet[ReviewClaim]:
    """The leases that have not ended."""
    return ReviewClaim.objects.filter(until__gt=timezone.now()).select_related("by")

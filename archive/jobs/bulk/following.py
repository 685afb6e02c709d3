"""Starts the job by which articles follow their hosts to a new owner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib.auth.models import AbstractBaseUser

from archive.jobs.bulk.host import FollowHost, articles_of_host
from archive.jobs.bulk.work import submit_bulk
from archive.models import Job

_AT_ONCE = 2000


def articles_to_move(hosts: Iterable[str]) -> list[int]:
    """Those of these hosts that are not their owner's, and not elsewhere by a decision of staff."""
    return sorted(pk for host in dict.fromkeys(hosts) for pk in _moving(articles_of_host(host)))


def submit_following(hosts: Iterable[str], *, by: AbstractBaseUser | None) -> Job | None:
    """A job for the articles of these hosts; None where nothing is to be moved."""
    hosts = list(hosts)
    moving = articles_to_move(hosts)
    return submit_bulk("follow_host", {}, moving, by=by, told="、".join(hosts)[:200]) if moving else None


def _moving(articles: list[int]) -> Iterator[int]:
    for start in range(0, len(articles), _AT_ONCE):
        plans = FollowHost().plan(articles[start : start + _AT_ONCE])
        yield from (pk for pk, plan in plans.items() if plan.changes)

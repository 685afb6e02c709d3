"""What a change in bulk would do, before it does it: how many change how, what is passed over and why, some examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.jobs.bulk.change import Change, Plan
from archive.models import Article

_AT_ONCE = 2000
_SAMPLES = 10


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One article that would change."""

    article: Article
    plan: Plan


@dataclass(frozen=True, kw_only=True)
class Preview:
    """`moves` and `skipped` are the commonest first."""

    total: int
    changing: int
    unchanged: int
    moves: Sequence[tuple[str, str, int]]
    """(before, after, how many articles)"""

    skipped: Sequence[tuple[str, str, int]]
    """(why, what stays, how many articles)"""

    samples: Sequence[Sample]


def preview_change(change: Change, articles: Sequence[int]) -> Preview:
    """What `change` would do to these; reads only."""
    moves: Counter[tuple[str, str]] = Counter()
    skipped: Counter[tuple[str, str]] = Counter()
    unchanged = 0
    chosen: dict[int, Plan] = {}
    for pk, plan in _plans(change, articles):
        if plan.skip:
            skipped[plan.skip, plan.before] += 1
        elif plan.changes:
            moves[plan.before, plan.after] += 1
            # One of each kind of move first, so that the examples show what is different.
            if moves[plan.before, plan.after] == 1 or len(chosen) < _SAMPLES:
                chosen[pk] = plan
        else:
            unchanged += 1
    return Preview(
        total=len(articles),
        changing=moves.total(),
        unchanged=unchanged,
        moves=[(before, after, number) for (before, after), number in moves.most_common()],
        skipped=[(why, stays, number) for (why, stays), number in skipped.most_common()],
        samples=_samples(change, chosen),
    )


def _plans(change: Change, articles: Sequence[int]) -> Iterator[tuple[int, Plan]]:
    for start in range(0, len(articles), _AT_ONCE):
        yield from change.plan(articles[start : start + _AT_ONCE]).items()


def _samples(change: Change, chosen: dict[int, Plan]) -> list[Sample]:
    first = dict(list(chosen.items())[:_SAMPLES])
    articles = list(Article.objects.filter(pk__in=first).order_by("pk"))
    rehearse = getattr(change, "rehearse", None)  # what only doing it shows is done for the examples, and rolled back
    plans = {article.pk: rehearse(article) for article in articles} if rehearse else first
    return [Sample(article=article, plan=plans[article.pk]) for article in articles]

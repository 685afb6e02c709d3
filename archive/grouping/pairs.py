"""Judges an article against its candidates and keeps what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q

from archive.dedupe.compare import Story, compare_stories
from archive.dedupe.occasion import Occasion
from archive.dedupe.pairing import pair_occasions
from archive.models import EventPair, LinkRule, StoryPair, Verdict

VERSION = 1
"""Of the rules of comparison; raised when they change, so that pairs judged by older ones can be found."""

_KEPT = frozenset(Verdict.values)
COPIES = (Verdict.REPRINT, Verdict.SPUN)
"""Verdicts that put two reports into one event."""


def forget_pairs(article: int) -> None:
    """Drop what was judged of an article; staff's rules stay."""
    mine = Q(left=article) | Q(right=article)
    StoryPair.objects.filter(mine).delete()
    EventPair.objects.filter(mine).delete()


def judge_texts(article: int, own: Story, others: Mapping[int, Story]) -> bool:
    """Compare an article's text with others' and keep every verdict that says something; returns whether any did."""
    rows = []
    for pk, story in others.items():
        stories = {article: own, pk: story}
        left, right = sorted(stories)
        found = compare_stories(stories[left], stories[right])
        if found.verdict in _KEPT:
            rows.append(
                StoryPair(
                    left_id=left,
                    right_id=right,
                    verdict=found.verdict,
                    of_left=found.of_left,
                    of_right=found.of_right,
                    evidence=list(found.evidence),
                    version=VERSION,
                )
            )
    StoryPair.objects.bulk_create(rows)
    return bool(rows)


def judge_events(article: int, own: Occasion, others: Mapping[int, Occasion]) -> bool:
    """Weigh an article's facts against others' and keep the pairs that tell of one event; returns whether any did."""
    rows = []
    for pk, occasion in others.items():
        found = pair_occasions(own, occasion)
        if found.links:
            left, right = sorted((article, pk))
            rows.append(
                EventPair(
                    left_id=left, right_id=right, score=found.score, evidence=list(found.evidence), version=VERSION
                )
            )
    EventPair.objects.bulk_create(rows)
    return bool(rows)


def rules_among(articles: Iterable[int]) -> dict[tuple[int, int], str]:
    """Staff's latest word on each pair that touches one of these articles; withdrawn ones left out."""
    ids = list(articles)
    latest: dict[tuple[int, int], str] = {}
    rules = LinkRule.objects.filter(Q(left__in=ids) | Q(right__in=ids)).order_by("id")
    for left, right, kind in rules.values_list("left_id", "right_id", "kind"):
        latest[left, right] = kind
    return {pair: kind for pair, kind in latest.items() if kind != LinkRule.Kind.NONE}

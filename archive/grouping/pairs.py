"""Judges articles against their candidates and keeps what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Q

from archive.dedupe.compare import Story, compare_stories
from archive.dedupe.occasion import Occasion
from archive.dedupe.pairing import may_pair, pair_occasions, rule_out
from archive.grouping.candidates import Candidates
from archive.models import EventPair, LinkRule, StoryPair, Verdict
from archive.models.insertion import insert_all

VERSION = 2
"""Of the rules of comparison; raised when they change, so that pairs judged by older ones can be found."""

_KEPT = frozenset(Verdict.values)
COPIES = (Verdict.REPRINT, Verdict.SPUN)
"""Verdicts that put two reports into one event."""


def forget_pairs(article: int) -> None:
    """Drop what was judged of an article; staff's rules stay."""
    mine = Q(left=article) | Q(right=article)
    StoryPair.objects.filter(mine).delete()
    EventPair.objects.filter(mine).delete()


def judge_pairs(
    candidates: Mapping[int, Candidates], stories: Mapping[int, Story], occasions: Mapping[int, Occasion]
) -> set[int]:
    """Compare articles with their candidates, keep every verdict that says something and every pair of one event.

    Returns the articles that copy or are copied by a candidate, or tell of one event with it.
    """
    texts: list[StoryPair] = []
    events: list[EventPair] = []
    for article, found in candidates.items():
        verdicts = {}
        for other in found.alike:
            if other in stories:
                pair = _judge_texts(article, other, stories)
                verdicts[other] = pair.verdict
                texts.append(pair)
        for other in dict.fromkeys((*found.related, *found.alike)):
            if other in occasions and may_pair(occasions[article], occasions[other]):
                events.extend(_judge_events(article, other, occasions, verdicts.get(other, "")))
    texts = [pair for pair in texts if pair.verdict in _KEPT]
    insert_all(texts)
    insert_all(events)
    together: list[StoryPair | EventPair] = [*(pair for pair in texts if pair.verdict in COPIES), *events]
    return {pk for pair in together for pk in (pair.left_id, pair.right_id)} & candidates.keys()


def _judge_texts(one: int, other: int, stories: Mapping[int, Story]) -> StoryPair:
    left, right = sorted((one, other))
    found = compare_stories(stories[left], stories[right])
    return StoryPair(
        left_id=left,
        right_id=right,
        verdict=found.verdict,
        of_left=found.of_left,
        of_right=found.of_right,
        evidence=list(found.evidence),
        version=VERSION,
    )


def _judge_events(one: int, other: int, occasions: Mapping[int, Occasion], verdict: str) -> Iterator[EventPair]:
    left, right = sorted((one, other))
    found = pair_occasions(occasions[left], occasions[right])
    if rule_out(found, verdict, occasions[left], occasions[right]).links:
        evidence = list(found.evidence)
        yield EventPair(left_id=left, right_id=right, score=found.score, evidence=evidence, version=VERSION)


def rules_among(articles: Iterable[int]) -> dict[tuple[int, int], str]:
    """Staff's latest word on each pair that touches one of these articles; withdrawn ones left out."""
    ids = list(articles)
    latest: dict[tuple[int, int], str] = {}
    rules = LinkRule.objects.filter(Q(left__in=ids) | Q(right__in=ids)).order_by("id")
    for left, right, kind in rules.values_list("left_id", "right_id", "kind"):
        latest[left, right] = kind
    return {pair: kind for pair, kind in latest.items() if kind != LinkRule.Kind.NONE}

"""Judges articles against their candidates and keeps what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import Q

from archive.dedupe.compare import Comparison, compare_stories
from archive.dedupe.pairing import may_be_named, pair_occasions, rule_out
from archive.grouping.occasions import Occasions
from archive.grouping.reports import Stories
from archive.models import EventPair, LinkRule, StoryPair, Verdict

VERSION = 3
"""Of the rules of comparison; raised when they change, so that pairs judged by older ones can be found."""

_KEPT = frozenset(Verdict.values)
COPIES = (Verdict.REPRINT, Verdict.SPUN)
"""Verdicts that put two reports into one event."""


def forget_pairs(article: int) -> None:
    """Drop what was judged of an article; staff's rules stay."""
    mine = Q(left=article) | Q(right=article)
    StoryPair.objects.filter(mine).delete()
    EventPair.objects.filter(mine).delete()


def copies_of(article: int) -> set[int]:
    """The articles it copies, or that copy it."""
    pairs = StoryPair.objects.filter(Q(left=article) | Q(right=article), verdict__in=COPIES).order_by()
    return {pk for pair in pairs.values_list("left_id", "right_id") for pk in pair} - {article}


def unknown_pairs(pairs: Sequence[StoryPair] | Sequence[EventPair]) -> list[StoryPair] | list[EventPair]:
    """Those of new pairs, all of one kind, that are not stored."""
    if not pairs:
        return []
    ids = {pk for pair in pairs for pk in (pair.left_id, pair.right_id)}
    stored = type(pairs[0]).objects.filter(left__in=ids, right__in=ids).order_by()
    known = set(stored.values_list("left_id", "right_id"))
    return [pair for pair in pairs if (pair.left_id, pair.right_id) not in known]  # type: ignore[return-value]


def judge_texts(
    article: int, alike: Iterable[int], stories: Stories, chains: Mapping[int, int]
) -> tuple[list[StoryPair], set[int]]:
    """The pairs of an article with those whose text may be alike that say something, and which of these are copies.

    Of a chain of copies one is enough: once it is known to be a copy, the rest of its `chains` (article -> first) are not read.
    """
    pairs: list[StoryPair] = []
    copies: set[int] = set()
    for other in alike:
        one, story = stories.get(article), stories.get(other)
        if other in copies or one is None or story is None:
            continue
        if chains.get(other, other) in {chains.get(copy, copy) for copy in copies}:
            copies.add(other)
            continue
        found = compare_stories(one, story) if article < other else compare_stories(story, one)
        pairs += [_story_pair(article, other, found)] if found.verdict in _KEPT else []
        copies |= {other} if found.verdict in COPIES else set()
    return pairs, copies


def judge_events(
    article: int, others: Iterable[int], occasions: Occasions, verdicts: Mapping[int, str]
) -> list[EventPair]:
    """The pairs of an article with reports of its event, where `verdicts` were found on their texts."""
    pairs: list[EventPair] = []
    own = occasions[article]
    for other in occasions.open_to(own, others):
        if may_be_named(own, occasions[other]):
            pairs.extend(_judge_events(article, other, occasions, verdicts.get(other, "")))
    return pairs


def _story_pair(one: int, other: int, found: Comparison) -> StoryPair:
    left, right = sorted((one, other))
    return StoryPair(
        left_id=left,
        right_id=right,
        verdict=found.verdict,
        of_left=found.of_left,
        of_right=found.of_right,
        evidence=list(found.evidence),
        version=VERSION,
    )


def _judge_events(one: int, other: int, occasions: Occasions, verdict: str) -> Iterator[EventPair]:
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


def parted_from(articles: Iterable[int]) -> dict[int, set[int]]:
    """Article -> those staff keep apart from it."""
    parted: dict[int, set[int]] = {}
    for (left, right), kind in rules_among(articles).items():
        if kind == LinkRule.Kind.CANNOT:
            parted.setdefault(left, set()).add(right)
            parted.setdefault(right, set()).add(left)
    return parted

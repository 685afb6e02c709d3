"""The heap of an article: every article it is connected with by copies, by common facts or by staff's word."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db.models import Q

from archive.grouping.pairs import COPIES, rules_among
from archive.models import EventPair, LinkRule, StoryPair, Verdict

logger = logging.getLogger(__name__)

LARGEST = 60
"""Articles in a heap. A larger one is a sign of texts that link everything; what lies beyond keeps its events."""


def find_heap(articles: Iterable[int]) -> set[int]:
    """Ids of all articles connected with these, themselves included."""
    heap = set(articles)
    edge = set(heap)
    while edge and len(heap) <= LARGEST:
        edge = _neighbours(edge) - heap
        heap |= edge
    if len(heap) > LARGEST:
        logger.warning(
            "more than %d reports are connected with article %s; only the nearest are grouped", LARGEST, min(heap)
        )
    return heap


def copies_among(heap: set[int]) -> dict[tuple[int, int], str]:
    """Pairs of articles of which one copies or rewrites the other, with the verdict."""
    rows = StoryPair.objects.filter(left__in=heap, right__in=heap, verdict__in=COPIES)
    return {(left, right): verdict for left, right, verdict in rows.values_list("left_id", "right_id", "verdict")}


def links_among(heap: set[int]) -> list[tuple[int, int]]:
    """Pairs of articles whose facts tell of one event."""
    return list(EventPair.objects.filter(left__in=heap, right__in=heap).values_list("left_id", "right_id"))


def others_among(heap: set[int]) -> dict[tuple[int, int], str]:
    """Pairs of articles whose texts say the same of another year (`recurring`) or of another thing (`template`)."""
    against = (Verdict.RECURRING, Verdict.TEMPLATE)
    rows = StoryPair.objects.filter(left__in=heap, right__in=heap, verdict__in=against)
    return {(left, right): verdict for left, right, verdict in rows.values_list("left_id", "right_id", "verdict")}


def _neighbours(edge: set[int]) -> set[int]:
    touching = Q(left__in=edge) | Q(right__in=edge)
    pairs = [
        *StoryPair.objects.filter(touching, verdict__in=COPIES).values_list("left_id", "right_id"),
        *EventPair.objects.filter(touching).values_list("left_id", "right_id"),
        *(pair for pair, kind in rules_among(edge).items() if kind == LinkRule.Kind.MUST),
    ]
    return {article for pair in pairs for article in pair}

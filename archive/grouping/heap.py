"""The heap of an article: every article it is connected with by copies, by common facts or by staff's word.

A large chain of copies is folded: what connects one of its copies connects its first report.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from django.db.models import Q

from archive.grouping.chains import first_of, silent_copies
from archive.grouping.pairs import COPIES, rules_among
from archive.models import EventPair, LinkRule, StoryPair, Verdict

logger = logging.getLogger(__name__)

LARGEST = 60
"""Texts in a heap, copies not counted. A larger one is a sign of texts that link everything; what lies beyond keeps its events."""

Pair = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Heap:
    """Articles to be grouped anew, and the copies that go where the first of their text goes (copy -> first)."""

    members: frozenset[int]
    folded: Mapping[int, int]

    @property
    def articles(self) -> set[int]:
        """All of them."""
        return {*self.members, *self.folded}

    def copies(self) -> dict[Pair, str]:
        """Pairs of members of which one copies or rewrites the other, with the verdict."""
        return self._fold(self._verdicts(COPIES, self.articles))

    def others(self) -> dict[Pair, str]:
        """Pairs of members whose texts say the same of another year (`recurring`) or of another thing (`template`)."""
        return self._verdicts((Verdict.RECURRING, Verdict.TEMPLATE), self.members)

    def links(self) -> set[Pair]:
        """Pairs of members whose facts tell of one event."""
        ids = self.articles
        pairs = EventPair.objects.filter(left__in=ids, right__in=ids).order_by().values_list(*_PAIR)
        return set(self._fold(dict.fromkeys(pairs, "")))

    def rules(self) -> dict[Pair, str]:
        """Staff's word on pairs of members."""
        return self._fold(rules_among(self.articles))

    def _verdicts(self, verdicts: Iterable[str], ids: Set[int]) -> dict[Pair, str]:
        rows = StoryPair.objects.filter(left__in=ids, right__in=ids, verdict__in=list(verdicts)).order_by()
        return {(left, right): verdict for left, right, verdict in rows.values_list(*_PAIR, "verdict")}

    def _fold(self, pairs: Mapping[Pair, str]) -> dict[Pair, str]:
        """The pairs within the heap, what is said of a folded copy said of its first; of members themselves it counts before."""
        found: dict[Pair, str] = {}
        for (left, right), value in sorted(pairs.items(), key=lambda row: set(row[0]) <= self.members):
            one, other = sorted((self.folded.get(left, left), self.folded.get(right, right)))
            if one != other and {one, other} <= self.members:
                found[one, other] = value
        return found


_PAIR = ("left_id", "right_id")


def find_heap(articles: Iterable[int]) -> Heap:
    """All that is connected with these articles, themselves included and never folded."""
    asked = set(articles)
    members = set(asked)
    folded: dict[int, int] = {}
    texts: set[int] = set()
    edge = set(asked)
    while edge and len(texts) <= LARGEST:
        firsts = first_of(edge)
        texts |= set(firsts.values())
        silent = silent_copies(set(firsts.values()) - folded.keys())
        folded |= {copy: first for copy, first in silent.items() if copy not in asked}
        found = edge | {pk for pk, first in folded.items() if first in firsts.values()}
        reached = _neighbours(found) | set(firsts.values())
        members -= folded.keys()
        edge = reached - members - folded.keys()
        members |= edge
    if len(texts) > LARGEST:
        logger.warning(
            "more than %d texts are connected with article %s; only the nearest are grouped", LARGEST, min(members)
        )
    return Heap(members=frozenset(members), folded={pk: first for pk, first in folded.items() if first in members})


def _neighbours(edge: set[int]) -> set[int]:
    touching = Q(left__in=edge) | Q(right__in=edge)
    pairs = [
        *StoryPair.objects.filter(touching, verdict__in=COPIES).values_list(*_PAIR),
        *EventPair.objects.filter(touching).values_list(*_PAIR),
        *(pair for pair, kind in rules_among(edge).items() if kind == LinkRule.Kind.MUST),
    ]
    return {article for pair in pairs for article in pair}

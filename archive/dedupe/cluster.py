"""Which reports form one event, out of the pairs among them: the same answer in whatever order they arrived.

Works on one connected heap of reports at a time, so that a new report never touches the rest of the archive. Staff's links
and separations are laid over the machine's: a separation beats a link, and both beat every score. Stores nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from archive.dedupe.pairing import THRESHOLD, Pairing

WHOLE_SHARE = 0.6
"""Two groups become one event when their reports' mean score is at least this share of the threshold."""

_MOST_COPIES = 4
_MOST_TEXTS = 8
"""Of a large group, the first of its copies and texts speak for the rest, so that the work stays bounded."""

Pair = tuple[str, str]
"""Two report keys, the smaller first."""


def pair_of(one: str, other: str) -> Pair:
    """The pair of two keys, whichever is named first."""
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What is known of the pairs within a heap. Keys are such that do not depend on the order of arrival (a hash)."""

    copies: Collection[Pair] = ()
    """Pairs of which one copies or rewrites the other."""

    links: Collection[Pair] = ()
    """Pairs that tell of one event by their facts."""

    must: Collection[Pair] = ()
    cannot: Collection[Pair] = ()
    """Staff's word."""

    weigh: Callable[[str, str], Pairing] = field(default=lambda one, other: Pairing(score=0.0))
    """The pairing of any two reports of the heap."""


def cluster_reports(keys: Iterable[str], evidence: Evidence) -> list[frozenset[str]]:
    """The events of a heap, each a set of report keys, in a fixed order.

    Reports that staff linked or that copy each other are taken together first; then groups are joined along the
    strongest links, unless a veto stands between them or their reports on the whole do not agree.
    """
    keys = list(keys)
    copies = _Groups(keys, evidence)
    for pair in sorted(evidence.copies):
        copies.join(*pair)
    events = _Events(keys, evidence, _Texts(copies, evidence.weigh))
    for pair in sorted(evidence.must):
        events.join(*pair)
    for pair in sorted(evidence.copies):
        events.join(*pair)
    ranked = sorted((-evidence.weigh(*pair).score, pair) for pair in evidence.links)
    for _, pair in ranked:
        events.join_if_agreed(*pair)
    return sorted(events.sets(), key=min)


class _Groups:
    """Sets of keys that only grow together."""

    def __init__(self, keys: Iterable[str], evidence: Evidence) -> None:
        self._cannot = {pair_of(*pair) for pair in evidence.cannot}
        self._group: dict[str, set[str]] = {key: {key} for key in keys}

    def sets(self) -> list[frozenset[str]]:
        return list({frozenset(group) for group in self._group.values()})

    def of(self, key: str) -> set[str]:
        """The group of a key."""
        return self._group[key]

    def join(self, one: str, other: str) -> None:
        """Make one group of two, unless staff keep two of their reports apart."""
        left, right = self._group[one], self._group[other]
        if left is right or self._kept_apart(left, right):
            return
        left |= right
        for key in right:
            self._group[key] = left

    def _kept_apart(self, left: set[str], right: set[str]) -> bool:
        return bool(self._cannot) and any(pair_of(a, b) in self._cannot for a in left for b in right)


class _Texts:
    """Copies of one text, weighed as one report: a copy that lost its date or got another tells no more than the first."""

    def __init__(self, copies: _Groups, weigh: Callable[[str, str], Pairing]) -> None:
        self._copies = copies
        self._weigh = weigh
        self._weighed: dict[Pair, Pairing] = {}

    def firsts(self, keys: Iterable[str]) -> list[str]:
        """The first copy of each text among these reports."""
        return sorted({self.first(key) for key in keys})

    def first(self, key: str) -> str:
        """The first copy of a report."""
        return min(self._copies.of(key))

    def weigh(self, one: str, other: str) -> Pairing:
        """The best score of any two copies, under the veto of the first two that tell the day of the event."""
        pair = pair_of(one, other)
        if pair not in self._weighed:
            pairings = [
                self._weigh(*pair_of(a, b))
                for a in sorted(self._copies.of(pair[0]))[:_MOST_COPIES]
                for b in sorted(self._copies.of(pair[1]))[:_MOST_COPIES]
            ]
            judge = next((pairing for pairing in pairings if pairing.dated), pairings[0])
            self._weighed[pair] = replace(judge, score=max(pairing.score for pairing in pairings))
        return self._weighed[pair]


class _Events(_Groups):
    """Groups of reports that tell of one event."""

    def __init__(self, keys: Iterable[str], evidence: Evidence, texts: _Texts) -> None:
        super().__init__(keys, evidence)
        self._texts = texts

    def join_if_agreed(self, one: str, other: str) -> None:
        """Make one group of two, unless staff or the facts speak against it."""
        left, right = self.of(one), self.of(other)
        if left is not right and self._agree(left, right):
            self.join(one, other)

    def _agree(self, left: set[str], right: set[str]) -> bool:
        """Whether the mean of all cross pairs of texts speaks for one event.

        A veto counts only where it stands against every text of a group: one report with a wrong date must not tear
        an event apart.
        """
        here, there = self._texts.firsts(left)[:_MOST_TEXTS], self._texts.firsts(right)[:_MOST_TEXTS]
        pairings = [self._texts.weigh(a, b) for a in here for b in there]
        if _vetoed_by_all(pairings, len(there)):
            return False
        counted = [pairing.score for pairing in pairings if not pairing.veto]
        return bool(counted) and sum(counted) / len(counted) >= WHOLE_SHARE * THRESHOLD


def _vetoed_by_all(pairings: Sequence[Pairing], width: int) -> bool:
    """Whether some text of one group is ruled out by all of the other; `pairings` row by row, `width` a row."""
    rows = [pairings[start : start + width] for start in range(0, len(pairings), width)]
    columns = [pairings[start::width] for start in range(width)]
    return any(all(pairing.veto for pairing in line) for line in (*rows, *columns))

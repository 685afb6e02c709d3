"""Which reports form one event, out of the pairs among them: the same answer in whatever order they arrived.

Works on one connected heap of reports at a time, so that a new report never touches the rest of the archive. Staff's links
and separations are laid over the machine's: a separation beats a link, and both beat every score. Stores nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from archive.dedupe.pairing import THRESHOLD, Pairing

WHOLE_SHARE = 0.6
"""Two groups become one event when their reports' mean score is at least this share of the threshold."""

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
    groups = _Groups(keys, evidence)
    for pair in sorted(evidence.must):
        groups.join(*pair, vetoed=False)
    for pair in sorted(evidence.copies):
        groups.join(*pair, vetoed=False)
    ranked = sorted((-evidence.weigh(*pair).score, pair) for pair in evidence.links)
    for _, pair in ranked:
        groups.join(*pair, vetoed=True)
    return sorted(groups.sets(), key=min)


class _Groups:
    """Sets of keys that only grow together."""

    def __init__(self, keys: Iterable[str], evidence: Evidence) -> None:
        self._evidence = evidence
        self._cannot = {pair_of(*pair) for pair in evidence.cannot}
        self._group: dict[str, set[str]] = {key: {key} for key in keys}

    def sets(self) -> list[frozenset[str]]:
        return list({frozenset(group) for group in self._group.values()})

    def join(self, one: str, other: str, *, vetoed: bool) -> None:
        """Make one group of two, unless staff keep two of their reports apart or (`vetoed`) the facts speak against."""
        left, right = self._group[one], self._group[other]
        if left is right or self._kept_apart(left, right):
            return
        if vetoed and not self._agree(left, right):
            return
        left |= right
        for key in right:
            self._group[key] = left

    def _kept_apart(self, left: set[str], right: set[str]) -> bool:
        return any(pair_of(a, b) in self._cannot for a in left for b in right)

    def _agree(self, left: set[str], right: set[str]) -> bool:
        """Whether the mean of all cross pairs speaks for one event.

        A veto counts only where it stands against every report of a group: one copy with a wrong date must not tear
        an event apart.
        """
        pairings = [self._evidence.weigh(a, b) for a in sorted(left) for b in sorted(right)]
        if _vetoed_by_all(pairings, len(right)):
            return False
        counted = [pairing.score for pairing in pairings if not pairing.veto]
        return bool(counted) and sum(counted) / len(counted) >= WHOLE_SHARE * THRESHOLD


def _vetoed_by_all(pairings: Sequence[Pairing], width: int) -> bool:
    """Whether some report of one group is ruled out by all of the other; `pairings` row by row, `width` a row."""
    rows = [pairings[start : start + width] for start in range(0, len(pairings), width)]
    columns = [pairings[start::width] for start in range(width)]
    return any(all(pairing.veto for pairing in line) for line in (*rows, *columns))

"""What two texts have in common, run by run, and the short gaps between the runs.

Runs may stand in another order in the other text (paragraphs moved, items rotated). The work grows with the length of
the texts, not with its square. Does not judge: that is `archive.dedupe.compare`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from archive.dedupe.anchors import SHINGLE, hash_shingles
from archive.text.regex import regex

LONGEST_COMPARED = 20_000
"""Characters of each text that are compared; what follows is neither found nor missed."""

DAMAGE = 4
"""Characters that get lost, doubled or mistaken at one place when pages are copied, at most."""

_LETTERS = regex(r"[a-z]+")
_MASK = "x"
_MOST_PLACES = 8
"""A shingle that stands oftener than this in a text is a refrain and tells nothing of where a run begins."""

_LONE_RUN = 13
"""A run that continues nothing must be this long: shorter ones are phrases everybody uses."""

_NEAR = 24
"""Characters, at most, between two runs that continue each other, in either text."""


@dataclass(frozen=True, slots=True)
class Run:
    """`length` characters that are the same from `left` in one text and from `right` in the other."""

    left: int
    right: int
    length: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two runs that continue each other: the words of either text, one of them perhaps empty."""

    left: str
    right: str

    @property
    def is_swap(self) -> bool:
        """Whether words were put in the place of others, not only added or left out."""
        return bool(self.left and self.right)

    @property
    def is_damage(self) -> bool:
        """Whether little is amiss here, or only letters put between the words or in the place of digits."""
        if max(len(self.left), len(self.right)) <= DAMAGE:
            return True
        if _LETTERS.sub("", self.left) == _LETTERS.sub("", self.right):
            return True
        masked = zip(self.left, self.right, strict=False)
        return len(self.left) == len(self.right) and all(
            a == b or (a == _MASK and b.isdigit()) or (b == _MASK and a.isdigit()) for a, b in masked
        )


@dataclass(frozen=True)
class Alignment:
    """The runs in the order of the first text, and the texts they were found in."""

    left: str
    right: str
    runs: tuple[Run, ...]

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps between neighbouring runs that continue each other."""
        return tuple(
            Gap(self.left[a.left + a.length : b.left], self.right[a.right + a.length : b.right])
            for a, b in zip(self.runs, self.runs[1:], strict=False)
            if continues(a, b)
        )

    @cached_property
    def shared(self) -> int:
        """Characters in common."""
        return sum(run.length for run in self.runs)

    @property
    def of_left(self) -> float:
        """Share of the first text that the second has too, 0 to 1."""
        return self.shared / len(self.left) if self.left else 0.0

    @property
    def of_right(self) -> float:
        """Share of the second text that the first has too, 0 to 1."""
        return self.shared / len(self.right) if self.right else 0.0

    @property
    def bridged(self) -> tuple[float, float]:
        """The shares of either text with damage forgiven: what gaps of damage hold counts as common."""
        small = [gap for gap in self.gaps if gap.is_damage]
        left = self.shared + sum(len(gap.left) for gap in small)
        right = self.shared + sum(len(gap.right) for gap in small)
        return left / (len(self.left) or 1), right / (len(self.right) or 1)

    @property
    def resemblance(self) -> float:
        """Jaccard's measure over characters: what is common of what is there at all, 0 to 1."""
        whole = len(self.left) + len(self.right) - self.shared
        return self.shared / whole if whole else 0.0


def align(left: str, right: str) -> Alignment:
    """Find the runs of two plain texts (`archive.dedupe.plain`), longest first, none overlapping another."""
    left, right = left[:LONGEST_COMPARED], right[:LONGEST_COMPARED]
    if left == right:
        return Alignment(left, right, (Run(0, 0, len(left)),) if left else ())
    kept = _choose(_find_runs(left, right), len(left), len(right))
    return Alignment(left, right, _drop_strays(kept))


def continues(first: Run, second: Run) -> bool:
    """Whether `second` follows `first` closely in both texts."""
    left = second.left - first.left - first.length
    right = second.right - first.right - first.length
    return 0 <= left <= _NEAR and 0 <= right <= _NEAR


def _find_runs(left: str, right: str) -> list[Run]:
    """Every longest common run of at least a shingle, overlapping ones included."""
    pairs = _matching_places(_shingles(left), _shingles(right))
    if len(pairs) == 0:
        return []
    # On one diagonal, neighbouring matches belong to one run.
    diagonal = pairs[:, 1] - pairs[:, 0]
    order = np.lexsort((pairs[:, 0], diagonal))
    pairs, diagonal = pairs[order], diagonal[order]
    breaks = (np.diff(diagonal) != 0) | (np.diff(pairs[:, 0]) != 1)
    starts = np.concatenate(([0], np.flatnonzero(breaks) + 1))
    ends = np.concatenate((starts[1:], [len(pairs)]))
    lengths = ends - starts + SHINGLE - 1
    return [Run(a, b, n) for (a, b), n in zip(pairs[starts].tolist(), lengths.tolist(), strict=True)]


@lru_cache(maxsize=4)
def _shingles(text: str) -> NDArray[np.uint64]:
    """A text is compared with several others, one after the other."""
    return hash_shingles(text)


def _matching_places(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Pairs (place in left, place in right) of equal shingles, refrains left out."""
    order = np.argsort(right, kind="stable")
    ordered = right[order]
    first = np.searchsorted(ordered, left, side="left")
    count = np.searchsorted(ordered, left, side="right") - first
    count[count > _MOST_PLACES] = 0
    total = int(count.sum())
    if total == 0:
        return np.empty((0, 2), dtype=np.int64)
    owners = np.repeat(np.arange(len(left)), count)
    inside = np.arange(total) - np.repeat(np.cumsum(count) - count, count)
    return np.column_stack((owners, order[np.repeat(first, count) + inside]))


def _choose(runs: list[Run], left_length: int, right_length: int) -> list[Run]:
    """Take the longest runs first, cut by what is taken already."""
    left_taken, right_taken = bytearray(left_length), bytearray(right_length)
    chosen = []
    for run in sorted(runs, key=lambda run: (-run.length, run.left, run.right)):
        rest = _uncovered(run, left_taken, right_taken)
        if rest is None:
            continue
        left_taken[rest.left : rest.left + rest.length] = b"\x01" * rest.length
        right_taken[rest.right : rest.right + rest.length] = b"\x01" * rest.length
        chosen.append(rest)
    return sorted(chosen, key=lambda run: run.left)


def _uncovered(run: Run, left_taken: bytearray, right_taken: bytearray) -> Run | None:
    """The longest part of a run that nothing longer has taken; None when less than a shingle is left."""
    left, right = left_taken[run.left : run.left + run.length], right_taken[run.right : run.right + run.length]
    if 1 not in left and 1 not in right:
        return run
    taken = int.from_bytes(left, "big") | int.from_bytes(right, "big")
    free = taken.to_bytes(run.length, "big").split(b"\x01")
    best = max(free, key=len)
    if len(best) < SHINGLE:
        return None
    start = sum(len(part) + 1 for part in free[: free.index(best)])
    return Run(run.left + start, run.right + start, len(best))


def _drop_strays(runs: list[Run]) -> tuple[Run, ...]:
    """Leave out short runs that neither continue a run nor are continued by one."""
    kept = []
    for place, run in enumerate(runs):
        before = place > 0 and continues(runs[place - 1], run)
        after = place + 1 < len(runs) and continues(run, runs[place + 1])
        if run.length >= _LONE_RUN or before or after:
            kept.append(run)
    return tuple(kept)

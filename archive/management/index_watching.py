"""When a watching indexer writes: at once what comes in now and then, together what comes in great numbers.

A commit costs much the same for one article and for a thousand. Decides only; `index_stale --watch` looks and writes.
"""

from __future__ import annotations

from enum import Enum

MANY = 50
"""Articles that come between two looks by which a rush is known: no hand and no feed makes so many."""
CALM_SECONDS = 3.0
"""A rush is over when so long no many came."""
LONGEST_SECONDS = 15.0
"""How long an article waits for others at most."""
ENOUGH = 5_000
"""Articles that are written without waiting for more."""


class Step(Enum):
    """What to do now. `WRITE_AMID`: write, but more is coming."""

    WAIT = "wait"
    WRITE = "write"
    WRITE_AMID = "write amid"


class Arrivals:
    """What was seen of the articles that wait to be indexed, one look after the other."""

    def __init__(self) -> None:
        self._waiting = 0
        self._since: float | None = None
        self._rush: float | None = None

    def look(self, waiting: int, now: float) -> Step:
        """What to do about `waiting` articles; `now` is a clock in seconds. What is to be written is taken for written."""
        if waiting - self._waiting >= MANY:
            self._rush = now
        self._waiting = waiting
        is_rush = self._rush is not None and now - self._rush < CALM_SECONDS
        if waiting and self._since is None:
            self._since = now
        if self._since is None or not waiting:
            self._since = None
            return Step.WAIT
        if is_rush and waiting < ENOUGH and now - self._since < LONGEST_SECONDS:
            return Step.WAIT
        self._waiting, self._since = 0, None
        return Step.WRITE_AMID if is_rush else Step.WRITE

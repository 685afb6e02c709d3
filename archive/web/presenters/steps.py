"""Counts as five steps of a tint, for maps and grids, with what each step means in numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

STEPS = 5


@dataclass(frozen=True, kw_only=True)
class StepRange:
    """Counts from `first` to `last` have this step."""

    step: int
    first: int
    last: int


class Steps:
    """The scale of a picture: 0 for nothing, 1..5 for anything.

    Steps grow with the square of the count: the few that hold most would otherwise wash out all others.
    """

    def __init__(self, counts: Iterable[int]) -> None:
        most = max(counts, default=0)
        self._last = [most * step * step // (STEPS * STEPS) for step in range(STEPS + 1)]

    def step(self, count: int) -> int:
        """The step of a count that is at most the largest one."""
        return next((step for step, last in enumerate(self._last) if count <= last), STEPS) if count > 0 else 0

    @property
    def ranges(self) -> tuple[StepRange, ...]:
        """What each step that any count can have means, the lightest first."""
        return tuple(
            StepRange(step=step, first=self._last[step - 1] + 1, last=self._last[step])
            for step in range(1, STEPS + 1)
            if self._last[step] > self._last[step - 1]
        )

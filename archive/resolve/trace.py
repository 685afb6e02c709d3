"""What resolvers thought of and did not take, for `extract --explain`: a list passed along, filled only if asked for.

Each resolver notes a loser where it decides against it, with the weight it had and a reason of `reasons`. Deliberately not
here: what was taken (findings), and any printing.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.records import FindingKind
from archive.resolve.reasons import reason_text


@dataclass(frozen=True, kw_only=True)
class Considered:
    """A candidate that lost. `reason` is a code of `reasons.REASONS`; `start`/`end` index `Draft.text`."""

    kind: FindingKind
    value: str
    start: int | None
    end: int | None
    reason: str
    rule: str = ""
    score: float | None = None

    @property
    def text(self) -> str:
        """The reason in the words of the interface."""
        return reason_text(self.reason)


Trace = list[Considered]


def consider(
    trace: Trace | None,
    kind: FindingKind,
    value: str,
    place: tuple[int, int] | None,
    reason: str,
    *,
    rule: str = "",
    score: float | None = None,
) -> None:
    """Note a candidate that was not taken; does nothing where nobody asks."""
    if trace is None:
        return
    start, end = place or (None, None)
    trace.append(Considered(kind=kind, value=value, start=start, end=end, reason=reason, rule=rule, score=score))

"""Whether two reports tell of one event: what speaks for it, weighed, and what rules it out.

Weights and the threshold come from a study of reports written independently of each other. One piece of identity
(a name, a person, a number, or much the same words) is wanted beside day and place, because on the fifth of March every town does
the same. Never decides for staff: their links and separations are laid over this by `archive.dedupe.cluster`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.dedupe.occasion import Occasion, is_above
from archive.dedupe.wording import similarity

THRESHOLD = 4.4
ALIKE = 0.30
"""Words alike to this degree (cosine) identify an event where names do not."""

_LATELY = 21
"""Days a report that says 近日 may come after its event, at most."""

_MONTH = 31
_FIGURES = 3
_FAR_HEADCOUNT = 3.0
"""Head-counts a factor apart are not of one event."""


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """How much speaks for one event; `veto` names what rules it out, '' where nothing does."""

    score: float
    veto: str = ""
    evidence: tuple[str, ...] = ()
    identified: bool = False

    @property
    def links(self) -> bool:
        """Whether the two belong together."""
        return not self.veto and self.identified and self.score >= THRESHOLD


def pair_occasions(left: Occasion, right: Occasion) -> Pairing:
    """Weigh two reports; the order makes no difference."""
    veto = _find_veto(left, right)
    alike = similarity(left.text, right.text)
    shared = _shared_identity(left, right)
    score = (
        1.6 * _same_days(left, right)
        + 1.2 * _same_place(left, right)
        + 1.1 * _weigh_names(left.names, right.names)
        + 1.0 * min(1.5, 0.75 * len(left.people & right.people))
        + 0.8 * min(1.5, 0.75 * len(left.numbers & right.numbers))
        + 0.5 * bool(left.kinds & right.kinds)
        + 4.0 * alike
        + 0.8 * bool(left.organisers & right.organisers)
        + 0.8 * bool(left.ordinals & right.ordinals)
        - _conflicts(left, right)
    )
    return Pairing(
        score=round(score, 3),
        veto=veto,
        evidence=tuple(sorted(shared)),
        identified=bool(shared) or alike >= ALIKE,
    )


def rule_out(pairing: Pairing, verdict: str, left: Occasion, right: Occasion) -> Pairing:
    """The pairing once it is known how the texts relate (`archive.dedupe.compare`).

    The same words filled in anew are of another event, a daily bulletin's say, unless both give the very same day.
    """
    same_day = left.start == right.start is not None and not (left.approximate or right.approximate)
    if verdict == "recurring" or (verdict == "template" and not same_day):
        return replace(pairing, veto=pairing.veto or verdict)
    return pairing


def _find_veto(left: Occasion, right: Occasion) -> str:
    if not left.approximate and not right.approximate and _days_apart(left, right) >= 2:
        return "days"
    if _reported_apart(left, right):
        return "published"
    if _days_apart(left, right) == 1 and _is_bulletin(left, right):
        return "bulletin"
    if left.regions and right.regions and not _places_meet(left.regions, right.regions):
        return "region"
    numbers = dict(left.ordinals), dict(right.ordinals)
    if any(numbers[0][counted] != numbers[1][counted] for counted in numbers[0].keys() & numbers[1].keys()):
        return "ordinal"
    return ""


def _days_apart(left: Occasion, right: Occasion) -> int:
    """Days between the two spans; 0 where they overlap or one is unknown."""
    if not (left.start and left.end and right.start and right.end):
        return 0
    return max(0, (left.start - right.end).days, (right.start - left.end).days)


def _reported_apart(left: Occasion, right: Occasion) -> bool:
    """Whether a month lies between two reports one of which gives no day: last month's visitor was another."""
    if left.published is None or right.published is None:
        return False
    is_dated = left.start is not None and right.start is not None
    return not is_dated and abs((left.published - right.published).days) > _MONTH


def _is_bulletin(left: Occasion, right: Occasion) -> bool:
    """Whether two reports are full of figures and share none of them, nor a name: today's count is not yesterday's."""
    counted = min(len(left.numbers), len(right.numbers)) >= _FIGURES
    return counted and not _shared_identity(left, right)


def _same_days(left: Occasion, right: Occasion) -> float:
    if left.start is None or right.start is None:
        return 0.0
    if left.approximate or right.approximate:
        return 0.45 if _days_apart(left, right) <= _LATELY else 0.0
    return 1.0 if _days_apart(left, right) == 0 else 0.5


def _places_meet(left: frozenset[str], right: frozenset[str]) -> bool:
    return any(is_above(a, b) or is_above(b, a) for a in left for b in right)


def _same_place(left: Occasion, right: Occasion) -> float:
    if left.regions & right.regions:
        return 1.0
    return 0.5 if _places_meet(left.regions, right.regions) else 0.0


def _weigh_names(left: frozenset[str], right: frozenset[str]) -> float:
    """Shared names, long ones counting more; one may be part of the other."""
    shared = _shared_names(left, right)
    return min(1.5, sum(min(1.0, len(name) / 8) for name in shared))


def _shared_names(left: frozenset[str], right: frozenset[str]) -> set[str]:
    return {min(a, b, key=len) for a in left for b in right if a in b or b in a}


def _shared_identity(left: Occasion, right: Occasion) -> set[str]:
    return _shared_names(left.names, right.names) | (left.people & right.people) | (left.numbers & right.numbers)


def _conflicts(left: Occasion, right: Occasion) -> float:
    against = 0.0
    if _differ(left.people, right.people):
        against += 0.8
    if _differ(left.organisers, right.organisers):
        against += 1.0
    few, many = sorted((left.headcount or 0, right.headcount or 0))
    if 0 < few * _FAR_HEADCOUNT < many:
        against += 0.8
    return against


def _differ(left: frozenset[str], right: frozenset[str]) -> bool:
    return bool(left) and bool(right) and not left & right

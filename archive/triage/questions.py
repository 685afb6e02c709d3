"""What about an article is worth a reviewer's time. Judges values it is given: asks no database, writes nothing.

A question is known by what it is `about`: once settled it is not asked again until that changes. What staff decided is
never asked about; what a reader asks, or a new version put in doubt, comes before everything the machine is unsure of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from archive.models import ArticleState, Correction, Doubt, Finding, FindingKind, FindingState, Origin, ReviewReason
from archive.records import Finding as Resolved
from archive.resolve.gazetteer import load_gazetteer

MAIN_ROLES: Mapping[str, str] = {FindingKind.REGION: "venue", FindingKind.EVENT_DATE: "event"}
"""The role that says where or when the event was, of the kinds that have roles."""

_DISAGREEMENTS = ("title_disagreement", "date_disagreement", "body_disagreement")
_LOW = {
    FindingKind.REGION: 0.65,
    FindingKind.EVENT_DATE: 0.65,
    FindingKind.EVENT_TYPE: 0.5,
    FindingKind.SERVICE_FIELD: 0.5,
}
"""A best finding below this is asked about. Types rest on fewer words than places and days do."""

_CLOSE = 0.2
"""A second candidate this near the first might as well be the first."""

_MOST = 20
_STEP = 1000
_RANKS = {reason: rank for rank, reason in enumerate(ReviewReason, start=1)}
_URGENT = (Correction.Kind.PRIVACY, Correction.Kind.REMOVAL)


class Fact(NamedTuple):
    """What is read of a finding, stored or fresh from a page."""

    kind: str
    value: str
    role: str
    data: Mapping[str, Any]
    start: int | None
    confidence: float
    origin: str
    state: str
    doubt: str
    position: int


@dataclass(frozen=True, kw_only=True)
class Subject:
    """An article as far as questions depend on it. `corrections` are (ticket, kind) of those that wait for an answer."""

    state: str
    flags: Sequence[str]
    facts: Sequence[Fact]
    doubt: str = Doubt.NONE
    version: int | None = None
    corrections: Sequence[tuple[str, str]] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class Question:
    """`weight` puts it among the others, of whatever article: the lowest is asked first."""

    reason: ReviewReason
    weight: int
    about: list[str]


def fresh_facts(findings: Iterable[Resolved]) -> list[Fact]:
    """Facts of a page nobody has looked at, as far as questions can be about them."""
    return [
        Fact(
            finding.kind, finding.value, finding.role, finding.data, finding.start, finding.confidence,
            Origin.MACHINE, FindingState.PROPOSED, Doubt.NONE, position,
        )
        for position, finding in enumerate(findings)
        if finding.kind in _LOW or finding.kind == FindingKind.PERSONAL_DATA
    ]  # fmt: skip


def stored_fact(row: Finding) -> Fact:
    """A fact of the archive."""
    return Fact(
        row.kind, row.value, row.role, row.data, row.start, row.confidence,
        row.origin, row.state, row.doubt, row.position,
    )  # fmt: skip


def find_questions(subject: Subject) -> list[Question]:
    """What is to be asked about an article, the most pressing first; one question a reason."""
    asked = [_corrections(subject)]
    if subject.state == ArticleState.PUBLIC:
        undecided = _undecided(subject.facts)
        asked += [
            _doubts(subject),
            _personal(subject),
            _disagreements(subject),
            _candidates(undecided),
            _unsure(undecided),
            _missing(subject),
        ]
    return [question for question in asked if question is not None]


def _ask(reason: ReviewReason, about: Iterable[str], severity: float = 0) -> Question | None:
    """`severity` 0 to 99 orders the questions of one reason, the lowest first."""
    keys = list(about)
    if not keys:
        return None
    weight = _RANKS[reason] * _STEP + max(0, min(99, round(severity)))
    return Question(reason=reason, weight=weight, about=keys[:_MOST])


def _corrections(subject: Subject) -> Question | None:
    urgent = any(kind in _URGENT for _ticket, kind in subject.corrections)
    tickets = sorted(ticket for ticket, _kind in subject.corrections)
    return _ask(ReviewReason.CORRECTION, tickets, 0 if urgent else 50)


def _doubts(subject: Subject) -> Question | None:
    """A further version asks anew, so the version is part of the question."""
    keys = [f"{_key(fact)}:{fact.doubt}" for fact in subject.facts if fact.doubt]
    keys += [f"article:{subject.doubt}"] if subject.doubt else []
    gone = any(fact.doubt == Doubt.GONE for fact in subject.facts)
    return _ask(ReviewReason.DOUBT, [f"v{subject.version}", *sorted(keys)] if keys else [], 0 if gone else 50)


def _personal(subject: Subject) -> Question | None:
    """The kinds and places of what is masked, never the words."""
    found = [
        f"{fact.value}:{fact.start}"
        for fact in subject.facts
        if fact.kind == FindingKind.PERSONAL_DATA and _is_open(fact) and fact.value != "email"
    ]
    return _ask(ReviewReason.PERSONAL, sorted(found), 99 - len(found))


def _disagreements(subject: Subject) -> Question | None:
    return _ask(ReviewReason.DISAGREEMENT, [flag for flag in _DISAGREEMENTS if flag in subject.flags])


def _candidates(undecided: Mapping[str, list[Fact]]) -> Question | None:
    """Places or days of the event that are about as likely as the first, and not part of it."""
    keys: list[str] = []
    gap = 1.0
    for kind in MAIN_ROLES:
        found = undecided.get(kind, [])
        rivals = [fact for fact in found[1:] if _rivals(found[0], fact)]
        if rivals:
            keys += [_key(fact) for fact in (found[0], *rivals)]
            gap = min(gap, abs(found[0].confidence - rivals[0].confidence))
    return _ask(ReviewReason.CANDIDATES, keys, gap * 100)


def _unsure(undecided: Mapping[str, list[Fact]]) -> Question | None:
    low = [
        facts[0] for kind, facts in undecided.items() if facts and facts[0].confidence < _LOW.get(FindingKind(kind), 0)
    ]
    return _ask(ReviewReason.CONFIDENCE, map(_key, low), 100 * min((fact.confidence for fact in low), default=0))


def _missing(subject: Subject) -> Question | None:
    held = {fact.kind for fact in subject.facts if fact.state != FindingState.REJECTED and _is_main(fact)}
    return _ask(
        ReviewReason.MISSING, [kind.value for kind in (FindingKind.REGION, FindingKind.EVENT_DATE) if kind not in held]
    )


def _undecided(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    """Main facts by kind, best first, of the kinds about which staff have said nothing."""
    by_kind: dict[str, list[Fact]] = {}
    decided: set[str] = set()
    for fact in sorted(facts, key=lambda fact: fact.position):
        if fact.kind not in _LOW or not _is_main(fact) or fact.state == FindingState.REJECTED:
            continue
        by_kind.setdefault(fact.kind, []).append(fact)
        if not _is_open(fact):
            decided.add(fact.kind)
    return {kind: found for kind, found in by_kind.items() if kind not in decided}


def _is_main(fact: Fact) -> bool:
    return fact.role == MAIN_ROLES.get(fact.kind, fact.role)


def _is_open(fact: Fact) -> bool:
    return fact.origin == Origin.MACHINE and fact.state == FindingState.PROPOSED


def _key(fact: Fact) -> str:
    return ":".join(filter(None, (fact.kind, fact.role, fact.value)))


def _rivals(first: Fact, other: Fact) -> bool:
    return first.confidence - other.confidence <= _CLOSE and not _is_within(first, other)


def _is_within(first: Fact, other: Fact) -> bool:
    """A day of the days, a district of the city: no other answer."""
    if first.kind == FindingKind.REGION:
        gazetteer = load_gazetteer()
        return gazetteer.contains(first.value, other.value) or gazetteer.contains(other.value, first.value)
    start, end = str(first.data.get("start") or ""), str(first.data.get("end") or "")
    return bool(start) and start <= str(other.data.get("start") or "") <= (end or start)

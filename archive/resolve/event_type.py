"""Resolves what kind of event a draft reports (several a page) and in which fields people served.

Cues of the vocabularies are weighed by where they stand: title before opening before the rest. Deliberately not here:
the cue words (`resolve/data`), and types staff set.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from archive.records import Draft, Finding, FindingKind
from archive.resolve.cues import CueHit, CueSet, compile_cues
from archive.resolve.passages import Passages, read_passages
from archive.resolve.vocabulary import load_terms

RULE_VERSION = 1

_OPENING = 160
"""Characters of the body in which a report says what happened; what follows is detail, background and speeches."""

_TITLE_WEIGHT, _OPENING_WEIGHT, _BODY_WEIGHT = 3.0, 2.0, 0.6

_THRESHOLD = 2.0
"""One strong cue in the opening, one weak and one more in the title, or four different ones further down."""

_FIELD_THRESHOLD = 2.0
_RELATIVE_FLOOR, _HIGHEST_FLOOR = 0.25, 2.5
"""A type weighing less than this share of the page's strongest one is a detail of it, unless it weighs this much."""

_MAX_TYPES, _MAX_FIELDS = 4, 4


@dataclass(frozen=True, kw_only=True)
class _Scored:
    code: str
    score: float
    best: CueHit


def resolve_event_types(draft: Draft) -> tuple[Finding, ...]:
    """Kinds of event as findings, the strongest first; `value` is the code. Empty when no cue is strong enough."""
    return _resolve(draft, "event_types", "event_type", _THRESHOLD, _MAX_TYPES)


def resolve_service_fields(draft: Draft) -> tuple[Finding, ...]:
    """Fields of service as findings, the strongest first; `value` is the field's code."""
    return _resolve(draft, "service_fields", "service_field", _FIELD_THRESHOLD, _MAX_FIELDS)


def _resolve(draft: Draft, vocabulary: str, kind: FindingKind, threshold: float, limit: int) -> tuple[Finding, ...]:
    passages = read_passages(draft)
    scored = [found for cues in _cue_sets(vocabulary) if (found := _score(cues, passages)) is not None]
    scored.sort(key=lambda found: -found.score)
    floor = max(threshold, min(_HIGHEST_FLOOR, scored[0].score * _RELATIVE_FLOOR)) if scored else threshold
    return tuple(_finding(found, kind, passages) for found in scored[:limit] if found.score >= floor)


@cache
def _cue_sets(vocabulary: str) -> tuple[CueSet, ...]:
    return tuple(compile_cues(term) for term in load_terms(vocabulary))


def _score(cues: CueSet, passages: Passages) -> _Scored | None:
    """Each cue counts once in each of title, opening and rest; None where there is none at all."""
    found: dict[tuple[str, float], tuple[float, CueHit]] = {}
    for hit in cues.hits(passages.folded):
        place = _place_weight(hit, passages)
        kept = found.get((hit.cue, place))
        if kept is None or hit.start < kept[1].start:
            found[hit.cue, place] = (hit.weight * place, hit)
    if not found:
        return None
    strongest = max(found.values(), key=lambda pair: (pair[0], -pair[1].start))
    return _Scored(code=cues.term.code, score=sum(weight for weight, _hit in found.values()), best=strongest[1])


def _place_weight(hit: CueHit, passages: Passages) -> float:
    if hit.start < passages.body_start:
        return _TITLE_WEIGHT
    return _OPENING_WEIGHT if hit.full or hit.start < passages.body_start + _OPENING else _BODY_WEIGHT


def _finding(found: _Scored, kind: FindingKind, passages: Passages) -> Finding:
    hit = found.best
    return Finding(
        kind=kind,
        value=found.code,
        quote=passages.quote(hit.start, hit.end),
        start=hit.start,
        end=hit.end,
        rule="cue_title" if hit.start < passages.body_start else "cue_text",
        rule_version=RULE_VERSION,
        confidence=round(min(0.95, 0.3 + found.score / 12), 2),
    )

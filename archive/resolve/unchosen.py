"""Dates, places and kinds of event that a text names and the resolvers did not take, with what speaks against each.

Looks over the same words again with the resolvers' own readers, so that those need not keep what they drop. Deliberately
not here: candidates of resolvers that fill a trace themselves (organisations, people, programmes, beneficiaries).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from archive.records import Draft, Finding, FindingKind
from archive.resolve.cues import compile_cues
from archive.resolve.date_frames import frame_of
from archive.resolve.gazetteer import load_gazetteer
from archive.resolve.passages import Passages, read_passages
from archive.resolve.region.mentions import find_mentions
from archive.resolve.trace import Trace, consider
from archive.resolve.vocabulary import load_terms
from archive.text.dates import find_dates

_MOST = 200
_DATE_REASONS = {
    "dateline": "the day of the report, not of the event",
    "citation": "the day another text appeared",
    "name": "part of a name",
    "deadline": "a deadline",
    "plan": "a plan",
    "past": "a day gone by",
    "as_of": "the day of a count",
    "disaster": "the day of a disaster",
    "topic_day": "the day of the topic, not of the event",
    "chatter": "said in passing",
}


def trace_unchosen(draft: Draft, findings: Sequence[Finding], trace: Trace) -> None:
    """Add to `trace` the dates, regions, event types and service fields named in the draft and not among `findings`."""
    passages = read_passages(draft)
    _dates(passages, _taken(findings, "event_date"), trace)
    _regions(passages, findings, trace)
    _terms(passages, "event_types", "event_type", findings, trace)
    _terms(passages, "service_fields", "service_field", findings, trace)


def _taken(findings: Sequence[Finding], kind: FindingKind) -> list[tuple[int, int]]:
    return [(f.start, f.end) for f in findings if f.kind == kind and f.start is not None and f.end is not None]


def _dates(passages: Passages, taken: list[tuple[int, int]], trace: Trace) -> None:
    for words in islice(find_dates(passages.folded), _MOST):
        if any(start < words.end and words.start < end for start, end in taken):
            continue
        frame = frame_of(words, passages)
        consider(
            trace,
            "event_date",
            passages.text[words.start : words.end],
            (words.start, words.end),
            _DATE_REASONS.get(frame.kind, "the same day again, or weaker than those taken"),
            rule=f"date_{frame.kind}",
            score=frame.weight,
        )


def _regions(passages: Passages, findings: Sequence[Finding], trace: Trace) -> None:
    gazetteer = load_gazetteer()
    codes = {f.value for f in findings if f.kind == "region"}
    above = {code for value in codes if gazetteer.get(value) for code in gazetteer.codes_above(value)}
    seen: set[str] = set()
    for mention in islice(find_mentions(passages.folded, gazetteer, year=None, home=()), _MOST):
        if mention.code in codes or mention.code in seen:
            continue
        seen.add(mention.code)
        reason = "told by a finer region" if mention.code in above else f"no sure place here ({mention.strength} name)"
        consider(trace, "region", mention.code, (mention.start, mention.end), reason)


def _terms(passages: Passages, vocabulary: str, kind: FindingKind, findings: Sequence[Finding], trace: Trace) -> None:
    taken = {finding.value for finding in findings if finding.kind == kind}
    for term in load_terms(vocabulary):
        if term.code in taken:
            continue
        hits = list(compile_cues(term).hits(passages.folded))
        if hits:
            best = max(hits, key=lambda hit: (hit.weight, -hit.start))
            weight = sum(hit.weight for hit in hits)
            consider(trace, kind, term.code, (best.start, best.end), "too few cues, or detail of others", score=weight)

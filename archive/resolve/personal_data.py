"""Tells which data about private persons a draft holds, and where: kinds and offsets, never the data themselves.

Deliberately not here: the rules (`archive.text.personal_data`) and who may see what (`archive.models.public_text`).
"""

from __future__ import annotations

from archive.records import Draft, Finding
from archive.text.personal_data import RULE_VERSION, PersonalSpan, find_personal_data, mask

_MAX_FINDINGS = 200
_READ_LIMIT = 100_000
"""Characters listed for staff; what readers see is masked to the end."""

_CONTEXT = 20
_CONFIDENCE = {"minor": 0.7, "aid_recipient": 0.7, "address": 0.7, "account": 0.7}


def resolve_personal_data(draft: Draft) -> tuple[Finding, ...]:
    """Personal data of text and captions in reading order; `value` is the kind, the quote is masked.

    Offsets index `draft.text`. What stands in a caption has none; its `data` is {caption, start, end}: the caption's
    number from 0 and the place in it.
    """
    text = draft.text[:_READ_LIMIT]
    in_text = find_personal_data(text)
    masked = mask(text, in_text)
    found = [_finding(span, _around(masked, span), placed=True) for span in in_text]
    for number, caption in enumerate(draft.captions):
        spans = find_personal_data(caption)
        masked = mask(caption, spans)
        found += [_finding(span, _around(masked, span), caption=number) for span in spans]
    return tuple(found[:_MAX_FINDINGS])


def _around(text: str, span: PersonalSpan) -> str:
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - _CONTEXT)
    line_end = text.find("\n", span.end)
    end = min(line_end if line_end >= 0 else len(text), span.end + _CONTEXT)
    return text[start:end].strip()


def _finding(span: PersonalSpan, quote: str, *, placed: bool = False, caption: int | None = None) -> Finding:
    return Finding(
        kind="personal_data",
        value=span.kind,
        quote=quote,
        start=span.start if placed else None,
        end=span.end if placed else None,
        rule=f"personal_{span.kind}",
        rule_version=RULE_VERSION,
        confidence=_CONFIDENCE.get(span.kind, 0.95),
        data={} if placed else {"caption": caption, "start": span.start, "end": span.end},
    )

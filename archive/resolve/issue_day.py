"""The day of a regulation, notice or announcement: its signature, or the day it was published on.

Deliberately not here: whether such a page tells of another event (`event_date`).
"""

from __future__ import annotations

from archive.records import Draft, Finding
from archive.resolve.passages import Passages
from archive.resolve.reference_day import reference_day
from archive.text.dates import DateWords
from archive.text.regex import regex

RULE_VERSION = 2

_DOCUMENT_TITLE = regex(
    r"(?:办法|辦法|条例|條例|规定|規定|细则|細則|章程|通知|公告|的意见|的意見|的决定|的決定)[》)）]?\s*$"
)


def issue_day(draft: Draft) -> list[Finding]:
    """A regulation or notice that names no other event: its event is its being issued, on the day the page states."""
    stated = draft.original_published or draft.published
    day = stated.value[:10] if stated is not None else ""
    if stated is None or reference_day(draft) is None or len(day) < 10 or not is_document(draft):
        return []
    return [
        Finding(
            kind="event_date",
            value=day,
            role="event",
            quote=stated.quote,
            rule="date_issued",
            rule_version=RULE_VERSION,
            confidence=0.5,
            data={"start": day, "end": day, "precision": "day"},
        )
    ]


def is_document(draft: Draft) -> bool:
    """Whether the title is that of a document: …办法, …通知."""
    return bool(_DOCUMENT_TITLE.search(draft.title))


def is_signature(words: DateWords, passages: Passages) -> bool:
    """Whether a written date ends the text, behind the office that signs."""
    rest = passages.folded[words.end :].strip()
    return words.first.year is not None and not rest

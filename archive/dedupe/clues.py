"""All that other reports of the same story or event are found by, gathered from one processed page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from archive.dedupe.alignment import LONGEST_COMPARED
from archive.dedupe.anchors import choose_anchors
from archive.dedupe.event_keys import choose_event_keys
from archive.dedupe.fingerprint import fingerprint
from archive.dedupe.occasion import Occasion, describe_occasion
from archive.dedupe.plain import plain_text
from archive.records import Draft, Fact


@dataclass(frozen=True, kw_only=True)
class Clues:
    """Fingerprint of the body ('' if too short to tell), anchors of what is compared of it, keys of the event and what tells it from others."""

    fingerprint: str
    anchors: tuple[int, ...]
    event_keys: tuple[int, ...]
    occasion: Occasion


def gather_clues(title: str, body: str, facts: Sequence[Fact], published: dt.date | None = None) -> Clues:
    """The clues of an article with its findings, the main ones first; `published` is the day it first came out."""
    occasion = describe_occasion(f"{title}\n{body}", facts, published)
    return Clues(
        fingerprint=fingerprint(body),
        anchors=choose_anchors(plain_text(body)[:LONGEST_COMPARED]),
        event_keys=choose_event_keys(occasion),
        occasion=occasion,
    )


def first_day(draft: Draft) -> dt.date | None:
    """The day a page says it was first published, if it names a whole day."""
    stated = draft.original_published or draft.published
    try:
        return dt.date.fromisoformat(stated.value[:10]) if stated else None
    except ValueError:
        return None

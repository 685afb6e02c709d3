"""All that other reports of the same story or event are found by, gathered from one processed page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.dedupe.alignment import LONGEST_COMPARED
from archive.dedupe.anchors import choose_anchors
from archive.dedupe.event_keys import choose_event_keys
from archive.dedupe.fingerprint import fingerprint
from archive.dedupe.occasion import Fact, describe_occasion
from archive.dedupe.plain import plain_text


@dataclass(frozen=True, kw_only=True)
class Clues:
    """Fingerprint of the body ('' if too short to tell), anchors of what is compared of it, keys of the event."""

    fingerprint: str
    anchors: tuple[int, ...]
    event_keys: tuple[int, ...]


def gather_clues(title: str, body: str, facts: Sequence[Fact]) -> Clues:
    """The clues of an article with its findings, the main ones first."""
    return Clues(
        fingerprint=fingerprint(body),
        anchors=choose_anchors(plain_text(body)[:LONGEST_COMPARED]),
        event_keys=choose_event_keys(describe_occasion(f"{title}\n{body}", facts)),
    )

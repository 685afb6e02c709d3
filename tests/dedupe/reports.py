"""Facts and occasions for tests, without pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from archive.dedupe.occasion import Occasion, describe_occasion

DAY = dt.date(2024, 3, 5)


@dataclass(frozen=True)
class Found:
    """A finding as far as the grouping reads it."""

    kind: str
    value: str
    role: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def held_on(day: str, last: str = "", *, precision: str = "day") -> Found:
    """The event's day, or its first and last."""
    return Found("event_date", day, "event", {"start": day, "end": last or day, "precision": precision})


def venue(code: str) -> Found:
    return Found("region", code, "venue")


def report(text: str, *facts: Found, published: dt.date | None = None) -> Occasion:
    return describe_occasion(text, facts, published)

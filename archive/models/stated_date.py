"""Columns of an article that tell a date its page states of itself: of this page's publication, and of the original one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from archive.records import StatedDate

STATED_DATES = ("published", "original_published")
_FIRST_DAY = "-01-01"
_LENGTH = 32


def date_columns(name: str, date: StatedDate | None) -> dict[str, Any]:
    """The columns for a stated date; `name` is one of `STATED_DATES`."""
    columns: dict[str, Any] = {
        name: date.value[:_LENGTH] if date else "",
        f"{name}_precision": date.precision if date else "",
    }
    return columns | ({"published_on": _first_day(date)} if name == "published" else {})


def _first_day(date: StatedDate | None) -> dt.date | None:
    """The day a stated date names, or the first day of its month or year; None for a date that is none."""
    if date is None:
        return None
    value = date.value[:10]
    try:
        return dt.date.fromisoformat(value + _FIRST_DAY[len(value) - 4 :])
    except ValueError:
        return None

"""Drafts for tests of resolving, in one line each."""

from __future__ import annotations

from archive.records import Draft, StatedDate


def draft(body: str, *, title: str = "", published: str | None = None, original: str | None = None) -> Draft:
    """An article of `title` and `body`, with the dates it states."""
    return Draft(title=title, body=body, published=_stated(published), original_published=_stated(original))


def _stated(value: str | None) -> StatedDate | None:
    if value is None:
        return None
    precision = {4: "year", 7: "month", 10: "day"}.get(len(value), "minute")
    return StatedDate(value=value, precision=precision, quote=value, rule="test")

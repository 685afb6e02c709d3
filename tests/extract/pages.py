"""Pages for tests, made by a plain function."""

from __future__ import annotations

from typing import Any, Literal

from archive.records import Page


def make_page(content: str, *, media_type: Literal["text/plain", "text/html"] = "text/plain", **fields: Any) -> Page:
    """A page as a reader would hand it over."""
    raw = content.encode("utf-8", "replace")
    return Page(content=content, media_type=media_type, raw=raw, raw_media_type=media_type, name="page", **fields)

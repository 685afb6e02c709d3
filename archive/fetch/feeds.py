"""Reads what a feed lists (RSS and Atom of any version): the address of each entry and when it last changed.

Nothing else of a feed is used: an article is read from its own page. Opens nothing by itself.
"""

from __future__ import annotations

import calendar
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import feedparser

from archive.errors import FetchError

MOST_BYTES = 2 * 1024 * 1024
"""Parsing may cost 20 seconds a megabyte where markup is built to hurt; real feeds have a tenth of this."""
MOST_ENTRIES = 500
"""Of one feed at one time; real feeds list ten to a hundred."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`changed_at`: when the feed says that the entry was published or changed, whichever came last."""

    url: str
    title: str = ""
    changed_at: dt.datetime | None = None


@dataclass(frozen=True, kw_only=True)
class FeedContent:
    title: str
    entries: tuple[Entry, ...]


def read_feed(data: bytes, url: str, media_type: str = "") -> FeedContent:
    """The entries of a feed in its order, each address once; `url` is what relative addresses begin with.

    Raises:
        FetchError: bad_feed, if it is neither RSS nor Atom; too_large.
    """
    if len(data) > MOST_BYTES:
        raise FetchError(f"more than the {MOST_BYTES / 1024 / 1024:g} MB a feed may have", code="too_large")
    headers = {"content-location": url, "content-type": media_type or "application/xml"}
    # As a stream: bytes that look like an address or a file's name would be opened.
    parsed = feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False)
    if not parsed.get("version"):
        raise FetchError("it is neither RSS nor Atom", code="bad_feed")
    entries: dict[str, Entry] = {}
    for entry in _entries(parsed.entries[:MOST_ENTRIES]):
        entries.setdefault(entry.url, entry)
    return FeedContent(title=_words(parsed.feed.get("title")), entries=tuple(entries.values()))


def _entries(rows: list[Any]) -> Iterator[Entry]:
    for row in rows:
        link = _words(row.get("link"))
        if link.lower().startswith(("http://", "https://")):
            yield Entry(url=link, title=_words(row.get("title")), changed_at=_latest(row))


def _latest(row: Any) -> dt.datetime | None:
    # `dict.get`: feedparser's own answers with the one for the other, and warns of it.
    moments = [_moment(dict.get(row, name)) for name in ("published_parsed", "updated_parsed")]
    return max((moment for moment in moments if moment is not None), default=None)


def _moment(parsed: Any) -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC) if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _words(value: Any) -> str:
    return value.strip()[:2000] if isinstance(value, str) else ""

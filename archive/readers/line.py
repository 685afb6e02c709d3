"""One parsed JSON line as a page: which fields it may have, of which type, and what they mean.

A page has `content` and any of `content_type id url name captured_at`; an already cut article has `title` and `text`
and any of `id url published source authors captured_at`. Unknown fields are ignored; null is the same as absent.

Deliberately not here: reading lines from files (`archive.readers.jsonl`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal
from zoneinfo import ZoneInfo

from archive.errors import ReadError
from archive.readers.decode import is_blank
from archive.readers.html import looks_like_html, stated_address
from archive.readers.source import MAX_TEXT
from archive.records import GivenArticle, Page
from archive.text.repair import repair_mojibake

_CHINA = ZoneInfo("Asia/Shanghai")
_MARKUP_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_RAW_MEDIA_TYPE = "application/json"


def page_of_line(fields: Mapping[str, Any], *, raw: bytes, name: str) -> Page:
    """The page that a line's fields make; raises ReadError `bad_line`, `bad_field`, `empty` or `too_large`."""
    if fields.get("content") is not None:
        return _given_page(fields, raw, name)
    if fields.get("title") is not None and fields.get("text") is not None:
        return _given_article(fields, raw, name)
    raise ReadError("a page needs `content`, an article `title` and `text`", code="bad_line")


def _given_page(fields: Mapping[str, Any], raw: bytes, name: str) -> Page:
    content = _text(fields, "content") or ""
    _check_length(content, "content")
    media_type = _media_type(_text(fields, "content_type"), content)
    url, saved = stated_address(content) if media_type == "text/html" else (None, None)
    return Page(
        content=content,
        media_type=media_type,
        raw=raw,
        raw_media_type=_RAW_MEDIA_TYPE,
        name=_text(fields, "name") or name,
        id=_id(fields),
        url=_text(fields, "url") or url,
        captured_at=_captured_at(fields) or saved,
        charset="utf-8",
        flags=repair_mojibake(content)[1],
    )


def _given_article(fields: Mapping[str, Any], raw: bytes, name: str) -> Page:
    title, text = _text(fields, "title") or "", _text(fields, "text") or ""
    _check_length(text, "text")
    given = GivenArticle(
        title=title,
        text=text,
        published=_text(fields, "published"),
        source=_text(fields, "source"),
        authors=_authors(fields.get("authors")),
    )
    return Page(
        content="",
        media_type="text/plain",
        raw=raw,
        raw_media_type=_RAW_MEDIA_TYPE,
        name=name,
        id=_id(fields),
        url=_text(fields, "url"),
        captured_at=_captured_at(fields),
        charset="utf-8",
        given=given,
        flags=repair_mojibake(f"{title}\n{text}")[1],
    )


def _text(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ReadError(f"`{name}` must be a string", code="bad_field")
    return _storable(value)


def _storable(value: str) -> str:
    """Without what JSON can write and databases cannot hold: NUL, and halves of surrogate pairs."""
    value = value.replace("\0", "")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def _id(fields: Mapping[str, Any]) -> str | None:
    value = fields.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _text(fields, "id")


def _authors(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ReadError("`authors` must be a list of strings", code="bad_field")
    return tuple(_storable(name.strip()) for name in names if name.strip())


def _captured_at(fields: Mapping[str, Any]) -> dt.datetime | None:
    """ISO 8601; without an offset it is taken as Chinese time."""
    value = _text(fields, "captured_at")
    if value is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(value.strip())
        moment = moment if moment.tzinfo else moment.replace(tzinfo=_CHINA)
        moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise ReadError("`captured_at` must be an ISO 8601 date and time", code="bad_field") from None
    return moment


def _media_type(stated: str | None, content: str) -> Literal["text/plain", "text/html"]:
    kind = (stated or "").partition(";")[0].strip().lower()
    if not kind:
        return "text/html" if looks_like_html(content) else "text/plain"
    if kind in _MARKUP_TYPES:
        return "text/html"
    if kind == "text/plain":
        return "text/plain"
    raise ReadError("`content_type` must be text/plain or text/html", code="bad_field")


def _check_length(text: str, field: str) -> None:
    if is_blank(text):
        raise ReadError(f"`{field}` is empty", code="empty")
    if len(text) > MAX_TEXT:
        raise ReadError(f"`{field}` has more than {MAX_TEXT} characters", code="too_large")

"""MHTML (RFC 2557): a page that a browser saved in one file with its images; the root part is the page.

The file itself is the original. Its own images, style sheets and frames are not looked at.

Deliberately not here: mail in general, and everything about the markup (`archive.readers.html`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.errors import ReadError
from archive.readers.charsets import charset_in_markup
from archive.readers.decode import decode_bytes
from archive.readers.foreign import foreign_errors
from archive.readers.html import checked_text, stated_address
from archive.readers.source import Source
from archive.records import Page

if TYPE_CHECKING:
    from email.message import Message

MEDIA_TYPE = "multipart/related"

_HEADERS = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n)+\r?\n")
_KIND = re.compile(rb"^Content-Type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)\b", re.I | re.M)
_VERSION = re.compile(rb"^(?:MIME-Version|Snapshot-Content-Location):", re.I | re.M)
_MOST_HEADERS = 16_384


def recognise(source: Source) -> bool:
    """Whether a file begins with the header lines of MIME and holds markup or several parts."""
    match = _HEADERS.match(source.head[:_MOST_HEADERS].lstrip(b"\r\n"))
    return match is not None and bool(_KIND.search(match[0]) and _VERSION.search(match[0]))


def read(source: Source) -> Iterator[Page]:
    """The one page of an MHTML file; raises ReadError, `no_text` if no part is markup."""
    # Not at the top: few files are MHTML, and the rooms of mail are a tenth of what all readers take to import.
    from email import message_from_bytes
    from email.policy import compat32

    raw = source.read_all()
    with foreign_errors("the MHTML file"):
        message = message_from_bytes(raw.lstrip(b"\r\n"), policy=compat32)
        root = _root_part(message)
        payload = root.get_payload(decode=True) if root else None
        charset = root.get_param("charset") if root else None
        address = _stated_address(message, root)
        captured_at = _moment(message["Date"])
    if not isinstance(payload, bytes):
        raise ReadError("no part of the MHTML file is a page", code="no_text")
    declared = charset if isinstance(charset, str) else charset_in_markup(payload)
    decoded = decode_bytes(payload, declared)
    url, saved = stated_address(decoded.text)
    yield Page(
        content=checked_text(decoded),
        media_type="text/html",
        raw=raw,
        raw_media_type=MEDIA_TYPE,
        name=source.name,
        url=source.url or address or url,
        captured_at=captured_at or saved,
        charset=decoded.charset,
        flags=decoded.flags,
    )


def _root_part(message: Message) -> Message | None:
    """The part that `start` names (RFC 2387), else the first that is markup."""
    start = message.get_param("start")
    pages = [part for part in message.walk() if part.get_content_type() in {"text/html", "application/xhtml+xml"}]
    named = (part for part in pages if start and str(part["Content-ID"] or "").strip() == str(start).strip())
    return next(named, pages[0] if pages else None)


def _stated_address(message: Message, root: Message | None) -> str | None:
    places = [message["Snapshot-Content-Location"], root["Content-Location"] if root else None]
    for place in (*places, message["Content-Location"]):
        # Long addresses are folded over lines; the fold is no part of them.
        address = re.sub(r"\s+", "", str(place or ""))
        if address.startswith(("http://", "https://")) and urlsplit(address).hostname and len(address) <= 2_000:
            return address
    return None


def _moment(stated: object) -> dt.datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(str(stated or ""))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        moment.astimezone(dt.UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return moment

"""Saved HTML pages: recognising markup, and the address and time of saving that the markup states.

Deliberately not here: parsing into blocks and everything about the article (`archive.extract`).
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from archive.errors import ReadError
from archive.readers.charsets import charset_in_markup, charset_in_media_type, typed
from archive.readers.decode import Decoded, decode_bytes
from archive.readers.source import MAX_TEXT, Source
from archive.records import Page
from archive.text.regex import regex

_LOOKED_AT = 65_536
_DOCUMENT = regex(r"<(?:!doctype\s+html|html|head|body)\b", re.I)
_TAG = regex(r"</?(?:p|div|br|table|tr|td|span|meta|title|a|img|script|style|h[1-6]|ul|li|font|center)\b[^<>]*>", re.I)
_MANY_TAGS = 5

_SAVED_FROM = regex(r"<!--\s*saved from url=\(\d+\)\s*(\S+?)\s*-->", re.I)
_SINGLE_FILE = regex(r"Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:\s*([^\n(]+))?")
_LINK = regex(r"<(?:link|meta)\b[^>]*>", re.I)
_CANONICAL = regex(r"""\brel\s*=\s*["']?canonical\b""", re.I)
_OG_URL = regex(r"""\b(?:property|name)\s*=\s*["']?og:url\b""", re.I)
_ADDRESS = regex(r"""\b(?:href|content)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.I)


def looks_like_html(text: str) -> bool:
    """Whether a text is markup: a document's own tags, a text that starts with a tag, or many tags early on."""
    head = text[:_LOOKED_AT]
    if _DOCUMENT.search(head):
        return True
    tags = _TAG.findall(head)
    return len(tags) >= _MANY_TAGS or bool(tags and _TAG.match(head.lstrip("\ufeff \t\r\n")))


def recognise(source: Source) -> bool:
    """Whether a file is HTML, by what it holds; a text without any tag is not, whatever its name."""
    # UTF-16 markup reads as ASCII once its NULs are out: enough to see tags.
    text = source.head.replace(b"\0", b"").decode("latin-1")
    is_said = source.suffix in {".htm", ".html", ".shtml", ".xhtml"} or "html" in (source.media_type or "")
    return looks_like_html(text) or (is_said and _TAG.search(text) is not None)


def read(source: Source) -> Iterator[Page]:
    """The one page of an HTML file; raises ReadError."""
    raw = source.read_all()
    declared = charset_in_media_type(source.media_type) or charset_in_markup(raw)
    decoded = decode_bytes(raw, declared)
    url, saved = stated_address(decoded.text)
    yield Page(
        content=checked_text(decoded),
        media_type="text/html",
        raw=raw,
        raw_media_type=typed("text/html", charset_in_media_type(source.media_type)),
        name=source.name,
        url=source.url or url,
        captured_at=saved,
        charset=decoded.charset,
        flags=decoded.flags,
    )


def checked_text(decoded: Decoded) -> str:
    """The text, if one page may have so much; raises ReadError `too_large`."""
    if len(decoded.text) > MAX_TEXT:
        raise ReadError(
            f"{len(decoded.text)} characters are more than the {MAX_TEXT} a page may have", code="too_large"
        )
    return decoded.text


def stated_address(markup: str) -> tuple[str | None, dt.datetime | None]:
    """The address a saved page states, and when it was saved if a saving program says so.

    In order of trust: the comment of the program that saved it (browsers' `saved from url`, SingleFile), the
    canonical link, og:url. A canonical link to a site's front page is a template's mistake and not believed.
    """
    head = markup[:_LOOKED_AT]
    if match := _SINGLE_FILE.search(head):
        return web_address(match[1]), _saving_time(match[2])
    if (match := _SAVED_FROM.search(head)) and (address := web_address(match[1])):
        return address, None
    tags = _LINK.findall(head)
    for pattern in (_CANONICAL, _OG_URL):
        for tag in tags:
            found = _ADDRESS.search(tag) if pattern.search(tag) else None
            address = web_address(found[1] or found[2] or found[3] or "") if found else None
            if address and urlsplit(address).path.strip("/"):
                return address, None
    return None, None


def web_address(text: str) -> str | None:
    """A stated address, if it is one of the web; None for files, scripts and what is no address."""
    address = html.unescape(text.strip())
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and len(address) <= 2_000
    except ValueError:
        return None
    return address if is_address else None


def _saving_time(text: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.strptime((text or "").strip(), "%a %b %d %Y %H:%M:%S GMT%z")
    except ValueError:
        return None

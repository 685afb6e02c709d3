"""WARC files (ISO 28500): the pages a crawler received, each with its address and its time.

Pages are `response` records of status 200 and `resource` and `conversion` records, of HTML or plain text; everything
else a crawl holds (requests, images, errors, revisits) is passed over in silence. A page's original is its payload,
with chunks joined and content encodings undone; address and time are kept beside it.

A record that states a wrong length, or is damaged otherwise, is one failure; reading goes on at the next record's first
line. Deliberately not here: `.warc.gz` (`archive.readers.gzipped`).
"""

from __future__ import annotations

import datetime as dt
import io
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from archive.errors import ReadError
from archive.readers.foreign import foreign_errors
from archive.readers.source import MAX_FILE, Source, read_piece, source_of_bytes, too_large
from archive.records import Page, UnreadablePage

_MAGIC = re.compile(rb"WARC/\d\.\d+\r?\n")
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_BARE_TYPES = frozenset({"resource", "conversion"})
_CODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_FIRST_LINE = re.compile(rb"(?P<before>\r?\n)WARC/\d\.\d\r?\n(?i:warc-|content-)")
_LONGEST_FIRST_LINE = 32
_MOST_HEADERS = 1024 * 1024
_MOST_DAMAGES = 50
"""A file with more of them is one failure from there on: each is looked for anew from the file's beginning."""
_PIECE = 64 * 1024

ReadPage = Callable[[Source], Iterator[Page | UnreadablePage]]


class _Rationed(io.RawIOBase):
    """A stream that gives only so much while headers are read: warcio reads a line of any length whole."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.left: int | None = None

    def read(self, size: int = -1) -> bytes:
        data = read_piece(self._stream, _PIECE if size < 0 else size)
        if self.left is not None:
            self.left -= len(data)
            if self.left < 0:
                raise ReadError("a record's headers have no end", code="damaged")
        return data


def recognise(source: Source) -> bool:
    """Whether a file is WARC, by its first line."""
    return _MAGIC.match(source.head) is not None


def read(source: Source, read_page: ReadPage) -> Iterator[Page | UnreadablePage]:
    """Every page of a file of any size, one in memory at a time, named `name:record` (counted from 1).

    `read_page` reads the payload as HTML or plain text. Raises ReadError: `empty` if no record is a page, `truncated`
    and `damaged` for what cannot be read.
    """
    found, number, start = False, 0, 0
    for damages in range(_MOST_DAMAGES + 1):
        begins = start
        try:
            for begins, record in _records(source, start, number):  # noqa: B007
                number += 1
                if _is_page(record):
                    for item in _read_record(record, f"{source.name}:{number}", read_page):
                        found = True
                        yield item
            break
        except ReadError as error:
            following = _find_record(source, begins + 1)
            if following is None or damages == _MOST_DAMAGES:
                raise
            found, start, name = True, following, f"{source.name}:{max(1, number)}"
            yield UnreadablePage(name=name, stage=error.stage, code=error.code, reason=error.reason)
    if not found:
        raise ReadError("no record of the archive is a saved page", code="empty")


def _find_record(source: Source, start: int) -> int | None:
    """Where the next record's first line stands from `start` on; None where there is none."""
    with source.open() as stream:
        _skip(stream, start)
        kept = b""
        while piece := read_piece(stream, _PIECE):
            kept += piece
            if found := _FIRST_LINE.search(kept):
                return start + found.end("before")
            start += max(0, len(kept) - _LONGEST_FIRST_LINE)
            kept = kept[-_LONGEST_FIRST_LINE:]
    return None


def _skip(stream: BinaryIO, size: int) -> None:
    """Go on by so many bytes; what lies inside gzip cannot be jumped over."""
    if stream.seekable():
        stream.seek(size)
        return
    while size > 0 and (piece := read_piece(stream, min(size, _PIECE))):
        size -= len(piece)


def _records(source: Source, start: int, number: int) -> Iterator[tuple[int, Any]]:
    """Each record from the byte `start` on with the byte it begins at; `number` records came before."""
    from warcio.archiveiterator import ArchiveIterator

    # It tells every oddity of every record on the log.
    logging.getLogger("warcio").setLevel(logging.CRITICAL)

    class QuietIterator(ArchiveIterator):
        # What it would print of a record with a wrong length.
        INC_RECORD = ""

        def _next_record(self, next_line: str | None) -> Any:
            try:
                return super()._next_record(next_line)
            except EOFError:
                if next_line:
                    raise ReadError("the archive ends inside the headers of a record", code="truncated") from None
                raise

    with source.open() as stream:
        _skip(stream, start)
        rationed = _Rationed(stream)
        records = QuietIterator(rationed, block_size=_PIECE)
        while True:
            rationed.left = _MOST_HEADERS
            with foreign_errors(f"the archive after record {number}"):
                record = next(records, None)
            if record is None:
                return
            number += 1
            rationed.left = None
            yield start + records.offset, record
            _finish(record, number)


def _finish(record: Any, number: int) -> None:
    """Read what is left of a record, so that the next call meets headers; raises ReadError if the file ends in it."""
    with foreign_errors(f"record {number}"):
        while record.raw_stream.read(_PIECE):
            pass
    length = (record.rec_headers.get_header("Content-Length") or "").strip()
    if not length.isdigit() or getattr(record.raw_stream, "limit", 0) > 0:
        raise ReadError(f"the archive ends inside record {number}", code="truncated")


def _is_page(record: Any) -> bool:
    if record.rec_type == "response":
        headers = record.http_headers
        if headers is None or headers.get_statuscode() != "200":
            return False
        return _kind(headers.get_header("Content-Type")) in _PAGE_TYPES
    return record.rec_type in _BARE_TYPES and _kind(record.rec_headers.get_header("Content-Type")) in _PAGE_TYPES


def _kind(media_type: str | None) -> str:
    # A server that does not say what it sends: browsers look, and so does the reader of the payload.
    return (media_type or "text/html").partition(";")[0].strip().lower()


def _read_record(record: Any, name: str, read_page: ReadPage) -> Iterator[Page | UnreadablePage]:
    try:
        payload = _payload(record)
    except ReadError as error:
        if error.code in {"truncated", "damaged"}:
            raise
        yield UnreadablePage(name=name, stage=error.stage, code=error.code, reason=error.reason)
        return
    if not payload.strip():
        return
    headers = record.http_headers or record.rec_headers
    source = source_of_bytes(
        payload,
        name=name,
        url=_address(record.rec_headers.get_header("WARC-Target-URI")),
        media_type=headers.get_header("Content-Type") or None,
    )
    captured_at = _moment(record.rec_headers.get_header("WARC-Date"))
    for item in read_page(source):
        yield replace(item, captured_at=captured_at or item.captured_at) if isinstance(item, Page) else item


def _payload(record: Any) -> bytes:
    if (record.length or 0) > MAX_FILE:
        raise too_large(record.length)
    if record.http_headers:
        _even_codings(record.http_headers)
    parts: list[bytes] = []
    size = 0
    with foreign_errors("the record"):
        stream = record.content_stream()
        while part := stream.read(_PIECE):
            parts.append(part)
            size += len(part)
            if size > MAX_FILE:
                raise too_large(size)
    if getattr(record.raw_stream, "limit", 0) > 0 and not record.raw_stream.read(1):
        raise ReadError("the archive ends inside a record", code="truncated")
    payload = b"".join(parts)
    if _FIRST_LINE.search(payload):
        raise ReadError("the record runs into the next one: its stated length is wrong", code="damaged")
    return payload


def _even_codings(headers: Any) -> None:
    """Write codings as warcio knows them; raises ReadError `unsupported` for one it would leave on the payload."""
    coding = (headers.get_header("Content-Encoding") or "").strip().lower()
    if coding not in _CODINGS:
        raise ReadError(f"the content encoding {coding[:40]!r} is not known", code="unsupported")
    if coding == "x-gzip":
        headers.replace_header("Content-Encoding", "gzip")
    if (headers.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        headers.replace_header("Transfer-Encoding", "chunked")


def _address(stated: str | None) -> str | None:
    # Early tools wrote the address in angle brackets, as the grammar of WARC 1.0 had it.
    address = (stated or "").strip().removeprefix("<").removesuffix(">")
    return address if address.lower().startswith(("http://", "https://")) else None


def _moment(stated: str | None) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat((stated or "").strip())
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    except ValueError:
        return None

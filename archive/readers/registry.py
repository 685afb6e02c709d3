"""The table of formats, and reading a file, some bytes or lines of JSON through it.

A format is one module with `recognise(source)` and `read(source)`, and one row below; a container's `read` also takes
the function that reads what lies inside. What a file is, is decided by what it holds; its name only helps where that
leaves a choice.

Every page's `raw` can be read again: `read_bytes(raw, name=…, media_type=page.raw_media_type)` gives the same page,
but for its name and for address and time where only the container states them (WARC).

Deliberately not here: anything about one format.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from archive.errors import ReadError
from archive.readers import archive_zip, docx, gzipped, html, json_whole, jsonl, mhtml, pdf, plain, table, warc
from archive.readers.jsonl import read_json_lines, read_live_json_lines
from archive.readers.source import Source, source_of_bytes, source_of_file
from archive.records import Page, UnreadablePage

__all__ = [
    "FORMATS",
    "Format",
    "list_inputs",
    "read_bytes",
    "read_json_lines",
    "read_live_json_lines",
    "read_pages",
    "read_source",
]


Records = Iterator[Page | UnreadablePage]


@dataclass(frozen=True, kw_only=True)
class Format:
    """One row of the table; the first whose `recognise` says yes reads the file."""

    name: str
    recognise: Callable[[Source], bool]
    read: Callable[[Source], Records]


def _read_zip(source: Source) -> Records:
    return archive_zip.read(source, partial(_read_inside, formats=_IN_ZIP))


def _read_gzip(source: Source) -> Records:
    return gzipped.read(source, partial(_read_inside, formats=_IN_GZIP))


def _read_warc(source: Source) -> Records:
    return warc.read(source, _read_payload)


_SINGLE: tuple[Format, ...] = (
    Format(name="DOCX", recognise=docx.recognise, read=docx.read),
    Format(name="PDF", recognise=pdf.recognise, read=pdf.read),
    Format(name="MHTML", recognise=mhtml.recognise, read=mhtml.read),
    Format(name="JSON", recognise=json_whole.recognise, read=json_whole.read),
    Format(name="JSON lines", recognise=jsonl.recognise, read=jsonl.read),
    Format(name="table", recognise=table.recognise, read=table.read),
    Format(name="HTML", recognise=html.recognise, read=html.read),
    Format(name="plain text", recognise=plain.recognise, read=plain.read),
)
_WARC = Format(name="WARC", recognise=warc.recognise, read=_read_warc)
_GZIP = Format(name="gzip", recognise=gzipped.recognise, read=_read_gzip)
_ZIP = Format(name="ZIP", recognise=archive_zip.recognise, read=_read_zip)

_IN_GZIP = (_WARC, *_SINGLE)
_IN_ZIP = (_GZIP, *_IN_GZIP)
# Office files are ZIP files too and come first.
FORMATS: tuple[Format, ...] = (*_SINGLE[:1], _ZIP, _GZIP, _WARC, *_SINGLE[1:])


def read_pages(path: Path) -> Records:
    """Every page of one file, at least one record; never raises for what the file is or holds."""
    name = str(path)
    try:
        source = source_of_file(path)
    except FileNotFoundError:
        yield UnreadablePage(name=name, stage="read", code="missing", reason="there is no such file")
    except (OSError, ValueError) as error:
        yield _unreadable(name, error)
    except ReadError as error:
        yield UnreadablePage(name=name, stage=error.stage, code=error.code, reason=error.reason)
    else:
        yield from _read(source)


def read_bytes(data: bytes, *, name: str, url: str | None = None, media_type: str | None = None) -> Records:
    """Every page of some bytes, at least one record; never raises. `media_type` may carry a charset."""
    yield from _read(source_of_bytes(data, name=name, url=url, media_type=media_type))


def read_source(source: Source) -> Records:
    """Every page of what is open already, at least one record; never raises. Its name is only what it is called."""
    yield from _read(source)


def list_inputs(paths: Sequence[Path]) -> Iterator[Path]:
    """The files of the paths in order, folders recursively and sorted; hidden ones and links to folders skipped.

    A path named itself is given whatever it is, so that reading it can tell what is wrong.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        closed: list[OSError] = []
        for folder, folders, files in os.walk(path, onerror=closed.append):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            yield from (Path(folder, name) for name in sorted(files) if not name.startswith("."))
        # A folder that may not be entered is given itself: reading it then says so, where silence would lose pages.
        yield from (Path(error.filename) for error in closed)


def _read(source: Source, formats: Sequence[Format] = FORMATS) -> Records:
    """At least one record; what a reader gives up on is the last."""
    try:
        chosen = _choose(source, formats)
        yield from chosen.read(source)
    except ReadError as error:
        yield UnreadablePage(name=source.name, stage=error.stage, code=error.code, reason=error.reason)
    except OSError as error:
        yield _unreadable(source.name, error)


def _choose(source: Source, formats: Sequence[Format]) -> Format:
    return next(row for row in formats if row.recognise(source))


def _read_inside(source: Source, formats: Sequence[Format]) -> Records:
    """What lies in a container, by the formats it may hold; an archive in an archive is not opened."""
    if _choose(source, FORMATS) in formats:
        yield from _read(source, formats)
        return
    reason = "an archive inside an archive is not opened; unpack the outer one first"
    yield UnreadablePage(name=source.name, stage="read", code="nested", reason=reason)


def _read_payload(source: Source) -> Records:
    """What a server sent as a page; data in a page's clothes (JSON, tables, images) is passed over."""
    chosen = _choose(source, FORMATS).recognise
    is_data = chosen == plain.recognise and source.head.lstrip().startswith((b'{"', b'["', b"[{"))
    if chosen in {html.recognise, plain.recognise} and not is_data:
        yield from _read(source)


def _unreadable(name: str, error: Exception) -> UnreadablePage:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return UnreadablePage(name=name, stage="read", code="unreadable", reason=reason)

"""The table of formats, and reading a file, some bytes or lines of JSON through it.

A format is one module with `recognise(source)` and `read(source)`, and one row below. What a file is, is decided by
what it holds; its name only helps where that leaves a choice.

Deliberately not here: anything about one format.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ReadError
from archive.readers import html, jsonl, plain
from archive.readers.jsonl import read_json_lines
from archive.readers.source import Source, source_of_bytes, source_of_file
from archive.records import Page, UnreadablePage

__all__ = ["FORMATS", "Format", "list_inputs", "read_bytes", "read_json_lines", "read_pages"]


@dataclass(frozen=True, kw_only=True)
class Format:
    """One row of the table; the first whose `recognise` says yes reads the file."""

    name: str
    recognise: Callable[[Source], bool]
    read: Callable[[Source], Iterator[Page | UnreadablePage]]


FORMATS: tuple[Format, ...] = (
    Format(name="JSON lines", recognise=jsonl.recognise, read=jsonl.read),
    Format(name="HTML", recognise=html.recognise, read=html.read),
    Format(name="plain text", recognise=plain.recognise, read=plain.read),
)


def read_pages(path: Path) -> Iterator[Page | UnreadablePage]:
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


def read_bytes(
    data: bytes, *, name: str, url: str | None = None, media_type: str | None = None
) -> Iterator[Page | UnreadablePage]:
    """Every page of some bytes, at least one record; never raises. `media_type` may carry a charset."""
    yield from _read(source_of_bytes(data, name=name, url=url, media_type=media_type))


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


def _read(source: Source) -> Iterator[Page | UnreadablePage]:
    chosen = next(row for row in FORMATS if row.recognise(source))
    try:
        yield from chosen.read(source)
    except ReadError as error:
        yield UnreadablePage(name=source.name, stage=error.stage, code=error.code, reason=error.reason)
    except OSError as error:
        yield _unreadable(source.name, error)


def _unreadable(name: str, error: Exception) -> UnreadablePage:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return UnreadablePage(name=name, stage="read", code="unreadable", reason=reason)

"""The inputs of a run as one stream of pages: files, folders, archives, and JSON lines on standard input (`-`).

Whatever is wrong with one file ends as a record about that file; the stream goes on.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.readers.registry import list_inputs, read_live_json_lines, read_pages
from archive.records import Lull, Page, UnreadablePage

logger = logging.getLogger(__name__)

STANDARD_INPUT = "-"


def open_inputs(paths: Sequence[str]) -> Iterator[Page | UnreadablePage]:
    """Every page of every path, in the order given; folders recursively."""
    return (item for item in open_live_inputs(paths) if not isinstance(item, Lull))


def open_live_inputs(paths: Sequence[str]) -> Iterator[Page | UnreadablePage | Lull]:
    """As `open_inputs`, with a lull where standard input pauses, so that what has come can be stored meanwhile."""
    for path in paths:
        if path == STANDARD_INPUT:
            yield from _guard("-", read_live_json_lines(sys.stdin.buffer, name="-"))
        elif not Path(path).exists():
            yield UnreadablePage(name=path, stage="read", code="missing", reason="there is no such file or folder")
        else:
            for file in list_inputs([Path(path)]):
                yield from _guard(str(file), read_pages(file))


def measure_inputs(paths: Sequence[str]) -> int | None:
    """Bytes to be read in all; None where that cannot be known before (standard input)."""
    if STANDARD_INPUT in paths:
        return None
    return sum(_size(file) for path in paths if Path(path).exists() for file in list_inputs([Path(path)]))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _guard(name: str, pages: Iterator[Page | UnreadablePage | Lull]) -> Iterator[Page | UnreadablePage | Lull]:
    """The same pages; a reader that breaks down is told about its file, and what it gave before stays."""
    try:
        yield from pages
    except OSError as error:
        yield UnreadablePage(name=name, stage="read", code="unreadable", reason=error.strerror or str(error))
    except Exception as error:
        logger.exception("unexpected error while reading %s", name)
        yield UnreadablePage(name=name, stage="read", code="unexpected", reason=f"{type(error).__name__}: {error}")

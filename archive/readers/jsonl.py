"""JSON lines: one page or one already cut article a line, each line its own original.

A line that cannot be used becomes an UnreadablePage with its number; the rest goes on.

Deliberately not here: the checks of what a sender states (`archive.extract.given`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, cast

from archive.errors import ReadError
from archive.readers.decode import decode_bytes
from archive.readers.line import page_of_line
from archive.readers.live import live_lines
from archive.readers.source import MAX_FILE, Source, bounded_lines
from archive.records import Lull, Page, UnreadablePage

LINE_SUFFIXES = frozenset({".jsonl", ".ndjson", ".jsonlines"})
_MEDIA_TYPES = frozenset({"application/json", "application/jsonl", "application/x-ndjson", "application/x-jsonlines"})
_OBJECT_START = re.compile(
    rb'\{\s*"(?:content|content_type|title|text|id|url|name|captured_at|published|source|authors)"\s*:'
)
_BOM = b"\xef\xbb\xbf"


def recognise(source: Source) -> bool:
    """Whether a file is JSON lines: by its name or type, or because a line begins as such an object does."""
    if b"\0" in source.head:
        return False
    if source.suffix in LINE_SUFFIXES or (source.media_type or "").partition(";")[0].strip() in _MEDIA_TYPES:
        return True
    lines = source.head.removeprefix(_BOM).lstrip().split(b"\n")[:5]
    return any(_OBJECT_START.match(line.strip()) for line in lines)


def read(source: Source) -> Iterator[Page | UnreadablePage]:
    """Every line of a file of any size, one in memory at a time; raises ReadError `empty` if there is none."""
    found = False
    with source.open() as stream:
        for item in read_json_lines(stream, name=source.name):
            found = True
            yield item
    if not found:
        raise ReadError("the file is empty", code="empty")


def read_json_lines(lines: Iterable[bytes], *, name: str) -> Iterator[Page | UnreadablePage]:
    """One record a line that is not blank, named `name:number` (counted from 1).

    A binary stream is read in bounded pieces, so that a line of any length costs bounded memory; other iterables give
    whole lines.
    """
    bounded = bounded_lines(cast(BinaryIO, lines)) if hasattr(lines, "readline") else lines
    for number, line in enumerate(bounded, start=1):
        yield from _read_line(line, name=name, number=number)


def read_live_json_lines(stream: BinaryIO, *, name: str) -> Iterator[Page | UnreadablePage | Lull]:
    """As `read_json_lines`, with a lull where the stream pauses (`live_lines`)."""
    number = 0
    for line in live_lines(stream):
        if isinstance(line, Lull):
            yield line
        else:
            number += 1
            yield from _read_line(line, name=name, number=number)


def _read_line(line: bytes | None, *, name: str, number: int) -> Iterator[Page | UnreadablePage]:
    """One record, none for a blank line; `line` is None where it was too long to be held."""
    place = f"{name}:{number}"
    if line is None or len(line) > MAX_FILE + 2:
        reason = f"line {number} is longer than the {MAX_FILE // 1024 // 1024} MB a page may have"
        yield UnreadablePage(name=place, stage="read", code="too_large", reason=reason)
        return
    raw = (line.removeprefix(_BOM) if number == 1 else line).strip()
    if raw:
        yield read_object(raw, place=place, number=number)


def read_object(raw: bytes, *, place: str, number: int, unit: str = "line") -> Page | UnreadablePage:
    """The record of one JSON object, which is its own original; a failure names the `unit` and its number."""
    fields: dict[str, Any] = {}
    try:
        fields = _parse(raw)
        return page_of_line(fields, raw=raw, name=place)
    except ReadError as error:
        page_id = fields.get("id")
        return UnreadablePage(
            name=place,
            stage=error.stage,
            code=error.code,
            reason=f"{unit} {number}: {error.reason}",
            id=str(page_id) if isinstance(page_id, str | int) else None,
        )


def _parse(raw: bytes) -> dict[str, Any]:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = decode_bytes(raw).text
    try:
        # strict=False: senders leave raw tabs in strings, which harm nobody.
        value = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        raise ReadError(f"no JSON: {error.msg} at column {error.colno}", code="bad_line") from None
    except (RecursionError, ValueError) as error:
        raise ReadError(f"no usable JSON: {type(error).__name__}", code="bad_line") from None
    if not isinstance(value, dict):
        raise ReadError(f"a JSON object is wanted, not {_name_of(value)}", code="bad_line")
    return value


def _name_of(value: object) -> str:
    names = {list: "a list", str: "a string", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "null")

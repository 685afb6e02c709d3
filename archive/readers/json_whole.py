"""JSON files that are no lines: one object over several lines, or an array of objects, of the shapes of JSON lines.

An array is streamed, one element in memory at a time; what stands in it beside objects is passed over. An element's
original is its own text, cut out as it stands.

Deliberately not here: what the fields mean (`archive.readers.line`) and one object a line (`archive.readers.jsonl`).
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from archive.errors import ReadError
from archive.readers.decode import decode_bytes
from archive.readers.jsonl import LINE_SUFFIXES, read_object
from archive.readers.source import MAX_FILE, Source, read_piece, too_large
from archive.records import Page, UnreadablePage
from archive.text.regex import regex

_ARRAY = re.compile(rb"\s*\[\s*(?:\{|\])")
_OBJECT = re.compile(rb'\s*\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\})')
_SIGN = regex(r'[{}\[\]"]')
_IN_STRING = regex(r'["\\]')
_PIECE = 64 * 1024
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def recognise(source: Source) -> bool:
    """Whether a file begins as an array of objects, or as an object that does not end on its line."""
    head = source.head.removeprefix(codecs.BOM_UTF8)
    if head.startswith(_WIDE):
        head = head.replace(b"\0", b"")[2:]
    if b"\0" in head or source.suffix in LINE_SUFFIXES:
        return False
    return _ARRAY.match(head) is not None or (_OBJECT.match(head) is not None and _spans_lines(head))


def _spans_lines(head: bytes) -> bool:
    """Whether the first line is no object of its own, nor a broken line before another one."""
    first, _, rest = head.strip().partition(b"\n")
    if not rest or rest.lstrip().startswith(b"{"):
        return False
    try:
        json.loads(first, strict=False)
    except (ValueError, RecursionError):
        return True
    return False


def read(source: Source) -> Iterator[Page | UnreadablePage]:
    """Every element, named `name:number` (counted from 1); raises ReadError.

    `truncated` where the file breaks off, `too_large` at an element that no page can be; what came before is given.
    """
    found = False
    with source.open() as stream:
        for number, element in enumerate(_elements(_pieces(stream, source.head)), start=1):
            found = True
            yield read_object(element.encode(), place=f"{source.name}:{number}", number=number, unit="element")
    if not found:
        raise ReadError("the array is empty", code="empty")


def _pieces(stream: BinaryIO, head: bytes) -> Iterator[str]:
    """The text in pieces, decoded as its beginning is."""
    charset = decode_bytes(head).charset
    decoder = codecs.getincrementaldecoder(charset)("replace")
    is_first = True
    while data := read_piece(stream, _PIECE):
        text = decoder.decode(data)
        yield text.removeprefix("\ufeff") if is_first else text
        is_first = False


def _elements(pieces: Iterator[str]) -> Iterator[str]:
    """The text of each object at the top or directly in the array; raises ReadError for one without an end."""
    scanner = _Scanner()
    for piece in pieces:
        yield from scanner.feed(piece)
    if scanner.depth:
        raise ReadError("the JSON ends in the middle", code="truncated")


class _Scanner:
    """Follows braces and strings, and nothing else of JSON, through text that comes in pieces."""

    def __init__(self) -> None:
        self.depth = 0
        self._in_string = False
        self._escaped = False
        self._parts: list[str] = []
        self._size = 0

    def feed(self, piece: str) -> Iterator[str]:
        position, begin = int(self._escaped), 0
        self._escaped = False
        while match := (_IN_STRING if self._in_string else _SIGN).search(piece, position):
            char, position = match[0], match.end()
            if char == "\\":
                # What it escapes may stand in the next piece.
                self._escaped = position == len(piece)
                position += 1
            elif char == '"':
                self._in_string = not self._in_string
            elif char in "{[":
                begin = begin if self.depth else match.start()
                self.depth += bool(self.depth) or char == "{"
            elif self.depth:
                self.depth -= 1
                if not self.depth:
                    yield self._take(piece[begin:position])
        if self.depth:
            self._keep(piece[begin:])

    def _keep(self, text: str) -> None:
        self._size += len(text)
        if self._size > MAX_FILE:
            raise too_large(self._size)
        self._parts.append(text)

    def _take(self, text: str) -> str:
        self._keep(text)
        element = "".join(self._parts)
        self._parts.clear()
        self._size = 0
        return element

"""CSV and other tables of text: one article a row, columns in any order, names in Chinese or English.

Commas, semicolons, tabs or bars; UTF-8 (with a mark or without), UTF-16, GBK or Big5. Rows are streamed. A row's
original is one line of JSON in the article shape (`title`, `text` and what else is stated; without a title the page
shape, `content`), keys sorted: a row cannot be read without its header, that line can.

Deliberately not here: workbooks, and the names of columns (`archive.readers.columns`).
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import datetime as dt
import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

from archive.errors import ReadError
from archive.readers.columns import field_of_column, map_columns
from archive.readers.decode import decode_bytes
from archive.readers.html import looks_like_html
from archive.readers.jsonl import read_object
from archive.readers.source import MAX_FILE, Source, bounded_lines, read_piece
from archive.readers.table_rows import Row, read_rows
from archive.records import Page, UnreadablePage
from archive.text.normalise import clean_line
from archive.text.regex import regex

_SUFFIXES = frozenset({".csv", ".tsv", ".tab"})
_MEDIA_TYPES = frozenset({"text/csv", "text/tab-separated-values", "application/csv"})
_OTHER_TYPES = frozenset({"text/html", "application/json", "application/xhtml+xml"})
_DELIMITERS = ",;\t|"
_DIRECTIVE = regex(r"sep=(.)\s*", re.I)
"""Excel's own first line, naming the delimiter."""
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_PIECE = 64 * 1024

_BLOCK_END = regex(r"<br\b[^>]*>|</(?:p|div|li|tr|h[1-6]|table|section|article|blockquote)\s*>", re.I)
_UNSEEN = regex(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.I | re.S)
_TAG = regex(r"<[a-zA-Z/!][^<>]*>")
_DAY = regex(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]*(\d{1,2}):(\d{2})(?::(\d{2}))?)?(.*)", re.S)


def recognise(source: Source) -> bool:
    """Whether a file is a table: its first line names known columns, or its name or type says so."""
    kind = (source.media_type or "").partition(";")[0].strip().lower()
    if kind in _OTHER_TYPES:
        return False
    line = _first_line(source.head)
    if line is None:
        return False
    names = _split(line)
    known = {field_of_column(name) for name in names} - {None}
    # A menu of a site may name a column or two; a table names mostly what articles have.
    is_table = len(known) >= 2 and "text" in known and 2 * len(known) >= len(names)
    is_said = source.suffix in _SUFFIXES or kind in _MEDIA_TYPES
    return is_table or (is_said and not looks_like_html(line))


def read(source: Source) -> Iterator[Page | UnreadablePage]:
    """Every row of a file of any size, named `name:row` as a spreadsheet counts rows (the header is row 1).

    A row that cannot be read is one failure with its number. Raises ReadError: `bad_columns` where no column holds
    text, `empty` where there is no row.
    """
    with source.open() as stream:
        lines = _decoded_lines(stream, source.head)
        delimiter = None
        for above, line in enumerate(lines):
            directive = _DIRECTIVE.fullmatch(line or "")
            if line and line.strip() and not directive:
                rows = read_rows(lines, first=line, delimiter=delimiter or _delimiter(line))
                yield from _read_table(rows, source.name, above)
                return
            delimiter = directive[1] if directive else delimiter
        raise ReadError("the table has no header", code="empty")


def _read_table(rows: Iterator[Row], name: str, above: int) -> Iterator[Page | UnreadablePage]:
    """The rows under the header, which `above` lines stand over."""
    header = next(rows)
    fields = map_columns(header.cells)
    found = False
    for row in rows:
        if row.problem or any(cell.strip() for cell in row.cells):
            found = True
            yield _read_row(row, fields, f"{name}:{row.number + above}", row.number + above)
    if not found:
        raise ReadError("the table has a header and no rows", code="empty")


def _read_row(row: Row, fields: Mapping[str, Sequence[int]], place: str, number: int) -> Page | UnreadablePage:
    if row.problem:
        return UnreadablePage(name=place, stage="read", code=row.code, reason=f"row {number}: {row.problem}")
    stated = {field: value for field, columns in fields.items() if (value := _value(row.cells, columns))}
    raw = json.dumps(_shape(stated), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    item = read_object(raw.encode("utf-8", "replace"), place=place, number=number, unit="row")
    if isinstance(item, UnreadablePage) and item.code == "bad_line":
        return replace(item, code="empty", reason=f"row {number}: the cell of the text is empty")
    return item


def _value(cells: Sequence[str], columns: Sequence[int]) -> str:
    return next((cell for index in columns if index < len(cells) and (cell := cells[index].strip())), "")


def _shape(stated: dict[str, str]) -> dict[str, Any]:
    """The row as JSON lines write it."""
    fields: dict[str, Any] = dict(stated)
    if "authors" in fields:
        fields["authors"] = [name.strip() for name in re.split(r"[、,，;；|]", stated["authors"]) if name.strip()]
    if "captured_at" in fields:
        fields["captured_at"] = _moment(stated["captured_at"])
    text = fields.pop("text", None)
    if text is None:
        return fields
    if "title" not in fields:
        return fields | {"content": text}
    return fields | {"text": _plain_text(text) if looks_like_html(text) else text}


def _plain_text(markup: str) -> str:
    """A cell of markup as lines: a cut article's text is text."""
    text = _BLOCK_END.sub("\n", _UNSEEN.sub("", markup))
    lines = (clean_line(html.unescape(line)) for line in _TAG.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)


def _moment(stated: str) -> str | None:
    """ISO 8601 for the ways spreadsheets write a moment; None for others, since a row is more than its clock."""
    match = _DAY.fullmatch(stated.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    text = f"{year}-{int(month):02}-{int(day):02}T{int(hour or 0):02}:{minute or '00'}:{second or '00'}{zone.strip()}"
    try:
        dt.datetime.fromisoformat(text).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return text


# --- lines and delimiters ------------------------------------------------------------------------------------------


def _first_line(head: bytes) -> str | None:
    """The first line with words, decoded; None where the file is no text."""
    if not head.strip():
        return None
    try:
        text = decode_bytes(head).text
    except ReadError:
        return None
    lines = text.lstrip("\ufeff").splitlines()
    return next((line for line in lines if line.strip() and not _DIRECTIVE.fullmatch(line)), None)


def _delimiter(header: str) -> str:
    """The one that cuts the header into the most known columns, then into the most."""
    return max(_DELIMITERS, key=lambda sign: _rank(header, sign))


def _rank(header: str, sign: str) -> tuple[int, int]:
    names = _names(header, sign)
    return sum(field_of_column(name) is not None for name in names), len(names)


def _split(header: str) -> list[str]:
    return _names(header, _delimiter(header))


def _names(header: str, sign: str) -> list[str]:
    """The header's cells; none where it is no row, be it for a cell of more than the 131,072 characters csv reads."""
    try:
        return next(csv.reader([header], delimiter=sign), [])
    except csv.Error:
        return []


def _decoded_lines(stream: BinaryIO, head: bytes) -> Iterator[str | None]:
    """Lines with their ends; None for one that is too long to be read."""
    wide = next((charset for mark, charset in _WIDE.items() if head.startswith(mark)), None)
    if wide:
        yield from _wide_lines(stream, wide)
        return
    charset = decode_bytes(head).charset
    for number, line in enumerate(bounded_lines(stream)):
        if line is None:
            yield None
            continue
        text, charset = _decode_line(line if number else line.removeprefix(codecs.BOM_UTF8), charset)
        yield from _even_ends(text)


def _decode_line(line: bytes, charset: str) -> tuple[str, str]:
    """A line, and the charset of those to come: a head of ASCII tells nothing about a table's Chinese."""
    try:
        return line.decode(charset), charset
    except UnicodeDecodeError:
        pass
    if charset == "utf-8":
        with contextlib.suppress(ReadError):
            charset = decode_bytes(line).charset
    return line.decode(charset, "replace"), charset


def _wide_lines(stream: BinaryIO, charset: str) -> Iterator[str | None]:
    """UTF-16, as Excel saves "Unicode text"."""
    decoder = codecs.getincrementaldecoder(charset)("replace")
    rest = ""
    while data := read_piece(stream, _PIECE):
        lines = (rest + decoder.decode(data)).removeprefix("\ufeff").split("\n")
        rest = lines.pop()
        for line in lines:
            yield from _even_ends(line.removesuffix("\r"))
        if len(rest) > MAX_FILE:
            yield None
            rest = ""
    if rest:
        yield from _even_ends(rest)


def _even_ends(line: str) -> Iterator[str]:
    """A line ended by line feeds alone; a carriage return inside it is a line end of old programs."""
    for part in line.replace("\0", "").split("\r"):
        yield f"{part}\n"

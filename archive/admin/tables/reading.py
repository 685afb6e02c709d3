"""Reads a CSV file as spreadsheets write them: UTF-8 with or without a mark, or GB 18030, as Chinese Excel saves it.

What is wrong is told with its line and column; nothing of a file that cannot be read whole is taken.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.export.csv import STARTS_FORMULA

LARGEST = 1024 * 1024
"""Bytes of a file."""
MOST_ROWS = 2000
"""Each is checked against the database while somebody waits."""
LONGEST_CELL = 5000


class TableError(Exception):
    """A file that is no table of this vocabulary; its words say where and why."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """`rows` have a cell for every heading; `lines` are theirs in the file, from 1, `encoding` is what it was read as."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    encoding: str


def read_table(data: bytes, columns: Mapping[str, str], needed: Sequence[str]) -> Table:
    """`columns` maps every heading that is known (Chinese, or the name of the field) to the one it is kept under.

    Raises:
        TableError: too large, in an unknown encoding, not CSV, or without the headings `needed`.
    """
    if len(data) > LARGEST:
        raise TableError(_("文件超过 %(most)d KB") % {"most": LARGEST // 1024})
    text, encoding = _decode(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    headings: list[str] | None = None
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if headings is None:
                headings = _headings(cells, columns, needed, line)
                continue
            if len(rows) == MOST_ROWS:
                raise TableError(_("超过 %(most)d 行，请分成几个文件") % {"most": MOST_ROWS})
            rows.append(_cells(cells, headings, line))
            lines.append(line)
    except csv.Error as error:
        raise TableError(
            _("第 %(line)d 行：不是有效的 CSV（%(why)s）") % {"line": reader.line_num, "why": error}
        ) from error
    if headings is None or not rows:
        raise TableError(_("文件里没有数据行"))
    return Table(headings=headings, rows=rows, lines=lines, encoding=encoding)


def _decode(data: bytes) -> tuple[str, str]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, "UTF-8" if encoding.startswith("utf") else "GB 18030"
    raise TableError(_("无法识别文件的编码。请在表格软件中另存为“CSV UTF-8”"))


def _delimiter(text: str) -> str:
    """A comma, or the tab or semicolon of spreadsheets set up otherwise, whichever parts the headings."""
    first = text.partition("\n")[0]
    return max(",\t;", key=first.count)


def _headings(cells: Sequence[str], columns: Mapping[str, str], needed: Sequence[str], line: int) -> list[str]:
    found = []
    for number, cell in enumerate(cells, start=1):
        heading = columns.get(cell.strip())
        if heading is None or heading in found:
            why = _("没有这样的列") if heading is None else _("这一列出现了两次")
            raise TableError(
                _("第 %(line)d 行第 %(number)d 列“%(cell)s”：%(why)s。可用的列：%(known)s")
                % {
                    "line": line,
                    "number": number,
                    "cell": cell.strip()[:40],
                    "why": why,
                    "known": "、".join(dict.fromkeys(columns.values())),
                }
            )
        found.append(heading)
    missing = [heading for heading in needed if heading not in found]
    if missing:
        raise TableError(_("第 %(line)d 行：缺少列“%(names)s”") % {"line": line, "names": "、".join(missing)})
    return found


def _cells(cells: Sequence[str], headings: Sequence[str], line: int) -> list[str]:
    if len(cells) != len(headings):
        numbers = {"line": line, "n": len(cells), "expected": len(headings)}
        raise TableError(_("第 %(line)d 行：有 %(n)d 列，表头有 %(expected)d 列") % numbers)
    for heading, cell in zip(headings, cells, strict=True):
        if len(cell) > LONGEST_CELL:
            told = {"line": line, "heading": heading, "most": LONGEST_CELL}
            raise TableError(_("第 %(line)d 行“%(heading)s”：超过 %(most)d 个字符") % told)
    return [_plain(cell) for cell in cells]


def _plain(cell: str) -> str:
    """Without the apostrophe that guards what a spreadsheet would calculate, and in one kind of line end."""
    plain = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    return plain[1:] if plain[:1] == "'" and _is_formula(plain) else plain


def guarded(cell: str) -> str:
    """An apostrophe before what a spreadsheet would calculate, and before what has such an apostrophe of its own."""
    return f"'{cell}" if _is_formula(cell) else cell


def _is_formula(cell: str) -> bool:
    return cell.lstrip("'").startswith(STARTS_FORMULA)

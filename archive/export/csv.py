"""Comma-separated values as spreadsheets open them: UTF-8 with a byte order mark, CRLF, no cell a formula (RFC 4180).

Every row ends with where it comes from, so that rows of several downloads may be put together.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from archive.export.columns import COLUMNS, Cell
from archive.export.row import ExportRow
from archive.export.source_note import SourceNote

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(rows: Iterable[ExportRow], note: SourceNote) -> Iterator[bytes]:
    """The file in pieces, a row each."""
    origin = (note.search, note.made_at, note.index_state)
    yield "\ufeff".encode()
    yield csv_line([*(str(column.heading) for column in COLUMNS), *_origin_headings()])
    for row in rows:
        address = note.address(row.path)
        yield csv_line([*(_safe(column.cell(row)) for column in COLUMNS), address, *origin])


def _origin_headings() -> tuple[str, ...]:
    return (_("档案地址"), _("检索"), _("导出时间"), _("索引状态"))


def _safe(cell: Cell) -> Cell:
    """An apostrophe before what a spreadsheet would calculate; it shows the text after it as it is."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(STARTS_FORMULA) else cell


def csv_line(cells: Sequence[Cell]) -> bytes:
    """One row with its end."""
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode()

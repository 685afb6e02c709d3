"""A workbook: one sheet of rows, one that says where they come from. Text stays text: nothing is a formula or a link."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from archive.export.columns import COLUMNS, Cell
from archive.export.row import ExportRow
from archive.export.source_note import SourceNote

_LONGEST_CELL = 32_767  # characters, by the file format
_PIECE = 64 * 1024
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(rows: Iterable[ExportRow], note: SourceNote) -> Iterator[bytes]:
    """The file in pieces. It is made on the disk first, as its table of contents comes last; memory stays bounded."""
    with tempfile.TemporaryFile() as file:
        with xlsxwriter.Workbook(file, _OPTIONS) as book:
            _add_rows(book, rows, note)
            _add_note(book, note)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _add_rows(book: Any, rows: Iterable[ExportRow], note: SourceNote) -> None:
    sheet = book.add_worksheet(_("报道"))
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 2)
    for number, column in enumerate(COLUMNS):
        sheet.set_column(number, number, column.width)
    sheet.set_column(len(COLUMNS), len(COLUMNS), 36)
    sheet.write_row(0, 0, [*(str(column.heading) for column in COLUMNS), _("档案地址")], bold)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate([*(column.cell(row) for column in COLUMNS), note.address(row.path)]):
            _write(sheet, number, place, cell)


def _write(sheet: Any, row: int, place: int, cell: Cell) -> None:
    if isinstance(cell, int):
        sheet.write_number(row, place, cell)
    elif cell:
        sheet.write_string(row, place, cell[:_LONGEST_CELL])


def _add_note(book: Any, note: SourceNote) -> None:
    sheet = book.add_worksheet(_("说明"))
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 80)
    lines: tuple[tuple[str, Cell], ...] = (
        (_("档案"), note.site),
        (_("检索"), note.search),
        (_("导出时间"), note.made_at),
        (_("索引状态"), note.index_state),
        (_("检索结果"), note.total),
        (_("本表所列"), note.listed),
    )
    for number, (name, value) in enumerate(lines):
        sheet.write_string(number, 0, name)
        _write(sheet, number, 1, value)

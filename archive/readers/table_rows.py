"""Rows of cells from lines of text (RFC 4180), with a bound on each row and a way out of a quote that never closes.

Deliberately not here: charsets, delimiters and what the cells mean (`archive.readers.table`).
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from archive.readers.source import MAX_TEXT

_MOST_CHARACTERS = 2 * MAX_TEXT
_NEXT = "\x1e"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row, counted from 1 with the header; `cells` are empty where a `problem` is told."""

    number: int
    cells: list[str]
    problem: str = ""
    code: str = "bad_row"


class _Feed:
    """Lines for one row at a time, remembered so that they can be read again."""

    def __init__(self, lines: Iterator[str | None], first: str) -> None:
        self._lines = lines
        self._again: deque[str | None] = deque([first])
        self.taken: list[str] = []
        self.size = 0
        self.is_at_end = False
        self.met_long_line = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.size > _MOST_CHARACTERS:
            raise StopIteration
        line = self._again.popleft() if self._again else next(self._lines, "")
        if line is None:
            self.met_long_line = True
            raise StopIteration
        if not line:
            self.is_at_end = True
            raise StopIteration
        self.taken.append(line)
        self.size += len(line)
        return line

    def begin(self) -> None:
        """Forget the last row's lines."""
        self.taken.clear()
        self.size = 0
        self.met_long_line = False

    def give_back(self) -> None:
        """All lines of this row but its first are read again."""
        self._again.extendleft(reversed(self.taken[1:]))
        self.is_at_end = False


def read_rows(lines: Iterator[str | None], *, first: str, delimiter: str) -> Iterator[Row]:
    """Every row, blank ones with no cells; `first` is the header's first line.

    A quote that is not closed within the bound, before the file ends or by the right quote costs its own line only: the
    lines behind it are read again as rows of their own. A row with more cells than the header is a problem.
    """
    # The limit is the process's, not a reader's; no row can be longer than what `_Feed` gives.
    csv.field_size_limit(2 * _MOST_CHARACTERS + 1)
    feed = _Feed(lines, first)
    width = 0
    for number in count(1):
        feed.begin()
        row = _next_row(feed, delimiter, width)
        if row is None:
            return
        width = width or len(row.cells)
        yield Row(number=number, cells=row.cells, problem=row.problem, code=row.code)


def _next_row(feed: _Feed, delimiter: str, width: int) -> Row | None:
    try:
        cells = next(csv.reader(feed, delimiter=delimiter), None)
    except csv.Error as error:
        feed.give_back()
        return Row(number=0, cells=[], problem=str(error))
    if feed.met_long_line:
        return Row(number=0, cells=[], problem="the line is longer than a page may be", code="too_large")
    if cells is None:
        return None
    if (feed.is_at_end or feed.size > _MOST_CHARACTERS) and _is_open(feed.taken, delimiter):
        feed.give_back()
        return Row(number=0, cells=[], problem="a quotation mark is opened and never closed")
    if width and any(cell.strip() for cell in cells[width:]):
        # A quote that is closed by that of a later row has swallowed what lies between.
        if len(feed.taken) > 1 and not _is_well_quoted(feed.taken, delimiter):
            feed.give_back()
        return Row(number=0, cells=[], problem=f"{len(cells)} cells under {width} columns")
    return Row(number=0, cells=cells)


def _is_open(lines: list[str], delimiter: str) -> bool:
    """Whether the lines end inside quotes: a line put behind them would be no row of its own."""
    return list(csv.reader([*lines, _NEXT], delimiter=delimiter))[-1] != [_NEXT]


def _is_well_quoted(lines: list[str], delimiter: str) -> bool:
    """Whether every quote stands at an end of its cell, or is doubled."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True

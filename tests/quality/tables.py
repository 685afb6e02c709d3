"""Measured rows as a table a person can read, in plain text and in Markdown.

Only shows; what a row means is told by `tests.quality.scoring`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.quality.scoring import LOWER_IS_BETTER, ROW_ORDER, Row

Tables = Mapping[str, Sequence[Row]]


def side_by_side(tables: Tables) -> str:
    """One line a field, one column a set of pages: the share and the count it is of."""
    head = f"{'':24s}" + "".join(f"{name:>20s}" for name in tables)
    return "\n".join([head, *(_line(name, tables) for name in ROW_ORDER)])


def _line(name: str, tables: Tables) -> str:
    cells = "".join(f"{_cell(name, rows):>20s}" for rows in tables.values())
    return f"{name:24s}{cells}"


def as_markdown(tables: Tables) -> str:
    """The same table in Markdown; fields where less is better are marked ↓."""
    lines = ["| field | " + " | ".join(tables) + " |", "|---|" + "---:|" * len(tables)]
    for name in ROW_ORDER:
        mark = " ↓" if name in LOWER_IS_BETTER else ""
        lines.append(f"| {name}{mark} | " + " | ".join(_cell(name, rows) for rows in tables.values()) + " |")
    return "\n".join(lines)


def _cell(name: str, rows: Sequence[Row]) -> str:
    row = next(row for row in rows if row.name == name)
    return "–" if row.share is None else f"{row.share:.3f} ({row.hits}/{row.total})"

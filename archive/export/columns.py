"""The columns of tables to take home (CSV, XLSX): what each is called and how a row fills it.

Several values of one cell are joined by `; `, codes in the same order as their names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.export.row import ExportRow

Cell = str | int


@dataclass(frozen=True, kw_only=True)
class Column:
    """`key` names it for programs, `heading` for readers; `width` in characters; `cell` gives text, a number or ""."""

    key: str
    heading: str | Promise
    width: int
    cell: Callable[[ExportRow], Cell]


def _joined(key: str) -> Callable[[ExportRow], Cell]:
    return lambda row: "; ".join(getattr(row, key))


def _text(key: str) -> Callable[[ExportRow], Cell]:
    def cell(row: ExportRow) -> Cell:
        value: Cell | None = getattr(row, key)
        return "" if value is None else value

    return cell


COLUMNS = (
    Column(key="id", heading=_("编号"), width=8, cell=_text("id")),
    Column(key="title", heading=_("标题"), width=40, cell=_text("title")),
    Column(key="subtitle", heading=_("副标题"), width=20, cell=_text("subtitle")),
    Column(key="event_edtf", heading=_("事件日期（EDTF）"), width=16, cell=_text("event_edtf")),
    Column(key="event_start", heading=_("事件开始"), width=12, cell=_text("event_start")),
    Column(key="event_end", heading=_("事件结束"), width=12, cell=_text("event_end")),
    Column(key="event_precision", heading=_("事件日期精度"), width=8, cell=_text("event_precision")),
    Column(key="region_codes", heading=_("地区代码"), width=10, cell=_joined("region_codes")),
    Column(key="regions", heading=_("举办地区"), width=24, cell=_joined("regions")),
    Column(key="type_codes", heading=_("事件类型代码"), width=14, cell=_joined("type_codes")),
    Column(key="types", heading=_("事件类型"), width=16, cell=_joined("types")),
    Column(key="field_codes", heading=_("服务领域代码"), width=14, cell=_joined("field_codes")),
    Column(key="fields", heading=_("服务领域"), width=16, cell=_joined("fields")),
    Column(key="organisations", heading=_("机构"), width=30, cell=_joined("organisations")),
    Column(key="programmes", heading=_("项目与品牌"), width=20, cell=_joined("programmes")),
    Column(key="publisher", heading=_("本页发布者"), width=16, cell=_text("publisher")),
    Column(key="claimed_source", heading=_("标注来源"), width=16, cell=_text("claimed_source")),
    Column(key="dateline", heading=_("电头"), width=16, cell=_text("dateline")),
    Column(key="authors", heading=_("作者"), width=14, cell=_joined("authors")),
    Column(key="editor", heading=_("编辑"), width=10, cell=_text("editor")),
    Column(key="published", heading=_("本页发布日期"), width=20, cell=_text("published")),
    Column(key="published_precision", heading=_("本页发布日期精度"), width=8, cell=_text("published_precision")),
    Column(key="original_published", heading=_("原始发布日期"), width=20, cell=_text("original_published")),
    Column(key="original_precision", heading=_("原始发布日期精度"), width=8, cell=_text("original_precision")),
    Column(key="captured_at", heading=_("存档时间"), width=20, cell=_text("captured_at")),
    Column(key="event", heading=_("事件编号"), width=8, cell=_text("event")),
    Column(key="relation", heading=_("与事件的关系"), width=12, cell=_text("relation")),
    Column(key="reprint_of", heading=_("转载自编号"), width=8, cell=_text("reprint_of")),
    Column(key="original_url", heading=_("原网址"), width=30, cell=_text("original_url")),
    Column(key="flags", heading=_("标记"), width=16, cell=_joined("flags")),
)

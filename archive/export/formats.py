"""THE table of formats a search can be taken home in: address suffix, media type, name, writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.export.bibtex import write_bibtex
from archive.export.csv import write_csv
from archive.export.jsonl import write_jsonl
from archive.export.references import write_references
from archive.export.ris import write_ris
from archive.export.row import ExportRow
from archive.export.source_note import SourceNote
from archive.export.xlsx import write_xlsx

Writer = Callable[[Iterable[ExportRow], SourceNote], Iterator[bytes]]


@dataclass(frozen=True, kw_only=True)
class Format:
    """`suffix` ends the address of a search in this format and its file name."""

    suffix: str
    media_type: str
    label: str | Promise
    write: Writer


FORMATS = (
    Format(suffix="csv", media_type="text/csv; charset=utf-8", label=_("CSV 表格"), write=write_csv),
    Format(
        suffix="xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        label=_("Excel 工作簿"),
        write=write_xlsx,
    ),
    Format(
        suffix="jsonl",
        media_type="application/jsonl; charset=utf-8",
        label=_("JSON Lines（含正文）"),
        write=write_jsonl,
    ),
    Format(
        suffix="ris",
        media_type="application/x-research-info-systems; charset=utf-8",
        label=_("RIS 题录"),
        write=write_ris,
    ),
    Format(suffix="bib", media_type="application/x-bibtex; charset=utf-8", label=_("BibTeX 题录"), write=write_bibtex),
    Format(
        suffix="txt", media_type="text/plain; charset=utf-8", label=_("参考文献（GB/T 7714）"), write=write_references
    ),
)
FORMAT_BY_SUFFIX = {one.suffix: one for one in FORMATS}

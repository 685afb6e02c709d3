"""RIS, as reference managers import it: a newspaper article (`NEWS`) each. Fields are put down by `rispy`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from rispy.writer import RisWriter

from archive.export.row import ExportRow
from archive.export.source_note import SourceNote

_DAY = 10


class _Writer(RisWriter):
    NEWLINE = "\r\n"

    def set_header(self, count: int) -> str:
        return ""  # a running number is no part of the format, only this library's habit


def write_ris(rows: Iterable[ExportRow], note: SourceNote) -> Iterator[bytes]:
    """The file in pieces, a reference each."""
    writer = _Writer()
    for row in rows:
        yield writer.formats([_reference(row, note)]).encode() + b"\r\n\r\n"


def _reference(row: ExportRow, note: SourceNote) -> dict[str, Any]:
    published = row.original_published or row.published
    fields: dict[str, Any] = {
        "type_of_reference": "NEWS",
        "title": row.title,
        "authors": list(row.authors),
        "secondary_title": row.claimed_source or row.publisher,
        "publisher": row.publisher,
        "year": published[:4],
        "date": published[:_DAY].replace("-", "/"),
        "place_published": row.regions[0] if row.regions else "",
        "keywords": list(row.types),
        "urls": [url for url in (row.original_url, note.address(row.path)) if url],
        "access_date": row.captured_at[:_DAY].replace("-", "/"),
        "name_of_database": note.site,
        "accession_number": str(row.id),
        "language": "zh",
        "notes": [_event(row)] if row.event_edtf else [],
        "research_notes": _("检索：%(search)s，%(time)s") % {"search": note.search, "time": note.made_at},
    }
    return {key: value for key, value in fields.items() if value}


def _event(row: ExportRow) -> str:
    return _("事件日期：%(date)s") % {"date": row.event_edtf}

"""A numbered list of references by GB/T 7714-2015, as it goes under a paper: plain text for any word processor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from archive.export.gbt7714 import Citable, cite_gbt7714
from archive.export.row import ExportRow
from archive.export.source_note import SourceNote


def write_references(rows: Iterable[ExportRow], note: SourceNote) -> Iterator[bytes]:
    """The file in pieces, a reference each, with a byte order mark and CRLF as text editors on Windows want them.

    The address is the archive's, where the reader read it; the day of access that of the download.
    """
    accessed = dt.datetime.fromisoformat(note.made_at).date()
    yield "\ufeff".encode()
    for number, row in enumerate(rows, start=1):
        source = Citable(
            title=row.title,
            address=note.address(row.path),
            accessed=accessed,
            authors=row.authors,
            publication=row.claimed_source or row.publisher,
            published=row.original_published or row.published,
        )
        yield f"[{number}] {cite_gbt7714(source)}\r\n".encode()

"""JSON lines: an object an article, with its text, codes and names, and where it was found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from archive.export.row import ExportRow
from archive.export.source_note import SourceNote


def write_jsonl(rows: Iterable[ExportRow], note: SourceNote) -> Iterator[bytes]:
    """The file in pieces, a line each."""
    origin = {"search": note.search, "made_at": note.made_at, "index_state": note.index_state}
    for row in rows:
        record = asdict(row)
        path = record.pop("path")
        yield json.dumps({**record, "url": note.address(path), "export": origin}, ensure_ascii=False).encode() + b"\n"

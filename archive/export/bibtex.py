"""BibTeX for biblatex: an `@online` entry each, in UTF-8. What TeX would read as a command is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.export.row import ExportRow
from archive.export.source_note import SourceNote

_DAY = 10
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
# Inside `url` biblatex takes everything as it is, but braces have to balance and a percent sign begins a comment elsewhere.
_URL_ESCAPES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def write_bibtex(rows: Iterable[ExportRow], note: SourceNote) -> Iterator[bytes]:
    """The file in pieces: a comment on where it comes from, then an entry each."""
    yield f"% {note.site}: {note.search}\n% {note.made_at}, {note.index_state}, {note.listed}/{note.total}\n".encode()
    for row in rows:
        yield _entry(row, note).encode()


def _entry(row: ExportRow, note: SourceNote) -> str:
    # Braces around each name: a Chinese name, or an organisation's, is not to be cut into first and last.
    authors = " and ".join(f"{{{_escape(name)}}}" for name in row.authors)
    fields = {
        "author": authors,
        "title": _escape(row.title),
        "subtitle": _escape(row.subtitle),
        "organization": _escape(row.claimed_source or row.publisher),
        "date": (row.original_published or row.published)[:_DAY],
        "eventdate": row.event_start if row.event_start == row.event_end else f"{row.event_start}/{row.event_end}",
        "url": (row.original_url or note.address(row.path)).translate(_URL_ESCAPES),
        "urldate": row.captured_at[:_DAY],
        "keywords": ", ".join(_escape(name) for name in row.types),
        "langid": "chinese",
        "note": _escape(f"{note.site} {row.id}: ") + rf"\url{{{note.address(row.path)}}}",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"\n@online{{vna{row.id},\n{lines}}}\n"


def _escape(words: str) -> str:
    return words.translate(_ESCAPES)

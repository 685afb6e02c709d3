"""PDF files with a text layer, as lines joined to paragraphs.

The file itself is the original; what a program wrote about itself and its clock is no fact of the page and left out.

Deliberately not here: reading scanned pages (they are told as `no_text`), columns beside each other (their order is the
file's own), and the joining of lines (`archive.readers.print_lines`).
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

from archive.errors import ReadError
from archive.readers.foreign import foreign_errors
from archive.readers.html import web_address
from archive.readers.print_lines import Fragment, join_sheets
from archive.readers.source import MAX_TEXT, Source
from archive.records import Page

MEDIA_TYPE = "application/pdf"

_MAGIC = b"%PDF-"
_MOST_SHEETS = 200
"""A report of a news event has a few; a yearbook is no page."""
_MOST_CONTENT = 3_000_000
"""Drawing instructions of one sheet in bytes: text needs some ten thousand, maps and charts have millions."""


def recognise(source: Source) -> bool:
    """Whether a file is PDF, by its first bytes; space or a byte order mark may stand before them."""
    return source.head[:1_024].lstrip(b"\xef\xbb\xbf\0\t\r\n ").startswith(_MAGIC)


def read(source: Source) -> Iterator[Page]:
    """The one page of a PDF file; raises ReadError `encrypted`, `damaged`, `too_large`, `no_text`."""
    raw = source.read_all()
    printed = join_sheets(_read_sheets(raw))
    text = printed.text
    if not text.strip():
        raise ReadError("the PDF holds no text; scanned pages are not read", code="no_text")
    if len(text) > MAX_TEXT:
        raise ReadError(f"the PDF has more than {MAX_TEXT} characters", code="too_large")
    yield Page(
        content=text,
        media_type="text/plain",
        raw=raw,
        raw_media_type=MEDIA_TYPE,
        name=source.name,
        url=source.url or web_address(printed.address or ""),
        charset="utf-8",
    )


def _read_sheets(raw: bytes) -> list[list[Fragment]]:
    import pypdf
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, WrongPasswordError

    # It tells every oddity of every file on the log.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with foreign_errors("the PDF"):
        try:
            reader = pypdf.PdfReader(io.BytesIO(raw))
            if reader.is_encrypted and not reader.decrypt(""):
                raise ReadError("the PDF is encrypted; save it without a password first", code="encrypted")
            if len(reader.pages) > _MOST_SHEETS:
                raise ReadError(f"the PDF has more than {_MOST_SHEETS} pages", code="too_large")
            return [_fragments(sheet) for sheet in reader.pages]
        except (FileNotDecryptedError, WrongPasswordError, DependencyError):
            raise ReadError("the PDF is encrypted; save it without a password first", code="encrypted") from None
        except LimitReachedError as error:
            raise ReadError(f"the PDF is larger than any article ({error})", code="too_large") from None


def _fragments(sheet: Any) -> list[Fragment]:
    """The pieces of text of one sheet in the file's order, with their places in points from the lower left."""
    contents = sheet.get_contents()
    if contents is not None and len(contents.get_data()) > _MOST_CONTENT:
        raise ReadError("a page of the PDF is larger than any page of text", code="too_large")
    pieces: list[Fragment] = []

    def visit(text: str, matrix: list[float], placing: list[float], font: object, size: float) -> None:
        if text.strip():
            # The text's place, moved by the matrix of what it is drawn in (ISO 32000-1, 9.4.4).
            x = placing[4] * matrix[0] + placing[5] * matrix[2] + matrix[4]
            y = placing[4] * matrix[1] + placing[5] * matrix[3] + matrix[5]
            scale = abs(placing[3] * matrix[3]) or abs(placing[1] * matrix[1]) or 1.0
            pieces.append(Fragment(text=text, x=float(x), y=float(y), size=abs(float(size)) * scale))

    sheet.extract_text(visitor_text=visit)
    return pieces

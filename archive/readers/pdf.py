"""PDF files with a text layer, as lines joined to paragraphs.

The file itself is the original; what a program wrote about itself and its clock is no fact of the page and left out.

Deliberately not here: reading scanned pages (they are told as `no_text`), columns beside each other (their order is the
file's own), and the joining of lines (`archive.readers.print_lines`).
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from time import thread_time
from typing import TYPE_CHECKING, Any

from archive.errors import ReadError
from archive.readers.foreign import foreign_errors
from archive.readers.html import web_address
from archive.readers.source import MAX_TEXT, Source
from archive.records import Page

if TYPE_CHECKING:
    from archive.readers.print_lines import Fragment

MEDIA_TYPE = "application/pdf"

_MAGIC = b"%PDF-"
_MOST_SHEETS = 200
"""A report of a news event has a few; a yearbook is no page."""
_LONGEST = 5.0
_WITHOUT_TEXT = 0.7
_CHARACTERS_A_SECOND = 10_000
"""Seconds of processor time a file may take: so many before any text, then more as text comes out, up to the longest.

An article takes a tenth of a second, sheets of text as programs write them give 15,000 characters in one and more; a
file made to waste time takes any time for nothing.
"""
_LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": 20_000_000,
    "lzw_maximum_output_length": 20_000_000,
    "run_length_maximum_output_length": 20_000_000,
    "array_based_stream_maximum_output_length": 20_000_000,
    "stream_decoding_work_maximum_length": 40_000_000,
    "stream_parsing_work_maximum_count": 400_000,
    "xform_maximum_invocations_per_extraction": 500,
}
"""For pypdf: what one stream may come to. Its own bounds fit books."""


def recognise(source: Source) -> bool:
    """Whether a file is PDF, by its first bytes; space or a byte order mark may stand before them."""
    return source.head[:1_024].lstrip(b"\xef\xbb\xbf\0\t\r\n ").startswith(_MAGIC)


def read(source: Source) -> Iterator[Page]:
    """The one page of a PDF file; raises ReadError `encrypted`, `damaged`, `too_large`, `no_text`."""
    # Loaded when the first PDF comes, as pypdf is: most runs have none.
    from archive.readers.print_lines import join_sheets

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
    with foreign_errors("the PDF"), pypdf.apply_configuration(**_LIMITS):
        try:
            clock = _Clock()
            reader = pypdf.PdfReader(io.BytesIO(raw))
            if reader.is_encrypted and not reader.decrypt(""):
                raise _refusal()
            if len(reader.pages) > _MOST_SHEETS:
                raise ReadError(f"the PDF has more than {_MOST_SHEETS} pages", code="too_large")
            return [_fragments(sheet, clock) for sheet in reader.pages]
        except (FileNotDecryptedError, WrongPasswordError, DependencyError):
            raise _refusal() from None
        except LimitReachedError as error:
            raise ReadError(f"the PDF is larger than any article ({error})", code="too_large") from None


def _refusal() -> ReadError:
    return ReadError("the PDF is encrypted; save it without a password first", code="encrypted")


class _Clock:
    """Ends the reading of a file that takes too long for what it gives; asked before each drawing instruction.

    Processor time, not the clock on the wall: what else the machine does must not decide whether a file is read.
    """

    def __init__(self) -> None:
        self._began = thread_time()
        self.characters = 0

    def check(self, *_: object) -> None:
        allowed = min(_LONGEST, _WITHOUT_TEXT + self.characters / _CHARACTERS_A_SECOND)
        if thread_time() - self._began > allowed:
            raise ReadError("the PDF takes longer to read than any article", code="too_large")


def _fragments(sheet: Any, clock: _Clock) -> list[Fragment]:
    """The pieces of text of one sheet in the file's order, with their places in points from the lower left."""
    from archive.readers.print_lines import Fragment

    clock.check()
    pieces: list[Fragment] = []

    def visit(text: str, matrix: list[float], placing: list[float], font: object, size: float) -> None:
        if text.strip():
            clock.characters += len(text)
            # The text's place, moved by the matrix of what it is drawn in (ISO 32000-1, 9.4.4).
            x = placing[4] * matrix[0] + placing[5] * matrix[2] + matrix[4]
            y = placing[4] * matrix[1] + placing[5] * matrix[3] + matrix[5]
            scale = abs(placing[3] * matrix[3]) or abs(placing[1] * matrix[1]) or 1.0
            pieces.append(Fragment(text=text, x=float(x), y=float(y), size=abs(float(size)) * scale))

    sheet.extract_text(visitor_text=visit, visitor_operand_before=clock.check)
    return pieces

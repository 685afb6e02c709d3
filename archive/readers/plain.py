"""Plain text files: one page each.

Deliberately not here: header lines and addresses inside the text (`archive.extract`).
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.readers.charsets import charset_in_media_type, typed
from archive.readers.decode import decode_bytes
from archive.readers.html import checked_text
from archive.readers.source import Source
from archive.records import Page


def recognise(source: Source) -> bool:
    """Anything can be plain text; the decoder tells what is not."""
    return True


def read(source: Source) -> Iterator[Page]:
    """The one page of a text file; raises ReadError."""
    raw = source.read_all()
    decoded = decode_bytes(raw, charset_in_media_type(source.media_type))
    yield Page(
        content=checked_text(decoded),
        media_type="text/plain",
        raw=raw,
        raw_media_type=typed("text/plain", charset_in_media_type(source.media_type)),
        name=source.name,
        url=source.url,
        charset=decoded.charset,
        flags=decoded.flags,
    )

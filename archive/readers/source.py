"""One saved file as the readers see it: its first bytes, its size, and a way to read the rest within bounds.

Deliberately not here: what the bytes mean.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.errors import ReadError

MAX_FILE = 20 * 1024 * 1024
"""Bytes of one page's file, or of one line of JSON."""
MAX_TEXT = 5 * 1024 * 1024
"""Characters of one page."""
HEAD = 64 * 1024

_CHUNK = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file or some bytes to be read; `open` gives a new stream each time, `head` are the first 64 KB.

    `size` is 0 where it is not known before the end; reading is bounded all the same.
    """

    name: str
    head: bytes
    size: int
    open: Callable[[], BinaryIO]
    url: str | None = None
    media_type: str | None = None

    @property
    def suffix(self) -> str:
        """The last suffix of the name in lower case, without `.gz` and a line number: `.jsonl` for `a.jsonl.gz:12`."""
        names = (name.removesuffix(".gz") for name in (self.name.lower().rpartition(":")[0], self.name.lower()))
        return next((suffix for name in names if (suffix := Path(name).suffix)), "")

    def read_all(self) -> bytes:
        """The whole content; raises ReadError `too_large` before reading more than MAX_FILE bytes."""
        if self.size > MAX_FILE:
            raise too_large(self.size)
        with self.open() as stream:
            data = stream.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            raise too_large(len(data))
        return data


def source_of_file(path: Path) -> Source:
    """A regular file as a source; raises OSError if it cannot be read, ReadError if it is no regular file."""
    if not path.is_file():
        path.stat()
        raise ReadError("not a regular file", code="unreadable")
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    return Source(name=str(path), head=head, size=path.stat().st_size, open=lambda: path.open("rb"))


def source_of_bytes(data: bytes, *, name: str, url: str | None = None, media_type: str | None = None) -> Source:
    """Bytes already in memory as a source."""
    return Source(
        name=name, head=data[:HEAD], size=len(data), open=lambda: io.BytesIO(data), url=url, media_type=media_type
    )


def bounded_lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines of a stream without their ends; None for one longer than MAX_FILE, which is never held whole."""
    while line := stream.readline(MAX_FILE + 1):
        if len(line) <= MAX_FILE or line.endswith(b"\n"):
            yield line.rstrip(b"\r\n")
            continue
        del line
        while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
            pass
        yield None


def read_piece(stream: BinaryIO, size: int) -> bytes:
    """Up to `size` bytes, as many as are there at once: a stream that breaks off gives all before the break."""
    read = getattr(stream, "read1", stream.read)
    return bytes(read(size))


def too_large(size: int) -> ReadError:
    """The error for a page of `size` bytes."""
    megabytes = size / 1024 / 1024
    return ReadError(
        f"{megabytes:.1f} MB is more than the {MAX_FILE // 1024 // 1024} MB a page may have", code="too_large"
    )

"""Compressed bytes as a stream that is read in bounded pieces and gives up on bombs.

Deliberately not here: what the bytes hold (`archive.readers.gzipped`, `archive.readers.archive_zip`).
"""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, BinaryIO, cast

from archive.errors import ReadError
from archive.readers.source import read_piece

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PIECE = 64 * 1024
_FREE = 16 * 1024 * 1024
_MAX_RATIO = 200
"""Saved pages shrink to a tenth, the dullest real tables to a fiftieth; deflate can reach a thousandth."""


class Expansion:
    """How much came out of how much: one for a file, shared by all streams within it."""

    def __init__(self, packed: int = 0) -> None:
        self.packed = packed
        self.unpacked = 0

    def spend(self, unpacked: int) -> None:
        """Count bytes that came out; raises ReadError `too_large` where only a bomb holds so many."""
        self.unpacked += unpacked
        if self.unpacked > _FREE and self.unpacked > _MAX_RATIO * self.packed:
            reason = f"more than {_MAX_RATIO} times the size of the file came out of it: no archive of pages"
            raise ReadError(reason, code="too_large")


class GzipStream(io.RawIOBase):
    """The content of a gzip file of one or more members.

    Everything before a cut or a damage is given; then reading raises ReadError `truncated` or `damaged`.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._expansion = Expansion()
        self._packed = b""
        self._member = _new_member()
        self._is_inside = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        target = memoryview(buffer).cast("B")
        data = self._next(len(target))
        target[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()

    def _next(self, limit: int) -> bytes:
        while self._fill():
            if self._member.eof:
                self._packed = self._member.unused_data + self._packed
                self._member, self._is_inside = _new_member(), False
                # Zeros may pad the end of a gzip file (RFC 1952 leaves it open; gzip itself ignores them).
                self._packed = self._packed.lstrip(b"\0")
                continue
            data = self._inflate(limit)
            if data:
                return data
        return b""

    def _fill(self) -> bool:
        """Whether there is anything left to inflate."""
        if self._packed or self._member.eof:
            return True
        self._packed = self._stream.read(_PIECE)
        self._expansion.packed += len(self._packed)
        if not self._packed and self._is_inside:
            raise ReadError("the compressed file ends in the middle", code="truncated")
        return bool(self._packed)

    def _inflate(self, limit: int) -> bytes:
        try:
            data = self._member.decompress(self._packed, limit)
        except zlib.error as error:
            raise ReadError(f"the compressed file is damaged ({error})", code="damaged") from None
        self._packed = self._member.unconsumed_tail
        self._is_inside = True
        self._expansion.spend(len(data))
        return data


def open_gzip(stream: BinaryIO) -> BinaryIO:
    """The inflated stream, buffered; closing it closes `stream`."""
    return cast(BinaryIO, io.BufferedReader(GzipStream(stream), _PIECE))


def read_head(stream: BinaryIO, size: int) -> bytes:
    """The first `size` bytes, or those before a damage."""
    parts: list[bytes] = []
    missing = size
    try:
        while missing and (part := read_piece(stream, missing)):
            parts.append(part)
            missing -= len(part)
    except ReadError:
        # Reading the whole tells; the head only serves to recognise the format.
        pass
    return b"".join(parts)


def _new_member() -> zlib._Decompress:
    return zlib.decompressobj(16 + zlib.MAX_WBITS)

"""The lines of a stream that may pause, such as a pipe, with word of its pauses.

No thread reads ahead: while nobody asks for lines the pipe fills and its writer waits. Where the system cannot say
whether something has come (pipes on Windows), or the stream is no file, there are lines but no word of pauses.

Deliberately not here: what stands in a line (`archive.readers.jsonl`), and what to do in a pause.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Iterator
from typing import BinaryIO

from archive.readers.source import MAX_FILE, bounded_lines
from archive.records import LULL, Lull

PATIENCE = 0.5
"""Seconds a line may wait for more to come before a lull is told."""

_PIECE = 64 * 1024


def live_lines(stream: BinaryIO) -> Iterator[bytes | Lull | None]:
    """As `bounded_lines`, and a lull where a line given has waited `PATIENCE` and nothing more is there.

    Reads the file below the stream: nothing of it may have been read before.
    """
    try:
        descriptor = stream.fileno()
        select.select([descriptor], [], [], 0)
    except (OSError, ValueError):
        yield from bounded_lines(stream)
        return
    cutter = _Cutter()
    for piece in _pieces(descriptor):
        if isinstance(piece, Lull):
            yield piece
        else:
            yield from cutter.cut(piece)
    yield from cutter.end()


def _pieces(descriptor: int) -> Iterator[bytes | Lull]:
    deadline: float | None = None
    while True:
        if deadline is not None and not _has_come(descriptor, max(0.0, deadline - time.monotonic())):
            yield LULL
            deadline = None
        _has_come(descriptor, None)
        piece = os.read(descriptor, _PIECE)
        if not piece:
            return
        # Counted from the first line, not the last: a source that trickles without end is never quiet.
        deadline = deadline or time.monotonic() + PATIENCE
        yield piece


def _has_come(descriptor: int, seconds: float | None) -> bool:
    """Whether there is something to read, or the end, within so many seconds (None: waits for it)."""
    return bool(select.select([descriptor], [], [], seconds)[0])


class _Cutter:
    """Puts lines together from pieces; holds one unfinished line of at most MAX_FILE bytes."""

    def __init__(self) -> None:
        self._begun = bytearray()
        self._too_long = False

    def cut(self, piece: bytes) -> Iterator[bytes | None]:
        """The lines that end in this piece."""
        *ends, rest = piece.split(b"\n")
        for end in ends:
            self._add(end)
            yield self._take()
        self._add(rest)

    def end(self) -> Iterator[bytes | None]:
        """The last line, if the stream did not end with a line's end."""
        if self._begun or self._too_long:
            yield self._take()

    def _add(self, part: bytes) -> None:
        self._too_long = self._too_long or len(self._begun) + len(part) > MAX_FILE
        if self._too_long:
            self._begun.clear()
        else:
            self._begun += part

    def _take(self) -> bytes | None:
        line = None if self._too_long else bytes(self._begun).rstrip(b"\r")
        self._begun.clear()
        self._too_long = False
        return line

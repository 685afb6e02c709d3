"""Gzip around any one other format: `.warc.gz`, `.jsonl.gz`, `.csv.gz`, a compressed page.

What is kept as a page's original is what lies inside, not the compressed file.

Deliberately not here: inflating (`archive.readers.inflate`) and the formats inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from archive.readers.inflate import open_gzip, read_head
from archive.readers.source import HEAD, Source
from archive.records import Page, UnreadablePage

_MAGIC = b"\x1f\x8b\x08"


def recognise(source: Source) -> bool:
    """Whether a file is gzip, by its first bytes."""
    return source.head.startswith(_MAGIC)


def read(
    source: Source, read_inside: Callable[[Source], Iterator[Page | UnreadablePage]]
) -> Iterator[Page | UnreadablePage]:
    """The pages of what lies inside, as `read_inside` reads it; raises ReadError."""
    with open_gzip(source.open()) as stream:
        head = read_head(stream, HEAD)
    yield from read_inside(replace(source, head=head, size=0, open=lambda: open_gzip(source.open())))

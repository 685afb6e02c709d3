"""Groups a stream of pages into small batches and runs the pure stages on each page, here or in worker processes.

Order is kept, and only a few batches are held at a time, however long the stream is. Which bytes are known already is
asked through a function; nothing is stored here.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Callable, Container, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.ingest.originals import hash_bytes
from archive.ingest.stages import Processed, process_safely
from archive.ingest.workers import Ticket, WorkerPool
from archive.records import Page, UnreadablePage

PAGES_A_BATCH = 50
BYTES_A_BATCH = 8 * 1024 * 1024

# Batches worked on ahead of the one being stored: enough to keep the workers busy, few enough to bound memory.
_BATCHES_AHEAD = 2

Input = Page | UnreadablePage
FindKnown = Callable[[Sequence[str]], Container[str]]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One input on its way to the store. `result` is None where the bytes were known before the batch was begun."""

    page: Input
    sha256: str = ""
    result: Processed | UnreadablePage | None = None

    @property
    def size(self) -> int:
        """Bytes that came in."""
        return len(self.page.raw) if isinstance(self.page, Page) else 0


def make_batches(pages: Iterable[Input]) -> Iterator[list[Input]]:
    """The stream in lists of at most `PAGES_A_BATCH` pages; a list is closed when it passes `BYTES_A_BATCH`."""
    batch: list[Input] = []
    size = 0
    for page in pages:
        batch.append(page)
        size += len(page.raw) if isinstance(page, Page) else 0
        if len(batch) >= PAGES_A_BATCH or size >= BYTES_A_BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def process_batches(pages: Iterable[Input], find_known: FindKnown, workers: int) -> Generator[list[Entry]]:
    """Each batch hashed, then extracted and resolved where its bytes are new; in the order of the stream.

    `find_known` gets hashes and returns what contains those stored already. With `workers` > 1, that many processes
    prepare batches while the caller stores earlier ones.
    """
    if workers <= 1:
        for batch in make_batches(pages):
            yield [_process_here(entry, known) for entry, known in _hash_entries(batch, find_known)]
        return
    with WorkerPool(workers) as pool:
        ahead: deque[list[tuple[Entry, Ticket | None]]] = deque()
        for batch in make_batches(pages):
            ahead.append([_hand_out(pool, entry, known) for entry, known in _hash_entries(batch, find_known)])
            if len(ahead) > _BATCHES_AHEAD:
                yield [_collect(pool, entry, ticket) for entry, ticket in ahead.popleft()]
        while ahead:
            yield [_collect(pool, entry, ticket) for entry, ticket in ahead.popleft()]


def _hash_entries(batch: Sequence[Input], find_known: FindKnown) -> list[tuple[Entry, bool]]:
    """Entries with whether there is nothing to process: bytes known already, or a page that could not be read."""
    entries = [
        Entry(page=page, sha256=hash_bytes(page.raw)) if isinstance(page, Page) else Entry(page=page, result=page)
        for page in batch
    ]
    known = find_known([entry.sha256 for entry in entries if entry.sha256])
    return [(entry, entry.result is not None or entry.sha256 in known) for entry in entries]


def _process_here(entry: Entry, known: bool) -> Entry:
    if known or not isinstance(entry.page, Page):
        return entry
    return dataclasses.replace(entry, result=process_safely(entry.page))


def _hand_out(pool: WorkerPool, entry: Entry, known: bool) -> tuple[Entry, Ticket | None]:
    if known or not isinstance(entry.page, Page):
        return entry, None
    return entry, pool.submit(entry.page)


def _collect(pool: WorkerPool, entry: Entry, ticket: Ticket | None) -> Entry:
    return entry if ticket is None else dataclasses.replace(entry, result=pool.collect(ticket))

"""Groups a stream of pages into small batches and runs the pure stages on each page, here or in worker processes.

Order is kept, and only a few batches are held at a time, however long the stream is. Which bytes are known already is
asked through a function; nothing is stored here. A stream that pauses says so with a lull: what has come is then given
to the caller at once, however little it is, and however much is in the hands of workers.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Callable, Container, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from archive.ingest.originals import hash_bytes
from archive.ingest.stages import NO_RULES, HouseRules, Processed, process_safely
from archive.ingest.workers import Result, Ticket, WorkerPool
from archive.records import Lull, Page, UnreadablePage

PAGES_A_BATCH = 250
"""Each is stored in one transaction, for which whoever else writes waits: well below a second for so many."""

BYTES_A_BATCH = 8 * 1024 * 1024

# Batches worked on ahead of the one being stored: enough to keep the workers busy, few enough to bound memory.
_BATCHES_AHEAD = 2

# Handed to a worker at once: enough that handing over costs little, few enough that both get some of a small batch.
_PAGES_A_TICKET = 10

Input = Page | UnreadablePage
FindKnown = Callable[[Sequence[str]], Container[str]]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One input on its way to the store. `known`: its bytes were stored before the batch was begun; no `result`."""

    page: Input
    sha256: str = ""
    known: bool = False
    result: Processed | UnreadablePage | None = None

    @property
    def size(self) -> int:
        """Bytes that came in."""
        return len(self.page.raw) if isinstance(self.page, Page) else 0


def make_batches(pages: Iterable[Input | Lull]) -> Iterator[list[Input]]:
    """The stream in lists of at most `PAGES_A_BATCH` pages; a list is closed when it passes `BYTES_A_BATCH`.

    At a lull what there is, then an empty list: nothing is to be waited for.
    """
    batch: list[Input] = []
    size = 0
    for page in pages:
        if isinstance(page, Lull):
            yield from ([batch, []] if batch else [[]])
            batch, size = [], 0
            continue
        batch.append(page)
        size += len(page.raw) if isinstance(page, Page) else 0
        if len(batch) >= PAGES_A_BATCH or size >= BYTES_A_BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def process_batches(
    pages: Iterable[Input | Lull], find_known: FindKnown, workers: int, rules: HouseRules = NO_RULES
) -> Generator[list[Entry]]:
    """Each batch hashed, then extracted and resolved where its bytes are new; in the order of the stream.

    `find_known` gets hashes and returns what contains those stored already. With `workers` > 1, that many processes
    prepare batches while the caller stores earlier ones. At a lull of the stream all of them are given first.
    """
    batches = (_hash_entries(batch, find_known) if batch else [] for batch in make_batches(pages))
    if workers <= 1:
        for entries in filter(None, batches):
            yield _with_results(entries, (process_safely(page, rules) for page in _pages_to_process(entries)))
        return
    with WorkerPool(workers, rules) as pool:
        ahead: deque[_Handed] = deque()
        for entries in batches:
            if entries:
                ahead.append(_hand_out(pool, entries))
            while len(ahead) > (_BATCHES_AHEAD if entries else 0):
                yield _collect(pool, ahead.popleft())
        while ahead:
            yield _collect(pool, ahead.popleft())


@dataclass(frozen=True, kw_only=True)
class _Handed:
    """A batch in the hands of workers: the entries as they came, and the tickets of the new ones among them."""

    entries: list[Entry]
    tickets: list[Ticket]


def _hash_entries(batch: Sequence[Input], find_known: FindKnown) -> list[Entry]:
    hashes = [hash_bytes(page.raw) if isinstance(page, Page) else "" for page in batch]
    known = find_known([sha256 for sha256 in hashes if sha256])
    return [
        Entry(page=page, sha256=sha256, known=sha256 in known)
        if isinstance(page, Page)
        else Entry(page=page, result=page)
        for page, sha256 in zip(batch, hashes, strict=True)
    ]


def _pages_to_process(entries: Sequence[Entry]) -> list[Page]:
    return [entry.page for entry in entries if isinstance(entry.page, Page) and not entry.known]


def _with_results(entries: Sequence[Entry], results: Iterator[Result]) -> list[Entry]:
    """The entries, those to be processed with their results, which come in the same order."""
    return [
        dataclasses.replace(entry, result=next(results)) if isinstance(entry.page, Page) and not entry.known else entry
        for entry in entries
    ]


def _hand_out(pool: WorkerPool, entries: list[Entry]) -> _Handed:
    pages = _pages_to_process(entries)
    starts = range(0, len(pages), _PAGES_A_TICKET)
    return _Handed(entries=entries, tickets=[pool.submit(pages[start : start + _PAGES_A_TICKET]) for start in starts])


def _collect(pool: WorkerPool, handed: _Handed) -> list[Entry]:
    results = chain.from_iterable(pool.collect(ticket) for ticket in handed.tickets)
    return _with_results(handed.entries, results)

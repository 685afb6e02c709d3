"""Worker processes for the pure stages. They never open the database, and none outlives the process that started it.

A page that kills its worker (memory, a crash in a C library) is found out by trying again alone, and fails alone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any

from archive.ingest.stages import NO_RULES, HouseRules, Processed, failed_page, process_safely
from archive.memory import collect_rarely
from archive.records import Page, UnreadablePage

Result = Processed | UnreadablePage

_WORTH_WORKERS = 2_000_000
"""Bytes of input from which worker processes pay: each takes a second or two to load what it needs."""

_MOST_WORKERS = 8
"""More than one writer to the database can keep up with."""


def sensible_workers(input_bytes: int | None) -> int:
    """How many workers to use for so much input (None: not known): none beside this process (1) for a little, else one a core."""
    if input_bytes is not None and input_bytes < _WORTH_WORKERS:
        return 1
    return min(_MOST_WORKERS, _cores())


def _cores() -> int:
    """Cores this process may use: in a container fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True)
class Ticket:
    """Pages handed out together, and the promise of their results."""

    pages: Sequence[Page]
    future: Future[list[Result]]


class WorkerPool:
    """A pool that survives the death of its workers. Use as a context manager; leaving it stops the workers."""

    def __init__(self, workers: int, rules: HouseRules = NO_RULES) -> None:
        self._workers = workers
        self._rules = rules
        self._pool = _start_pool(workers)
        self._lone: ProcessPoolExecutor | None = None

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_exception: Any) -> None:
        """Stop the workers; at once, whatever they are at, when the run was stopped: they have written nothing."""
        if kind is not None:
            _kill_workers()
        try:
            for pool in (self._pool, self._lone):
                if pool is not None:
                    pool.shutdown(wait=True, cancel_futures=True)
        except BaseException:
            # A second Ctrl-C amid the waiting: workers that were not told to end would be waited for at exit for ever.
            _kill_workers()
            raise

    def submit(self, pages: Sequence[Page]) -> Ticket:
        """Hand some pages to the next free worker."""
        try:
            return Ticket(pages, self._pool.submit(_process_all, pages, self._rules))
        except BrokenProcessPool:
            self._pool = _start_pool(self._workers)
            return Ticket(pages, self._pool.submit(_process_all, pages, self._rules))

    def collect(self, ticket: Ticket) -> list[Result]:
        """Wait for the results. A dead worker takes all pages in hand with it; each is then tried by itself."""
        try:
            return ticket.future.result()
        except BrokenProcessPool:
            return [self._try_alone(page) for page in ticket.pages]

    def _try_alone(self, page: Page) -> Result:
        self._lone = self._lone or _start_pool(1)
        try:
            return self._lone.submit(process_safely, page, self._rules).result()
        except BrokenProcessPool:
            self._lone = None
            return failed_page(page, "extract", "worker_died", "the page crashed the process that worked on it")


def _process_all(pages: Sequence[Page], rules: HouseRules) -> list[Result]:
    return [process_safely(page, rules) for page in pages]


def _start_pool(workers: int) -> ProcessPoolExecutor:
    # "spawn", not "fork": a fork would share the parent's open database connection and locks.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(max_workers=workers, mp_context=context, initializer=_prepare_worker)


def _kill_workers() -> None:
    for worker in multiprocessing.active_children():
        worker.kill()


def _prepare_worker() -> None:
    """Leave Ctrl-C to the parent, which then stops in order; and end with the parent even if that is killed."""
    collect_rarely()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "only ever run in a worker"
    wait([parent.sentinel])
    os._exit(1)

"""`manage.py index_stale [--watch]`: the index brought up to date with the database."""

from __future__ import annotations

import logging
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils.translation import gettext as _

from archive.management.index_watching import Arrivals, Step
from archive.memory import collect_rarely
from archive.search.freshness import articles_behind
from archive.search.indexing import index_problem, index_stale, tidy_index

logger = logging.getLogger(__name__)

_POLL_SECONDS = 1.0
_RETRY_SECONDS = 10


class Command(BaseCommand):
    help = "Bring the search index up to date with the database; a missing, outdated or damaged index is rebuilt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--watch", action="store_true", help="keep doing so, looking every second, until stopped")
        parser.add_argument("--limit", type=int, help="write at most this many articles")

    def handle(self, *args: Any, watch: bool, limit: int | None, **options: Any) -> None:
        collect_rarely()
        if watch:
            self._watch(limit)
        else:
            self._run(limit, always=True)

    def _watch(self, limit: int | None) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: stop.set())
        arrivals = Arrivals()
        is_tidy = True
        while not stop.is_set():
            started = time.perf_counter()
            try:
                is_tidy = self._look(arrivals, limit, is_tidy=is_tidy)
            except Exception:  # the watch outlives a locked database or a full disk, and tries again
                logger.exception("indexing failed; trying again in %d s", _RETRY_SECONDS)
                stop.wait(_RETRY_SECONDS)
                is_tidy = False
            close_old_connections()
            # Rest as long as the last commit took, so that half of the time is left to whoever takes pages in.
            stop.wait(max(_POLL_SECONDS, time.perf_counter() - started))

    def _look(self, arrivals: Arrivals, limit: int | None, *, is_tidy: bool) -> bool:
        """Do what is to be done now; whether the index is tidy then."""
        waiting = articles_behind().count()
        step = arrivals.look(waiting, time.monotonic())
        if step != Step.WAIT or index_problem() is not None:
            self._run(limit, always=False, more_coming=step == Step.WRITE_AMID)
            return step != Step.WRITE_AMID
        if not waiting and not is_tidy:
            tidy_index()
            return True
        return is_tidy

    def _run(self, limit: int | None, *, always: bool, more_coming: bool = False) -> None:
        started = time.perf_counter()
        report = index_stale(limit, self._show_progress, more_coming=more_coming)
        if always or report.indexed or report.removed:
            seconds = time.perf_counter() - started
            counts = {"indexed": report.indexed, "removed": report.removed, "seconds": seconds}
            self.stdout.write(_("索引：写入 %(indexed)d，移除 %(removed)d，用时 %(seconds).1f 秒") % counts)

    def _show_progress(self, done: int, total: int) -> None:
        if done < total and self.stdout.isatty():
            self.stdout.write(f"{done} of {total}", ending="\r")

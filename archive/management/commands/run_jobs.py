"""`manage.py run_jobs [--watch]`: what staff asked for in the background is done, one job at a time."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils.translation import gettext as _

from archive.jobs.kinds import label_of, performers
from archive.jobs.presence import leave_sign
from archive.jobs.running import run_next
from archive.models import JobState

logger = logging.getLogger(__name__)

_POLL_SECONDS = 1.0
_RETRY_SECONDS = 10.0


class Command(BaseCommand):
    help = "Do the jobs that wait, oldest first, one at a time; a stopped or killed job goes on where it was."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--watch", action="store_true", help="keep doing so, looking every second, until stopped")

    def handle(self, *args: Any, watch: bool, **options: Any) -> None:
        with _ended_by_signals() as ending:
            while not ending.is_set():
                _say_present()
                pause = self._do_next(ending)
                if pause is None and not watch:
                    return
                if watch:
                    close_old_connections()
                ending.wait(_POLL_SECONDS if pause is None else pause)

    def _do_next(self, ending: threading.Event) -> float | None:
        """Seconds to wait before the next one; None if there was none."""
        try:
            job = run_next(performers(), ending)
        except Exception:  # the watch outlives a locked database or a full disk, and tries again
            logger.exception("jobs cannot be read or written; trying again in %d s", _RETRY_SECONDS)
            return _RETRY_SECONDS
        if job is None:
            return None
        told = {"job": job.pk, "kind": label_of(job.kind), "state": job.get_state_display(), "done": job.done}
        self.stdout.write(_("任务 %(job)d（%(kind)s）：%(state)s，已处理 %(done)d") % told)
        return _RETRY_SECONDS if job.state == JobState.WAITING else 0.0


def _say_present() -> None:
    try:
        leave_sign()
    except OSError as error:  # a full disk is told of where work fails
        logger.warning("no sign of this worker can be left: %s", error)


@contextmanager
def _ended_by_signals() -> Iterator[threading.Event]:
    """Set when the process is asked to end: the step under way is finished, and the job put back."""
    ending = threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    for number in before:
        signal.signal(number, lambda *_args: ending.set())
    try:
        yield ending
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

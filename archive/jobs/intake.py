"""Takes in, as a job, what staff uploaded, pasted or gave addresses of; and again what failed of it.

The same ingest as the command line: batches committed with their outcomes, so that a job that is begun again goes on with
what has none and loses nothing. Its runs name the job, by which its page shows what became of each input.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import OperationalError

from archive.errors import FetchError, ReadError
from archive.ingest.ledger import RunOrigin
from archive.ingest.report import IngestReport, ItemOutcome, Listener
from archive.ingest.run import take_pages
from archive.ingest.web import fetch_addresses
from archive.jobs import uploads
from archive.jobs.queue import submit_job
from archive.jobs.remaining import Remaining, failed_inputs, holds_any, with_own_names
from archive.jobs.running import JobLost, JobPutBack, JobStopped, Run
from archive.models import IngestRun, Job
from archive.readers.registry import read_source
from archive.readers.source import source_of_file
from archive.records import Page, UnreadablePage

INGEST = "ingest"
_TOLD_EVERY = 0.5
"""Seconds between two notes of how far it is."""


def submit_ingest(
    upload: str,
    files: Sequence[dict[str, Any]],
    addresses: Sequence[str],
    *,
    batch: str = "",
    by: AbstractBaseUser | None = None,
    again: tuple[Job, str] | None = None,
) -> Job:
    """`files` of the upload: `name`, `number`, and `url` and `media_type` where they are known.

    `again`: the job of which only what failed is taken, and the id of the one outcome that is meant or ''.
    """
    uploads.sweep()
    uploads.make_sure(upload)
    parameters: dict[str, Any] = {
        "upload": upload, "files": with_own_names(files), "addresses": list(addresses), "batch": batch,
    }  # fmt: skip
    if again:
        run = IngestRun.objects.filter(job=again[0]).order_by("id").first()
        parameters |= {"retry_of": run.pk if run else None, "again": {"job": again[0].pk, "outcome": again[1]}}
    return submit_job(INGEST, parameters, by=by, total=len(files) + len(addresses))


def submit_again(job: Job, *, by: AbstractBaseUser | None, only: str = "") -> Job | None:
    """A job with what failed of this one; None where nothing can be tried again.

    `only`: the id of the one outcome whose input is meant.
    """
    failed = set(failed_inputs(job.pk, only))
    files = [file for file in job.parameters["files"] if holds_any(file["name"], failed)]
    files = [file for file in files if uploads.file_of(job.parameters["upload"], file["number"]).exists()]
    addresses = [name for name in job.parameters["addresses"] if name in failed] or [
        name for name in sorted(failed) if name.startswith(("http://", "https://"))
    ]
    if not files and not addresses:
        return None
    given = job.parameters
    return submit_ingest(given["upload"], files, addresses, batch=given["batch"], by=by, again=(job, only))


def perform_ingest(run: Run) -> None:
    """First the files, then the addresses; what has an outcome is not taken again."""
    given, remaining = run.parameters, Remaining(run.job)
    _catch_up(run, remaining)
    name, retry_of, job = given["batch"], given.get("retry_of"), run.job.pk
    if given["files"] and not run.cursor.get("files"):
        names = [file["name"] for file in given["files"]]
        origin = RunOrigin(batch=name, inputs=names, retry_of=retry_of, job=job)
        _take(run, "files", lambda tell: take_pages(_pages(given, remaining), origin, progress=tell))
    addresses = remaining.addresses(given["addresses"])
    if addresses and not run.cursor.get("addresses"):
        _take(run, "addresses", lambda tell: _fetch(addresses, name, retry_of, job, tell))
    _tidy(run.job)


def _catch_up(run: Run, remaining: Remaining) -> None:
    """Count what was committed when the worker before this one ended, and not yet noted."""
    missed = remaining.counts - Counter(run.job.counts)
    if missed:
        with run.step():
            run.advance(missed.total(), **missed)


def _fetch(addresses: Sequence[str], batch: str, retry_of: int | None, job: int, tell: Listener) -> IngestReport:
    try:
        return fetch_addresses(addresses, batch=batch, retry_of=retry_of, job=job, progress=tell)
    except FetchError as error:
        if error.code == "busy":  # another process fetches: later
            time.sleep(_TOLD_EVERY)
            raise JobPutBack from error
        raise


def _take(run: Run, part: str, take: Callable[[Listener], IngestReport]) -> None:
    """Run one ingest and note how far it is, outside its own transactions."""
    telling = _Telling(run)
    report = take(telling.tell)
    if telling.ended is not None:
        raise telling.ended
    if report.stopped_by:
        raise OperationalError(report.stopped_by)
    telling.note(**{part: True})


class _Telling:
    """Adds up outcomes and notes them now and then; ends the ingest in order when the job is to end."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._new: Counter[str] = Counter()
        self._noted = time.monotonic()
        self.ended: JobStopped | JobLost | JobPutBack | None = None

    def tell(self, item: ItemOutcome) -> None:
        self._new[item.outcome.value] += 1
        if self.ended is not None:  # told of what was committed meanwhile
            return
        if time.monotonic() - self._noted < _TOLD_EVERY:
            return
        try:
            self.note()
        except (JobStopped, JobLost, JobPutBack) as ended:
            self.ended = ended
            raise KeyboardInterrupt from ended

    def note(self, **cursor: bool) -> None:
        with self._run.step():
            number = self._new.total()
            # A file may hold a thousand pages: how many there are shows as they come.
            total = max(self._run.job.total, self._run.job.done + number)
            self._run.advance(number, total=total, **self._new)
            self._run.cursor.update(cursor)
        self._new.clear()
        self._noted = time.monotonic()


def _pages(given: Any, remaining: Remaining) -> Iterator[Page | UnreadablePage]:
    for file in given["files"]:
        for page in _pages_of(given["upload"], file):
            if remaining.is_due(page.name):
                yield page


def _pages_of(upload: str, file: dict[str, Any]) -> Iterator[Page | UnreadablePage]:
    path = uploads.file_of(upload, file["number"])
    try:
        source = source_of_file(path)
    except (OSError, ReadError):
        reason = "what was uploaded is no longer kept"
        yield UnreadablePage(name=file["name"], stage="read", code="missing", reason=reason)
        return
    yield from read_source(replace(source, name=file["name"], url=file.get("url"), media_type=file.get("media_type")))


def _tidy(job: Job) -> None:
    """Of what was uploaded only that stays of which something failed, and what a job holds that this one tries again."""
    failed = set(failed_inputs(job.pk))
    done = [file["number"] for file in job.parameters["files"] if not holds_any(file["name"], failed)]
    uploads.drop(job.parameters["upload"], done)

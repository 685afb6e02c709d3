"""Runs jobs: `run_next` takes the next and sees it to its end. What each kind of job does is said in
`archive.jobs.kinds`.

A job is done in steps. What a step changes and how far the job is are committed together, and only while the worker
still holds it: so a step is done once, whatever moment a worker is killed at.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from archive.jobs.queue import LEASE, MOST_ATTEMPTS, claim_job, end_job
from archive.models import Job, JobState
from archive.models.writing import writing

logger = logging.getLogger(__name__)

_REST = 0.2
"""Of the time a step took: SQLite has one writer at a time, and people at the admin write as well."""


class JobLost(Exception):
    """Another worker holds the job by now; nothing of the step is kept."""


class JobStopped(Exception):
    """Somebody asked the job to end."""


class JobPutBack(Exception):
    """The worker is to end; the job goes on with the next one."""


class Run:
    """One job in the hands of a worker: what the function of its kind reads and tells."""

    def __init__(self, job: Job, worker: str, ending: threading.Event) -> None:
        self._job = job
        self._worker = worker
        self._ending = ending
        self._step_seconds = 0.0

    @property
    def job(self) -> Job:
        """The row, as of the last step."""
        return self._job

    @property
    def parameters(self) -> Mapping[str, Any]:
        return self._job.parameters

    @property
    def by(self) -> AbstractBaseUser | None:
        """Who asked for it; None if the account is gone."""
        return self._job.by

    @property
    def batch(self) -> str:
        return self._job.batch

    @property
    def cursor(self) -> dict[str, Any]:
        """What the last whole step left for the next one; empty at first. Change it within a step."""
        return self._job.cursor

    @contextmanager
    def step(self) -> Iterator[None]:
        """One transaction. Within it do the work, then `advance`.

        Raises:
            JobLost, JobStopped, JobPutBack: before anything is done; let them pass.
        """
        self._pause()
        started = time.monotonic()
        with writing():
            self._hold()
            yield
            Job.objects.filter(pk=self._job.pk).update(
                done=self._job.done,
                total=self._job.total,
                counts=self._job.counts,
                cursor=self._job.cursor,
                attempts=0,
                lease_until=timezone.now() + LEASE,
            )
        self._step_seconds = time.monotonic() - started

    def advance(self, number: int = 1, *, total: int | None = None, **counts: int) -> None:
        """So many more are done, with these outcomes; shown when the step is committed."""
        self._job.done += number
        self._job.total = self._job.total if total is None else total
        for outcome, more in counts.items():
            self._job.counts[outcome] = self._job.counts.get(outcome, 0) + more

    def _pause(self) -> None:
        if self._ending.wait(self._step_seconds * _REST):
            raise JobPutBack

    def _hold(self) -> None:
        """Make sure that it is still ours and lock its row, first of all: no other worker takes it before the commit."""
        mine = Job.objects.filter(pk=self._job.pk, state=JobState.RUNNING, worker=self._worker)
        if not mine.update(lease_until=timezone.now() + LEASE):
            raise JobLost
        fresh = Job.objects.get(pk=self._job.pk)
        if fresh.stop_requested:
            raise JobStopped
        # A step that failed may have left its counts in memory.
        for name in ("done", "total", "counts", "cursor", "attempts"):
            setattr(self._job, name, getattr(fresh, name))


def run_next(kinds: Mapping[str, Callable[[Run], None]], ending: threading.Event) -> Job | None:
    """Run the oldest job that waits until it ends or `ending` is set; None if there was nothing to do.

    A job that could not go on for now waits again, with its error.
    """
    worker = str(uuid.uuid4())
    job = claim_job(worker)
    if job is None:
        return None
    perform = kinds.get(job.kind)
    state, error = _perform(perform, Run(job, worker, ending)) if perform else _unknown(job)
    end_job(job, worker, state, error)
    job.refresh_from_db()
    return job


def _unknown(job: Job) -> tuple[JobState, str]:
    return JobState.FAILED, f"there is no kind of job called {job.kind}"


def _perform(perform: Callable[[Run], None], run: Run) -> tuple[JobState, str]:
    """How it ended, and what went wrong."""
    try:
        perform(run)
    except JobStopped:
        return JobState.STOPPED, ""
    except (JobLost, JobPutBack):
        return JobState.WAITING, ""
    except (OperationalError, InterfaceError) as error:
        # A full disk, a locked database, a server that restarts: it may be over at the next attempt.
        logger.exception("job %s could not write", run.job)
        return (JobState.WAITING if run.job.attempts < MOST_ATTEMPTS else JobState.FAILED), _words(error)
    except Exception as error:
        logger.exception("job %s failed", run.job)
        return JobState.FAILED, _words(error)
    return JobState.FINISHED, ""


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:2000]

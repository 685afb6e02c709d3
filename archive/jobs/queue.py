"""Jobs as they wait, are claimed and end: every change of `Job.state` is here.

A claim is one UPDATE that the database refuses while another job runs (`one_job_runs_at_a_time`), on SQLite and
PostgreSQL alike. A worker that was killed keeps its claim until its lease ends; then the job is put back.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from archive.models import Job, JobState

LEASE = dt.timedelta(seconds=60)
"""How long one step may take at most; a job whose worker gave no sign for so long is begun again where it stopped."""

MOST_ATTEMPTS = 3
"""A step that its worker died of so often ends the job: it would kill the next one too."""


def submit_job(
    kind: str, parameters: Mapping[str, Any], *, by: AbstractBaseUser | None = None, total: int = 0, batch: str = ""
) -> Job:
    """A new job, which waits for its turn. `batch` is what its entries of the audit log have in common."""
    return Job.objects.create(
        kind=kind,
        parameters=dict(parameters),
        by_id=by.pk if by else None,
        total=total,
        batch=batch or str(uuid.uuid4()),
    )


def claim_job(worker: str) -> Job | None:
    """The oldest job that waits, now held by `worker`; None if none waits or another runs."""
    now = timezone.now()
    put_back_orphans(now)
    try:
        with transaction.atomic():
            waiting = Job.objects.filter(state=JobState.WAITING).order_by("pk").first()
            claimed = waiting is not None and Job.objects.filter(pk=waiting.pk, state=JobState.WAITING).update(
                state=JobState.RUNNING,
                worker=worker,
                lease_until=now + LEASE,
                attempts=waiting.attempts + 1,
                started_at=waiting.started_at or now,
            )
    except IntegrityError:
        return None
    return Job.objects.get(pk=waiting.pk) if claimed and waiting else None


def put_back_orphans(now: dt.datetime) -> None:
    """Let a job wait again whose worker gave no sign for longer than its lease."""
    for job in Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now):
        # Only if it is still as it was read: its worker may have been slow, not dead.
        held = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker, lease_until=job.lease_until)
        if job.attempts >= MOST_ATTEMPTS:
            told = f"its worker died {job.attempts} times at the same step"
            held.update(state=JobState.FAILED, worker="", error=told, finished_at=now)
        else:
            held.update(state=JobState.WAITING, worker="", lease_until=None)


def end_job(job: Job, worker: str, state: JobState, error: str = "") -> bool:
    """Let go of a job: over, or waiting again. False if it is held by this worker no more."""
    ended = None if state == JobState.WAITING else timezone.now()
    held = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=worker)
    # Put back in order, without an error: that was no attempt that failed.
    attempts = {} if error else {"attempts": 0}
    return bool(held.update(state=state, worker="", lease_until=None, error=error, finished_at=ended, **attempts))


def resume_job(job: Job) -> bool:
    """Let a job that was stopped or failed wait again, to go on where it was; False if it is neither."""
    over = Job.objects.filter(pk=job.pk, state__in=(JobState.STOPPED, JobState.FAILED))
    return bool(over.update(state=JobState.WAITING, stop_requested=False, attempts=0, error="", finished_at=None))


def request_stop(job: Job) -> None:
    """Ask a job to end: one that waits ends at once, one that runs after its step. What it did stays done."""
    waiting = Job.objects.filter(pk=job.pk, state=JobState.WAITING)
    if not waiting.update(state=JobState.STOPPED, finished_at=timezone.now()):
        Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(stop_requested=True)

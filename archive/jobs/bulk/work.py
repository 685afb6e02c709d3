"""Starts a change in bulk as a job, does it, and takes it back.

Which articles are meant is settled when the job is submitted; what becomes of each is judged when its turn comes, so
that a decision taken in between stands. Articles wait as rows (`BulkItem`), which are committed with what is done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction

from archive.errors import ArchiveError
from archive.ingest.turns import wait_for_turn
from archive.jobs.bulk.change import Change, Doing, Done
from archive.jobs.bulk.table import CHANGES
from archive.jobs.queue import submit_job
from archive.jobs.running import Run
from archive.models import BulkItem, BulkOutcome, Job
from archive.models.insertion import insert_rows, store_json

logger = logging.getLogger(__name__)

BULK, UNDO = "bulk", "bulk_undo"

_AT_ONCE = 20
"""Articles in a step: about a second, after which others may write, and nothing more is lost when a worker dies."""

_COLUMNS = ("job_id", "article_id", "outcome", "reason", "before", "after")


def make_change(parameters: Mapping[str, Any]) -> Change:
    """The change a job was submitted with."""
    return CHANGES[parameters["change"]].make(parameters["values"])


@transaction.atomic
def submit_bulk(
    change: str, values: Mapping[str, Any], articles: Sequence[int], *, by: AbstractBaseUser | None, told: str = ""
) -> Job:
    """A job that does a change of the table to these articles; `told` says in words which they are."""
    parameters = {"change": change, "values": dict(values), "told": told}
    job = submit_job(BULK, parameters, by=by, total=len(articles))
    nothing = store_json({})
    insert_rows(
        BulkItem, _COLUMNS, ((job.pk, article, BulkOutcome.WAITING.value, "", nothing, nothing) for article in articles)
    )
    return job


@transaction.atomic
def submit_undo(job: Job, *, by: AbstractBaseUser | None) -> Job:
    """A job that takes back what another changed, however far that one came."""
    changed = BulkItem.objects.filter(job=job, outcome=BulkOutcome.CHANGED).count()
    return submit_job(UNDO, {"job": job.pk}, by=by, total=changed)


def undoing(job: Job) -> Job | None:
    """The job that takes this one back, if one was submitted and not stopped."""
    return Job.objects.filter(kind=UNDO, parameters__job=job.pk).exclude(state__in=("stopped", "failed")).first()


def perform_bulk(run: Run) -> None:
    """Do the change to the articles that wait still."""
    change = make_change(run.parameters)
    waiting = BulkItem.objects.filter(job=run.job, outcome=BulkOutcome.WAITING)
    _work_through(run, change, waiting, lambda item, doing: _apply(change, item, doing))


def perform_undo(run: Run) -> None:
    """Put back what was there, article by article, unless it was changed since."""
    done = Job.objects.get(pk=run.parameters["job"])
    change = make_change(done.parameters)
    changed = BulkItem.objects.filter(job=done, outcome=BulkOutcome.CHANGED)
    _work_through(run, change, changed, lambda item, doing: _undo(change, item, doing))


def _work_through(run: Run, change: Change, left: Any, act: Callable[[BulkItem, Doing], None]) -> None:
    doing = Doing(by=run.by, batch=run.batch)
    while True:
        with wait_for_turn(), run.step():
            items = list(left.order_by("id").select_related("article__event", "article__publisher")[:_AT_ONCE])
            for item in items:
                act(item, doing)
                item.save(update_fields=["outcome", "reason", "before", "after"])
                run.advance(**{item.outcome: 1})
        if not items:
            return


def _apply(change: Change, item: BulkItem, doing: Doing) -> None:
    article = item.article
    plan = change.plan([article.pk])[article.pk]
    if not plan.changes:
        item.outcome = BulkOutcome.SKIPPED if plan.skip else BulkOutcome.UNCHANGED
        item.reason = plan.skip
        return
    done = _guarded(item, lambda: change.apply(article, doing))
    if isinstance(done, Done):
        item.outcome = BulkOutcome.CHANGED
        item.before, item.after = {"words": plan.before, **done.before}, {"words": plan.after, **done.after}
    elif item.outcome != BulkOutcome.FAILED:
        item.outcome = BulkOutcome.UNCHANGED


def _undo(change: Change, item: BulkItem, doing: Doing) -> None:
    done = Done(before=item.before, after=item.after)
    if _guarded(item, lambda: change.undo(item.article, done, doing)):
        item.outcome = BulkOutcome.UNDONE
    elif item.outcome != BulkOutcome.FAILED:
        item.outcome = BulkOutcome.KEPT


def _guarded(item: BulkItem, act: Callable[[], Any]) -> Any:
    """What it gave; None, and nothing changed, where this one article cannot be worked on, which costs only itself."""
    try:
        with transaction.atomic():
            return act()
    except (OperationalError, InterfaceError):  # the next would fail too
        raise
    except ValidationError as error:
        reason = "；".join(error.messages)
    except ArchiveError as error:
        reason = f"{error.code}: {error.reason}"
    except Exception as error:
        logger.exception("bulk work failed on article %s", item.article_id)
        reason = f"{type(error).__name__}: {error}"
    item.outcome, item.reason = BulkOutcome.FAILED, reason[:200]
    return None

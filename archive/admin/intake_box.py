"""What the page of an ingest job shows of its inputs, while it goes on and after."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from archive.ingest.reasons import explain_code
from archive.jobs.intake import INGEST
from archive.models import IngestOutcome, Job, JobState, Outcome

_SHOWN = 200


def intake_context(job: Job, request: HttpRequest) -> dict[str, Any]:
    """Nothing for other kinds of job. Failures first, then the latest."""
    if job.kind != INGEST:
        return {}
    outcomes = IngestOutcome.objects.filter(run__job=job).select_related("article").defer("article__body")
    chosen = request.GET.get("outcome", "")
    if chosen in Outcome.values:
        outcomes = outcomes.filter(outcome=chosen)
    failed = list(outcomes.filter(outcome=Outcome.FAILED).order_by("id")[:_SHOWN])
    others = list(outcomes.exclude(outcome=Outcome.FAILED).order_by("-id")[: _SHOWN - len(failed)])
    return {
        "intake": job.parameters,
        "intake_counts": [(each, job.counts[each.value]) for each in Outcome if job.counts.get(each.value)],
        "chosen": chosen if chosen in Outcome.values else "",
        "inputs": [(row, explain_code(row.code)) for row in (*failed, *others)],
        "may_resume": job.state in (JobState.STOPPED, JobState.FAILED)
        and request.user.has_perm("archive.add_ingestrun"),
        "may_retry": bool(failed) and job.is_over and request.user.has_perm("archive.add_ingestrun"),
    }

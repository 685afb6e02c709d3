"""Whether a worker is there: each leaves a sign in DATA_DIR whenever it looks for work, once a second.

Whoever waits for a job is told when nobody is going to do it.
"""

from __future__ import annotations

import time
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from archive.models import Job, JobState

_LONG_SECONDS = 20
"""A worker looks every second; one that has not come for so long, and is at no job, does not run."""


def leave_sign() -> None:
    """Say that a worker is there now."""
    path = _sign()
    path.parent.mkdir(exist_ok=True)
    path.touch()


def is_worker_there() -> bool:
    """Whether one looked for work lately, or is at a job and gave a sign within its lease."""
    try:
        if abs(time.time() - _sign().stat().st_mtime) < _LONG_SECONDS:
            return True
    except FileNotFoundError:
        pass
    return Job.objects.filter(state=JobState.RUNNING, lease_until__gte=timezone.now()).exists()


def _sign() -> Path:
    return Path(settings.DATA_DIR) / "jobs" / "worker"

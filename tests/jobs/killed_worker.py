"""Run as a program: workers with a database of their own claim at once, and are killed again and again.

    DATA_DIR=… python -m tests.jobs.killed_worker KILLS SEED

Prints one JSON object: how many of several workers got the job, and what came of one whose workers were killed.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable

STEPS = 40
WORKERS = 4


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fork(work: Callable[[], None]) -> int:
    """A child that does this and ends."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    return child


def race() -> int:
    """How many of several workers that start together got the one job."""
    from archive.jobs.queue import claim_job, submit_job
    from archive.models import Job

    submit_job("race", {})
    submit_job("race", {})
    gate, hold = os.pipe()

    def claim() -> None:
        os.close(hold)
        os.read(gate, 1)  # ends when the parent closes its side
        os._exit(0 if claim_job(f"worker {os.getpid()}") else 7)

    children = [fork(claim) for _worker in range(WORKERS)]
    os.close(gate)
    os.close(hold)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    Job.objects.all().delete()
    assert set(codes) <= {0, 7}, codes
    return codes.count(0)


def work(pipe: int) -> None:
    from archive.jobs.running import Run, run_next
    from archive.models import Event

    def perform(run: Run) -> None:
        for number in range(run.cursor.get("next", 0), STEPS):
            with run.step():
                Event.objects.create(title=str(number))
                run.cursor["next"] = number + 1
                run.advance(total=STEPS)
            os.write(pipe, b"1")

    run_next({"count": perform}, threading.Event())


def kill_one(chance: random.Random) -> int:
    """How many steps a worker told of before it was killed."""
    from django.utils import timezone

    from archive.models import Job

    reading, writing = os.pipe()
    child = fork(lambda: work(writing))
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as told:
        said = b"".join(told.read(1) for _step in range(chance.choice([0, 1, 3])))
        time.sleep(chance.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        said += told.read()
    # As if the lease had run out since.
    Job.objects.filter(state="running").update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    return len(said)


def main(kills: int, seed: int) -> None:
    from archive.jobs.queue import submit_job
    from archive.models import Event, Job

    winners = race()
    chance = random.Random(seed)
    job = submit_job("count", {})
    acknowledged = 0
    for _kill in range(kills):
        acknowledged += kill_one(chance)
        # Killed before its first step again and again it would be given up, as it should.
        Job.objects.filter(pk=job.pk).update(attempts=0)
    kept, writing = os.pipe()
    os.waitpid(fork(lambda: work(writing)), 0)
    os.close(kept)
    job.refresh_from_db()
    titles = sorted(int(title) for title in Event.objects.values_list("title", flat=True))
    print(
        json.dumps(
            {
                "winners": winners,
                "acknowledged": acknowledged,
                "state": job.state,
                "done": job.done,
                "whole": titles == list(range(STEPS)),
            }
        )
    )


if __name__ == "__main__":
    set_up()
    main(int(sys.argv[1]), int(sys.argv[2]))

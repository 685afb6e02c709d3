"""Run by `test_ingest`: several ingests of one stream at a time, killed again and again; then what the archive holds.

    python -m tests.scale.ingests_at_once PAGES.jsonl PROCESSES KILLS SEED

DATABASE_URL names an empty database, DATA_DIR a folder of its own. Each ingest is a fork of this process, which has
neither connection nor lock when it forks, and takes batches of another size than the others.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time

import django

MOST_SECONDS = 120
"""After which no more are killed, however few were."""


def main(pages: str, processes: int, kills: int, seed: int) -> None:
    from django.core.management import call_command
    from django.db import connections

    from tests.ingest.kill_at_random import describe, load_everything

    call_command("migrate", verbosity=0)
    load_everything()
    connections.close_all()
    rng = random.Random(seed)
    running = {_start(pages, place): place for place in range(processes)}
    killed = _kill_often(running, pages, kills, rng)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in running]
    # Those killed last are not begun again by anybody but the next, which also tells the runs that died.
    codes.append(os.waitstatus_to_exitcode(os.waitpid(_start(pages, 0), 0)[1]))
    print(json.dumps({"killed": killed, "codes": codes, **describe()}))


def _kill_often(running: dict[int, int], pages: str, kills: int, rng: random.Random) -> int:
    """Kill one of the ingests at a time, and begin it anew; how many died of it with some pages in."""
    killed = 0
    deadline = time.monotonic() + MOST_SECONDS
    while killed < kills and time.monotonic() < deadline:
        time.sleep(rng.uniform(0, 0.3))
        child = rng.choice(list(running))
        os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
        killed += os.WIFSIGNALED(status)
        place = running.pop(child)
        running[_start(pages, place)] = place
    return killed


def _start(pages: str, place: int) -> int:
    child = os.fork()
    if child:
        return child
    from archive.ingest import batches
    from archive.ingest.run import ingest_files

    batches.PAGES_A_BATCH = 2 + place
    report = ingest_files([pages])
    if report.stopped_by:
        print(report.stopped_by, file=sys.stderr)
    os._exit(0 if report.failed == 0 and not report.stopped_by else 1)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    django.setup()
    main(sys.argv[1], *map(int, sys.argv[2:]))

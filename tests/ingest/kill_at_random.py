"""Run by `test_crashes`: kills an ingest again and again, then lets it end, and prints what the archive holds.

    python -m tests.ingest.kill_at_random PAGES.jsonl KILLS SEED

DATA_DIR is a folder of its own. Each ingest is a fork of this process, so that a start costs nothing; none of them has
a database connection or a lock when it is forked.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

import django

SECONDS_FOR_ALL = 150


def main(pages: str, kills: int, seed: int) -> None:
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    connections.close_all()
    shutil.copy(_database(), _database().with_suffix(".empty"))
    load_everything()
    started = time.monotonic()
    os.waitpid(_start(pages), 0)
    seconds = time.monotonic() - started
    whole = describe()
    _empty()
    killed, midway = _kill_often(pages, kills, seconds, random.Random(seed))
    os.waitpid(_start(pages), 0)
    print(json.dumps({"killed": killed, "midway": midway, "whole": whole, "resumed": describe()}))


def _kill_often(pages: str, kills: int, seconds: float, rng: random.Random) -> tuple[int, int]:
    """Kill so many ingests, each at any moment of the `seconds` a whole one takes.

    How many died of it, and how many of these when some pages were in and others not.
    """
    killed = midway = 0
    deadline = time.monotonic() + SECONDS_FOR_ALL
    while killed < kills and time.monotonic() < deadline:
        child = _start(pages)
        time.sleep(rng.uniform(0, seconds))
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            killed += 1
            midway += _holds_pages()
        else:  # all pages are in: begin again with an empty archive
            _empty()
    return killed, midway


def _holds_pages() -> bool:
    with closing(sqlite3.connect(_database())) as connection:
        return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM archive_article)").fetchone()[0])


def _empty() -> None:
    from django.conf import settings

    for leftover in _database().parent.glob(f"{_database().name}*"):
        leftover.unlink()
    shutil.copy(_database().with_suffix(".empty"), _database())
    shutil.rmtree(settings.FILES_DIR, ignore_errors=True)


def _database() -> Path:
    return Path(os.environ["DATA_DIR"], "archive.sqlite3")


def _start(pages: str) -> int:
    child = os.fork()
    if child:
        return child
    from archive.ingest import batches
    from archive.ingest.run import ingest_files

    batches.PAGES_A_BATCH = 3
    report = ingest_files([pages])
    os._exit(0 if report.failed == 0 and not report.stopped_by else 1)


def load_everything() -> None:
    """What a first page loads: dictionaries, patterns, tables."""
    from archive.ingest import run  # noqa: F401
    from archive.ingest.stages import process_safely
    from tests.ingest.factories import make_page

    process_safely(make_page())


def describe() -> dict[str, object]:
    from django.db import connections

    from archive.ingest.originals import read_original
    from archive.models import IngestOutcome, IngestRun, SavedFile
    from tests.ingest.digest import archive_digest

    described = {
        "digest": archive_digest(),
        "originals": sum(bool(read_original(file)) for file in SavedFile.objects.all()),
        "taken": IngestOutcome.objects.exclude(outcome__in=["duplicate", "failed"]).count(),
        "running": IngestRun.objects.filter(state="running").count(),
    }
    connections.close_all()
    return described


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    django.setup()
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

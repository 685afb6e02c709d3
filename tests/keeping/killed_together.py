"""Run as a program: an ingest, an indexer, rebuilds and backups work on one archive at once and are killed again and again.

    DATA_DIR=… python -m tests.keeping.killed_together PAGES.jsonl KILLS SEED

Then each is let end once. Prints what the archive and the index hold after that, and what they hold when nothing is ever
killed, as hashes. Every worker is a fork of this process, so that a start costs nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

SECONDS_FOR_ALL = 200
EACH_AT_LEAST = 5
FACETS = ("region", "type", "field", "date", "published_date", "org", "programme", "flag")


def ingest(pages: str) -> None:
    from archive.ingest import batches
    from archive.ingest.run import ingest_files

    batches.PAGES_A_BATCH = 3
    report = ingest_files([pages])
    os._exit(0 if report.failed == 0 and not report.stopped_by else 1)


def index() -> None:
    from archive.search.indexing import index_stale

    for _round in range(20):
        index_stale()
        time.sleep(0.02)


def rebuild() -> None:
    from archive.search.indexing import rebuild_index

    rebuild_index()


def back_up() -> None:
    from archive.keeping.backup import write_backup
    from archive.keeping.places import places_in_use

    write_backup(places_in_use(), backup_file(), force=True)


def backup_file() -> Path:
    return Path(os.environ["DATA_DIR"]).parent / "backup.tar"


def start(work: Callable[[], None]) -> int:
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:
        os._exit(1)
    os._exit(0)


def end(child: int) -> bool:
    """Whether a worker ended well."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def kill_often(pages: str, kills: int, chance: random.Random) -> dict[str, int]:
    """Keep all four at work; kill one of them at a random moment, so many times. How often each died of it.

    What has ended by itself before it was hit does not count; what has died least is hit more often.
    """
    works: dict[str, Callable[[], None]] = {
        "ingest": lambda: ingest(pages),
        "indexer": index,
        "rebuild": rebuild,
        "backup": back_up,
    }
    died = dict.fromkeys(works, 0)
    running = {name: start(work) for name, work in works.items()}
    deadline = time.monotonic() + SECONDS_FOR_ALL
    while (sum(died.values()) < kills or min(died.values()) < EACH_AT_LEAST) and time.monotonic() < deadline:
        time.sleep(chance.uniform(0, 0.25))
        name = chance.choice([work for work in sorted(works) if died[work] == min(died.values())] + sorted(works))
        os.kill(running[name], signal.SIGKILL)
        died[name] += os.WIFSIGNALED(os.waitpid(running[name], 0)[1])
        running[name] = start(works[name])
    for name, child in running.items():
        os.kill(child, signal.SIGKILL)
        died[name] += os.WIFSIGNALED(os.waitpid(child, 0)[1])
    return died


def finish(pages: str) -> bool:
    """Let each do its work once undisturbed; whether all ended well."""
    whole = all(end(start(work)) for work in (lambda: ingest(pages), index, back_up))
    first = describe_index()
    return whole and end(start(rebuild)) and describe_index() == first


def describe_index() -> str:
    """A hash over what searches find: every article by its title, and the counts of every facet."""
    from haystack import connections

    from archive.models import Article
    from archive.search.engine import Request
    from archive.search.held import expected_entry, held_entries

    backend = connections["default"].get_backend()
    counts = backend.find(Request(tree=None, filters={}, fields={field: field for field in FACETS})).counts
    addresses = dict(Article.objects.values_list("pk", "url"))
    held = sorted(held_entries(), key=lambda entry: entry.article)
    assert held == [expected_entry(article) for article in Article.public.order_by("pk")], "the index is behind"
    told = (
        sorted(addresses[entry.article] for entry in held),
        sorted((k, sorted(v.items())) for k, v in counts.items()),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()


def describe() -> dict[str, object]:
    from archive.ingest.originals import read_original
    from archive.models import IngestOutcome, SavedFile
    from tests.ingest.digest import archive_digest

    return {
        "archive": archive_digest(),
        "index": describe_index(),
        "originals": sum(bool(read_original(file)) for file in SavedFile.objects.all()),
        "taken": IngestOutcome.objects.exclude(outcome__in=["duplicate", "failed"]).count(),
    }


def empty(data: Path) -> None:
    from django.core.management import call_command
    from django.db import connections

    connections.close_all()
    for leftover in data.iterdir():
        if leftover.name != "secret_key":
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    call_command("migrate", verbosity=0)


def main(pages: str, kills: int, seed: int) -> None:
    from archive.ingest.stages import process_safely
    from tests.ingest.factories import make_page

    data = Path(os.environ["DATA_DIR"])
    process_safely(make_page())  # loads what every ingest would load
    empty(data)
    ended = finish(pages)
    whole = describe()
    empty(data)
    died = kill_often(pages, kills, random.Random(seed))
    ended_too = finish(pages)
    print(json.dumps({"died": died, "ended": [ended, ended_too], "whole": whole, "resumed": describe()}))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    django.setup()
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

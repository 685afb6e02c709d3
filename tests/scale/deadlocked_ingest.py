"""Run by `test_ingest`: an ingest that the database gives up for another transaction's sake, and what became of it.

    python -m tests.scale.deadlocked_ingest SUPERUSER_CONNECTION

DATABASE_URL names an empty database. The other transaction holds a row of the article and waits for the turn; the
ingest has its turn and comes to the row. Only the ingest looks for deadlocks, so that it is the one that is given up.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any

import django
import psycopg

_PATIENCE = 60.0


def main(conninfo: str) -> None:
    from django.core.management import call_command

    from archive.ingest import ledger
    from archive.ingest.run import ingest_pages
    from archive.models import Article, ArticleVersion
    from tests.ingest.factories import make_body, make_page

    call_command("migrate", verbosity=0)
    ingest_pages([make_page(make_body(1), url="http://news.example/1.html")])
    other = psycopg.connect(conninfo)
    other.execute("SET deadlock_timeout = '1h'")
    other.execute("UPDATE archive_article SET channel = channel")
    waiting = threading.Thread(target=_take_turn, args=[other])
    attempts: list[int] = []
    take_in = ledger.take_in

    def take_in_late(entries: Sequence[Any]) -> Any:
        attempts.append(len(entries))
        if len(attempts) == 1:
            waiting.start()
            _wait_for_waiter(conninfo)
        return take_in(entries)

    ledger.take_in = take_in_late  # type: ignore[assignment]
    report = ingest_pages([make_page(make_body(2), url="http://news.example/1.html")])
    waiting.join(_PATIENCE)
    print(
        json.dumps(
            {
                "stopped_by": report.stopped_by,
                "attempts": len(attempts),
                "counts": report.counts,
                "articles": Article.objects.count(),
                "versions": ArticleVersion.objects.count(),
                "other_is_done": not waiting.is_alive(),
            }
        )
    )


def _take_turn(other: psycopg.Connection[Any]) -> None:
    from archive.models.writing import TURN

    other.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
    other.commit()


def _wait_for_waiter(conninfo: str) -> None:
    until = time.monotonic() + _PATIENCE
    with psycopg.connect(conninfo, autocommit=True) as looking:
        while not looking.execute("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted").fetchone():
            if time.monotonic() > until:
                raise TimeoutError("nobody waits for the turn")
            time.sleep(0.02)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    django.setup()
    main(sys.argv[1])

"""Run by `test_outbox`: indexers drain one archive at once while its articles change, and are killed again and again.

    python -m tests.scale.several_indexers INDEXERS KILLS SEED

DATABASE_URL names an empty database, DATA_DIR a folder of its own. The engine is a folder with a file an article that
holds the revision written last; every writing is noted at its begin and end.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import django

ARTICLES, BATCH, CHANGES = 200, 7, 150
MOST_SECONDS = 120


def main(indexers: int, kills: int, seed: int) -> None:
    from django.core.management import call_command
    from django.db import connections

    from archive.models import Article
    from archive.search.freshness import articles_behind

    call_command("migrate", verbosity=0)
    (_engine() / "held").mkdir(parents=True)
    Article.objects.bulk_create(Article(title=str(number), body="正文") for number in range(ARTICLES))
    connections.close_all()
    changing = _start(_change_articles, seed)
    running = [_start(_drain, number) for number in range(indexers)]
    killed = _kill_often(running, kills, random.Random(seed))
    ended = os.waitstatus_to_exitcode(os.waitpid(changing, 0)[1])
    deadline = time.monotonic() + MOST_SECONDS
    while articles_behind().exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    for child in running:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    rows = dict(Article.objects.values_list("pk", "revision"))
    held = {int(path.name): int(path.read_text()) for path in (_engine() / "held").iterdir()}
    print(
        json.dumps(
            {
                "changing": ended,
                "killed": killed,
                "behind": articles_behind().count(),
                "same": held == rows,
                "changed": sum(revision > 1 for revision in rows.values()),
                "in_two_hands": _in_two_hands(),
                "writers": len({line.split()[1] for line in (_engine() / "log").read_text().splitlines()}),
            }
        )
    )


def _engine() -> Path:
    return Path(os.environ["DATA_DIR"]) / "engine"


class _FolderEngine:
    """An engine that takes writes from many: what `index_stale` asks of one."""

    one_writer = False

    def draining(self) -> AbstractContextManager[None]:
        return nullcontext()

    def check(self) -> None:
        """It is always whole."""

    def build_in_use(self) -> Path:
        return _engine() / "held"

    def write(self, build: Path, _index: Any, objects: Iterable[Any], *, removed: Iterable[str], merge: bool) -> int:
        articles = list(objects)
        assert not list(removed)
        _note("begin", [article.pk for article in articles])
        for article in articles:
            time.sleep(0.002)
            draft = _engine() / f"{article.pk}.{os.getpid()}"
            draft.write_text(str(article.revision))
            draft.replace(build / str(article.pk))
        _note("end", [article.pk for article in articles])
        return len(articles)

    def settle(self, build: Path, *, more_coming: bool = False) -> None:
        """Nothing to tidy."""


def _drain(number: int) -> None:
    from archive.search import indexing

    indexing.engine = _FolderEngine  # type: ignore[assignment]
    indexing.refresh_lookup = lambda _changed, **_how: False
    indexing.BATCH = BATCH
    while True:
        indexing.index_stale()
        time.sleep(0.01)


def _note(what: str, articles: list[int]) -> None:
    with (_engine() / "log").open("a") as log:  # one write: lines of several processes are never mixed
        log.write(f"{what} {os.getpid()} {' '.join(map(str, articles))}\n")


def _in_two_hands() -> list[str]:
    """Articles that were begun by one while another, alive, had not ended."""
    held: dict[str, str] = {}
    found = []
    for line in (_engine() / "log").read_text().splitlines():
        what, writer, *articles = line.split()
        if what == "killed":
            held = {article: by for article, by in held.items() if by != writer}
        for article in articles:
            if what == "begin":
                if held.get(article, writer) != writer:
                    found.append(article)
                held[article] = writer
            elif what == "end":
                held.pop(article, None)
    return found


def _change_articles(seed: int) -> None:
    """Readers' and staff's changes, several rows a transaction in any order, as ingests make them."""
    from django.db.models import F

    from archive.models import Article
    from archive.models.writing import writing

    rng = random.Random(seed)
    keys = list(Article.objects.values_list("pk", flat=True))
    for _change in range(CHANGES):
        with writing():
            for pk in rng.sample(keys, 3):
                Article.objects.filter(pk=pk).update(revision=F("revision") + 1)
                time.sleep(0.001)


def _kill_often(running: list[int], kills: int, rng: random.Random) -> int:
    killed = 0
    while killed < kills:
        time.sleep(rng.uniform(0.05, 0.4))
        place = rng.randrange(len(running))
        # Stopped, it holds its articles and notes nothing more; only its death lets others have them.
        os.kill(running[place], signal.SIGSTOP)
        _note_death_of(running[place])
        os.kill(running[place], signal.SIGKILL)
        if not os.WIFSIGNALED(os.waitpid(running[place], 0)[1]):
            raise SystemExit("an indexer ended by itself")
        killed += 1
        running[place] = _start(_drain, place)
    return killed


def _note_death_of(pid: int) -> None:
    with (_engine() / "log").open("a") as log:
        log.write(f"killed {pid}\n")


def _start(work: object, number: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work(number)  # type: ignore[operator]
    except BaseException as error:
        print(repr(error), file=sys.stderr)
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    django.setup()
    main(*map(int, sys.argv[1:]))

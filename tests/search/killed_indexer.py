"""Run as a program: an indexer with a database of its own is killed again and again, and the index checked each time.

    DATA_DIR=… python -m tests.search.killed_indexer KILLS SEED

A child changes articles, brings the index up to date and says so; at a random moment it is killed. The parent then
catches up as the next indexer would and looks for every article by its latest words. Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
from pathlib import Path

ARTICLES = 30
CHANGED = 3
LONGEST = 0.12
"""Seconds a writer lives on after its last report; several commits take place in them."""


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from archive.models import Article

    call_command("migrate", verbosity=0)
    filler = "志愿者清理江滩。" * 100
    Article.objects.bulk_create(
        Article(pk=number, title=words(number, 0), body=f"{words(number, 0)}{filler}")
        for number in range(1, ARTICLES + 1)
    )


def words(number: int, version: int) -> str:
    """What only this version of this article says."""
    return f"甲{number}乙{version}丙"


def index_until_killed(versions: dict[int, int], seed: int, pipe: int) -> None:
    """In a child: change some articles, index them, tell the parent; for ever."""
    from archive.models import Article
    from archive.search.indexing import index_stale

    chance = random.Random(seed)
    while True:
        for number in chance.sample(sorted(versions), CHANGED):
            versions[number] += 1
            article = Article.objects.get(pk=number)
            article.title = words(number, versions[number])
            article.body = article.title + article.body[len(words(number, versions[number] - 1)) :]
            article.revision += 1
            article.save()
        index_stale()
        os.write(pipe, b"1")


def kill_one(versions: dict[int, int], chance: random.Random) -> int:
    """How many commits a writer acknowledged before it was killed."""
    from django.db import connections

    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            index_until_killed(dict(versions), chance.randrange(10**6), writing)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as told:
        said = b"".join(told.read(1) for _commit in range(chance.choice([0, 1, 2])))
        time.sleep(chance.uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        said += told.read()
    if not os.WIFSIGNALED(status):
        raise SystemExit("the indexer ended by itself")
    return len(said)


def check(versions: dict[int, int]) -> list[str]:
    """What is wrong after the next catch-up. Also brings `versions` up to what the database says."""
    from archive.models import Article
    from archive.search.indexing import index_problem, index_stale
    from archive.search.query import SearchQuery
    from archive.search.run import search

    wrong = []
    before = index_problem()
    if before is not None and before.code != "incomplete":
        wrong.append(f"the index is {before.code}: {before.detail}")
    index_stale()
    if index_problem() is not None:
        wrong.append(f"after catching up the index is {index_problem()}")
    for number, title in Article.objects.values_list("pk", "title"):
        version = int(title.split("乙")[1].rstrip("丙"))
        versions[number] = version
        for said, expected in ((version, [number]), (version - 1, [])):
            found = [hit.id for hit in search(SearchQuery(q=f'"{words(number, said)}"')).hits] if said >= 0 else []
            if found != expected:
                wrong.append(f"{words(number, said)} finds {found}")
    return wrong


def leftovers() -> list[str]:
    """Files of the index that belong to no segment of its last commit."""
    from haystack import connections
    from whoosh.filedb.filestore import FileStorage
    from whoosh.index import TOC

    from archive.search.engines.whoosh.store import INDEX_NAME

    store = connections["default"].get_backend().store
    build: Path = store.build_in_use()
    toc = TOC.read(FileStorage(str(build)), INDEX_NAME)
    segments = tuple(f"{segment.segment_id()}." for segment in toc.segments)
    own = {"schema.json", "sizes.json", f"{INDEX_NAME}_WRITELOCK", TOC._filename(INDEX_NAME, toc.generation)}
    others = [path.name for path in store.path.glob("build-*") if path != build]
    return others + [
        file.name for file in build.iterdir() if file.name not in own and not file.name.startswith(segments)
    ]


def main(kills: int, seed: int) -> None:
    from archive.models import Article
    from archive.search.indexing import index_stale

    versions = dict.fromkeys(range(1, ARTICLES + 1), 0)
    index_stale()
    wrong = check(versions)
    chance = random.Random(seed)
    acknowledged = 0
    for kill in range(kills):
        acknowledged += kill_one(versions, chance)
        wrong += [f"after kill {kill + 1}: {what}" for what in check(versions)]
    # The next commit of any writer sweeps what a killed one left.
    Article.objects.filter(pk=1).update(revision=10**6)
    index_stale()
    print(json.dumps({"kills": kills, "acknowledged": acknowledged, "wrong": wrong, "left": leftovers()}))


if __name__ == "__main__":
    set_up()
    main(int(sys.argv[1]), int(sys.argv[2]))

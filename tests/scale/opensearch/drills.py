"""Failures on purpose: three nodes, a copy of every shard, steady questions and writes, and what is lost and told.

    DATA_DIR=/tmp/drills python -m tests.scale.opensearch.drills [--seconds 15]

Kills (-9) a node that is not the elected manager, then the manager, then all three at once; each is started again. An
article counts as acknowledged when `index_stale` returned, and every question after that has to find it. After all, once
the cluster is green and the indexer has nothing left to do, each article is in the index once and counts agree. Any error
but IndexUnusable `away` ends the drills at once. Prints its log.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Load:
    """Questions and writes, one after the other each, until stopped."""

    stop: threading.Event = field(default_factory=threading.Event)
    answered: int = 0
    refused: list[tuple[float, str]] = field(default_factory=list)
    acknowledged: set[int] = field(default_factory=set)
    faults: list[BaseException] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def run(self, step: Callable[[], None], kind: str) -> threading.Thread:
        """Repeats a step in a thread; what is refused is noted, anything else is a fault."""
        from archive.search.engine import IndexUnusable

        def repeat() -> None:
            while not self.stop.is_set():
                try:
                    step()
                except IndexUnusable as error:
                    if error.code != "away":
                        self.faults.append(error)
                        return
                    self.refused.append((time.monotonic() - self.started, kind))
                    self.stop.wait(0.2)
                except BaseException as error:
                    self.faults.append(error)
                    return

        thread = threading.Thread(target=repeat, daemon=True)
        thread.start()
        return thread

    def told(self, since: float) -> str:
        """How many were refused since a moment of the load, and for how long."""
        parts = []
        for kind in ("question", "write"):
            moments = [moment for moment, one in self.refused if one == kind and moment >= since]
            span = f" within {max(moments) - min(moments):.1f} s" if moments else ""
            parts.append(f"{len(moments)} {kind}s refused{span}")
        return ", ".join(parts)


def write_one(load: Load) -> None:
    """An article in, and into the index."""
    from archive.models import Article
    from archive.search.indexing import index_stale

    number = Article.objects.count()
    Article.objects.create(title=f"第{number}篇志愿服务", body="志愿者在社区服务。" * random.randint(1, 20))
    index_stale()
    load.acknowledged |= set(Article.objects.filter(indexed_revision__gt=0).values_list("pk", flat=True))


def ask_one(load: Load) -> None:
    """A search; what was acknowledged before it is found."""
    from archive.search.query import SearchQuery
    from archive.search.run import count_found

    known = len(load.acknowledged)
    found = count_found(SearchQuery(q="志愿服务"))
    if found < known:
        raise AssertionError(f"{found} found, {known} acknowledged before")
    load.answered += 1


def healed(cluster: Any, load: Load) -> str:
    """Waits until all is well again, then compares the index with the database."""
    from archive.models import Article
    from archive.search.held import held_entries
    from archive.search.indexing import index_stale
    from archive.search.query import SearchQuery
    from archive.search.run import count_found

    started = time.monotonic()
    cluster.wait(len(cluster.nodes), status="green")
    seconds = time.monotonic() - started
    while Article.objects.exclude(indexed_revision=1).exists():
        try:
            index_stale()
        except Exception as error:
            print(f"    not yet: {error}")
            time.sleep(1)
    held = sorted(entry.article for entry in held_entries())
    expected = sorted(Article.objects.values_list("pk", flat=True))
    lost = load.acknowledged - set(held)
    assert not lost, f"acknowledged and lost: {sorted(lost)}"
    assert held == expected, "the index is not the archive"
    assert count_found(SearchQuery(q="志愿服务")) == len(expected)
    return f"green after {seconds:.0f} s more; {len(expected)} articles, each in the index once, counts agree"


def drill(name: str, victims: list[int], cluster: Any, load: Load, seconds: float) -> None:
    """Kill, go on for a while, start again, and look."""
    since = time.monotonic() - load.started
    before = load.answered
    print(f"{name}: kill -9 of node {', '.join(map(str, victims))}", flush=True)
    for number in victims:
        cluster.nodes[number].kill()
    time.sleep(seconds)
    for number in victims:
        cluster.start_node(number)
    cluster.wait(len(cluster.nodes), status="green")
    time.sleep(seconds / 3)
    if load.faults:
        raise SystemExit(f"{name}: {load.faults[0]!r}")
    print(f"    {load.told(since)}; {load.answered - before} answered", flush=True)


def manager(cluster: Any) -> int:
    """The number of the elected manager."""
    address = cluster.client().cat.cluster_manager(format="json", params={"request_timeout": 30})[0]["id"]
    nodes = cluster.client().nodes.info()["nodes"]
    transport = int(nodes[address]["transport_address"].rpartition(":")[2])
    return next(number for number, node in enumerate(cluster.nodes) if node.transport == transport)


def prepare(cluster: Any) -> None:
    """An empty archive in DATA_DIR over the cluster."""
    os.environ["SEARCH_URL"] = cluster.url("drills", shards=3, replicas=1, seconds=10)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    import django

    django.setup()
    from django.core.management import call_command

    from archive.models import Article
    from archive.search.indexing import rebuild_index

    call_command("migrate", verbosity=0)
    if Article.objects.exists():
        raise SystemExit("DATA_DIR has to be an empty archive")
    rebuild_index()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15, help="how long a node stays away")
    arguments = parser.parse_args()
    if not os.environ.get("DATA_DIR") or list(Path(os.environ["DATA_DIR"]).glob("archive.sqlite3")):
        raise SystemExit("DATA_DIR has to name an empty folder")
    from tests.scale.opensearch.cluster import VERSION, start_cluster

    cluster = start_cluster(3, heap="400m")
    try:
        prepare(cluster)
        cluster.wait(3, status="green")
        print(
            f"OpenSearch {VERSION}, 3 nodes, 3 shards with a copy each; load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores"
        )
        load = Load()
        threads = [load.run(lambda: ask_one(load), "question"), load.run(lambda: write_one(load), "write")]
        time.sleep(arguments.seconds)
        elected = manager(cluster)
        others = [number for number in range(3) if number != elected]
        drill("a data node", others[:1], cluster, load, arguments.seconds)
        drill("the elected manager", [manager(cluster)], cluster, load, arguments.seconds)
        drill("all nodes", [0, 1, 2], cluster, load, arguments.seconds)
        load.stop.set()
        for thread in threads:
            thread.join(60)
        print(f"after all: {healed(cluster, load)}")
        print(
            f"{load.answered} questions answered, {len(load.acknowledged)} articles acknowledged, faults: {load.faults}"
        )
        sys.exit(bool(load.faults))
    finally:
        cluster.stop()


if __name__ == "__main__":
    main()

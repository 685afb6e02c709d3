"""Failures on purpose: three nodes, a copy of every shard, steady questions and writes, and what is lost and told.

    DATA_DIR=/tmp/drills python -m tests.scale.opensearch.drills [--away 15] [--cut 120]

Kills (-9) a node that is not the elected manager, then the manager, then all three at once, and restarts all three in
order. Where the machine can make networks, the nodes have one each and are then cut off from it: a data node and the
elected manager from the other two, while programs still reach all three, and a node from everybody. After all, once the
cluster is green and the indexer has nothing left to do, each article is in the index once and counts agree. A wrong
count, or any error but IndexUnusable `away`, ends the drills at once. Prints its log; those of the nodes
stay in DATA_DIR.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.scale.opensearch import network
from tests.scale.opensearch.load import Load, Watch, ask_one, asking_only, healed, write_one

if TYPE_CHECKING:
    from tests.scale.opensearch.cluster import Cluster

READERS = 3


class Drills:
    """One after the other, on one cluster under one load."""

    def __init__(self, cluster: Cluster, net: network.Network | None, load: Load) -> None:
        self._cluster = cluster
        self._net = net
        self._load = load

    def killed(self, name: str, victims: list[int], seconds: float, number: signal.Signals = signal.SIGKILL) -> None:
        """End nodes, go on for a while without, start them again."""

        def away() -> None:
            for victim in victims:
                self._cluster.nodes[victim].process.send_signal(number)  # type: ignore[union-attr]
            for victim in victims:
                self._cluster.nodes[victim].process.wait()  # type: ignore[union-attr]
            time.sleep(seconds)
            for victim in victims:
                self._cluster.start_node(victim)

        self._drill(f"{name}: {number.name} to node {', '.join(map(str, victims))}", away, seconds)

    def cut_off(self, name: str, victim: int, seconds: float, *, from_program: bool = False) -> None:
        """Cut a node off from the others, go on for a while, mend the network; skipped without one."""
        net = self._net
        if net is None:
            print(f"{name}: skipped", flush=True)
            return
        others = [number for number in range(net.count) if number != victim]
        told = f"{name}: node {victim} cut off from " + ("everybody" if from_program else "the other nodes alone")

        def away() -> None:
            ended = threading.Event()
            watch = Watch(self._cluster.client(victim), "drills-v*", self._load, self._load.now)
            kind = f"questions to node {victim} alone"
            asking = [self._load.run(kind, asking_only(self._cluster.nodes[victim].address, self._load), ended)]
            asking.append(self._load.run("looks", watch.look, ended))
            net.cut(victim, others, from_program=from_program)
            time.sleep(seconds)
            net.heal()
            print(f"    healed after {seconds:.0f} s; the node, asked as anybody may: {watch.told()}", flush=True)
            self._rejoined()
            ended.set()
            for thread in asking:
                thread.join(60)
            del self._load.asked["looks"]

        self._drill(told, away, seconds / 4)
        self._load.asked.pop(f"questions to node {victim} alone")

    def give_all_to_each(self) -> None:
        """A copy of every shard on every node, so that one that is cut off could go on answering by itself."""
        settings = {"index": {"number_of_replicas": len(self._cluster.nodes) - 1}}
        self._cluster.client().indices.put_settings(index="drills-v*", body=settings)
        self._wait()
        print("from here on every node holds a copy of every shard", flush=True)

    def _drill(self, told: str, away: Callable[[], None], after: float) -> None:
        print(told, flush=True)
        since = self._load.now
        away()
        self._wait()
        print(f"    green {self._load.now - since:.0f} s after it began", flush=True)
        time.sleep(after)
        with (Path(os.environ["DATA_DIR"]) / "refused.log").open("a", encoding="utf-8") as kept:
            kept.writelines(f"{line}\n" for line in [told, *self._load.reasons(since)])
        for line in self._load.told(since):
            print(f"    {line}", flush=True)
        if self._load.faults:
            raise SystemExit(f"{told}: {self._load.faults[0]!r}")

    def _rejoined(self) -> None:
        """A node may hold on to what it was writing when it was cut off, until the server stops trying to place a copy on
        it; then an operator has it try again, and so does this."""
        self._cluster.wait(len(self._cluster.nodes))
        for _try in range(10):
            try:
                return self._cluster.wait(len(self._cluster.nodes), status="green", seconds=60)
            except TimeoutError:
                print("    still yellow: POST /_cluster/reroute?retry_failed=true", flush=True)
                self._cluster.client().cluster.reroute(params={"retry_failed": "true", "metric": "none"})
        raise SystemExit("a copy is not placed again")

    def _wait(self) -> None:
        self._cluster.wait(len(self._cluster.nodes), status="green")


def manager(cluster: Cluster) -> int:
    """The number of the elected manager."""
    address = cluster.client().cat.cluster_manager(format="json", params={"request_timeout": 30})[0]["id"]
    transport = cluster.client().nodes.info()["nodes"][address]["transport_address"]
    return next(number for number, node in enumerate(cluster.nodes) if node.peer == transport)


def other(cluster: Cluster) -> int:
    """The number of a node that is not."""
    elected = manager(cluster)
    return next(number for number in range(len(cluster.nodes)) if number != elected)


def prepare(cluster: Cluster) -> None:
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


def run(cluster: Cluster, net: network.Network | None, arguments: Any) -> Load:
    """All drills."""
    load = Load()
    threads = [load.run("questions", lambda: ask_one(load)) for _reader in range(READERS)]
    threads.append(load.run("writes", lambda: write_one(load)))
    time.sleep(arguments.away)
    drills = Drills(cluster, net, load)
    away, cut = arguments.away, arguments.cut
    every: dict[str, Callable[[], None]] = {
        "data": lambda: drills.killed("a data node", [other(cluster)], away),
        "manager": lambda: drills.killed("the elected manager", [manager(cluster)], away),
        "all": lambda: drills.killed("all nodes", [0, 1, 2], away),
        "restart": lambda: drills.killed("a full restart", [0, 1, 2], 0, signal.SIGTERM),
        "copies": drills.give_all_to_each,
        "cut-data": lambda: drills.cut_off("a partition, a data node", other(cluster), cut),
        "cut-manager": lambda: drills.cut_off("a partition, the elected manager", manager(cluster), cut),
        "cut-whole": lambda: drills.cut_off("a partition, a data node", other(cluster), cut, from_program=True),
    }
    for name, drill in every.items():
        if not arguments.only or name in arguments.only:
            drill()
    load.stop.set()
    for thread in threads:
        thread.join(150)
    return load


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--away", type=float, default=15, help="how many seconds a killed node stays away")
    parser.add_argument("--cut", type=float, default=120, help="how many seconds a node stays cut off")
    parser.add_argument(
        "--only", nargs="*", help="some of: data manager all restart copies cut-data cut-manager cut-whole"
    )
    arguments = parser.parse_args()
    if not os.environ.get("DATA_DIR") or list(Path(os.environ["DATA_DIR"]).glob("archive.sqlite3")):
        raise SystemExit("DATA_DIR has to name an empty folder")
    from tests.scale.opensearch.cluster import VERSION, find_program, start_cluster

    find_program()  # while the way out is open
    if (lacking := network.lacking()) is None:
        network.enter("tests.scale.opensearch.drills")
    else:
        print(f"No partitions: {lacking}")
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit("ended by a signal"))
    net = None if lacking else network.Network(3)
    cluster = start_cluster(3, heap="400m", network=net)
    try:
        prepare(cluster)
        cluster.wait(3, status="green")
        where = "in a network namespace each" if net else "on ports of one address"
        print(f"OpenSearch {VERSION}, 3 nodes {where}, 3 shards with a copy each; {READERS} readers, 1 writer")
        print(f"load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores", flush=True)
        load = run(cluster, net, arguments)
        print(f"after all: {healed(cluster, load)}")
        print(f"{len(load.acknowledged)} articles acknowledged, faults: {load.faults}")
        sys.exit(bool(load.faults))
    finally:
        for number, node in enumerate(cluster.nodes):
            shutil.copy(node.folder / "log", Path(os.environ["DATA_DIR"]) / f"node{number}.log")
        cluster.stop()


if __name__ == "__main__":
    main()

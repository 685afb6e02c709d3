"""The embedded engine and OpenSearch servers side by side: bytes, index rate, memory, searches with all facets.

    python -m benchmarks.scale CORPUS.jsonl[.gz] --count 100000 --folder /tmp/scale [--nodes 3] [--engines server]

Articles are put together from real items (`search_corpus`) and go to the engines as the indexer sends them; no database
is filled. A cluster of so many nodes is started for the run, with a shard a node, and ended with it. What making the
articles takes is left out of the index rate. Judge by processor time: of this process, and of the server's, which are
told apart. Searches are asked of a server that has forgotten the answers it gave before; what it remembers is a column
of its own. Sets of hits and counts are compared by `tests.scale.compare_engines`.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.search import set_up

ROUNDS = 3
_TEXTS = 20_000
"""Articles whose texts searches are pieces of."""


@dataclass
class Spent:
    """Seconds of the clock, of this process's processor, and of the servers'."""

    clock: float
    own: float
    servers: float


def asked(texts: Sequence[str], each: int) -> dict[str, list[Any]]:
    """Searches of every kind, pieces of real texts."""
    from archive.search.query import SearchQuery

    chance = random.Random(5)

    def piece(length: int) -> str:
        while True:
            text = chance.choice(texts)
            start = chance.randrange(max(1, len(text) - length))
            found = text[start : start + length]
            if len(found) == length and found.isalnum():
                return found

    def many(make: Callable[[], Any]) -> list[Any]:
        return [make() for _number in range(each)]

    return {
        "quoted, 2 characters": many(lambda: SearchQuery(q=f'"{piece(2)}"')),
        "quoted, 6 characters": many(lambda: SearchQuery(q=f'"{piece(6)}"')),
        "1 character": many(lambda: SearchQuery(q=piece(1))),
        "two words": many(lambda: SearchQuery(q=f'"{piece(2)}" "{piece(2)}"')),
        "a sentence of 12": many(lambda: SearchQuery(q=piece(12))),
        "common word": [SearchQuery(q=word) for word in ("中国", "记者", "北京", "工作", "社会", "国家")],
        "common word, events": [SearchQuery(q=word, view="events") for word in ("中国", "记者", "北京", "工作")],
        "common word, page 100": [SearchQuery(q=word, page=100, per_page=10) for word in ("中国", "记者")],
        "everything": [SearchQuery()],
        "a province": [SearchQuery(region=(code,)) for code in ("110000", "310000", "510000")],
    }


def spent(work: Callable[[], Any], servers: Callable[[], float]) -> Spent:
    """What a piece of work takes."""
    clock, own, other = time.perf_counter(), time.process_time(), servers()
    work()
    return Spent(time.perf_counter() - clock, time.process_time() - own, servers() - other)


def measure(engine: Any, queries: Sequence[Any], servers: Callable[[], float]) -> str:
    """p50 / p95 of the best of some rounds, and processor time a query: this process's + the servers'."""
    from archive.search import run

    run.engine = lambda: engine  # type: ignore[assignment]
    taken: dict[int, list[float]] = {}

    def ask(number: int) -> None:
        started = time.perf_counter()
        run._ask(queries[number], run.parse_query(queries[number].q).tree, hidden=frozenset())
        taken.setdefault(number, []).append((time.perf_counter() - started) * 1000)

    def all_rounds() -> None:
        for _round in range(ROUNDS):
            for number in range(len(queries)):
                ask(number)

    cost = spent(all_rounds, servers)
    best = sorted(map(min, taken.values()))
    last = best[min(len(best) - 1, int(len(best) * 0.95))]
    a_query = 1000 / (ROUNDS * len(queries))
    return f"{best[len(best) // 2]:.1f} / {last:.1f} | {cost.own * a_query:.1f} + {cost.servers * a_query:.1f}"


def warm_up(engines: dict[str, Any], queries: dict[str, list[Any]], rounds: int) -> None:
    """Ask everything unmeasured: a server that was just started still translates its program, for half a minute of work."""
    for engine in engines.values():
        for _round in range(rounds):
            for asks in queries.values():
                measure(engine, asks, lambda: 0.0)


def search(engines: dict[str, Any], queries: dict[str, list[Any]], servers: Callable[[], float]) -> Iterator[str]:
    """A table of searches, a row a kind."""
    yield "| p50 / p95 ms, all facets | " + " | processor ms, own + server's | ".join([*engines, ""])
    yield "|---" * (2 * len(engines) + 1) + "|"
    for kind, asks in queries.items():
        cells = []
        for name, engine in engines.items():
            if name != "embedded":
                _let_remember(engine, remember=name.endswith("again"))
            cells.append(measure(engine, asks, servers))
        yield f"| {kind} | " + " | ".join(cells) + " |"


def _let_remember(server: Any, *, remember: bool) -> None:
    settings = {"index": {"requests": {"cache": {"enable": remember}}}}
    server.server.ask(lambda client: client.indices.put_settings(index=server.build_in_use(), body=settings))


class Timed:
    """Documents, with the processor time that making them took."""

    def __init__(self, documents: Iterable[dict[str, Any]]) -> None:
        self._documents = iter(documents)
        self.making = 0.0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        while True:
            started = time.process_time()
            document = next(self._documents, None)
            self.making += time.process_time() - started
            if document is None:
                return
            yield document


def index_embedded(documents: Iterable[dict[str, Any]], count: int, folder: Path) -> tuple[Any, str]:
    """The embedded engine, filled, and a line of what that took."""
    from benchmarks.million import Memory
    from benchmarks.search_ours import Ours

    engine, timed = Ours(folder), Timed(documents)
    with Memory() as memory:
        cost = spent(lambda: engine.add(timed), lambda: 0.0)
    size = sum(file.stat().st_size for file in (folder / "index").rglob("*") if file.is_file())
    own = cost.own - timed.making
    return engine.backend, (
        f"| embedded | {size / count / 1024:.2f} | {count / own:.0f} | | {memory.most:.0f} MB of the indexer | {cost.clock:.0f} |"
    )


def index_server(
    documents: Iterable[dict[str, Any]], count: int, folder: Path, url: str, servers: Callable[[], float]
) -> tuple[Any, str]:
    """The server, filled as by a rebuild, and a line of what that took."""
    from archive.search.engines.opensearch.backend import ArchiveOpenSearchBackend
    from archive.search_url import read_search_url
    from benchmarks.search_stock import Prepared

    backend: Any = ArchiveOpenSearchBackend("default", PATH=str(folder / "server"), ADDRESS=read_search_url(url))
    timed = Timed(documents)

    def fill() -> None:
        build = backend.new_build()
        rows = iter(timed)
        while batch := list(islice(rows, 5_000)):
            backend.write(build, Prepared(), batch)
        backend.use(build)

    cost = spent(fill, servers)
    told = backend.server.ask(lambda client: client.indices.stats(index=backend.build_in_use()))["_all"]
    size = told["primaries"]["store"]["size_in_bytes"] / count / 1024
    own = cost.own - timed.making
    row = f"{size:.2f} | {count / own:.0f} | {count / cost.servers:.0f} | {_heap(backend)} | {cost.clock:.0f}"
    return backend, f"| server | {row} |"


def _heap(server: Any) -> str:
    nodes = server.server.ask(lambda client: client.nodes.stats(metric="jvm"))["nodes"].values()
    used = "/".join(str(node["jvm"]["mem"]["heap_used_in_bytes"] // 2**20) for node in nodes)
    return f"{used} MB of the nodes' heap"


def run_benchmark(options: argparse.Namespace, folder: Path) -> None:
    """Fill the engines, print the tables."""
    from benchmarks.scale_corpus import make_documents
    from benchmarks.search_corpus import read_items
    from tests.scale.opensearch.cluster import start_cluster

    def documents() -> Iterator[dict[str, Any]]:
        return make_documents(options.corpus, options.count)

    engines: dict[str, Any] = {}
    servers = lambda: 0.0  # noqa: E731
    facts = []
    if "server" in options.engines:
        cluster = start_cluster(options.nodes, options.heap)
        processes = [node.process.pid for node in cluster.nodes if node.process]
        servers = lambda: sum(map(_worked, processes))  # noqa: E731
        url = cluster.url("scale", shards=options.shards or options.nodes, replicas=options.copies, seconds=120)
        engines["server"], row = index_server(documents(), options.count, folder, url, servers)
        facts.append(row)
        engines["server, again"] = engines["server"]
    if "embedded" in options.engines:
        embedded, row = index_embedded(documents(), options.count, folder)
        engines, facts = {"embedded": embedded, **engines}, [row, *facts]
    print("| | KB an article | articles/s of the indexer's processor | of the server's | memory | seconds in all |")
    print("|---|---|---|---|---|---|", *facts, sep="\n", flush=True)
    texts = [item["text"] for item in read_items(options.corpus)[: min(options.count, _TEXTS)]]
    queries = asked(texts, options.each)
    warm_up(engines, queries, options.warm)
    print()
    for line in search(engines, queries, servers):
        print(line, flush=True)
    if "server" in engines:
        print(f"\nafter all: {_heap(engines['server'])}")


def _worked(process: int) -> float:
    """Seconds a process has worked (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--engines", nargs="+", default=["embedded", "server"], choices=["embedded", "server"])
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--shards", type=int, default=0, help="as many as nodes, unless given")
    parser.add_argument("--copies", type=int, default=0)
    parser.add_argument("--heap", default="1g", help="of each node")
    parser.add_argument("--each", type=int, default=6, help="searches of a kind")
    parser.add_argument("--warm", type=int, default=3, help="rounds of all searches before they are measured")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    set_up(options.folder)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)  # regions and vocabularies, which a listing of facets knows
    print(
        f"{options.count} articles, {options.nodes} nodes of {options.heap} heap, {options.shards or options.nodes} shards, "
        f"{options.copies} further copies, Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n"
    )
    run_benchmark(options, options.folder)


if __name__ == "__main__":
    main()

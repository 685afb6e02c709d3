"""The embedded engine and an OpenSearch server side by side, over one archive: index rate, size, searches with all facets.

    DATA_DIR=… SEARCH_URL=opensearch://… python -m benchmarks.scale [--keep] [--each 20]

DATA_DIR holds an archive (a copy: the server's index is noted in it); the embedded index in it has to be up to date.
Times are of whole answers of the engine, the fastest of three rounds each, in milliseconds; the server is asked over HTTP.
Sets of hits and counts are compared by `tests.scale.compare_engines`.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

ROUNDS = 3


def asked(texts: Sequence[str], each: int) -> dict[str, list[Any]]:
    """Searches of every kind, pieces of real texts."""
    import random

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


def measure(engine: Any, queries: Sequence[Any], worked: Callable[[], float]) -> tuple[list[float], float]:
    """Milliseconds of each query, and milliseconds of all processors a query, by `worked`, over all rounds."""
    from archive.search import run

    run.engine = lambda: engine  # type: ignore[assignment]

    def once(query: Any) -> float:
        started = time.perf_counter()
        run._ask(query, run.parse_query(query.q).tree)
        return (time.perf_counter() - started) * 1000

    before = worked()
    taken = [min(once(query) for _round in range(ROUNDS)) for query in queries]
    return taken, (worked() - before) * 1000 / (ROUNDS * len(queries))


def shown(measured: tuple[list[float], float]) -> str:
    """Median, 95th of 100, processor time."""
    taken, work = measured
    ordered = sorted(taken)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"{ordered[len(ordered) // 2]:.1f} / {last:.1f} | {work:.1f}"


def rows(engines: dict[str, Any], queries: dict[str, list[Any]]) -> Iterator[str]:
    """A table: p50 / p95 and processor time, of this process and, for the server, of its own."""
    server = engines["server"]
    yield "| p50 / p95 ms, all facets | " + " | processor ms | ".join(engines) + " | processor ms |"
    yield "|---" * (2 * len(engines) + 1) + "|"
    for kind, asks in queries.items():
        cells = []
        for engine in engines.values():
            worked = time.process_time if engine is not server else lambda: time.process_time() + server_work(server)
            cells.append(shown(measure(engine, asks, worked)))
        yield f"| {kind} | " + " | ".join(cells) + " |"


def server_work(server: Any) -> float:
    """Seconds the processors of all nodes have worked for it."""
    told = server.server.ask(lambda client: client.nodes.stats(metric="process"))
    return sum(node["process"]["cpu"]["total_in_millis"] for node in told["nodes"].values()) / 1000


def server_facts(server: Any, count: int) -> str:
    """Size and memory of the server's index, as it tells them."""
    build = server.build_in_use()
    told = server.server.ask(lambda client: client.indices.stats(index=build))["_all"]
    nodes = server.server.ask(lambda client: client.nodes.stats(metric="jvm"))["nodes"].values()
    heap = sum(node["jvm"]["mem"]["heap_used_in_bytes"] for node in nodes) // 2**20
    size = told["primaries"]["store"]["size_in_bytes"] / count / 1024
    shards = server.address.shards
    return f"server: {size:.1f} KB an article and copy, {len(nodes)} nodes, {shards} shards, heap in use {heap} MB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="do not build the server's index anew")
    parser.add_argument("--each", type=int, default=20)
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()
    from archive.models import Article
    from tests.scale.compare_engines import open_engines

    engines = open_engines(rebuild=not arguments.keep)
    texts = list(Article.public.order_by("pk").values_list("body", flat=True))
    print(
        f"{len(texts)} articles, Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    print(server_facts(engines["server"], len(texts)))
    for row in rows(engines, asked(texts, arguments.each)):
        print(row, flush=True)


if __name__ == "__main__":
    main()

"""Measures the embedded search engine against others on one corpus; hits and facet counts are proved equal first.

    python -m benchmarks.search CORPUS.jsonl[.gz] --count 100000 --folder /tmp/search-benchmark

With rows: an answer is the number of hits, the counts of every code of four facets, and the database rows of the page.
Other engines than ours are measured where they can be imported. Haystack's own Whoosh backend needs seconds to answer and
gigabytes of memory: it takes part only when named (`--engines ours stock`), and gets few queries. `--keep` uses the
indexes an earlier run left in the folder: the corpus and its size must be the same. Needs no settings but those it
makes itself.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import sqlite3
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

ENGINES = ("ours", "tantivy", "fts5", "xapian", "stock")
ROUNDS = 5
STOCK_QUERIES = 2


def set_up(folder: Path) -> None:
    """Django with a DATA_DIR in the folder."""
    os.environ.update(DATA_DIR=str(folder / "data"), LOG_LEVEL="ERROR", DJANGO_SETTINGS_MODULE="archive.settings")
    (folder / "data").mkdir(parents=True, exist_ok=True)
    import django

    django.setup()


class Rows:
    """The articles in a table: what every engine's page of hits is joined to."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "rows.sqlite3")

    def add(self, documents: Any) -> None:
        self._database.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, title TEXT, body TEXT)")
        rows = ((document["article"], document["title"], document["text"]) for document in documents)
        self._database.executemany("INSERT INTO article VALUES (?, ?, ?)", rows)
        self._database.commit()

    def read(self, ids: Sequence[int]) -> list[Any]:
        marks = ",".join("?" * len(ids))
        return self._database.execute(f"SELECT * FROM article WHERE id IN ({marks})", list(ids)).fetchall()


def open_engines(options: argparse.Namespace) -> list[Any]:
    """Every engine wanted and installed, filled; a table of how fast and how large."""
    from benchmarks import search_ours, search_peers, search_stock

    makers = dict(
        zip(
            ENGINES,
            (
                search_ours.Ours,
                search_peers.Tantivy,
                search_peers.Fts5,
                search_peers.Xapian,
                search_stock.StockHaystack,
            ),
            strict=True,
        )
    )
    print("| | articles/s | of processor time | KB an article |\n|---|---|---|---|")
    engines = []
    for name in options.engines:
        try:
            engines.append(_built(makers[name], name, options))
        except ImportError as error:
            print(f"| {makers[name].name} | not measured: {error} | | |")
    return engines


def _built(make: Callable[[Path], Any], name: str, options: argparse.Namespace) -> Any:
    from benchmarks.search_corpus import make_documents

    folder, done = options.folder / name, options.folder / f"{name}.built"
    if done.exists():
        print(done.read_text(), flush=True)
        return make(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    engine = make(folder)
    documents = make_documents(options.corpus, options.count)
    # What the corpus costs to make is not the engine's: the first document comes when all sentences are read.
    first = next(documents)
    started, worked = time.perf_counter(), time.process_time()
    engine.add(_with_first(first, documents))
    seconds, work = time.perf_counter() - started, time.process_time() - worked
    rates = f"{options.count / seconds:.0f} | {options.count / work:.0f}"
    line = f"| {engine.name} | {rates} | {_size(folder) / options.count / 1024:.1f} |"
    print(line, flush=True)
    done.write_text(line)
    return engine


def _with_first(first: Any, others: Any) -> Any:
    yield first
    yield from others


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def prove_equal(engines: Sequence[Any], queries: dict[str, list[Any]]) -> int:
    """Stop at the first difference in hits or in the count of any code of any facet; how many queries were compared."""
    first, compared = engines[0], 0
    for kind, asked in queries.items():
        for ask in asked:
            expected = first.find(ask)
            for engine in engines[1:]:
                answer = engine.find(ask)
                if answer.total != expected.total:
                    raise SystemExit(f"{engine.name}, {kind} {ask}: {answer.total} hits, {first.name} {expected.total}")
                if {facet: dict(counts) for facet, counts in answer.counts.items()} != dict(expected.counts):
                    raise SystemExit(f"{engine.name} counts other codes for {kind} {ask}")
            compared += 1
    return compared


def is_stock(engine: Any) -> bool:
    """Whether an engine is asked a few queries only: all of them would take hours."""
    return bool(engine.name.startswith("stock"))


def few(queries: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The queries for an engine that takes seconds for each."""
    return {kind: asked[:STOCK_QUERIES] for kind, asked in queries.items()}


def report(engines: Sequence[Any], queries: dict[str, list[Any]], rows: Rows, *, facets: bool) -> None:
    """One table, p50 / p95 in milliseconds, and how many times as long as the first engine others take."""
    print(f"\n| {'rows and four facets' if facets else 'no rows, no facets'} | {engines[0].name} |", end="")
    print("".join(f" {engine.name} | times |" for engine in engines[1:]))
    print("|---" * (2 * len(engines)) + "|")
    for kind, asked in queries.items():
        asks = [type(ask)(ask.phrases, ask.offset, facets) for ask in asked]
        cells, own = [], {}
        for engine in engines:
            chosen = asks[:STOCK_QUERIES] if is_stock(engine) else asks
            taken = times(engine, chosen, rows if facets else None)
            own = own or dict(zip(asks, taken, strict=True))
            cells.append(_shown(quantiles(taken)))
            if engine is not engines[0]:
                ours = quantiles([own[ask] for ask in chosen])
                cells.append(" / ".join(_times(*pair) for pair in zip(quantiles(taken), ours, strict=True)))
        print(f"| {kind} | " + " | ".join(cells) + " |", flush=True)


def times(engine: Any, asks: Sequence[Any], rows: Rows | None) -> list[float]:
    """Milliseconds of each query, the fastest of some rounds: what else the machine does only ever adds to them."""

    def answer(ask: Any) -> None:
        found = engine.find(ask)
        if rows is not None:
            rows.read(found.ids)

    rounds = 1 if is_stock(engine) else ROUNDS
    forget = getattr(engine, "forget", lambda: None)
    return [min(measure(partial(answer, ask), forget) for _round in range(rounds)) for ask in asks]


def measure(call: Callable[[], Any], before: Callable[[], Any] = lambda: None) -> float:
    before()
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def quantiles(values: Sequence[float]) -> tuple[float, float]:
    """The median and the value that 95 of 100 do not exceed."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def _times(theirs: float, mine: float) -> str:
    ratio = theirs / mine
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}"


def _shown(pair: tuple[float, float]) -> str:
    return f"{pair[0]:.2f} / {pair[1]:.2f}"


def compare(options: argparse.Namespace) -> None:
    from benchmarks.search_corpus import make_documents, read_items
    from benchmarks.search_queries import make_queries

    queries = make_queries(read_items(options.corpus)[: options.count], options.queries, options.count)
    print(
        f"{options.count} articles, {sum(map(len, queries.values()))} queries, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n"
    )
    engines = open_engines(options)
    new = not (options.folder / "rows.sqlite3").exists()
    rows = Rows(options.folder)
    if new:
        rows.add(make_documents(options.corpus, options.count))
    compared = prove_equal([engine for engine in engines if not is_stock(engine)], queries)
    compared_stock = prove_equal([engines[0], *filter(is_stock, engines)], few(queries))
    print(f"\nhits and all facet counts equal: {compared} queries, stock {compared_stock}")
    for facets in (True, False):
        report(engines, queries, rows, facets=facets)
    print(f"\nlargest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=20, help="of each kind")
    parser.add_argument("--folder", type=Path, required=True, help="emptied first, unless --keep")
    parser.add_argument("--keep", action="store_true", help="use the indexes that are in the folder")
    parser.add_argument(
        "--engines", nargs="+", choices=ENGINES, default=ENGINES[:-1], help="all but stock, unless named"
    )
    parser.add_argument("--build-only", action="store_true", help="fill the engines and stop")
    options = parser.parse_args()
    if not options.keep:
        shutil.rmtree(options.folder, ignore_errors=True)
    set_up(options.folder)
    if options.build_only:
        open_engines(options)
    else:
        compare(options)


if __name__ == "__main__":
    main()

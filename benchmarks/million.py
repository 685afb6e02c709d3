"""Builds an index of a million articles for real and searches it: speed, size, memory, times with four facets.

    python -m benchmarks.million CORPUS.jsonl[.gz] --count 1000000 --folder /tmp/search-million

The corpus is made while it is written, so that no more of it is in memory than a batch. What writing holds in memory is
sampled all the time: its own (anonymous) pages, not pages of files, which the system takes back when it needs them.
`--keep` searches what an earlier run left in the folder.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.search import ROUNDS, measure, quantiles, set_up

QUERIES = 20
_EVERY = 50_000


class Memory:
    """The most this process held of its own while it was watched, in megabytes (Linux)."""

    def __init__(self) -> None:
        self.most = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.2):
            self.most = max(self.most, anonymous_mb())


def anonymous_mb() -> float:
    """Memory of this process that is not pages of files."""
    rows = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("RssAnon")) / 1024


def told(documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The documents; how far they are is printed on the way."""
    started = time.perf_counter()
    for number, document in enumerate(documents, start=1):
        yield document
        if number % _EVERY == 0:
            print(f"    {number} after {time.perf_counter() - started:.0f} s, {anonymous_mb():.0f} MB", flush=True)


def build(engine: Any, documents: Iterable[dict[str, Any]], count: int, folder: Path) -> None:
    """Write all documents and print what that took."""
    with Memory() as memory:
        started, worked = time.perf_counter(), time.process_time()
        engine.add(told(documents))
        seconds, work = time.perf_counter() - started, time.process_time() - worked
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    print("| | |\n|---|---|")
    print(f"| articles | {count} |")
    print(f"| articles/s, making them included | {count / seconds:.0f} |")
    print(f"| the same of processor time | {count / work:.0f} |")
    print(f"| KB an article on disk | {size / count / 1024:.2f} |")
    print(f"| most memory of its own, MB | {memory.most:.0f} |", flush=True)


def search(engine: Any, queries: dict[str, list[Any]]) -> None:
    """One row a kind of query: p50 and p95 with facets and without, in milliseconds."""
    from benchmarks.search_tokens import Ask

    print(f"\n| p50 / p95 ms, {QUERIES} queries a kind | four facets | no facets | hits (median) |\n|---|---|---|---|")
    for kind, asked in queries.items():
        cells = []
        for facets in (True, False):
            asks = [Ask(ask.phrases, ask.offset, facets) for ask in asked]
            best = [
                min(measure(lambda ask=ask: engine.find(ask), engine.forget) for _ in range(ROUNDS)) for ask in asks
            ]
            cells.append("{:.2f} / {:.2f}".format(*quantiles(best)))
        hits, _most = quantiles([engine.find(ask).total for ask in asks])
        print(f"| {kind} | {' | '.join(cells)} | {hits} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, required=True, help="emptied first, unless --keep")
    parser.add_argument("--keep", action="store_true", help="search the index that is in the folder")
    options = parser.parse_args()
    if not options.keep:
        shutil.rmtree(options.folder, ignore_errors=True)
    set_up(options.folder)
    from benchmarks.search_corpus import make_documents, read_items
    from benchmarks.search_ours import Ours
    from benchmarks.search_queries import make_queries

    engine = Ours(options.folder)
    if not options.keep:
        build(engine, make_documents(options.corpus, options.count), options.count, options.folder / "index")
    queries = make_queries(read_items(options.corpus)[: options.count], QUERIES, options.count)
    search(engine, queries)
    print(f"\nafter all queries this process holds {anonymous_mb():.0f} MB of its own, ", end="")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most with pages of files")


if __name__ == "__main__":
    main()

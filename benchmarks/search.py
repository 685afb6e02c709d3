"""Measures the embedded search engine against others on one corpus; hits and facet counts are proved equal first.

    python -m benchmarks.search CORPUS.jsonl[.gz] --count 20000 --folder /tmp/search-benchmark

Needs DATA_DIR for the settings. tantivy-py is measured where it can be imported. Stock Whoosh is Whoosh's own searcher
with its own queries over the index this program wrote. Times are of the engines alone: no rows, labels or templates.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import resource
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
django.setup()

from haystack import connections  # noqa: E402
from whoosh import sorting  # noqa: E402
from whoosh.filedb.filestore import FileStorage  # noqa: E402
from whoosh.index import FileIndex  # noqa: E402
from whoosh.query import And, Or, Term  # noqa: E402
from whoosh.query import Phrase as WhooshPhrase  # noqa: E402

from archive.search.engine import Request  # noqa: E402
from archive.search.engines.whoosh.analyzer import fold_text, pairs  # noqa: E402
from archive.search.engines.whoosh.store import INDEX_NAME  # noqa: E402
from archive.search.engines.whoosh.writer import BatchWriter  # noqa: E402
from archive.search.tree import AllOf, Phrase  # noqa: E402
from benchmarks.search_corpus import make_documents, read_items  # noqa: E402
from benchmarks.search_peers import FACETS, Counts, Fts5, Tantivy  # noqa: E402

BATCH = 20_000
STOCK_QUERIES = 2
KINDS: dict[str, tuple[int, ...]] = {
    "2 characters": (2,),
    "4 characters": (4,),
    "10 characters": (10,),
    "20 characters": (20,),
    "two words": (2, 2),
    "three words": (2, 3, 2),
}


class Ours:
    """The embedded engine, asked as the pages ask it."""

    name = "this archive"

    def __init__(self, folder: Path) -> None:
        self._backend = connections["default"].get_backend()
        self._backend.path = str(folder / "index")
        self._backend.setup()

    def add(self, documents: Iterable[dict[str, Any]]) -> None:
        store, backend = self._backend.store, self._backend
        with store.writing():
            build = store.new_build(backend.schema)
            rows = iter(documents)
            while batch := list(islice(rows, BATCH)):
                ready = [{key: backend._from_python(value) for key, value in row.items()} for row in batch]
                BatchWriter(build, backend.schema).write(ready, merge=False)
            store.note_sizes(build)
            store.use(build)

    def find(self, phrases: Sequence[str], *, facets: bool) -> tuple[int, Counts]:
        parts = tuple(Phrase(phrase) for phrase in phrases)
        tree = None if not parts else parts[0] if len(parts) == 1 else AllOf(parts)
        fields = {facet: facet for facet in FACETS} if facets else {}
        found = self._backend.find(Request(tree=tree, filters={}, fields=fields))
        return found.total, {facet: dict(counts) for facet, counts in found.counts.items()}

    def forget(self) -> None:
        """As if no phrase had been asked for before."""
        self._backend.ask(lambda snapshot: snapshot.matches.clear())


class StockWhoosh:
    """Whoosh's own searcher over the index written by `Ours`."""

    name = "stock Whoosh"

    def __init__(self, folder: Path) -> None:
        index = folder / "index"
        build = index / (index / "current").read_text()
        self._searcher = FileIndex(FileStorage(str(build)), None, INDEX_NAME).searcher()

    def find(self, phrases: Sequence[str], *, facets: bool) -> tuple[int, Counts]:
        query = And([Or([self._query(field, phrase) for field in ("title", "text")]) for phrase in phrases])
        groups = {facet: sorting.FieldFacet(facet, allow_overlap=True) for facet in FACETS} if facets else None
        found = self._searcher.search(query, limit=20, groupedby=groups)
        counts = {facet: {code: len(ids) for code, ids in found.groups(facet).items()} for facet in groups or {}}
        return len(found), counts

    @staticmethod
    def _query(field: str, phrase: str) -> Any:
        words = [pair for pair, _position in pairs(fold_text(phrase))][:-1]
        return Term(field, words[0]) if len(words) == 1 else WhooshPhrase(field, words)


def make_queries(corpus: Path, each: int) -> dict[str, list[tuple[str, ...]]]:
    """Pieces of real titles and bodies; the words of one query stand in one article."""
    items, chance = read_items(corpus), random.Random(3)
    queries: dict[str, list[tuple[str, ...]]] = {kind: [] for kind in KINDS}
    for kind, lengths in KINDS.items():
        while len(queries[kind]) < each:
            text = chance.choice(items)[chance.choice(["title", "text"])]
            phrases = tuple(piece for length in lengths if (piece := _piece(text, length, chance)))
            if len(set(phrases)) == len(lengths):
                queries[kind].append(phrases)
    return queries


def _piece(text: str, length: int, chance: random.Random) -> str:
    start = chance.randrange(max(1, len(text) - length))
    piece = text[start : start + length]
    short = length <= 4
    return piece if len(piece) == length and (piece.isalnum() or not short) and "\n" not in piece else ""


def measure(find: Callable[[], Any], before: Callable[[], Any] | None = None, rounds: int = 5) -> float:
    """Milliseconds, the fastest of so many rounds: whatever else the machine does only ever adds to them."""
    times = []
    for _round in range(rounds):
        if before is not None:
            before()
        started = time.perf_counter()
        find()
        times.append((time.perf_counter() - started) * 1000)
    return min(times)


def quantiles(times: list[float]) -> str:
    ordered = sorted(times)
    return f"{ordered[len(ordered) // 2]:.2f} / {ordered[int(len(ordered) * 0.95)]:.2f}"


def build(engine: Any, folder: Path, corpus: Path, count: int) -> Any:
    """Fill an engine and say how fast and how large."""
    before = _size(folder)
    documents = make_documents(corpus, count)
    seconds = -time.perf_counter()
    engine.add(documents)
    seconds += time.perf_counter()
    size = (_size(folder) - before) / count / 1024
    print(f"| {engine.name} | {count / seconds:.0f} | {size:.1f} |", flush=True)
    return engine


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def prove_equal(engines: Sequence[Any], queries: dict[str, list[tuple[str, ...]]]) -> int:
    """Stop at the first difference in hits or in the count of any code of any facet."""
    compared = 0
    for kind, asked in queries.items():
        for phrases in asked:
            answers = {engine.name: engine.find(phrases, facets=True) for engine in engines}
            expected = answers[engines[0].name]
            for name, answer in answers.items():
                if answer != expected:
                    raise SystemExit(f"{name} differs for {kind} {phrases}: {answer[0]} and {expected[0]} hits")
            compared += 1
    return compared


def report(engines: Sequence[Any], queries: dict[str, list[tuple[str, ...]]]) -> None:
    """One table with and one without facets, p50 / p95 in milliseconds."""
    for facets in (True, False):
        print(f"\n| {'with' if facets else 'without'} facets | " + " | ".join(engine.name for engine in engines) + " |")
        print("|---" * (len(engines) + 1) + "|")
        for kind, asked in queries.items():
            cells = [quantiles(times(engine, asked, facets)) for engine in engines]
            print(f"| {kind} | " + " | ".join(cells) + " |", flush=True)


def times(engine: Any, asked: Sequence[tuple[str, ...]], facets: bool) -> list[float]:
    """Milliseconds of each query; of stock Whoosh only a few, once: it would take hours."""
    few = engine.name == StockWhoosh.name
    forget = getattr(engine, "forget", None)
    return [
        measure(partial(engine.find, phrases, facets=facets), forget, 1 if few else 5)
        for phrases in (asked[:STOCK_QUERIES] if few else asked)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=20, help="of each kind")
    parser.add_argument("--folder", type=Path, required=True, help="emptied first, unless --keep")
    parser.add_argument("--keep", action="store_true", help="the index of this archive in the folder is used as it is")
    options = parser.parse_args()
    queries = make_queries(options.corpus, options.queries)
    if not options.keep:
        shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True, exist_ok=True)
    print(
        f"{options.count} articles, {sum(map(len, queries.values()))} queries, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores\n\n| | articles/s | KB an article |\n|---|---|---|"
    )
    ours = Ours(options.folder)
    engines: list[Any] = [ours if options.keep else build(ours, options.folder, options.corpus, options.count)]
    for peer in (Tantivy, Fts5):
        try:
            engines.append(build(peer(options.folder), options.folder, options.corpus, options.count))
        except ImportError as error:
            print(f"| {peer.name} | not measured: {error} | |")
    stock = StockWhoosh(options.folder)
    compared = prove_equal(engines, queries)
    few = {kind: asked[:1] for kind, asked in queries.items()}
    compared_stock = prove_equal([ours, stock], few)
    print(f"\nhits and all facet counts equal: {compared} queries, stock Whoosh {compared_stock}")
    report([*engines, stock], queries)
    everything = [measure(lambda: ours.find((), facets=True)) for _round in range(20)]
    print(f"\neverything with facets, this archive: {quantiles(everything)} ms")
    print(f"largest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()

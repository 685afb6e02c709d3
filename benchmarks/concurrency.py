"""Two processes search while a third writes; then what a process holds in memory, and how soon a new one answers.

    python -m benchmarks.concurrency CORPUS.jsonl[.gz] --count 100000 --seconds 60 --folder /tmp/search-concurrency

`--index FOLDER` takes a copy of the index `benchmarks.search` left in its folder instead of building one. The readers
ask the queries of `benchmarks.search_queries` with four facets, in any order. Each commit of the writer replaces some
articles and adds one with a number in its title; a reader looks for the next number after every query, so that how late
it sees a commit is known to within one query. An error is any exception, and any answer in which the counts of a facet
every article has do not add up to the hits.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.search import quantiles, set_up

READERS = 2
BATCH = 10
MARKED = 10_000_000
"""Numbers of articles from here on are the writer's own."""
_LAST_LOOK = 0.5
"""Seconds the readers go on after the last commit."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """What goes on: the texts written, how many articles the index has, for how long, how often a commit."""

    items: Sequence[dict[str, str]]
    count: int
    seconds: float
    pause: float


def read(folder: Path, asks: Sequence[Any], seconds: float, all_ready: Any, told: Any) -> None:
    """In a process: ask until time is up, and tell what was seen."""
    set_up(folder)
    from benchmarks.search_ours import Ours
    from benchmarks.search_tokens import Ask

    engine = Ours(folder)
    imported = private_mb()
    chance = random.Random(os.getpid())
    taken: list[float] = []
    errors: list[str] = []
    seen: dict[int, float] = {}
    all_ready.wait()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        started = time.perf_counter()
        try:
            answer = engine.find(chance.choice(asks))
            taken.append((time.perf_counter() - started) * 1000)
            if sum(answer.counts["source"].values()) != answer.total:
                errors.append(f"{sum(answer.counts['source'].values())} counted of {answer.total} found")
            while engine.find(Ask((marker(len(seen) + 1),), facets=False)).total:
                seen[len(seen) + 1] = time.monotonic()
        except Exception as error:  # every one of them is what is counted here
            errors.append(f"{type(error).__name__}: {error}")
    told.put(
        {
            "taken": taken,
            "errors": errors,
            "seen": seen,
            "private": private_mb(),
            "imported": imported,
            "anonymous": private_mb("Anonymous"),
        }
    )


def write(folder: Path, load: Load, all_ready: Any, told: Any) -> None:
    """In a process: commit after commit until time is up, and tell when each was begun and done."""
    set_up(folder)
    from benchmarks.search_ours import Ours

    engine = Ours(folder)
    chance = random.Random(1)
    commits: dict[int, tuple[float, float]] = {}
    errors: list[str] = []
    all_ready.wait()
    until = time.monotonic() + load.seconds - _LAST_LOOK
    while time.monotonic() < until:
        number = len(commits) + 1
        replaced = [
            document(chance.randrange(1, load.count + 1), chance.choice(load.items)) for _article in range(BATCH - 1)
        ]
        marked = document(MARKED + number, {"title": marker(number), "text": marker(number)})
        begun = time.monotonic()
        try:
            engine.update({row["id"]: row for row in [*replaced, marked]}.values())
            commits[number] = (begun, time.monotonic())
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
        time.sleep(load.pause)
    told.put({"commits": commits, "errors": errors})


def marker(number: int) -> str:
    """A title no article of a corpus has, and no other commit."""
    return f"⟦{number}⟧"


def document(number: int, item: dict[str, str]) -> dict[str, Any]:
    """An article as the index takes it, with a code in every facet."""
    return {
        "id": f"archive.article.{number}",
        "django_ct": "archive.article",
        "django_id": str(number),
        "title": item["title"],
        "text": item["text"],
        **{
            field: ["unknown"]
            for field in ("region", "region_any", "type", "field", "date", "published_date", "source")
        },
        "article": number,
        "event": 0,
        **dict.fromkeys(("event_start", "event_end", "published_start", "published_end"), 0),
    }


def private_mb(*kinds: str) -> float:
    """Memory no other process shares, in megabytes (Linux); `Anonymous` leaves out pages of files only it has open."""
    rows = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return (
        sum(int(row.split()[1]) for row in rows if row.startswith(kinds or ("Private_Clean", "Private_Dirty"))) / 1024
    )


def run(folder: Path, load: Load) -> dict[str, Any]:
    """All processes at once; what each told: `readers`, `writer`."""
    from benchmarks.search_queries import make_queries

    asks = [ask for asked in make_queries(load.items, 20, load.count).values() for ask in asked]
    spawn = multiprocessing.get_context("spawn")
    all_ready = spawn.Barrier(READERS + 1)
    told = [spawn.SimpleQueue() for _process in range(READERS + 1)]
    processes = [
        spawn.Process(target=read, args=(folder, asks, load.seconds, all_ready, told[number]))
        for number in range(READERS)
    ]
    processes.append(spawn.Process(target=write, args=(folder, load, all_ready, told[-1])))
    for process in processes:
        process.start()
    *readers, writer = [queue.get() for queue in told]
    for process in processes:
        process.join()
    return {"readers": readers, "writer": writer}


def delays(found: dict[str, Any]) -> tuple[list[float], list[float]]:
    """Milliseconds from the begin and from the end of each commit until each reader had seen it."""
    commits = found["writer"]["commits"]
    seen = [(commits[number], when) for reader in found["readers"] for number, when in reader["seen"].items()]
    since_begin = [(when - begun) * 1000 for (begun, _done), when in seen]
    since_end = [max(0.0, (when - done) * 1000) for (_begun, done), when in seen]
    return since_begin, since_end


def start_worker(folder: Path, phrase: str, told: Any) -> None:
    """In a new process: how long the first answer takes after the imports, and in a child of a warmed process."""
    set_up(folder)
    from archive.search.warm import warm_up
    from benchmarks.search_ours import Ours
    from benchmarks.search_tokens import Ask

    def first_answer() -> float:
        started = time.perf_counter()
        Ours(folder).find(Ask((phrase,)))
        return (time.perf_counter() - started) * 1000

    alone = first_answer()
    warm_up()
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.write(writing, json.dumps(first_answer()).encode())
        os._exit(0)
    os.wait()
    told.put((alone, json.loads(os.read(reading, 100))))


def cold_starts(folder: Path, phrases: Sequence[str]) -> list[tuple[float, float, float]]:
    """For each phrase in a process of its own: milliseconds from its start, after its imports, in a warmed child."""
    spawn = multiprocessing.get_context("spawn")
    found = []
    for phrase in phrases:
        told = spawn.SimpleQueue()
        started = time.perf_counter()
        process = spawn.Process(target=start_worker, args=(folder, phrase, told))
        process.start()
        alone, warmed = told.get()
        found.append(((time.perf_counter() - started) * 1000, alone, warmed))
        process.join()
    return found


def report(found: dict[str, Any], seconds: float) -> None:
    taken = [time for reader in found["readers"] for time in reader["taken"]]
    errors = [error for part in (*found["readers"], found["writer"]) for error in part["errors"]]
    ordered = sorted(taken)
    since_begin, since_end = delays(found)
    p99 = ordered[int(len(ordered) * 0.99)]
    print(f"| {READERS} readers, 1 writer, {seconds:.0f} s | |\n|---|---|")
    print(f"| queries/s | {len(taken) / seconds:.0f} |")
    print(f"| p50 / p95 / p99 / worst, ms | {_shown(quantiles(taken))} / {p99:.2f} / {ordered[-1]:.1f} |")
    print(f"| commits of {BATCH} articles | {len(found['writer']['commits'])} |")
    lengths = [(done - begun) * 1000 for begun, done in found["writer"]["commits"].values()]
    print(f"| one commit, p50 / p95 ms | {_shown(quantiles(lengths))} |")
    print(f"| seen by readers after its begin, p50 / p95 ms | {_shown(quantiles(since_begin))} |")
    print(f"| seen by readers after its end, p50 / p95 ms | {_shown(quantiles(since_end))} |")
    print(f"| errors | {len(errors)} |")
    for reader in found["readers"]:
        shown = f"{reader['private']:.0f} ({reader['imported']:.0f}; {reader['anonymous']:.0f})"
        print(f"| private memory of a reader, MB (after imports; without pages of files) | {shown} |")
    for error in sorted(set(errors))[:10]:
        print(f"    {errors.count(error)} times {error}")


def _shown(pair: tuple[float, float]) -> str:
    return f"{pair[0]:.2f} / {pair[1]:.2f}"


def report_starts(starts: Sequence[tuple[float, float, float]]) -> None:
    titles = ("from the start of Python", "after imports", "in a child of a warmed process")
    for title, values in zip(titles, zip(*starts, strict=True), strict=True):
        print(
            f"| first answer {title}, median / worst ms | {sorted(values)[len(values) // 2]:.0f} / {max(values):.0f} |"
        )


def prepare(options: argparse.Namespace) -> None:
    """An index in the folder: a copy, or built anew."""
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    if options.index:
        shutil.copytree(options.index / "ours" / "index", options.folder / "index")
        return
    set_up(options.folder)
    from benchmarks.search_corpus import make_documents
    from benchmarks.search_ours import Ours

    Ours(options.folder).add(make_documents(options.corpus, options.count))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=20_000, help="articles in the index")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=0.1, help="seconds the writer waits between commits")
    parser.add_argument("--folder", type=Path, required=True, help="emptied first")
    parser.add_argument("--index", type=Path, help="the folder of a run of benchmarks.search with as many articles")
    options = parser.parse_args()
    prepare(options)
    set_up(options.folder)
    from benchmarks.search_corpus import read_items

    items = read_items(options.corpus)[: options.count]
    load = Load(items=items, count=options.count, seconds=options.seconds, pause=options.pause)
    found = run(options.folder, load)
    report(found, options.seconds)
    report_starts(cold_starts(options.folder, [item["title"][:4] for item in items[:5]]))


if __name__ == "__main__":
    main()

"""An archive under everything at once: fifty readers on the real server, an ingest, the indexer, and rebuilds of the index.

    DATA_DIR=ARCHIVE python -m benchmarks.load CORPUS.jsonl[.gz] [--seconds 300] [--scaled [--nodes 3]]

Works on a copy of ARCHIVE (brought over by `backup` and `restore`; without DATA_DIR on an archive of the corpus), which is
gone afterwards: by itself on SQLite and the embedded index, with `--scaled` on PostgreSQL and OpenSearch, both started for
it (`benchmarks.trial_archive`). Pages are taken in and the index is built anew, again and again, until the time is up,
with the commands an operator runs, at the priority the units give the indexer (`nice -n 5`). Readers are wrk's
(`benchmarks.site_load`), who ask without a pause; an error is a broken connection, a time-out, a status of 400 and above,
or a command that ends otherwise than well. Only loopback is asked.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from benchmarks.site import draw_addresses, set_up
from benchmarks.site_load import load, serving
from benchmarks.trial_archive import MANAGE, trial_archive


def start(*words: str) -> subprocess.Popen[bytes]:
    """A command of `manage.py` at work on the archive of the environment, after readers as `deploy/systemd` has it."""
    environment = {**os.environ, "LOG_LEVEL": "ERROR"}
    command = ["nice", "-n", "5", sys.executable, str(MANAGE), *words]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


WARMING = 30
"""Seconds before the measurement: a server of days has compiled what it runs, and its files are in memory."""
WELL = (0, 130, -signal.SIGTERM)
"""How commands end: by themselves, as an ingest that was told to stop, as one that was told so while it still started."""


def stop(command: subprocess.Popen[bytes]) -> int:
    """Tell it to stop; what it ended with."""
    command.send_signal(signal.SIGTERM)
    return command.wait()


class Again:
    """A command started anew whenever it ends, until told to stop; `codes` are what it ended with so far."""

    def __init__(self, *words: str) -> None:
        self.codes: list[int] = []
        self._words = words
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._repeat)
        self._thread.start()

    def _repeat(self) -> None:
        while not self._is_over.is_set():
            self.codes.append(start(*self._words).wait())

    def stop(self) -> None:
        """Let the one under way end."""
        self._is_over.set()
        self._thread.join()


def write_new_pages(corpus: Path, count: int, file: Path) -> None:
    """Pages no run before has taken in: the run's process is in their addresses and in their text."""
    from benchmarks.search_corpus import make_items

    with file.open("w", encoding="utf-8") as lines:
        for number, item in enumerate(make_items(corpus, count), start=1):
            page = {
                "url": f"http://load{os.getpid()}.example/{number}.html",
                "title": item["title"],
                "published": item["published"],
                "text": f"第{os.getpid()}之{number}号：{item['text']}",
            }
            lines.write(json.dumps(page, ensure_ascii=False) + "\n")


def measure(corpus: Path, readers: int, seconds: int) -> dict[str, Any]:
    """Readers, an ingest, the indexer and rebuilds over the archive of the environment, for so long."""
    set_up()
    from archive.models import Article

    addresses = [address for kind in draw_addresses(200).values() for address in kind]
    pages = Path(os.environ["DATA_DIR"], "load-pages.jsonl")
    write_new_pages(corpus, 200 * seconds, pages)
    before = Article.objects.count()
    with serving() as port:
        load(port, addresses, 4, WARMING)
        indexer = start("index_stale", "--watch")
        ingest = start("ingest", str(pages), "--no-index", "--workers", "1")
        rebuilds = Again("rebuild_index", "--noinput")
        try:
            result = load(port, addresses, readers, seconds)
            came = Article.objects.count() - before
        finally:
            ended = {"ingest": stop(ingest)}
            rebuilds.stop()
            ended["index_stale"] = stop(indexer)
    ended |= {f"rebuild {number}": code for number, code in enumerate(rebuilds.codes, start=1)}
    failed = {name: code for name, code in ended.items() if code not in WELL}
    done = {"articles": before, "taken in": came, "rebuilds": len(rebuilds.codes), "commands that failed": failed}
    return {**result, **done}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--scaled", action="store_true", help="on PostgreSQL and OpenSearch")
    parser.add_argument("--nodes", type=int, choices=(1, 3), default=1, help="of OpenSearch")
    options = parser.parse_args()
    data = os.environ.get("DATA_DIR")
    with trial_archive(options.corpus, Path(data) if data else None, nodes=options.nodes if options.scaled else 0):
        result = measure(options.corpus, options.readers, options.seconds)
    print(json.dumps(result))
    on = f"PostgreSQL, OpenSearch on {options.nodes}" if options.scaled else "SQLite, embedded index"
    print("\n| on | readers at once | requests/s | p50 / p95 / p99 / worst ms | errors | pages taken in | rebuilds |")
    print("|---|---|---|---|---|---|---|")
    row = "| {on} | {c} | {a_second:.0f} | {p50:.0f} / {p95:.0f} / {p99:.0f} / {worst:.0f} | {errors:.0f} | {taken in} | {rebuilds} |"
    print(row.format(on=on, c=options.readers, **result))
    sys.exit(bool(result["errors"] or result["commands that failed"]))


if __name__ == "__main__":
    main()

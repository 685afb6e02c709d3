"""An archive under everything at once: fifty readers on the real server, an ingest, the indexer, and rebuilds of the index.

    DATA_DIR=COPY python -m benchmarks.load CORPUS.jsonl[.gz] --seconds 300

Pages are taken in and the index is built anew, again and again, until the time is up, with the commands an operator runs: give
it a copy of an archive. DATABASE_URL and SEARCH_URL count as for the site. Readers are wrk's (`benchmarks.site_load`); an error is
a broken connection, a time-out, a status of 400 and above, or a command that ends otherwise than well. Only loopback is asked.
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

from benchmarks.site import draw_addresses, set_up
from benchmarks.site_load import load, serving

MANAGE = Path(__file__).resolve().parents[1] / "manage.py"


def start(*words: str) -> subprocess.Popen[bytes]:
    """A command of `manage.py` at work on the archive of the environment."""
    environment = {**os.environ, "LOG_LEVEL": "ERROR"}
    return subprocess.Popen([sys.executable, str(MANAGE), *words], env=environment, stdout=subprocess.DEVNULL)


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=300)
    options = parser.parse_args()
    set_up()
    from archive.models import Article

    addresses = [address for kind in draw_addresses(200).values() for address in kind]
    pages = Path(os.environ["DATA_DIR"], "load-pages.jsonl")
    write_new_pages(options.corpus, 200 * options.seconds, pages)
    before = Article.objects.count()
    with serving() as port:
        load(port, addresses, 4, 5)
        indexer = start("index_stale", "--watch")
        ingest = start("ingest", str(pages), "--no-index", "--workers", "1")
        rebuilds = Again("rebuild_index", "--noinput")
        result = load(port, addresses, options.readers, options.seconds)
        came = Article.objects.count() - before
        ingest.send_signal(signal.SIGTERM)
        ended = {"ingest": ingest.wait()}
        rebuilds.stop()
        indexer.send_signal(signal.SIGTERM)
        ended["indexer"] = indexer.wait()
    pages.unlink()
    ended["rebuilds that failed"] = sum(code != 0 for code in rebuilds.codes)
    print(json.dumps({**result, "articles": before, "taken in": came, "rebuilds": len(rebuilds.codes), **ended}))
    row = (
        "| {c} | {a_second:.0f} | {p50:.0f} / {p95:.0f} / {p99:.0f} / {worst:.0f} | {errors:.0f} | {came} | {rebuilt} |"
    )
    print("\n| readers at once | requests/s | p50 / p95 / p99 / worst ms | errors | pages taken in | rebuilds |")
    print("|---|---|---|---|---|---|")
    print(row.format(c=options.readers, came=came, rebuilt=len(rebuilds.codes), **result))


if __name__ == "__main__":
    main()

"""A large archive loaded as an operator loads one: `ingest --workers N` with `index_stale --watch` beside it.

    python -m benchmarks.ingest CORPUS.jsonl[.gz] --count 100000 --workers 2 --folder /tmp/ingest-benchmark

Writes a file of JSON lines (real news items, then pages put together from their sentences, with datelines and places
as they come) and loads it with the commands of `manage.py`, in processes of their own. Prints, for each tenth of the pages, how long it
took, what a page cost in CPU time and how much memory the processes held; then pages a second until the last page was stored and until it
could be found. At the end the counts of every facet of the search are compared with those of plain SQL.

CPU time a page does not depend on what else the machine does; pages a second do.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.process_tree import Usage, usage_of
from benchmarks.search import set_up

ROOT = Path(__file__).resolve().parents[1]


def write_pages(corpus: Path, count: int, file: Path, past: int = 0) -> None:
    """So many different pages as JSON lines, each with an address of its own; those `past` so many others."""
    from benchmarks.search_corpus import make_items

    with file.open("w", encoding="utf-8") as lines:
        for number, item in islice(enumerate(make_items(corpus, past + count), start=1), past, None):
            page = {
                "id": f"page-{number}",
                "url": f"http://news.site{number % 60}.example/{number}.html",
                "title": item["title"],
                "published": item["published"],
                "source": f"第{number % 60}新闻网",
                "text": item["text"],
            }
            lines.write(json.dumps(page, ensure_ascii=False) + "\n")


def manage(data: Path, *words: str) -> subprocess.Popen[bytes]:
    """A command of `manage.py`, started; what it says goes to a file beside the archive."""
    with (data.parent / f"{words[0]}.out").open("wb") as said:
        return subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), *words],
            env=os.environ | {"DATA_DIR": str(data), "LOG_LEVEL": "ERROR", "LANGUAGE_CODE": "en"},
            stdout=said,
        )


def end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a command."""
    if process.wait() not in (0, 1):  # 1: some page was not taken in, which the counts will show
        raise SystemExit(f"a command ended with {process.returncode}")


@dataclass
class Moment:
    """How far a load has come: seconds since its start, pages stored and found, and what its processes use."""

    seconds: float
    stored: int
    behind: int
    ingest: Usage
    indexer: Usage


class Watched:
    """An ingest and an indexer at work on one archive, looked at every second; a line is printed for each tenth."""

    def __init__(self, data: Path, pages: Path, count: int, workers: int) -> None:
        self._database = data / "archive.sqlite3"
        self._count = count
        self._indexer = manage(data, "index_stale", "--watch")
        self._ingest = manage(data, "ingest", str(pages), "--no-index", "--workers", str(workers))
        self._started = time.perf_counter()
        self._last = Usage(cpu=0.0, memory=0.0)
        self._before = self._look()
        self._most = (0.0, 0.0)

    def watch(self) -> None:
        """Until all is stored and found."""
        print(
            "| pages | s | ms CPU a page: ingest | indexer | MB: ingest | indexer | behind |\n|---|---|---|---|---|---|---|"
        )
        stored = now = self._before
        while self._ingest.poll() is None:
            now = self._look()
            stored = now if now.stored > stored.stored else stored
            self._print_tenth(now)
            time.sleep(1)
        while self._look().behind:
            time.sleep(0.2)
        found = self._look()
        end(self._ingest)
        self._indexer.send_signal(signal.SIGTERM)
        end(self._indexer)
        for what, moment in (("stored", stored), ("found", found)):
            print(f"{what} after {moment.seconds:.0f} s, {self._count / moment.seconds:.0f} pages/s")
        cost = 1000 * (now.ingest.cpu + found.indexer.cpu) / self._count
        print(
            f"{cost:.2f} ms CPU a page; at most {self._most[0]:.0f} MB ingest, {self._most[1]:.0f} MB indexer",
            flush=True,
        )

    def _print_tenth(self, now: Moment) -> None:
        """What the last tenth took and cost, once it is in."""
        self._most = max(self._most[0], now.ingest.memory), max(self._most[1], now.indexer.memory)
        before, pages = self._before, now.stored - self._before.stored
        if now.stored * 10 // self._count == before.stored * 10 // self._count:
            return
        ingest = 1000 * (now.ingest.cpu - before.ingest.cpu) / pages
        indexer = 1000 * (now.indexer.cpu - before.indexer.cpu) / pages
        print(
            f"| {now.stored:,} | {now.seconds - before.seconds:.0f} | {ingest:.2f} | {indexer:.2f} "
            f"| {now.ingest.memory:.0f} | {now.indexer.memory:.0f} | {now.behind} |",
            flush=True,
        )
        self._before = now

    def _look(self) -> Moment:
        connection = sqlite3.connect(self._database, timeout=60)
        (stored,) = connection.execute("SELECT COALESCE(MAX(id), 0) FROM archive_article").fetchone()
        (behind,) = connection.execute(
            "SELECT COUNT(*) FROM archive_article WHERE NOT indexed_revision = revision"
        ).fetchone()
        connection.close()
        usage = usage_of(self._ingest.pid)
        # One that has just ended is told of as having used nothing.
        self._last = usage if usage.cpu >= self._last.cpu else self._last
        return Moment(
            seconds=time.perf_counter() - self._started,
            stored=stored,
            behind=behind,
            ingest=self._last,
            indexer=usage_of(self._indexer.pid),
        )


FINDINGS = (
    "SELECT {code}, count(DISTINCT article_id) FROM archive_finding f JOIN archive_article a ON a.id = f.article_id "
    "WHERE a.state = 'public' AND f.state <> 'rejected' AND f.kind = '{kind}' {more} GROUP BY 1"
)
ARTICLES = "SELECT {code}, count(*) FROM archive_article a WHERE a.state = 'public' GROUP BY 1"
BY_SQL = {
    # Field of the index: what of its codes SQL can tell without the tree of regions or the forms of dates.
    "type": FINDINGS.format(code="f.value", kind="event_type", more=""),
    "field": FINDINGS.format(code="f.value", kind="service_field", more=""),
    "region": FINDINGS.format(
        code="substr(f.value, 1, 2) || '0000'", kind="region", more="AND f.role = 'venue' AND f.value <> '000000'"
    ),
    "source": ARTICLES.format(code="COALESCE(CAST(a.publisher_id AS TEXT), 'unknown')"),
    "published_date": ARTICLES.format(code="COALESCE(substr(CAST(a.published_on AS TEXT), 1, 4), 'unknown')"),
}


def check() -> int:
    """Compare the facets of a search for everything with plain SQL, up to the first difference; codes that agree."""
    from django.db import connection
    from haystack import connections

    from archive.models import Article
    from archive.search.engine import Request

    request = Request(tree=None, filters={}, fields={field: field for field in BY_SQL})
    found = connections["default"].get_backend().find(request)
    public = Article.public.count()
    if found.total != public:
        raise SystemExit(f"the search finds {found.total} articles of {public}")
    agreed = 0
    for field, statement in BY_SQL.items():
        with connection.cursor() as cursor:
            cursor.execute(statement)
            counted = dict(cursor.fetchall())
        shown = {code: found.counts[field].get(code, 0) for code in counted}
        if shown != counted:
            raise SystemExit(f"{field}: the search counts {shown}, SQL {counted}")
        agreed += len(counted)
    return agreed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--folder", type=Path, required=True, help="emptied first; the archive stays in its folder data"
    )
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    set_up(options.folder)
    data, pages = options.folder / "data", options.folder / "pages.jsonl"
    write_pages(options.corpus, options.count, pages)
    end(manage(data, "migrate", "-v0"))
    end(manage(data, "load_vocabularies"))
    Watched(data, pages, options.count, options.workers).watch()
    print(f"SQL and the facets of the search agree on {check()} codes")
    size = sum(file.stat().st_size for file in data.rglob("*") if file.is_file())
    print(f"{size / options.count / 1024:.1f} KB an article on disk, originals, database and index together")


if __name__ == "__main__":
    main()

"""A large archive loaded as an operator loads one: pages through `manage.py ingest`, then `index_stale`, then checked.

    python -m benchmarks.ingest CORPUS.jsonl[.gz] --count 100000 --folder /tmp/ingest-benchmark

Writes a file of JSON lines (real news items, then pages put together from their sentences, with datelines and places
as they come), loads it with the commands of `manage.py`, and compares the counts of every facet of the search with
those of plain SQL. Prints pages a second for each stage. The times are of whole commands, started in processes of
their own.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.search import set_up

ROOT = Path(__file__).resolve().parents[1]


def write_pages(corpus: Path, count: int, file: Path) -> None:
    """So many different pages as JSON lines, each with an address of its own."""
    from benchmarks.search_corpus import make_items

    with file.open("w", encoding="utf-8") as lines:
        for number, item in enumerate(make_items(corpus, count), start=1):
            page = {
                "id": f"page-{number}",
                "url": f"http://news.site{number % 60}.example/{number}.html",
                "title": item["title"],
                "published": item["published"],
                "source": f"第{number % 60}新闻网",
                "text": item["text"],
            }
            lines.write(json.dumps(page, ensure_ascii=False) + "\n")


def command(data: Path, *words: str) -> float:
    """Seconds one command of `manage.py` takes; its last line is printed."""
    started = time.perf_counter()
    run = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *words],
        env=os.environ | {"DATA_DIR": str(data), "LOG_LEVEL": "ERROR"},
        check=False,
        capture_output=True,
        text=True,
    )
    seconds = time.perf_counter() - started
    if run.returncode not in (0, 1):  # 1: some page was not taken in, which the counts will show
        raise SystemExit(f"{words[0]} ended with {run.returncode}: {run.stderr[-2000:]}")
    print(f"    {words[0]}: {' '.join(run.stdout.split(chr(10))[-6:])}", flush=True)
    return seconds


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


def timed(name: str, count: int, call: Callable[[], Any]) -> None:
    seconds = call()
    print(f"| {name} | {seconds:.0f} s | {count / seconds:.0f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--folder", type=Path, required=True, help="emptied first")
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    set_up(options.folder)
    data, pages = options.folder / "data", options.folder / "pages.jsonl"
    write_pages(options.corpus, options.count, pages)
    command(data, "migrate", "-v0")
    command(data, "load_vocabularies")
    print("| | took | pages/s |\n|---|---|---|")
    workers = ["--workers", str(options.workers)]
    timed("ingest", options.count, lambda: command(data, "ingest", str(pages), "--no-index", *workers))
    timed("index_stale", options.count, lambda: command(data, "index_stale"))
    timed("rebuild_index", options.count, lambda: command(data, "rebuild_index", "--noinput"))
    print(f"\nSQL and the facets of the search agree on {check()} codes")
    size = sum(file.stat().st_size for file in data.rglob("*") if file.is_file())
    print(f"{size / options.count / 1024:.1f} KB an article on disk, originals, database and index together")


if __name__ == "__main__":
    main()

"""What a further page costs as an archive grows: the same pages taken into copies of several archives.

    python -m benchmarks.ingest_growth CORPUS.jsonl[.gz] --archives F10/data F100/data --folder /tmp/ingest-growth

The archives are folders as `benchmarks.ingest` leaves them (`--count 10000 --folder F10`). Of each the rows are copied and
brought up to the schema of today; then `manage.py ingest --no-index --workers 1` takes in pages none of them has. Prints CPU time a page,
the start of the process taken off with a run of one page, and how many times that of the first archive it is.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
from pathlib import Path

from benchmarks.ingest import end, manage, write_pages
from benchmarks.search import set_up


def cpu_of(data: Path, *words: str) -> float:
    """CPU seconds of a command of `manage.py`."""
    before = os.times()
    end(manage(data, *words))
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def count_articles(data: Path) -> int:
    """Articles in the archive of a data folder."""
    connection = sqlite3.connect(data / "archive.sqlite3", timeout=60)
    (number,) = connection.execute("SELECT COUNT(*) FROM archive_article").fetchone()
    connection.close()
    return int(number)


def copy_rows(archive: Path, folder: Path) -> Path:
    """A data folder with a copy of the archive's database, of today's schema."""
    data = folder / "data"
    shutil.rmtree(folder, ignore_errors=True)
    data.mkdir(parents=True)
    source, copy = sqlite3.connect(archive / "archive.sqlite3"), sqlite3.connect(data / "archive.sqlite3")
    source.backup(copy)
    source.close()
    copy.close()
    end(manage(data, "migrate", "-v0"))
    return data


def take_in(data: Path, page: Path, pages: Path, count: int) -> float:
    """CPU milliseconds of each of so many further pages, those of a run with one page alone taken off."""
    before = count_articles(data)
    start = cpu_of(data, "ingest", str(page), "--no-index", "--workers", "1")
    spent = cpu_of(data, "ingest", str(pages), "--no-index", "--workers", "1")
    added = count_articles(data) - before
    if added != count + 1:
        raise SystemExit(f"{data} took in {added} pages of {count + 1}: are they new to it?")
    return 1000 * (spent - start) / count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--archives", type=Path, nargs="+", required=True, help="data folders, the smallest first")
    parser.add_argument(
        "--past", type=int, default=100_000, help="pages of the corpus that any of the archives may have"
    )
    parser.add_argument("--count", type=int, default=2_000)
    parser.add_argument(
        "--folder", type=Path, required=True, help="emptied first; holds a copy of one archive at a time"
    )
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    set_up(options.folder)
    page, pages = options.folder / "page.jsonl", options.folder / "pages.jsonl"
    write_pages(options.corpus, 1, page, past=options.past)
    write_pages(options.corpus, options.count, pages, past=options.past + 1)
    print("| articles before | ms CPU a further page | times the first |\n|---|---|---|")
    first = 0.0
    for archive in options.archives:
        data = copy_rows(archive, options.folder / "copy")
        before = count_articles(data)
        cost = take_in(data, page, pages, options.count)
        first = first or cost
        print(f"| {before:,} | {cost:.2f} | {cost / first:.2f} |", flush=True)


if __name__ == "__main__":
    main()

"""Makes a large archive of a smaller one by copying its rows, to see what lists of many rows cost.

    DATA_DIR=… python -m benchmarks.admin_archive --from OTHER/archive.sqlite3 --times 6

Writes a new database in DATA_DIR, which must have none. Copies have ids, hashes and addresses of their own; originals
and index are not copied, so nothing but the pages of staff can be measured on it. Copies are not grouped.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
from pathlib import Path

# Table -> the columns that name rows of which table, and those that have to be unique, with what makes them so.
_TABLES = {
    "archive_savedfile": ({}, {"sha256": "substr(sha256, 3) || printf('%02d', {copy})"}),
    "archive_event": ({"lead_id": "archive_article", "merged_into_id": "archive_event"}, {}),
    "archive_article": (
        {"event_id": "archive_event", "reprint_of_id": "archive_article", "current_version_id": "archive_articleversion"},
        {"url": "url || '?copy={copy}'"},
    ),
    "archive_articleversion": ({"article_id": "archive_article", "saved_file_id": "archive_savedfile"}, {}),
    "archive_finding": ({"article_id": "archive_article"}, {}),
    "archive_storypair": ({"left_id": "archive_article", "right_id": "archive_article"}, {}),
    "archive_eventpair": ({"left_id": "archive_article", "right_id": "archive_article"}, {}),
    "archive_ingestoutcome": ({"article_id": "archive_article"}, {}),
}  # fmt: skip


def copy_rows(database: sqlite3.Connection, times: int) -> None:
    """Every row of the tables, so many times in all."""
    highest = {table: database.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}").fetchone()[0] for table in _TABLES}
    for copy in range(1, times):
        for table, (references, unique) in _TABLES.items():
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            values = {name: f'"{name}"' for name in columns}
            values |= {name: expression.format(copy=copy) for name, expression in unique.items()}
            values |= {name: f"{name} + {copy * highest[other]}" for name, other in references.items()}
            values["id"] = f"id + {copy * highest[table]}"
            names = ", ".join(f'"{name}"' for name in columns)
            chosen = ", ".join(values[name] for name in columns)
            database.execute(f"INSERT INTO {table} ({names}) SELECT {chosen} FROM {table} WHERE id <= {highest[table]}")
        database.commit()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="source", type=Path, required=True)
    parser.add_argument("--times", type=int, required=True)
    options = parser.parse_args()
    target = Path(os.environ["DATA_DIR"]) / "archive.sqlite3"
    if target.exists():
        raise SystemExit(f"{target} exists already")
    target.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(f"file:{options.source}?mode=ro", uri=True) as source, sqlite3.connect(target) as database:
        source.backup(database)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with sqlite3.connect(target) as database:
        database.execute("PRAGMA foreign_keys = OFF")
        copy_rows(database, options.times)
        database.execute("ANALYZE")


if __name__ == "__main__":
    main()

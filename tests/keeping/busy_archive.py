"""Writes to an archive on disk as a run of ingest does, original first and row second, without its other stages."""

from __future__ import annotations

import gzip
import hashlib
import sqlite3

from archive.keeping.places import Places


def add_page(places: Places, number: int) -> str:
    """One more page; its hash."""
    data = f"page {number}".encode() * 50
    sha256 = hashlib.sha256(data).hexdigest()
    path = places.original(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data, mtime=0))
    connection = sqlite3.connect(places.database, timeout=60)
    with connection:
        connection.execute(
            "INSERT INTO archive_savedfile (sha256, media_type, charset, size, name, url, received_at)"
            " VALUES (?, 'text/plain', '', ?, 'page', '', '2026-01-01')",
            (sha256, len(data)),
        )
    connection.close()
    return sha256


def count_pages(database: object) -> int:
    connection = sqlite3.connect(str(database))
    number = connection.execute("SELECT COUNT(*) FROM archive_savedfile").fetchone()[0]
    connection.close()
    return int(number)

"""An archive's database in one file of SQLite's: replaced by giving the new file the old one's name."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Collection
from pathlib import Path

from archive.errors import KeepingError
from archive.keeping.snapshot import opened, take_snapshot

_PATIENCE = 10.0
"""Seconds to wait for the archive not to be in use."""
HELD = ("archive_article", "archive_savedfile", "archive_ingestrun", "archive_correction", "auth_user")
"""Tables whose rows make a database more than what `migrate` and `load_vocabularies` make."""


class SqliteDatabase:
    """See `archive.keeping.databases.Database`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._beside = path.with_name(f".{path.name}.new")

    def copy_to(self, target: Path) -> None:
        take_snapshot(self._path, target)

    def exists(self) -> bool:
        return self._path.exists()

    def is_archive(self) -> bool:
        if not self._path.exists() or not self._path.stat().st_size:
            return False
        try:
            with opened(self._path) as connection:
                tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
                held = [table for table in HELD if table in tables]
                if not held and tables:
                    return True  # somebody else's
                return any(connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in held)  # noqa: S608
        except sqlite3.Error:
            return True

    def settle(self) -> None:
        """Write the journal into the file and remove it: it must not meet the new database."""
        if not self._path.exists():
            return
        try:
            with opened(self._path, patience=_PATIENCE) as connection:
                mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise KeepingError(f"{self._path} cannot be written: {error}", code="disk") from error
            mode = "in use"
        except sqlite3.DatabaseError:  # beyond reading: kept as it is, with its journal
            return
        if mode != "delete":
            reason = f"{self._path} is in use; stop the site, the indexer and whatever takes pages in"
            raise KeepingError(reason, code="in_use")

    def stage(self, new: Path) -> None:
        shutil.move(new, self._beside)  # DATABASE_URL may name another disk
        _sync(self._beside)

    def set_aside(self, kept: Path) -> None:
        """Give the old file a second name."""
        if not self._path.exists():
            return
        target = kept / self._path.name
        try:
            target.hardlink_to(self._path)
        except OSError:  # another disk, or a file system without second names
            shutil.copy2(self._path, target)
        for ending in ("-wal", "-shm"):
            journal = self._path.with_name(self._path.name + ending)
            if journal.exists():
                shutil.move(journal, kept / journal.name)

    def put_in_place(self, kept: Path | None) -> None:
        self._beside.replace(self._path)
        _sync(self._path.parent)

    def unstage(self) -> None:
        self._beside.unlink(missing_ok=True)

    def named_originals(self, hashes: Collection[str]) -> set[str]:
        with opened(self._path) as connection:
            query = "SELECT 1 FROM archive_savedfile WHERE sha256 = ?"
            return {sha256 for sha256 in hashes if connection.execute(query, (sha256,)).fetchone()}


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""The database at one moment, taken while others read and write it; and simple questions to such a copy."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from archive.errors import KeepingError
from archive.keeping.form import TABLES

_PATIENCE = 60.0


def take_snapshot(database: Path, target: Path) -> None:
    """Copy the database as of now to a new file, in one read transaction; what was deleted before is not in the copy.

    Raises:
        KeepingError: the database is missing or cannot be read, or the disk is full.
    """
    if not database.is_file():
        raise KeepingError(f"{database}: there is no database", code="missing")
    try:
        with opened(database, patience=_PATIENCE) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        code = "disk" if "full" in str(error) else "damaged"
        raise KeepingError(
            f"{database} cannot be copied to {target.parent}: {error} (`verify_archive` tells whether it is whole)",
            code=code,
        ) from error


@contextlib.contextmanager
def opened(database: Path, *, patience: float = 5.0) -> Iterator[sqlite3.Connection]:
    """A connection without Django's settings, closed at the end. Makes no database where there is none."""
    connection = sqlite3.connect(
        f"{database.absolute().as_uri()}?mode=rw", uri=True, timeout=patience, isolation_level=None
    )
    try:
        yield connection
    finally:
        connection.close()


def count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """The rows of every counted table that exists."""
    known = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {
        table: connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608  (names of our own)
        for table in TABLES
        if table in known
    }


def original_hashes(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """(hash, bytes when unpacked) of every original the database says is kept, in order."""
    return connection.execute(f"SELECT sha256, size {_from_kept(connection)} ORDER BY sha256")


def count_originals(connection: sqlite3.Connection) -> int:
    """How many originals the database says are kept."""
    return int(connection.execute(f"SELECT COUNT(*) {_from_kept(connection)}").fetchone()[0])


def _from_kept(connection: sqlite3.Connection) -> str:
    # A database of before originals could be deleted has no such column.
    columns = {row[1] for row in connection.execute("PRAGMA table_info(archive_savedfile)")}
    return "FROM archive_savedfile" + (" WHERE purged_at IS NULL" if "purged_at" in columns else "")


def find_damage(connection: sqlite3.Connection, limit: int = 10) -> list[str]:
    """What SQLite itself finds wrong: pages, indexes, rows that point nowhere."""
    found = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({limit})") if row[0] != "ok"]
    for table, row, parent, _key in connection.execute("PRAGMA foreign_key_check"):
        if len(found) >= limit:
            break
        found.append(f"{table} row {row} points to a row of {parent} that is not there")
    return found


def applied_migrations(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """(app, name) of the migrations the database has been through."""
    return set(connection.execute("SELECT app, name FROM django_migrations"))

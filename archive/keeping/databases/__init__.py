"""The database of an archive as backups see it: a file of SQLite's, or tables of a PostgreSQL server.

A backup holds a SQLite file whatever the archive runs on, so that the same file is restored on either and can be opened
without this program.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Protocol

from archive.keeping.databases.postgres import PostgresDatabase
from archive.keeping.databases.sqlite import SqliteDatabase
from archive.keeping.places import Places


class Database(Protocol):
    """What a backup asks of it, and the steps in which a restore puts another in its place."""

    def copy_to(self, target: Path) -> None:
        """Copy it as of now to a new SQLite file, while others read and write.

        Raises:
            KeepingError: it cannot be read, or the disk is full.
        """

    def exists(self) -> bool:
        """Whether there is anything in its place, be it empty tables."""

    def is_archive(self) -> bool:
        """Whether it holds more than what `migrate` and `load_vocabularies` make; one that cannot be read does."""

    def settle(self) -> None:
        """Make sure that nobody else uses it.

        Raises:
            KeepingError: in_use, or disk.
        """

    def stage(self, new: Path) -> None:
        """Put a checked SQLite file beside it, as it will be; the file is used up.

        Raises:
            KeepingError: what it holds cannot be kept here.
        """

    def set_aside(self, kept: Path) -> None:
        """Keep the old one in a folder, as far as that can be before it is replaced."""

    def put_in_place(self, kept: Path | None) -> None:
        """The one step from the old to the staged one, which may be killed at any moment; `kept` names the old one.

        Raises:
            KeepingError: in_use, or disk; the old one is in its place.
        """

    def unstage(self) -> None:
        """Remove what was staged and not put in place."""

    def named_originals(self, hashes: Collection[str]) -> set[str]:
        """Those of the hashes that it names an original by."""


def database_of(places: Places) -> Database:
    """The one of an archive."""
    return SqliteDatabase(places.database) if places.database is not None else PostgresDatabase()

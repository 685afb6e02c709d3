"""Puts a backup in the place of an archive: nothing changes before all of it has been checked.

Originals have the hash of their content for a name, so those of the backup are put among the old ones first, which harms
neither archive; then the new database takes the old one's place in one step (`archive.keeping.databases`). A restore that stops before that step leaves
the old archive, one that stops after it the new one. What only the old archive had is kept in a folder of its own.
Makes no index: the old one is put aside with the old archive, and the caller builds the new one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from filelock import FileLock, Timeout

from archive.errors import KeepingError
from archive.keeping.databases import database_of
from archive.keeping.places import Places
from archive.keeping.unpack import Progress, Unpacked, unpack_backup

_STAGE = ".restoring"
_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class RestoreReport:
    """What was restored. `kept` is where the old archive lies; `problems` as in the backup."""

    created_at: str
    counts: dict[str, int]
    problems: dict[str, str]
    kept: Path | None


def restore_backup(
    places: Places,
    source: Path,
    *,
    known_migrations: Collection[tuple[str, str]],
    force: bool = False,
    progress: Progress | None = None,
) -> RestoreReport:
    """Make the archive at `places` what `source` holds; `force` where there is one already. The index is gone afterwards.

    `known_migrations` are those this program has. No connection of this process to the database may be open.

    Raises:
        KeepingError: exists, in_use, disk, or what is wrong with the file; the archive is as it was.
    """
    if is_archive(places) and not force:
        reason = f"{places.data} holds an archive already; it stays as it is (--force puts the backup in its place)"
        raise KeepingError(reason, code="exists")
    stage = places.data / _STAGE
    try:
        with _alone(places), _empty_folder(stage):
            database_of(places).settle()  # told now rather than after all has been read
            unpacked = unpack_backup(source, stage, known_migrations=known_migrations, progress=progress)
            os.sync()  # one call: a hundred thousand files one by one take the disk many minutes
            kept = _replace(places, unpacked)
    except OSError as error:
        raise KeepingError(f"{places.data} cannot be written: {error.strerror or error}", code="disk") from error
    return RestoreReport(
        created_at=unpacked.header.created_at,
        counts=unpacked.manifest.counts,
        problems=unpacked.manifest.problems,
        kept=kept,
    )


def is_archive(places: Places) -> bool:
    """Whether anything lies there that a restore would replace; a database that cannot be read is something."""
    if places.files.is_dir() and any(places.files.rglob("*.gz")):
        return True
    return database_of(places).is_archive()


@contextlib.contextmanager
def _alone(places: Places) -> Iterator[None]:
    """Only one process makes a backup of, or restores, an archive."""
    try:
        with FileLock(places.data / "backup.lock", timeout=0):
            yield
    except Timeout as error:
        raise KeepingError("a backup or restore of this archive is going on", code="in_use") from error


@contextlib.contextmanager
def _empty_folder(path: Path) -> Iterator[None]:
    shutil.rmtree(path, ignore_errors=True)  # left by one that was killed
    path.mkdir(mode=0o700)
    try:
        yield
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _replace(places: Places, new: Unpacked) -> Path | None:
    """The step from one archive to the other."""
    database = database_of(places)
    kept: Path | None = None
    try:
        database.stage(new.database)
        if is_archive(places) or database.exists():
            database.settle()
            kept = _folder_aside(places)
        _move_originals(new.files, places.files)
        if kept is not None:
            _set_aside(places, kept)
        database.put_in_place(kept)
    finally:
        database.unstage()
    if kept is not None:
        _move_strangers(places, kept)
    return kept


def _folder_aside(places: Places) -> Path:
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    path = places.data / f"replaced-{stamp}"
    path.mkdir(mode=0o700)
    return path


def _set_aside(places: Places, kept: Path) -> None:
    """Keep the old database, and take the index out of use, which tells of the old one."""
    if places.index.exists():
        places.index.rename(kept / "index")
    database_of(places).set_aside(kept)


def _move_originals(source: Path, target: Path) -> None:
    """Those of the backup are known to be whole, so they replace what has their name."""
    for path in _originals(source):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)
    os.sync()


def _move_strangers(places: Places, kept: Path) -> None:
    """Put the originals that the new database does not name with the old archive."""
    database, paths = database_of(places), _originals(places.files)
    while some := list(islice(paths, _AT_ONCE)):
        named = database.named_originals([path.stem for path in some])
        for path in some:
            if path.stem not in named:
                place = kept / "files" / path.relative_to(places.files)
                place.parent.mkdir(parents=True, exist_ok=True)
                path.rename(place)


def _originals(folder: Path) -> Iterator[Path]:
    for top, _folders, names in os.walk(folder):
        yield from (Path(top) / name for name in names if name.endswith(".gz"))

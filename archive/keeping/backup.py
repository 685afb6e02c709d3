"""One file with all of an archive that cannot be rebuilt, made while the site runs and pages come in.

The database is copied first, at one moment; then the originals that copy names, which are never changed. Leaves out the
index and the secret key. The form of the file is `archive.keeping.form`; reading it is `archive.keeping.unpack`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import hashlib
import io
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO

from filelock import FileLock, Timeout

from archive.errors import KeepingError
from archive.keeping.databases import database_of
from archive.keeping.form import DATABASE, FILES, HEADER, MANIFEST, SUMS, Header, Manifest, as_json, sum_line
from archive.keeping.places import Places, original_name
from archive.keeping.snapshot import count_originals, count_rows, opened, original_hashes

Progress = Callable[[int, int], None]
"""Called with (done, all) originals, now and then."""

CHUNK = 1 << 20
_LEVEL = 4
"""Of compression of the database: within 10 % of the best, several times as fast."""


@dataclass(frozen=True, kw_only=True)
class BackupReport:
    """What was written. `problems`: originals that were missing or damaged already, by hash."""

    size: int
    counts: dict[str, int]
    originals: int
    problems: dict[str, str]


def write_backup(
    places: Places, target: Path, *, force: bool = False, progress: Progress | None = None
) -> BackupReport:
    """Write the archive to `target`, which appears whole or not at all; `force` replaces a file of that name.

    Raises:
        KeepingError: the file exists, another backup is being made, the disk is full, the database cannot be read.
    """
    target = target.absolute()
    _refuse_existing(target, force=force)
    draft = target.with_name(f".{target.name}.part")
    try:
        with FileLock(places.data / "backup.lock", timeout=0):
            try:
                report = _write(places, draft, progress)
                _refuse_existing(target, force=force)
                draft.replace(target)
                _sync_folder(target.parent)
            finally:
                draft.unlink(missing_ok=True)
    except Timeout as error:
        raise KeepingError("another backup of this archive is being made", code="in_use") from error
    except OSError as error:
        raise KeepingError(f"{target} cannot be written: {error.strerror or error}", code="disk") from error
    return report


def _refuse_existing(target: Path, *, force: bool) -> None:
    if target.is_dir():
        raise KeepingError(f"{target} is a folder; give the name of a file", code="exists")
    if target.exists() and not force:
        raise KeepingError(f"{target} exists already", code="exists")


def _write(places: Places, draft: Path, progress: Progress | None) -> BackupReport:
    draft.unlink(missing_ok=True)  # left by one that was killed
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # it holds personal data
    with (
        os.fdopen(descriptor, "wb") as file,
        _work_folder(draft.with_suffix(".work")) as work,
        tempfile.TemporaryFile(dir=draft.parent) as sums,
    ):
        snapshot = work / "archive.sqlite3"
        database_of(places).copy_to(snapshot)
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            writer = _Writer(tar, sums)
            writer.add(HEADER, as_json(_header(snapshot.stat().st_size)))
            writer.add_stream(DATABASE, _compress(snapshot))
            with opened(snapshot) as connection:
                counts, originals = count_rows(connection), count_originals(connection)
                problems = _add_originals(writer, places, original_hashes(connection), originals, progress)
            writer.finish(counts, problems)
        file.flush()
        os.fsync(file.fileno())
        size = file.tell()
    originals -= sum(why == "missing" for why in problems.values())
    return BackupReport(size=size, counts=counts, originals=originals, problems=problems)


@contextlib.contextmanager
def _work_folder(path: Path) -> Iterator[Path]:
    """A folder of a fixed name, so that what a killed backup left is swept by the next."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(mode=0o700)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


class _Writer:
    """Adds members to a tar file and notes their hashes."""

    def __init__(self, tar: tarfile.TarFile, sums: IO[bytes]) -> None:
        self._tar = tar
        self._sums = sums
        self._members = 0

    def add(self, name: str, data: bytes) -> None:
        """A member from memory."""
        self._note(hashlib.sha256(data).hexdigest(), name)
        self._add(name, len(data), io.BytesIO(data))

    def add_stream(self, name: str, path: Path) -> None:
        """A member from a file of any size."""
        with path.open("rb") as file:
            self._note(hashlib.file_digest(file, "sha256").hexdigest(), name)
            file.seek(0)
            self._add(name, path.stat().st_size, file)

    def finish(self, counts: dict[str, int], problems: dict[str, str]) -> None:
        """The hashes of all members, and the last member."""
        self._sums.seek(0)
        total = hashlib.file_digest(self._sums, "sha256").hexdigest()  # type: ignore[arg-type]
        size = self._sums.tell()
        self._sums.seek(0)
        self._add(SUMS, size, self._sums)
        data = as_json(Manifest(members=self._members, sums=total, counts=counts, problems=problems))
        self._add(MANIFEST, len(data), io.BytesIO(data))

    def _note(self, sha256: str, name: str) -> None:
        self._sums.write(sum_line(sha256, name))
        self._members += 1

    def _add(self, name: str, size: int, file: IO[bytes]) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self._tar.addfile(member, file)
        self._tar.members.clear()  # type: ignore[attr-defined]  # it would remember every member of an archive of any size


def _header(database_bytes: int) -> Header:
    try:
        own = version("volunteer-news-archive")
    except PackageNotFoundError:  # run from a checkout
        own = "0.1.0"
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return Header(created_at=now, version=own, database_bytes=database_bytes)


def _compress(path: Path) -> Path:
    target = path.with_name(f"{path.name}.gz")
    with path.open("rb") as plain, target.open("wb") as file, gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as packed:
        while chunk := plain.read(CHUNK):
            packed.write(chunk)
    return target


def _add_originals(
    writer: _Writer,
    places: Places,
    hashes: Iterator[tuple[str, int]],
    total: int,
    progress: Progress | None,
) -> dict[str, str]:
    """Every original as it is stored, the damaged ones too; which were missing or damaged."""
    problems: dict[str, str] = {}
    for done, (sha256, _size) in enumerate(hashes, start=1):
        path = places.original(sha256)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            problems[sha256] = "missing"
            continue
        if not _is_whole(data, sha256):
            problems[sha256] = "damaged"
        writer.add(FILES + original_name(sha256), data)
        if progress is not None and (done % 100 == 0 or done == total):
            progress(done, total)
    return problems


def _is_whole(packed: bytes, sha256: str) -> bool:
    digest = hashlib.sha256()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except (OSError, EOFError, zlib.error):
        return False
    return digest.hexdigest() == sha256


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems know no such thing
            os.fsync(descriptor)
    finally:
        os.close(descriptor)

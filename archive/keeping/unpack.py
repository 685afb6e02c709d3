"""Reads a backup file into a folder beside the archive, and believes none of it before all of it has been checked.

Only members of the known names, in the known order, as plain files; every hash; the database itself; and that it names no
original that is not there. Does not touch the archive in use: that is `archive.keeping.restore`.
"""

from __future__ import annotations

import gzip
import hashlib
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from archive.errors import KeepingError
from archive.keeping.form import (
    DATABASE,
    HEADER,
    MANIFEST,
    SUMS,
    Header,
    Manifest,
    original_hash,
    read_header,
    read_manifest,
    sum_line,
)
from archive.keeping.snapshot import applied_migrations, count_rows, find_damage, opened, original_hashes

Progress = Callable[[int, int], None]
"""Called with (done, all) bytes of the file, now and then."""

CHUNK = 1 << 20
_MOST_JSON = 512 << 20
"""Bytes of a member read into memory whole."""
_PLAIN = (tarfile.REGTYPE, tarfile.AREGTYPE)


@dataclass(frozen=True, kw_only=True)
class Unpacked:
    """A backup that has been checked, unpacked below `folder`."""

    folder: Path
    header: Header
    manifest: Manifest

    @property
    def database(self) -> Path:
        return self.folder / "archive.sqlite3"

    @property
    def files(self) -> Path:
        return self.folder / "files"


def unpack_backup(
    source: Path, folder: Path, *, known_migrations: Collection[tuple[str, str]], progress: Progress | None = None
) -> Unpacked:
    """Unpack and check; `folder` is there and empty.

    Raises:
        KeepingError: missing, foreign, newer, truncated, damaged; the message names the file and what is wrong.
        OSError: the disk is full.
    """
    try:
        with _opened_tar(source) as tar:
            unpacked = _Reader(tar, folder, source.stat().st_size, progress).read()
        _check_database(unpacked, known_migrations)
    except KeepingError as error:
        raise KeepingError(f"{source}: {error.reason}", code=error.code) from error
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, UnicodeError) as error:
        raise KeepingError(f"{source} is damaged: {error}", code="damaged") from error
    return unpacked


def _opened_tar(source: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(source, "r:")
    except OSError as error:
        raise KeepingError(f"it cannot be opened: {error.strerror}", code="missing") from error
    except tarfile.TarError as error:
        raise KeepingError("it is not a backup of such an archive", code="foreign") from error


class _Reader:
    """One pass over the members."""

    def __init__(self, tar: tarfile.TarFile, folder: Path, size: int, progress: Progress | None) -> None:
        self._tar = tar
        self._folder = folder
        self._size = size
        self._progress = progress
        self._members = 0

    def read(self) -> Unpacked:
        header = read_header(self._read_header())
        with tempfile.TemporaryFile(dir=self._folder) as sums:
            sums.write(sum_line(self._header_hash, HEADER))
            self._unpack_database(self._next(DATABASE), header.database_bytes, sums)
            self._members = 2
            member = self._unpack_originals(sums)
            total = self._check_sums(member, sums)
        manifest = read_manifest(self._small(self._next(MANIFEST)))
        if manifest.sums != total or manifest.members != self._members:
            raise KeepingError(f"{SUMS} is not the one its {MANIFEST} tells of: the file is damaged", code="damaged")
        if self._tar.next() is not None:
            raise KeepingError(f"something follows {MANIFEST}: the file is damaged", code="damaged")
        return Unpacked(folder=self._folder, header=header, manifest=manifest)

    def _read_header(self) -> bytes:
        member = self._tar.next()
        if member is None or member.name != HEADER or member.type not in _PLAIN:
            raise KeepingError("it is not a backup of such an archive", code="foreign")
        data = self._small(member)
        self._header_hash = hashlib.sha256(data).hexdigest()
        return data

    def _next(self, wanted: str = "") -> tarfile.TarInfo:
        """The next member, which has this name if one is wanted."""
        member = self._tar.next()
        self._tar.members.clear()  # type: ignore[attr-defined]  # it would remember every member of an archive of any size
        if member is None:
            raise KeepingError(f"it ends before {wanted or SUMS}: the file is cut short or damaged", code="truncated")
        if member.type not in _PLAIN or (wanted and member.name != wanted):
            raise KeepingError(f"it holds {member.name[:200]!r}, which no backup does in that place", code="damaged")
        if self._progress is not None:
            self._progress(member.offset, self._size)
        return member

    def _content(self, member: tarfile.TarInfo) -> IO[bytes]:
        content = self._tar.extractfile(member)
        assert content is not None  # a plain file has content
        return content

    def _small(self, member: tarfile.TarInfo) -> bytes:
        if member.size > _MOST_JSON:
            raise KeepingError(f"{member.name} is larger than any such part", code="damaged")
        with self._content(member) as content:
            data = content.read()
        return _whole(data, member)

    def _unpack_database(self, member: tarfile.TarInfo, size: int, sums: IO[bytes]) -> None:
        packed = self._folder / DATABASE
        sums.write(sum_line(self._copy(member, packed), DATABASE))
        written = 0
        with gzip.open(packed) as content, (self._folder / "archive.sqlite3").open("wb") as target:
            while chunk := content.read(CHUNK):
                written += len(chunk)
                if written > size:
                    break
                target.write(chunk)
        if written != size:
            raise KeepingError(
                f"{DATABASE} does not hold the {size} bytes it should: the file is damaged", code="damaged"
            )
        packed.unlink()

    def _unpack_originals(self, sums: IO[bytes]) -> tarfile.TarInfo:
        """All originals, in the order of their names; returns the member after them, which holds the hashes."""
        last = ""
        while (member := self._next()).name != SUMS:
            if original_hash(member.name) is None or member.name <= last:
                raise KeepingError(
                    f"it holds {member.name[:200]!r}, which no backup does in that place", code="damaged"
                )
            last = member.name
            target = self._folder / last
            target.parent.mkdir(parents=True, exist_ok=True)
            sums.write(sum_line(self._copy(member, target), last))
            self._members += 1
        return member

    def _copy(self, member: tarfile.TarInfo, target: Path) -> str:
        digest, written = hashlib.sha256(), 0
        with self._content(member) as content, target.open("xb") as file:
            while chunk := content.read(CHUNK):
                digest.update(chunk)
                written += file.write(chunk)
        if written != member.size:
            raise KeepingError(f"it ends within {member.name}: the file is cut short", code="truncated")
        return digest.hexdigest()

    def _check_sums(self, member: tarfile.TarInfo, sums: IO[bytes]) -> str:
        """Compare the hashes as written with those of what was read; the hash of the former."""
        sums.seek(0)
        digest = hashlib.sha256()
        with self._content(member) as written:
            for line in written:
                digest.update(line)
                own = sums.readline()
                if own != line:
                    name = (own or line).split(b"  ")[-1].decode("ascii", "replace").strip()
                    raise KeepingError(f"{name[:200]} is not what its hash says: the file is damaged", code="damaged")
            if sums.readline():
                raise KeepingError(f"{SUMS} lacks lines: the file is cut short or damaged", code="truncated")
        return digest.hexdigest()


def _whole(data: bytes, member: tarfile.TarInfo) -> bytes:
    if len(data) != member.size:
        raise KeepingError(f"it ends within {member.name}: the file is cut short", code="truncated")
    return data


def _check_database(unpacked: Unpacked, known: Collection[tuple[str, str]]) -> None:
    try:
        with opened(unpacked.database) as connection:
            newer = sorted(applied_migrations(connection) - set(known))
            if newer:
                name = ".".join(newer[-1])
                reason = f"its database is of a newer version of the program ({name}); update the program first"
                raise KeepingError(reason, code="newer")
            if damage := find_damage(connection):
                raise KeepingError(f"its database is damaged: {damage[0]}", code="damaged")
            if count_rows(connection) != unpacked.manifest.counts:
                raise KeepingError("its database has other counts than its manifest: it is damaged", code="damaged")
            _check_originals(unpacked, connection)
    except sqlite3.Error as error:
        raise KeepingError(f"its database cannot be read: {error}", code="damaged") from error


def _check_originals(unpacked: Unpacked, connection: sqlite3.Connection) -> None:
    named = 0
    for sha256, _size in original_hashes(connection):
        there = (unpacked.files / sha256[:2] / sha256[2:4] / f"{sha256}.gz").exists()
        named += there
        if not there and unpacked.manifest.problems.get(sha256) != "missing":
            raise KeepingError(f"the original {sha256} is not in it", code="damaged")
    if named != unpacked.manifest.members - 2:
        raise KeepingError("it holds originals that its database does not know", code="damaged")

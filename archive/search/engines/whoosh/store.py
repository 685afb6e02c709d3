"""Where the index lies on disk, who may write to it, and which of its builds is in use.

    PATH/current          the name of the build in use
    PATH/write.lock       held by the one process that writes; others wait
    PATH/build-<random>/  a Whoosh index, `schema.json` (version) and `sizes.json` (files of its last commit)

A rebuild fills a new build beside the one in use and then replaces `current`; readers of the old one keep their open
files. Reading is `archive.search.engines.whoosh.snapshot`; nothing here knows what is in a document.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from archive.search.engine import IndexUnusable
from archive.search.engines.whoosh.damage import DamagedFiles, reading_files
from archive.search.engines.whoosh.derive import derive_missing, underived
from archive.search.engines.whoosh.derived import EXTENSION
from archive.search.engines.whoosh.schema import SCHEMA_VERSION

logger = logging.getLogger(__name__)

INDEX_NAME = "articles"
_POINTER = "current"
_VERSION_FILE = "schema.json"
_SIZES_FILE = "sizes.json"
_DAMAGE_FILE = "damaged"
_PATIENCE = 30.0
"""Seconds after which waiting for another writer is told: joining large segments takes about ten."""
_MOMENT = 100_000_000
"""Nanoseconds; file systems keep time in steps of up to ten milliseconds."""


class IndexStore:
    """The folder of an index."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(path / "write.lock")
        self._watched: tuple[Path, Path, Path] = (path, path, path)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Waits until nobody else writes, however long that takes: a change that gave up would be a change lost."""
        try:
            self._lock.acquire(timeout=_PATIENCE)
        except Timeout:
            logger.warning("another process has been writing to the index for %d seconds; still waiting", _PATIENCE)
            self._lock.acquire()
        try:
            yield
        finally:
            self._lock.release()

    def build_in_use(self) -> Path:
        """The folder of the build in use.

        Raises:
            IndexUnusable: missing, outdated (other schema version) or damaged (marked so, or without its files).
        """
        name = self._name_in_use()
        if not name:
            raise IndexUnusable("missing", f"no index in {self.path}")
        build = self.path / name
        try:
            version = json.loads((build / _VERSION_FILE).read_text(encoding="ascii"))["version"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnusable("damaged", f"{build.name}/{_VERSION_FILE}: {error}") from error
        if version != SCHEMA_VERSION:
            raise IndexUnusable("outdated", f"the index has schema {version}, this program needs {SCHEMA_VERSION}")
        if (build / _DAMAGE_FILE).exists():
            raise IndexUnusable("damaged", (build / _DAMAGE_FILE).read_text(encoding="utf-8"))
        return build

    def marks(self, build: Path) -> tuple[int, ...] | None:
        """Times that all stay the same as long as no commit, rebuild or damage is noted; None where that is unsure.

        A folder's time is coarse: what happened within the last moment may be followed by more at the same time.
        """
        if self._watched[1] is not build:  # every search comes here, and making paths takes longer than their times
            self._watched = self.path / _POINTER, build, build / _VERSION_FILE
        try:
            times = [path.stat().st_mtime_ns for path in self._watched]
        except OSError:
            return None
        return tuple(times) if time.time_ns() - max(times) > _MOMENT else None

    def new_build(self, schema: Schema) -> Path:
        """An empty index beside the one in use, not yet used; builds given up earlier are removed. Call while writing."""
        self._sweep()
        build = self.path / f"build-{secrets.token_hex(6)}"
        build.mkdir()
        try:
            FileIndex.create(FileStorage(str(build)), schema, INDEX_NAME)
            _replace(build / _VERSION_FILE, json.dumps({"version": SCHEMA_VERSION}))
            self.note_sizes(build)
        except BaseException:
            self.discard(build)
            raise
        return build

    def use(self, build: Path) -> None:
        """Put a build in the place of the one in use, and remove all others. Call while writing."""
        _replace(self.path / _POINTER, build.name)
        self._sweep()

    def discard(self, build: Path) -> None:
        """Remove a build that is not used after all, so that it does not take up the disk."""
        if build.name != self._name_in_use():
            shutil.rmtree(build, ignore_errors=True)

    def _sweep(self) -> None:
        used = self._name_in_use()
        for build in self.path.glob("build-*"):
            if build.name != used:
                shutil.rmtree(build, ignore_errors=True)

    def _name_in_use(self) -> str:
        try:
            return (self.path / _POINTER).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return ""

    def note_sizes(self, build: Path) -> None:
        """Remember the files of the last commit, so that a file cut short later is noticed. Call after a commit."""
        generation = TOC._latest_generation(FileStorage(str(build)), INDEX_NAME)
        if _read_sizes(build).get("generation") == generation:
            return
        sizes = {
            file.name: file.stat().st_size
            for file in build.iterdir()
            if file.name.startswith(INDEX_NAME)
            and file.suffix != EXTENSION  # those say themselves whether they are whole
        }
        # Lost in a power cut, there is only nothing to compare with.
        _replace(build / _SIZES_FILE, json.dumps({"generation": generation, "sizes": sizes}), sync=False)

    def mark_damaged(self, build: Path, reason: str) -> None:
        """Take a build out of service until it is rebuilt."""
        if build.exists():
            (build / _DAMAGE_FILE).write_text(reason[:500], encoding="utf-8")

    def check(self) -> None:
        """Look for damage that opening would not show.

        Raises:
            IndexUnusable: as `build_in_use`, and damaged where a file of the last commit is gone or has another size;
                incomplete where only derived files are not as they should be.
        """
        build = self.build_in_use()
        generation = TOC._latest_generation(FileStorage(str(build)), INDEX_NAME)
        if generation < 0:
            raise IndexUnusable("damaged", f"{build.name} has no table of contents")
        noted = _read_sizes(build)
        # Killed between a commit and its note, there is nothing to compare with, and nothing wrong.
        sizes = noted["sizes"] if noted.get("generation") == generation else {}
        for name, size in sizes.items():
            file = build / name
            if not file.exists() or file.stat().st_size != size:
                raise IndexUnusable("damaged", f"{build.name}/{name} is not as it was written")
        self._check_derived(build)

    def complete(self) -> int:
        """Make the derived files that cannot be used again; how many. Call while writing.

        Raises:
            IndexUnusable: as `build_in_use`, and damaged where the segments themselves cannot be read.
        """
        build = self.build_in_use()
        try:
            with reading_files():
                return derive_missing(build, INDEX_NAME)
        except DamagedFiles as error:
            self.mark_damaged(build, str(error))
            raise IndexUnusable("damaged", str(error)) from error

    def _check_derived(self, build: Path) -> None:
        try:
            with reading_files():
                reasons = underived(build, INDEX_NAME)
        except DamagedFiles as error:
            raise IndexUnusable("damaged", f"{build.name}: {error}") from error
        if reasons:
            raise IndexUnusable("incomplete", next(iter(reasons.values())))


def _replace(path: Path, content: str, *, sync: bool = True) -> None:
    """Put a file in the place of another, whole or not at all; `sync`: also through a power cut."""
    draft = path.with_name(f"{path.name}.draft")
    try:
        with draft.open("w", encoding="ascii") as file:
            file.write(content)
            file.flush()
            if sync:
                os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _read_sizes(build: Path) -> dict[str, Any]:
    try:
        noted: dict[str, Any] = json.loads((build / _SIZES_FILE).read_text(encoding="ascii"))
        return noted
    except (OSError, ValueError):
        return {}

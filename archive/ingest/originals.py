"""Original bytes on disk: named by their SHA-256, compressed, written once, verified whenever they are read.

`ab/cd/<sha256>.gz` under FILES_DIR. Knows nothing of rows: which file belongs to which page is `SavedFile`'s matter.
Never deletes.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import secrets
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.conf import settings

from archive.errors import StoreError
from archive.models import SavedFile

# Level 6 is within 2 % of level 9 on web pages and three times as fast.
_COMPRESSION = 6

# A file's folder, the one above it, and FILES_DIR itself.
_LEVELS = 3

# Files waited for at once: a disk makes the changes of all of them safe together.
_WRITERS = 16


def hash_bytes(data: bytes) -> str:
    """SHA-256 as 64 hex digits: the identity of original bytes."""
    return hashlib.sha256(data).hexdigest()


def original_path(sha256: str) -> Path:
    """Where the bytes with this hash lie, whether they are there or not."""
    return Path(settings.FILES_DIR) / sha256[:2] / sha256[2:4] / f"{sha256}.gz"


def write_original(data: bytes) -> str:
    """Keep bytes for ever; returns their SHA-256. Writing the same bytes again changes nothing.

    Raises:
        StoreError: the disk is full, read-only or failing.
    """
    sha256 = hash_bytes(data)
    write_originals({sha256: data})
    return sha256


def write_originals(originals: Mapping[str, bytes]) -> None:
    """Keep the bytes of many pages, by SHA-256; when this returns, all of them survive a power cut.

    Each file appears under its name only when it is whole and on the disk. Many are waited for at once, because a
    disk makes many files safe in hardly more time than one.

    Raises:
        StoreError: the disk is full, read-only or failing; what was written stays, and is right.
    """
    paths = {original_path(sha256): data for sha256, data in originals.items()}
    missing = {path: data for path, data in paths.items() if not path.exists()}
    # Those of files that are there as well: who wrote one may be about to make its name safe, or have been stopped.
    folders = {folder for path in paths for folder in path.parents[:_LEVELS]}
    try:
        with ThreadPoolExecutor(min(_WRITERS, len(folders) or 1)) as pool:
            list(pool.map(_write_whole, missing.keys(), missing.values()))
            list(pool.map(_sync_folder, folders))
    except OSError as error:
        raise StoreError(f"original bytes cannot be written to {settings.FILES_DIR}: {error.strerror}") from error


def _write_whole(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name[:16]}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            # mtime 0: the same bytes always give the same file, so that two archives can be compared file by file.
            file.write(gzip.compress(data, _COMPRESSION, mtime=0))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


def read_original(saved_file: SavedFile) -> bytes:
    """The bytes of a page exactly as they came in.

    Raises:
        StoreError: the file is missing (code missing_original) or is not what its hash says (code damaged_original).
    """
    path = original_path(saved_file.sha256)
    try:
        data = gzip.decompress(path.read_bytes())
    except FileNotFoundError as error:
        raise StoreError(f"{path} is missing", code="missing_original") from error
    except (OSError, EOFError, zlib.error) as error:
        raise StoreError(f"{path} cannot be read: {error}", code="damaged_original") from error
    if hash_bytes(data) != saved_file.sha256:
        raise StoreError(f"{path} does not match its hash", code="damaged_original")
    return data


def _sync_folder(folder: Path) -> None:
    """Make new names themselves survive a power cut, not only the bytes behind it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

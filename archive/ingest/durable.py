"""Makes files that were just written survive a power cut, bytes and names, many at once.

Linux can be asked for everything of one file system (`syncfs`), which for a batch of files costs hardly more than for
one; elsewhere, and for a few files, each is waited for by itself. What this has returned for may be acknowledged.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

_FEW = 4
"""Files up to which waiting for each is cheaper than for all that anybody wrote to the disk."""


def make_durable(files: Collection[Path], root: Path) -> None:
    """Return when these files below `root` are on the disk, and the names of all folders from them up to `root`.

    Raises:
        OSError: the disk is full or failing.
    """
    if len(files) > _FEW and _sync_file_system(root):
        return
    folders = {folder for file in files for folder in file.parents if folder == root or root in folder.parents}
    for path in (*files, *sorted(folders, reverse=True)):
        with _opened(path) as descriptor:
            os.fsync(descriptor)


def _sync_file_system(root: Path) -> bool:
    """Whether the system could be asked for all of a file system at once.

    Raises:
        OSError: it could, and something could not be written. (Linux tells of it since 5.8.)
    """
    sync = _find_syncfs()
    if sync is None:
        return False
    with _opened(root) as descriptor:
        if sync(descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(root))
    return True


@lru_cache(maxsize=1)
def _find_syncfs() -> Callable[[int], int] | None:
    """The system call, or None where there is none."""
    if sys.platform != "linux":
        return None
    return getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)

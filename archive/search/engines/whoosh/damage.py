"""Tells damage to index files from a machine that is short of something. Marking and mending is for others."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

_SHORTAGES = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EACCES, errno.ENOSPC, errno.EROFS})


class DamagedFiles(Exception):
    """What lies in the files of the index cannot be what was written to them."""


@contextmanager
def reading_files() -> Iterator[None]:
    """Around every reading of index files: whatever goes wrong inside is damage, except a machine short of something.

    Whoosh has no error of its own for files that are not what they should be: bare exceptions, struct and zlib errors,
    unpickling anything at all.
    """
    try:
        yield
    except (DamagedFiles, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _SHORTAGES:
            raise
        raise DamagedFiles(f"{type(error).__name__}: {error}") from error

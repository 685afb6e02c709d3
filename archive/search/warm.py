"""Does the slow part of a process's first search ahead of it: imports, the dictionary of words, opening the index.

For the start of a serving process. Everything here would also happen by itself with the first search.
"""

from __future__ import annotations

import ctypes

from archive.search.engine import IndexUnusable, engine
from archive.search.lookup import names, titles, words
from archive.search.pinyin import syllables
from archive.search.words import cut_words

_TRIM_THRESHOLD = -1
_KEPT_FREE = 1_000_000


def warm_up() -> None:
    """Load what every search needs; an index that cannot be used is left for the searches to report."""
    _give_memory_back()
    cut_words("志愿服务")
    syllables("重庆")
    for read in (names, titles, words):
        read()
    try:
        engine().warm_up()
    except (IndexUnusable, OSError):
        return


def _give_memory_back() -> None:
    """Keep no more than a megabyte of memory that is free: glibc's own limit grows with the largest array ever freed.

    Searches make and drop arrays of the size of the archive, and each process would hold on to some 15 MB for them.
    """
    try:
        ctypes.CDLL(None).mallopt(_TRIM_THRESHOLD, _KEPT_FREE)
    except (OSError, AttributeError, TypeError):
        return  # another C library

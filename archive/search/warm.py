"""Does the slow part of a process's first search ahead of it: imports, the dictionary of words, opening the index.

For the start of a serving process. Everything here would also happen by itself with the first search.
"""

from __future__ import annotations

from haystack import connections

from archive.search.engine import IndexUnusable
from archive.search.words import cut_words


def warm_up() -> None:
    """Load what every search needs; an index that cannot be used is left for the searches to report."""
    cut_words("志愿服务")
    try:
        connections["default"].get_backend().warm_up()
    except (IndexUnusable, OSError):
        return

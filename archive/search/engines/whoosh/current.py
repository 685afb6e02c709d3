"""Whoosh's own view of the index, for programs that ask Whoosh directly and know nothing of builds.

Searches of the archive do not come this way (`archive.search.engines.whoosh.snapshot`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from archive.search.engines.whoosh.store import INDEX_NAME


class CurrentIndex:
    """Answers as `whoosh.index.FileIndex` does, opened anew for every question: a rebuild moves the files."""

    def __init__(self, build: Callable[[], Path]) -> None:
        self._build = build

    def refresh(self) -> CurrentIndex:
        """Itself: it is never behind."""
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(FileIndex(FileStorage(str(self._build())), None, INDEX_NAME), name)

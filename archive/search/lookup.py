"""Files beside the index that answer what somebody is typing: names by count, titles and words by their spelling.

Derived from the index by `archive.search.lookup_build`, replaced whole, and thrown away at any time: where one is missing
nothing is suggested. Reading costs no memory but the names'; a look-up is a search by halves in a sorted file.
"""

from __future__ import annotations

import datetime as dt
import mmap
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from archive.search.engine import engine

T = TypeVar("T")

NAMES, TITLES, WORDS = "names.txt", "titles.txt", "words.txt"


def lookup_folder() -> Path:
    """Where the files lie: with the index, whose data they are."""
    return Path(engine().path) / "lookup"


class SortedLines:
    """A file of lines sorted by their bytes, mapped into memory."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""

    def starting_with(self, beginning: str, limit: int) -> Iterator[str]:
        """The first lines that begin so, in order, at most `limit`."""
        wanted = beginning.encode()
        place = self._first_not_before(wanted)
        for _number in range(limit):
            end = self._data.find(b"\n", place)
            if end < 0 or self._data[place : place + len(wanted)] != wanted:
                return
            yield self._data[place:end].decode()
            place = end + 1

    def _first_not_before(self, wanted: bytes) -> int:
        """Where the first line stands that is not before the wanted one."""
        low, high = 0, len(self._data)
        while low < high:
            middle = (low + high) // 2
            start = self._data.rfind(b"\n", 0, middle) + 1
            end = self._data.find(b"\n", middle)
            if self._data[start:end] < wanted:
                low = end + 1
            else:
                high = start
        return low


class NameLines:
    """Names with what they are found by, the commonest first: a line each of `columns`, every column one long text."""

    def __init__(self, path: Path) -> None:
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        self.rows = [(kind, code, label, int(count)) for kind, code, label, count, *_spelled in rows]
        self._columns = [_Column([row[number] for row in rows]) for number in (4, 5, 6)]

    def find(self, folded: str, letters: str, limit: int) -> list[int]:
        """Numbers of rows: names that begin with the characters or letters first, then those that hold them."""
        by_characters, by_letters, by_initials = self._columns
        found: dict[int, None] = {}
        for at_start in (True, False):
            found |= dict.fromkeys(by_characters.find(folded, limit, at_start=at_start))
            if letters:
                for column in (by_letters, by_initials):
                    found |= dict.fromkeys(column.find(letters, limit, at_start=at_start))
        return list(found)


class _Column:
    """Texts joined into one. A text may mark where look-ups may begin inside it with capital letters."""

    def __init__(self, texts: list[str]) -> None:
        marked = "\n" + "\n".join(texts) + "\n"
        self._marked = marked
        self._joined = marked.lower()
        if len(self._joined) != len(marked):  # a sign whose small form is two
            self._joined = marked
        self._starts = [0]
        for text in texts:
            self._starts.append(self._starts[-1] + len(text) + 1)

    def find(self, wanted: str, limit: int, *, at_start: bool) -> Iterator[int]:
        """Numbers of texts that begin with, or hold, what is wanted."""
        if not wanted:
            return
        needle = f"\n{wanted}" if at_start else wanted
        place, given = self._joined.find(needle), 0
        while place >= 0 and given < limit:
            first = place + at_start
            if at_start or not self._is_inside_syllable(first):
                yield bisect_right(self._starts, first - 1) - 1
                given += 1
            place = self._joined.find(needle, place + 1)

    def _is_inside_syllable(self, place: int) -> bool:
        before, letter = self._marked[place - 1], self._marked[place]
        return letter.isascii() and letter.islower() and before.isascii() and before.isalpha()


def names() -> NameLines | None:
    """The names of the archive as last written."""
    return _opened(lookup_folder() / NAMES, NameLines)


def titles() -> SortedLines | None:
    """Spelled beginnings of titles with the article's id behind a tab."""
    return _opened(lookup_folder() / TITLES, SortedLines)


def words() -> SortedLines | None:
    """Spelled words with the word and how often it stands in titles behind tabs, the commonest of a spelling first."""
    return _opened(lookup_folder() / WORDS, SortedLines)


def written_at() -> dt.datetime:
    """When the names were last written; the beginning of time where they are missing."""
    try:
        seconds = (lookup_folder() / NAMES).stat().st_mtime
    except OSError:
        seconds = 0.0
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def _opened(path: Path, kind: Callable[[Path], T]) -> T | None:
    try:
        stat = path.stat()
        opened: T = _kept(path, stat.st_mtime_ns, stat.st_size, kind)
    except (OSError, ValueError):
        return None
    return opened


@lru_cache(maxsize=3)
def _kept(path: Path, _changed: int, _size: int, kind: Callable[[Path], Any]) -> Any:
    return kind(path)

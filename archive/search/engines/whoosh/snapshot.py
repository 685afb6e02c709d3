"""One committed state of the index, opened once in a process and asked by all searches until the next commit.

Segments never change once written, so what is read from one (postings of phrases, codes of facets, columns) is kept
with it and taken over into the next snapshot; only which documents are alive belongs to the commit. All document
numbers given out are global: a segment's own plus its base.
"""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import SegmentReader

from archive.search.engine import IndexUnusable
from archive.search.engines.whoosh.columns import (
    Codes,
    number_fields,
    read_codes,
    read_lengths,
    read_numbers,
    text_fields,
)
from archive.search.engines.whoosh.kept import KeptBySize
from archive.search.engines.whoosh.postings import Documents, Postings, find_phrase, read_documents
from archive.search.engines.whoosh.store import INDEX_NAME, IndexStore

T = TypeVar("T")
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
Lengths = npt.NDArray[np.float32]

_SHORTAGES = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EACCES, errno.ENOSPC, errno.EROFS})
_ATTEMPTS = 3
_KEPT_PER_DOCUMENT = 2048
"""Bytes of postings kept in memory for each document of a segment: 40 MB for 20,000 articles."""


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


class Segment:
    """One segment with what has been read from it.

    Columns are read at once: Whoosh opens each file when first asked and takes one that is gone for one that never was.
    """

    def __init__(self, reader: SegmentReader) -> None:
        self.reader = reader
        self.count = int(reader.doc_count_all())
        self._numbers = {field: read_numbers(reader, field) for field in number_fields(reader)}
        self._lengths = {field: read_lengths(reader, field) for field in text_fields(reader)}
        self._codes: dict[str, Codes] = {}
        self._phrases: KeptBySize[tuple[str, str], Postings] = KeptBySize(self.count * _KEPT_PER_DOCUMENT)
        if self.count:
            reader.stored_fields(0)  # opens that file too

    def phrase(self, field: str, folded: str) -> Postings:
        """Documents that hold a folded phrase."""
        with reading_files():
            return self._phrases.get((field, folded), lambda: find_phrase(self.reader, field, folded))

    def term(self, field: str, term: bytes) -> Documents:
        """Documents of one term."""
        with reading_files():
            return read_documents(self.reader, field, term)

    def stored(self, document: int) -> dict[str, Any]:
        """The stored fields of a document."""
        with reading_files():
            fields: dict[str, Any] = self.reader.stored_fields(document)
            return fields

    def numbers(self, field: str) -> Numbers:
        """The number in a column for each document, 0 where there is none."""
        return self._numbers[field]

    def lengths(self, field: str) -> Lengths:
        """Characters in a text field for each document."""
        return self._lengths[field]

    def codes(self, field: str) -> Codes:
        """All codes of a facet field."""
        if field not in self._codes:
            with reading_files():
                self._codes[field] = read_codes(self.reader, field)
        return self._codes[field]


@dataclass(frozen=True)
class FieldCodes:
    """A facet field over all segments: `documents[i]` has the code `values[ordinals[i]]`."""

    values: tuple[str, ...]
    ordinals: npt.NDArray[np.int64]
    documents: npt.NDArray[np.int64]


class Snapshot:
    """A committed state. Not to be used by two threads at once: `SnapshotKeeper.ask` sees to that."""

    def __init__(self, segments: list[tuple[Segment, frozenset[int]]]) -> None:
        self.segments = [segment for segment, _deleted in segments]
        self.bases = np.cumsum([0, *(segment.count for segment in self.segments)])
        self.count = int(self.bases[-1])
        self.alive: Mask = np.ones(self.count, np.bool_)
        for base, (_segment, deleted) in zip(self.bases, segments, strict=False):
            if deleted:
                self.alive[base + np.fromiter(deleted, np.int64, len(deleted))] = False
        self._kept: dict[tuple[str, str], Any] = {}

    @cached_property
    def alive_count(self) -> int:
        """Documents not deleted."""
        return int(self.alive.sum())

    def phrase(self, field: str, folded: str) -> tuple[Numbers, npt.NDArray[np.float32]]:
        """(documents, how often) for a folded phrase, deleted documents left out."""
        found = [segment.phrase(field, folded) for segment in self.segments]
        documents = self._joined([postings.documents for postings in found])
        counts = np.concatenate([postings.counts for postings in found] or [np.empty(0, np.uint32)]).astype(np.float32)
        alive = self.alive[documents]
        return documents[alive], counts[alive]

    def term(self, field: str, term: bytes) -> Numbers:
        """Documents of one term of a field of codes or identifiers, deleted ones among them."""
        return self._joined([segment.term(field, term) for segment in self.segments])

    def numbers(self, field: str) -> Numbers:
        """A column over all segments."""
        numbers: Numbers = self._once("numbers", field, lambda segment: segment.numbers(field), np.int64)
        return numbers

    def lengths(self, field: str) -> Lengths:
        """The lengths of a text field over all segments."""
        lengths: Lengths = self._once("lengths", field, lambda segment: segment.lengths(field), np.float32)
        return lengths

    def codes(self, field: str) -> FieldCodes:
        """A facet field over all segments."""
        if ("codes", field) not in self._kept:
            self._kept["codes", field] = self._read_codes(field)
        codes: FieldCodes = self._kept["codes", field]
        return codes

    def stored(self, document: int) -> dict[str, Any]:
        """The stored fields of a document."""
        number = int(np.searchsorted(self.bases, document, side="right")) - 1
        return self.segments[number].stored(int(document - self.bases[number]))

    def _read_codes(self, field: str) -> FieldCodes:
        parts = [segment.codes(field) for segment in self.segments]
        numbers: dict[str, int] = {}
        ordinals = []
        for part in parts:
            for value in part.values:
                numbers.setdefault(value, len(numbers))
            renumbered = np.array([numbers[value] for value in part.values], np.int64)
            ordinals.append(renumbered[part.ordinals] if len(part.values) else np.empty(0, np.int64))
        return FieldCodes(
            values=tuple(numbers),
            ordinals=np.concatenate(ordinals or [np.empty(0, np.int64)]),
            documents=self._joined([part.documents for part in parts]),
        )

    def _joined(self, parts: list[Any]) -> Numbers:
        pieces = [part.astype(np.int64) + base for part, base in zip(parts, self.bases, strict=False)]
        return np.concatenate(pieces or [np.empty(0, np.int64)])

    def _once(self, kind: str, field: str, read: Callable[[Segment], Any], dtype: Any) -> Any:
        if (kind, field) not in self._kept:
            parts = [read(segment) for segment in self.segments]
            self._kept[kind, field] = np.concatenate(parts or [np.empty(0, dtype)]).astype(dtype)
        return self._kept[kind, field]


class SnapshotKeeper:
    """Opens the index of a store and keeps it open until it changes. One for all threads of a process."""

    def __init__(self, store: IndexStore) -> None:
        self.store = store
        self._reading = threading.RLock()
        self._state: tuple[Path, int] | None = None
        self._segments: dict[str, Segment] = {}
        self._snapshot: Snapshot | None = None

    def ask(self, question: Callable[[Snapshot], T]) -> T:
        """The answer to a question about the latest committed state, one thread at a time.

        A commit or a rebuild may remove files that are only now read for the first time: then the question is put again
        to the new state. Raises IndexUnusable: missing, outdated, or damaged.
        """
        with self._reading:
            for _attempt in range(_ATTEMPTS):
                snapshot = self._current()
                try:
                    return question(snapshot)
                except DamagedFiles as error:
                    damage = error
                    if self._state == self._latest():
                        break
            raise self.report_damage(None, damage) from damage

    def _latest(self) -> tuple[Path, int]:
        build = self.store.build_in_use()
        return build, TOC._latest_generation(FileStorage(str(build)), INDEX_NAME)

    def _current(self) -> Snapshot:
        """The latest committed state."""
        for attempt in range(1, _ATTEMPTS + 1):
            build = self.store.build_in_use()
            try:
                with reading_files():
                    return self._opened(build)
            except DamagedFiles as error:
                # A commit may remove files between our reading the table of contents and opening them: look again.
                if attempt == _ATTEMPTS:
                    raise self.report_damage(build, error) from error
        raise AssertionError("unreachable")

    def _opened(self, build: Path) -> Snapshot:
        storage = FileStorage(str(build))
        generation = TOC._latest_generation(storage, INDEX_NAME)
        if self._snapshot is None or self._state != (build, generation):
            toc = TOC.read(storage, INDEX_NAME, gen=generation if generation >= 0 else None)
            kept = self._segments if self._state and self._state[0] == build else {}
            segments = {
                segment.segment_id(): kept.get(segment.segment_id())
                or Segment(SegmentReader(storage, toc.schema, segment, generation=generation))
                for segment in toc.segments
            }
            if self._latest() != (build, generation):
                # Files are only removed after a commit or a rebuild: what was opened meanwhile may lack some.
                raise FileNotFoundError("the index changed while it was opened")
            self._snapshot = Snapshot(
                [(segments[segment.segment_id()], frozenset(segment.deleted_docs())) for segment in toc.segments]
            )
            self._segments, self._state = segments, (build, generation)
        return self._snapshot

    def report_damage(self, build: Path | None, error: DamagedFiles) -> IndexUnusable:
        """Take a build (None: the one opened last) out of service until it is rebuilt."""
        build = build or (self._state[0] if self._state else None)
        if build is not None:
            self.store.mark_damaged(build, str(error))
        return IndexUnusable("damaged", str(error))

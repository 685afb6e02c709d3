"""Writes batches of documents into a build of the index.

One batch is one commit and one segment. The caller holds `IndexStore.writing`. Documents are replaced by their
identifier. Nothing is committed before all of it is on the disk: segment, then table of contents, then what no segment
needs any more is swept, also what a killed process or a full disk left behind.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from haystack.constants import ID
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex, LockError, clean_files
from whoosh.reading import SegmentReader
from whoosh.util.filelock import try_for

from archive.search.engines.whoosh.content import SegmentContent, remove_segment
from archive.search.engines.whoosh.damage import reading_files
from archive.search.engines.whoosh.joining import AT_ONCE, LARGEST, Size, segments_to_join
from archive.search.engines.whoosh.postings import read_documents
from archive.search.engines.whoosh.store import INDEX_NAME
from archive.search.engines.whoosh.termfile import read_terms

_LOCK_SECONDS = 60.0
_MANY = 0.05
"""Share of a segment's identifiers from which on reading all of them is faster than looking each up."""


class BatchWriter:
    """Writes to one build."""

    def __init__(self, build: Path, schema: Schema) -> None:
        self._build = build
        self._storage = FileStorage(str(build))
        self._index = FileIndex(self._storage, schema, INDEX_NAME)

    def write(self, documents: Iterable[Mapping[str, Any]], *, removed: Iterable[str] = (), merge: bool = True) -> int:
        """Replace or add documents and remove others by identifier, in one commit; how many documents were written.

        `documents` are taken one at a time, and all of them before `removed`. `merge` False leaves the small segments of earlier batches as they are,
        which is right while many follow.
        """
        with self._locked():
            toc = self._read_toc()
            content = SegmentContent(toc.schema)
            gone = {*_collect(content, documents), *removed}
            written = content.count - len(content.deleted)
            with reading_files():
                self._delete(toc, gone)
                chosen = segments_to_join(_sizes(toc.segments), content.count, limit=AT_ONCE) if merge else []
                joined = self._take(content, toc, chosen)
            self._commit(toc, content, joined)
        return written

    def join(self, most: int = 0) -> int:
        """Join segments where there are too many, and more than `most`, in one commit; how many were joined into one."""
        with self._locked():
            toc = self._read_toc()
            many = len(toc.segments) > most
            chosen = segments_to_join(_sizes(toc.segments), limit=LARGEST) if many else []
            if chosen:
                content = SegmentContent(toc.schema)
                with reading_files():
                    joined = self._take(content, toc, chosen)
                self._commit(toc, content, joined)
        return len(chosen)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Whoosh's own lock as well: its writers are kept out."""
        lock = self._index.lock("WRITELOCK")
        if not try_for(lock.acquire, timeout=_LOCK_SECONDS, delay=0.1):
            raise LockError
        try:
            yield
        finally:
            lock.release()

    def _read_toc(self) -> TOC:
        with reading_files():
            return TOC.read(self._storage, INDEX_NAME, schema=self._index._schema)

    def _delete(self, toc: TOC, identifiers: set[str]) -> None:
        for segment in toc.segments if identifiers else []:
            with self._reader(toc, segment) as reader:
                for number in _numbers(reader, identifiers):
                    segment.delete_document(number)

    def _take(self, content: SegmentContent, toc: TOC, chosen: list[int]) -> set[Any]:
        joined = {toc.segments[number] for number in chosen}
        for segment in joined:
            with self._reader(toc, segment) as reader:
                content.take(reader, self._build)
        return joined | {segment for segment in toc.segments if not segment.doc_count()}

    @contextmanager
    def _reader(self, toc: TOC, segment: Any) -> Iterator[SegmentReader]:
        reader = SegmentReader(self._storage, toc.schema, segment)
        try:
            yield reader
        finally:
            reader.close()

    def _commit(self, toc: TOC, content: SegmentContent, joined: set[Any]) -> None:
        """Put the new segment in the place of the joined ones."""
        segments = [segment for segment in toc.segments if segment not in joined]
        added = content.write(self._build, INDEX_NAME) if content.count else None
        generation = toc.generation + 1
        try:
            if added is not None:
                segments.append(added)
                sync_files(self._build, f"{added.segment_id()}.")
            TOC(toc.schema, segments, generation).write(self._storage, INDEX_NAME)
        except BaseException:
            if added is not None and TOC._latest_generation(self._storage, INDEX_NAME) != generation:
                remove_segment(self._build, added.segment_id())
            self._sweep_drafts()
            raise
        sync_files(self._build, TOC._filename(INDEX_NAME, generation))
        clean_files(self._storage, INDEX_NAME, generation, segments)
        self._sweep_drafts()

    def _sweep_drafts(self) -> None:
        """Remove tables of contents that were never finished: Whoosh does not know its own drafts."""
        for draft in self._build.glob(f"_{INDEX_NAME}_*.toc.*"):
            draft.unlink(missing_ok=True)


def _collect(content: SegmentContent, documents: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """Take the documents in; their identifiers. Of two with the same identifier the later one counts."""
    numbers: dict[str, int] = {}
    for document in documents:
        identifier = str(document[ID])
        if identifier in numbers:
            content.deleted.append(numbers[identifier])
        numbers[identifier] = content.add(document)
    return numbers


def _numbers(reader: SegmentReader, identifiers: set[str]) -> list[int]:
    """Document numbers of identifiers in a segment, those already deleted left out."""
    if len(identifiers) > reader.doc_count_all() * _MANY:
        every = ((term.decode(), documents) for term, documents in read_terms(reader, ID))
        found = [documents for identifier, documents in every if identifier in identifiers]
    else:
        found = [read_documents(reader, ID, identifier.encode()) for identifier in identifiers]
    numbers = [int(number) for documents in found for number in documents]
    return [number for number in numbers if not reader.is_deleted(number)]


def _sizes(segments: list[Any]) -> list[Size]:
    return [
        Size(number, int(segment.doc_count_all()), int(segment.doc_count())) for number, segment in enumerate(segments)
    ]


def sync_files(folder: Path, prefix: str) -> None:
    """Make sure that the files of a folder whose names begin so survive a power cut."""
    files = [file for file in folder.iterdir() if file.name.startswith(prefix)]
    # The disk takes them together, where they wait together.
    with ThreadPoolExecutor(len(files) or 1) as pool:
        list(pool.map(_sync, files))
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

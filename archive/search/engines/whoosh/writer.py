"""Writes batches of documents into a build of the index.

One batch is one commit. The caller holds `IndexStore.writing`. Documents are replaced by their identifier, looked up
once a batch in the index as it is; a batch is inverted in memory (about 100 KB an article), so callers bound it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from haystack.constants import ID
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex, clean_files
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from archive.search.engines.whoosh.analyzer import fold_text
from archive.search.engines.whoosh.damage import reading_files
from archive.search.engines.whoosh.derive import Texts, derive, derived_path, read_texts
from archive.search.engines.whoosh.derived import GROUPS, write_derived
from archive.search.engines.whoosh.postings import read_documents
from archive.search.engines.whoosh.store import INDEX_NAME

TEXT_FIELDS = tuple(field for group in GROUPS for field in group)

_Posting = tuple[int, float, bytes]


class TermLists:
    """Collects the postings of a new segment by term, in the place of Whoosh's pool of single postings to be sorted."""

    def __init__(self) -> None:
        self._lists: dict[tuple[str, bytes], list[_Posting]] = {}
        self.fieldnames: set[str] = set()

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """One posting: (field, term, document, weight, value). Documents come in ascending order."""
        field, term, document, weight, value = item
        postings = self._lists.get((field, term))
        if postings is None:
            self.fieldnames.add(field)
            self._lists[field, term] = [(document, weight, value)]
        else:
            postings.append((document, weight, value))

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """All postings in the order of their terms, each list given up once read."""
        for key in sorted(self._lists):
            field, term = key
            for document, weight, value in self._lists.pop(key):
                yield field, term, document, weight, value

    def cleanup(self) -> None:
        """Whoosh calls this when a segment is done."""
        self._lists.clear()


class FieldLengths:
    """The lengths Whoosh asks for with every single posting, read once a field instead."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._by_field: dict[str, list[int]] = {}

    def doc_field_length(self, document: int, field: str) -> int:
        """As the reader's method of this name."""
        lengths = self._by_field.get(field)
        if lengths is None:
            read, count = self._reader.doc_field_length, self._reader.doc_count_all()
            lengths = self._by_field[field] = [read(number, field) for number in range(count)]
        return lengths[document]

    def close(self) -> None:
        self._reader.close()


class BatchSegmentWriter(SegmentWriter):
    """Whoosh's writer of one segment with our collection of postings, and the fast file beside the segment.

    Nothing is committed before all of it is on the disk.
    """

    def __init__(self, index: FileIndex, folder: Path) -> None:
        # Single files: Whoosh copies every part of a compound file into memory on opening.
        super().__init__(index, compound=False, timeout=60.0)
        self.pool.cleanup()
        self.pool: Any = TermLists()
        self._folder = folder
        self._texts: list[Texts] = []

    def per_document_reader(self) -> FieldLengths:
        return FieldLengths(super().per_document_reader())

    def add_document(self, **fields: Any) -> None:
        super().add_document(**fields)
        self._texts.append({field: fold_text(fields[field]) for field in TEXT_FIELDS if fields.get(field)})

    def add_reader(self, reader: Any) -> None:
        """Take over the documents of a segment that is joined into this one, deleted ones left out."""
        texts = read_texts(reader, derived_path(self._folder, reader.segment().segment_id()))
        self._texts += [texts[document] for document, _stored in reader.iter_docs()]
        super().add_reader(reader)

    def _finalize_segment(self) -> Any:
        segment = super()._finalize_segment()
        reader = SegmentReader(self.storage, self.schema, segment)
        try:
            derived = derive(reader, self._texts)
        finally:
            reader.close()
        write_derived(derived_path(self._folder, segment.segment_id()), segment.segment_id(), derived)
        return segment

    def _commit_toc(self, segments: list[Any]) -> None:
        sync_files(self._folder, (f"{segment.segment_id()}." for segment in segments))
        TOC(self.schema, segments, self.generation).write(self.storage, self.indexname)
        sync_files(self._folder, [TOC._filename(self.indexname, self.generation)])
        clean_files(self.storage, self.indexname, self.generation, segments)


def sync_files(folder: Path, prefixes: Iterable[str]) -> None:
    """Make sure that the files of a folder whose names begin so survive a power cut."""
    wanted = tuple(prefixes)
    for file in folder.iterdir():
        if file.name.startswith(wanted):
            _sync(file)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class BatchWriter:
    """Writes to one build."""

    def __init__(self, build: Path, schema: Schema) -> None:
        self._build = build
        self._index = FileIndex(FileStorage(str(build)), schema, INDEX_NAME)

    def write(self, documents: Iterable[Mapping[str, Any]], *, removed: Iterable[str] = (), merge: bool = True) -> int:
        """Replace or add documents and remove others by identifier, in one commit; how many documents were written.

        `merge` False leaves the small segments of earlier batches as they are, which is right while many follow.
        """
        writer = BatchSegmentWriter(self._index, self._build)
        try:
            ready = list(documents)
            gone = {*removed, *(str(document[ID]) for document in ready)}
            with reading_files():
                numbers = self._numbers(writer, gone)
            for number in numbers:
                writer.delete_document(number)
            for document in ready:
                writer.add_document(**document)
            with reading_files():  # committing reads the segments it joins
                writer.commit(merge=merge)
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise
        return len(ready)

    def _numbers(self, writer: SegmentWriter, identifiers: set[str]) -> list[int]:
        """Document numbers of identifiers in the segments as they are, those already deleted left out."""
        numbers: list[int] = []
        if not writer.segments or not identifiers:
            return numbers
        reader = writer.reader()
        try:
            for leaf, base in reader.leaf_readers():
                for identifier in identifiers:
                    found = read_documents(leaf, ID, identifier.encode())
                    numbers += [int(number) + base for number in found if not leaf.is_deleted(int(number))]
        finally:
            reader.close()
        return numbers

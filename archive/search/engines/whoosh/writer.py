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
from whoosh.formats import Frequency
from whoosh.index import TOC, FileIndex, clean_files
from whoosh.reading import SegmentReader
from whoosh.system import pack_uint
from whoosh.writing import SegmentWriter

from archive.search.engines.whoosh.analyzer import fold_text
from archive.search.engines.whoosh.damage import reading_files
from archive.search.engines.whoosh.derive import Pairs, Texts, derive, derived_path, pair_arrays, read_texts
from archive.search.engines.whoosh.derived import GROUPS, write_derived
from archive.search.engines.whoosh.inverted import field_postings, has_own_codes, write_field
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
        self._pairs: Pairs = {}

    def add_document(self, **fields: Any) -> None:
        """As Whoosh's own, but texts are only collected here: all of a segment are inverted at once."""
        texts = {name: fold_text(fields[name]) for name in TEXT_FIELDS if fields.get(name)}
        number = self.docnum
        self.perdocwriter.start_doc(number)
        for name in sorted(fields):
            if fields[name] is None:
                continue
            if name in texts:
                field, value = self.schema[name], fields[name]
                self.perdocwriter.add_field(name, field, value if field.stored else None, len(texts[name]))
            else:
                self._add_field(name, fields[name], number)
        self.perdocwriter.finish_doc()
        self._texts.append(texts)
        self._added = True
        self.docnum += 1

    def _add_field(self, name: str, value: Any, number: int) -> None:
        field = self.schema[name]
        for term, _frequency, weight, encoded in field.index(value):
            self.pool.add((name, term, number, weight, encoded))
        self.perdocwriter.add_field(name, field, value if field.stored else None, 0)
        if field.column_type:
            self.perdocwriter.add_column_value(name, field.column_type, field.to_column_value(value))

    def add_reader(self, reader: Any) -> None:
        """Take over the documents of a segment that is joined into this one, deleted ones left out."""
        texts = read_texts(reader, derived_path(self._folder, reader.segment().segment_id()))
        self._texts += [texts[document] for document, _stored in reader.iter_docs()]
        super().add_reader(reader)

    def add_postings_to_pool(self, reader: Any, startdoc: int, docmap: Any) -> None:
        """All postings of a joined segment but those of texts."""
        for name in reader.indexed_field_names():
            if name not in TEXT_FIELDS:
                # Codes and identifiers stand once in a document.
                value = pack_uint(1) if isinstance(self.schema[name].format, Frequency) else b""
                for term in list(reader.lexicon(name)):
                    for document in read_documents(reader, name, term).tolist():
                        number = docmap.get(document) if docmap is not None else startdoc + document
                        if number is not None:
                            self.pool.add((name, term, number, 1.0, value))

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        pairs = pair_arrays(self._texts)
        ready = {group: arrays for group, arrays in pairs.items() if has_own_codes(arrays)}
        for group in pairs.keys() - ready.keys():
            self._pool_texts(group)
        self.fieldwriter.add_postings(self.schema, None, self.pool.iter_postings())
        for group, arrays in ready.items():
            for number, name in enumerate(group):
                write_field(self.fieldwriter, name, self.schema[name], field_postings(arrays, number))
        self.fieldwriter.close()
        self._pairs = pairs

    def _pool_texts(self, group: tuple[str, str]) -> None:
        """Postings of texts one by one, for the rare segment whose characters do not all have codes of their own."""
        for number, texts in enumerate(self._texts):
            for name in group:
                words = self.schema[name].format.word_values(texts.get(name, ""), None)
                for pair, _frequency, weight, value in words:
                    self.pool.add((name, pair.encode(), number, weight, value))

    def _finalize_segment(self) -> Any:
        segment = super()._finalize_segment()
        reader = SegmentReader(self.storage, self.schema, segment)
        try:
            derived = derive(reader, self._pairs)
        finally:
            reader.close()
        write_derived(derived_path(self._folder, segment.segment_id()), segment.segment_id(), derived)
        return segment

    def _commit_toc(self, segments: list[Any]) -> None:
        sync_files(self._folder, f"{self.newsegment.segment_id()}.")
        TOC(self.schema, segments, self.generation).write(self.storage, self.indexname)
        sync_files(self._folder, TOC._filename(self.indexname, self.generation))
        clean_files(self.storage, self.indexname, self.generation, segments)


def sync_files(folder: Path, prefix: str) -> None:
    """Make sure that the files of a folder whose names begin so survive a power cut."""
    for file in folder.iterdir():
        if file.name.startswith(prefix):
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

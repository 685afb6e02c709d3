"""What a new segment will hold, collected a document at a time, and written at one go.

Memory: the texts (2 bytes a character), the stored fields as they will lie on disk, and every term with its documents;
when written, 4 bytes a character more. Committing is `archive.search.engines.whoosh.writer`.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from pickle import dumps
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import STORED_COLUMN, W3FieldWriter, _lenfield
from whoosh.columns import VarBytesColumn
from whoosh.fields import ID, KEYWORD, NUMERIC, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.util.numeric import length_to_byte

from archive.search.characters import fold_text
from archive.search.engines.whoosh.codec import ArchiveCodec
from archive.search.engines.whoosh.columnfile import EXTENSION as COLUMNS_EXTENSION
from archive.search.engines.whoosh.columnfile import ColumnFile
from archive.search.engines.whoosh.columns import LEDE, Codes
from archive.search.engines.whoosh.derive import derive
from archive.search.engines.whoosh.derived import derived_path, write_derived
from archive.search.engines.whoosh.stream import TextsBuilder, text_of
from archive.search.engines.whoosh.termfile import read_terms, write_terms
from archive.search.engines.whoosh.texts import GROUPS, PLACE_OF_FIELD, Group, Texts, read_texts, write_texts

_STORED = "_stored"
_STORED_LEVEL = 1
_PICKLE = 2


class SegmentContent:
    """The documents of one segment to be, numbered from 0."""

    def __init__(self, schema: Schema) -> None:
        self.count = 0
        self.characters = 0
        self.deleted: list[int] = []
        self._schema = schema
        self._fields = [(name, field, _reader_of(field)) for name, field in schema.items()]
        self._builders: dict[Group, TextsBuilder] = {group: TextsBuilder() for group in GROUPS}
        self._stored: list[bytes] = []
        self._postings: dict[str, dict[Any, list[int]]] = defaultdict(dict)
        self._lengths: dict[str, dict[int, int]] = defaultdict(dict)
        self._others: dict[str, dict[bytes, list[tuple[int, float, bytes]]]] = defaultdict(dict)
        self._columns: dict[str, dict[int, Any]] = defaultdict(dict)

    def add(self, fields: Mapping[str, Any]) -> int:
        """One document, by field; its number."""
        number = self.count
        stored: dict[str, Any] = {}
        for name, field, read in self._fields:
            value = fields.get(name)
            if value is None:
                continue
            if field.stored:
                stored[name] = value
            if read is not None:
                postings = self._postings[name]
                for term in read(value):
                    postings.setdefault(term, []).append(number)
            elif name not in PLACE_OF_FIELD:
                self._add_other(name, field, value, number)
        for group in GROUPS:
            first, second = (fold_text(fields.get(name) or "") for name in group)
            self._add_texts(group, first, second)
        self._stored.append(zlib.compress(dumps(stored, _PICKLE), _STORED_LEVEL) if stored else b"")
        self.count += 1
        return number

    def _add_texts(self, group: Group, first: str, second: str) -> None:
        self._builders[group].add(first, second)
        self.characters += len(first) + len(second)

    def _add_other(self, name: str, field: Any, value: Any, number: int) -> None:
        """A field of a kind the archive has none of: as Whoosh does it."""
        length = 0
        for term, frequency, weight, encoded in field.index(value) if field.indexed else ():
            self._others[name].setdefault(term, []).append((number, weight, encoded))
            length += frequency
        if field.scorable and length:
            self._lengths[name][number] = length
        if field.column_type:
            self._columns[name][number] = field.to_column_value(value)

    # Taking over a segment that is joined into this one

    def take(self, reader: Any, folder: Path) -> None:
        """The documents of a segment that are not deleted, after those collected so far.

        Raises:
            TextsDamaged: its texts are not as they were written; all of them are read.
        """
        alive = [number for number in range(reader.doc_count_all()) if not reader.is_deleted(number)]
        places = np.full(reader.doc_count_all(), -1, np.int64)
        places[alive] = np.arange(self.count, self.count + len(alive))
        texts = read_texts(folder, reader.segment().segment_id(), check=True)
        for group in GROUPS:
            for number in alive:
                self._add_texts(group, *text_of(texts[group], number))
        stored = reader._perdoc._cached_reader(_STORED, STORED_COLUMN)
        raw = VarBytesColumn.Reader.__getitem__
        self._stored += [raw(stored._child, number) if stored else b"" for number in alive]
        for name, field, read in self._fields:
            if read is not None:
                self._take_terms(name, field, reader, places)
            elif name not in PLACE_OF_FIELD:
                self._take_other(name, field, reader, places)
        self.count += len(alive)

    def _take_terms(self, name: str, field: Any, reader: Any, places: npt.NDArray[np.int64]) -> None:
        postings = self._postings[name]
        for term, documents in read_terms(reader, name):
            numbers = places[documents]
            kept = numbers[numbers >= 0].tolist()
            if kept:
                postings.setdefault(field.from_bytes(term), []).extend(kept)

    def _take_other(self, name: str, field: Any, reader: Any, places: npt.NDArray[np.int64]) -> None:
        for term in list(reader.lexicon(name)) if field.indexed else ():
            matcher = reader.postings(name, term)
            while matcher.is_active():
                number = int(places[matcher.id()])
                self._others[name].setdefault(term, []).append((number, matcher.weight(), matcher.value()))
                matcher.next()
        column = reader.column_reader(name, translate=False) if reader.has_column(name) else None
        for old in np.flatnonzero(places >= 0).tolist():
            if length := reader.doc_field_length(old, name):
                self._lengths[name][int(places[old])] = length
            if column is not None:
                self._columns[name][int(places[old])] = column[old]

    # Writing

    def write(self, folder: Path, index_name: str) -> Any:
        """Write all files of the segment, not synced; Whoosh's segment, not yet part of the index."""
        codec = ArchiveCodec()
        storage = FileStorage(str(folder))
        segment = codec.new_segment(storage, index_name)
        try:
            segment.set_doc_count(self.count)
            for number in self.deleted:
                segment.delete_document(number)
            postings = self._encoded()
            self._write_terms(codec.field_writer(storage, segment), postings)
            texts = {group: builder.finish() for group, builder in self._builders.items()}
            columns = ColumnFile()
            columns.add_written(_STORED, VarBytesColumn(), dict(enumerate(self._stored)), self.count)
            self._add_numbers(columns)
            segment._fieldlengths = self._add_lengths(columns, texts)
            columns.write(folder / segment.make_filename(COLUMNS_EXTENSION))
            write_texts(folder, segment.segment_id(), texts)
            codes = {
                name: codes_of(postings[name]) for name, field, _read in self._fields if isinstance(field, KEYWORD)
            }
            derived = derive(texts, codes, self._ledes())
            write_derived(derived_path(folder, segment.segment_id()), segment.segment_id(), derived, sync=False)
        except BaseException:
            remove_segment(folder, segment.segment_id())
            raise
        return segment

    def _encoded(self) -> dict[str, dict[bytes, list[int]]]:
        return {
            name: {field.to_bytes(term): documents for term, documents in self._postings[name].items()}
            for name, field, read in self._fields
            if read is not None
        }

    def _write_terms(self, writer: W3FieldWriter, postings: Mapping[str, Mapping[bytes, list[int]]]) -> None:
        for name, field in sorted(self._schema.items()):
            if name in self._others:
                writer.add_postings(self._schema, None, _flat(name, self._others[name]))
            elif name in postings:
                write_terms(writer, name, field, postings[name])
        writer.close()

    def _add_numbers(self, columns: ColumnFile) -> None:
        for name, field, read in self._fields:
            if isinstance(field, NUMERIC) and field.column_type and read is not None and self._postings[name]:
                column = field.column_type
                numbers = np.full(self.count, column._default, np.dtype(f">{column._typecode}"))
                for value, documents in self._postings[name].items():
                    numbers[documents] = field.to_column_value(value)
                columns.add(name, numbers.tobytes())
        for name, values in self._columns.items():
            columns.add_written(name, self._schema[name].column_type, values, self.count)

    def _ledes(self) -> npt.NDArray[np.int64]:
        ledes = np.zeros(self.count, np.int64)
        for length, documents in self._postings[LEDE].items() if LEDE in self._postings else ():
            ledes[documents] = length
        return ledes

    def _add_lengths(self, columns: ColumnFile, texts: Texts) -> dict[str, int]:
        totals: dict[str, int] = {}
        for name, lengths in self._all_lengths(texts):
            if lengths.any():
                totals[name] = int(lengths.sum())
                columns.add(_lenfield(name), length_steps(lengths).tobytes())
        return totals

    def _all_lengths(self, texts: Texts) -> Iterator[tuple[str, npt.NDArray[Any]]]:
        for name, (group, number) in PLACE_OF_FIELD.items():
            yield name, texts[group].second_lengths if number else texts[group].first_lengths
        for name, known in self._lengths.items():
            lengths = np.zeros(self.count, np.int64)
            lengths[list(known)] = list(known.values())
            yield name, lengths


def _reader_of(field: Any) -> Any:
    """What gives the terms of a value of a field that holds nothing but terms; None for other fields."""
    if isinstance(field, KEYWORD):
        return lambda value: _split_codes(value if isinstance(value, str) else ",".join(map(str, value)))
    if isinstance(field, ID):
        return lambda value: (str(value),)
    if isinstance(field, NUMERIC) and not field.shift_step:
        return lambda value: (value,)
    return None


@lru_cache(maxsize=1 << 16)
def _split_codes(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for part in value.split(",") if (code := part.strip())))


def codes_of(postings: Mapping[bytes, list[int]]) -> Codes:
    """The codes of a field with their documents, as `columns.read_codes` gives them."""
    terms = sorted(postings)
    sizes = [len(postings[term]) for term in terms]
    return Codes(
        values=tuple(term.decode() for term in terms),
        ordinals=np.repeat(np.arange(len(terms)), sizes),
        documents=np.array([number for term in terms for number in postings[term]], np.int64),
    )


def length_steps(lengths: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Lengths on the logarithmic scale Whoosh keeps them on."""
    unique, places = np.unique(lengths, return_inverse=True)
    steps = np.fromiter((length_to_byte(length) for length in unique.tolist()), np.uint8, len(unique))
    return steps[places]


def remove_segment(folder: Path, segment_id: str) -> None:
    """Remove what was written of a segment that will not be part of the index."""
    for file in folder.glob(f"{segment_id}.*"):
        file.unlink(missing_ok=True)


def _flat(name: str, terms: Mapping[bytes, list[tuple[int, float, bytes]]]) -> Iterator[tuple[Any, ...]]:
    for term in sorted(terms):
        for number, weight, value in sorted(terms[term]):
            yield name, term, number, weight, value


__all__ = ["SegmentContent", "codes_of", "length_steps", "remove_segment"]

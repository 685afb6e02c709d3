"""Numbers and codes of one segment as arrays: what sorting, collapsing and counting work on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import LENGTHS_COLUMN, _lenfield
from whoosh.columns import NumericColumn
from whoosh.fields import DATETIME, NUMERIC
from whoosh.reading import SegmentReader
from whoosh.util.numeric import byte_to_length

from archive.search.engines.whoosh.postings import read_documents
from archive.search.engines.whoosh.texts import TEXT_FIELDS

_LENGTHS = np.array([byte_to_length(step) for step in range(256)], np.float32)


LEDE = "lede"


@dataclass(frozen=True)
class Codes:
    """The codes of a field: `documents[i]` has `values[ordinals[i]]`."""

    values: tuple[str, ...]
    ordinals: npt.NDArray[np.int64]
    documents: npt.NDArray[np.int64]


def number_fields(reader: SegmentReader) -> list[str]:
    """Fields that have a column of numbers or times."""
    fields = ((name, field) for name, field in reader.schema.items() if isinstance(field, NUMERIC | DATETIME))
    return [name for name, field in fields if field.numtype is int and field.column_type]


def text_fields(reader: SegmentReader) -> list[str]:
    """Fields whose lengths count."""
    return [name for name in TEXT_FIELDS if name in reader.schema]


def read_numbers(reader: SegmentReader, field: str) -> npt.NDArray[np.int64]:
    """The column of an unsigned number or a time for every document; 0 where a document, or the segment, has none."""
    column = reader.column_reader(field, translate=False)
    return _read_column(column, reader.doc_count_all())


def read_ledes(reader: SegmentReader) -> npt.NDArray[np.int64]:
    """How many characters at the beginning of each document's body are its lede."""
    return read_numbers(reader, LEDE) if LEDE in number_fields(reader) else np.zeros(reader.doc_count_all(), np.int64)


def read_length_steps(reader: SegmentReader, field: str) -> npt.NDArray[np.uint8]:
    """How many characters each document's field has, as Whoosh keeps it: a byte on a logarithmic scale."""
    column = reader._perdoc._cached_reader(_lenfield(field), LENGTHS_COLUMN)
    return _read_column(column, reader.doc_count_all()).astype(np.uint8)


def length_of_steps(steps: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """The characters such bytes stand for."""
    lengths: npt.NDArray[np.float32] = _LENGTHS[steps]
    return lengths


def _read_column(column: object, count: int) -> npt.NDArray[np.int64]:
    numbers = np.zeros(count, np.int64)
    if isinstance(column, NumericColumn.Reader):
        width = column._fixedlen
        raw = column._dbfile.get(column._basepos, column._count * width)
        # Documents after the last one with a value are not in the file; the default of times is beyond int64.
        numbers[:] = column._default if column._default < 2**63 else 0
        numbers[: column._count] = np.frombuffer(raw, dtype=f">u{width}").astype(np.int64)
    return numbers


def read_codes(reader: SegmentReader, field: str) -> Codes:
    """Every code of a field with its documents."""
    terms = list(reader.lexicon(field))
    lists = [read_documents(reader, field, term) for term in terms]
    sizes = [len(documents) for documents in lists]
    return Codes(
        values=tuple(term.decode() for term in terms),
        ordinals=np.repeat(np.arange(len(terms)), sizes),
        documents=np.concatenate(lists or [np.empty(0, np.uint32)]).astype(np.int64),
    )

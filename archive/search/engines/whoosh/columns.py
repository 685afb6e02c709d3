"""Numbers and codes of one segment as arrays: what sorting, collapsing and counting work on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from whoosh.columns import NumericColumn
from whoosh.reading import SegmentReader

from archive.search.engines.whoosh.postings import read_documents


@dataclass(frozen=True)
class Codes:
    """The codes of a field: `documents[i]` has `values[ordinals[i]]`."""

    values: tuple[str, ...]
    ordinals: npt.NDArray[np.int64]
    documents: npt.NDArray[np.int64]


def read_numbers(reader: SegmentReader, field: str) -> npt.NDArray[np.int64]:
    """The column of an unsigned number or a time for every document; its default where a document has none."""
    count = reader.doc_count_all()
    column = reader.column_reader(field, translate=False)
    if not isinstance(column, NumericColumn.Reader):
        return np.zeros(count, np.int64)
    width = column._fixedlen
    raw = column._dbfile.get(column._basepos, column._count * width)
    numbers = np.full(count, column._default if column._default < 2**63 else 0, np.int64)
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

"""Posting lists of one segment as numpy arrays, and phrases found in them.

A phrase of n characters stands where its pairs stand at the right distances; every second pair and the last one are
enough to see all its characters. Reads Whoosh's blocks directly (whoosh-reloaded is pinned for that reason): the
matcher interface would cost a Python call for every posting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.reading import SegmentReader

Documents = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.uint32]
Keys = npt.NDArray[np.uint64]

_DOCUMENT_SHIFT = np.uint64(32)


@dataclass(frozen=True)
class Postings:
    """Documents of a segment, ascending, with how often they hold what was looked for.

    `firsts` is how often in the first field of its group (a title, not a body).
    """

    documents: Documents
    counts: Counts
    firsts: Counts

    @property
    def size(self) -> int:
        """Bytes."""
        return self.documents.nbytes + self.counts.nbytes + self.firsts.nbytes


EMPTY = Postings(np.empty(0, np.uint32), np.empty(0, np.uint32), np.empty(0, np.uint32))


def read_documents(reader: SegmentReader, field: str, term: bytes) -> Documents:
    """The documents of a term, deleted ones among them; none where the term does not occur."""
    documents, _values = _read_blocks(reader, field, term, with_values=False)
    return documents


def find_in_fields(reader: SegmentReader, fields: tuple[str, ...], first: str, folded: str) -> Postings:
    """The documents in which the folded characters stand in any of `fields`; `first` names the first of the group."""
    found = [find_phrase(reader, field, folded) for field in fields]
    totals = np.zeros(reader.doc_count_all(), np.uint32)
    firsts = np.zeros(reader.doc_count_all(), np.uint32)
    for field, postings in zip(fields, found, strict=True):
        totals[postings.documents] += postings.counts
        if field == first:
            firsts[postings.documents] += postings.counts
    documents = np.flatnonzero(totals)
    return Postings(documents.astype(np.uint32), totals[documents], firsts[documents])


def find_phrase(reader: SegmentReader, field: str, folded: str) -> Postings:
    """The documents in which the folded characters stand one after the other, and how often. `firsts` are zeros."""
    if not folded:
        return EMPTY
    if len(folded) == 1:
        return _find_character(reader, field, folded)
    if len(folded) == 2:
        documents, values = _read_blocks(reader, field, folded.encode(), with_values=True)
        return _postings(documents, _lengths(values))
    return _by_document(_find_keys(reader, field, folded))


def _find_keys(reader: SegmentReader, field: str, folded: str) -> Keys:
    """Where the phrase begins, as `document << 32 | position`."""
    offsets = [*range(0, len(folded) - 2, 2), len(folded) - 2]
    terms = {offset: folded[offset : offset + 2].encode() for offset in offsets}
    frequencies = {offset: _frequency(reader, field, term) for offset, term in terms.items()}
    if not all(frequencies.values()):
        return np.empty(0, np.uint64)
    keys: Keys | None = None
    for offset in sorted(offsets, key=frequencies.__getitem__):
        pair_keys = _read_keys(reader, field, terms[offset])
        begins = pair_keys[(pair_keys & np.uint64(0xFFFFFFFF)) >= np.uint64(offset)] - np.uint64(offset)
        keys = begins if keys is None else keys[_contained(keys, begins)]
        if not len(keys):
            break
    assert keys is not None
    return keys


def _contained(some: Keys, others: Keys) -> npt.NDArray[np.bool_]:
    """Which of `some` are among `others`, both ascending."""
    if not len(others):
        return np.zeros(len(some), np.bool_)
    places = np.searchsorted(others, some)
    places[places == len(others)] = 0
    found: npt.NDArray[np.bool_] = others[places] == some
    return found


def _find_character(reader: SegmentReader, field: str, character: str) -> Postings:
    """One character begins a range of pairs: the union of their documents."""
    lists = [
        _read_blocks(reader, field, term, with_values=True) for term in reader.expand_prefix(field, character.encode())
    ]
    if not lists:
        return EMPTY
    documents = np.concatenate([documents for documents, _values in lists])
    counts = np.concatenate([_lengths(values) for _documents, values in lists])
    unique, places = np.unique(documents, return_inverse=True)
    return _postings(unique, np.bincount(places, weights=counts).astype(np.uint32))


def _postings(documents: Documents, counts: Counts) -> Postings:
    return Postings(documents, counts, np.zeros(len(counts), np.uint32))


def _by_document(keys: Keys) -> Postings:
    documents, counts = np.unique((keys >> _DOCUMENT_SHIFT).astype(np.uint32), return_counts=True)
    return _postings(documents, counts.astype(np.uint32))


def read_postings(reader: SegmentReader, field: str, term: bytes) -> tuple[Documents, Counts, Documents]:
    """Of one term: its documents, how often each holds it, and all positions one after the other."""
    documents, values = _read_blocks(reader, field, term, with_values=True)
    return documents, _lengths(values), np.frombuffer(b"".join(values), dtype="<u4").astype(np.uint32)


def _read_keys(reader: SegmentReader, field: str, term: bytes) -> Keys:
    documents, counts, positions = read_postings(reader, field, term)
    return (np.repeat(documents, counts).astype(np.uint64) << _DOCUMENT_SHIFT) | positions.astype(np.uint64)


def _lengths(values: list[bytes]) -> Counts:
    return np.fromiter(map(len, values), np.uint32, len(values)) // np.uint32(4)


def _frequency(reader: SegmentReader, field: str, term: bytes) -> int:
    terms = reader._terms
    return int(terms.term_info(field, term).doc_frequency()) if (field, term) in terms else 0


def _read_blocks(reader: SegmentReader, field: str, term: bytes, *, with_values: bool) -> tuple[Documents, list[bytes]]:
    terms = reader._terms
    if (field, term) not in terms:
        return EMPTY.documents, []
    matcher: Any = terms.matcher(field, term, reader.schema[field].format)
    documents: list[int] = []
    values: list[bytes] = []
    if not hasattr(matcher, "_next_block"):  # a single posting, kept beside the term
        return np.array(list(matcher._ids), np.uint32), list(matcher._values or ())
    while True:
        matcher._read_ids()
        documents.extend(matcher._ids)
        if with_values:
            matcher._read_values()
            values.extend(matcher._values)
        if matcher._lastblock:
            break
        matcher._next_block()
    return np.array(documents, np.uint32), values


__all__ = ["EMPTY", "Postings", "find_in_fields", "find_phrase", "read_documents", "read_postings"]

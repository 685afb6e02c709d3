"""Posting lists of one segment as numpy arrays, and phrases found in them.

A phrase of n characters stands where its pairs stand at the right distances; every second pair and the last one are
enough to see all its characters. Of texts, terms come from the codec; of other fields from Whoosh's blocks, read directly
(whoosh-reloaded is pinned for that reason): the matcher interface would cost a Python call for every posting.
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
    terms = reader._terms
    if (field, term) not in terms:
        return EMPTY.documents
    matcher: Any = terms.matcher(field, term, reader.schema[field].format)
    documents: list[int] = []
    if not hasattr(matcher, "_next_block"):  # a single posting, kept beside the term, or a term of texts
        return np.array(matcher._ids, np.uint32)
    while True:
        matcher._read_ids()
        documents.extend(matcher._ids)
        if matcher._lastblock:
            break
        matcher._next_block()
    return np.array(documents, np.uint32)


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


def count_before(reader: SegmentReader, field: str, folded: str, ends: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """How often the folded characters begin in each document of a segment before some position of its own."""
    if len(folded) > 1:
        keys = _find_keys(reader, field, folded)
    else:
        terms = list(reader.expand_prefix(field, folded.encode())) if folded else []
        keys = np.concatenate([np.empty(0, np.uint64), *(_read_keys(reader, field, term) for term in terms)])
    documents = (keys >> _DOCUMENT_SHIFT).astype(np.int64)
    inside = (keys & np.uint64(0xFFFFFFFF)).astype(np.int64) < ends.take(documents)
    return np.bincount(documents[inside], minlength=reader.doc_count_all())


def find_phrase(reader: SegmentReader, field: str, folded: str) -> Postings:
    """The documents in which the folded characters stand one after the other, and how often. `firsts` are zeros."""
    if not folded:
        return EMPTY
    if len(folded) == 1:
        return _find_character(reader, field, folded)
    if len(folded) == 2:
        documents, counts, _positions = read_postings(reader, field, folded.encode())
        return _postings(documents, counts)
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
    lists = [read_postings(reader, field, term) for term in reader.expand_prefix(field, character.encode())]
    if not lists:
        return EMPTY
    documents = np.concatenate([documents for documents, _counts, _positions in lists])
    counts = np.concatenate([counts for _documents, counts, _positions in lists])
    unique, places = np.unique(documents, return_inverse=True)
    return _postings(unique, np.bincount(places, weights=counts).astype(np.uint32))


def _postings(documents: Documents, counts: Counts) -> Postings:
    return Postings(documents, counts, np.zeros(len(counts), np.uint32))


def _by_document(keys: Keys) -> Postings:
    documents, counts = np.unique((keys >> _DOCUMENT_SHIFT).astype(np.uint32), return_counts=True)
    return _postings(documents, counts.astype(np.uint32))


def read_postings(reader: SegmentReader, field: str, term: bytes) -> tuple[Documents, Counts, Documents]:
    """Of one term of a text field: its documents, how often each holds it, all positions one after the other."""
    places = reader._terms.places(field, term)
    if places is None:
        return EMPTY.documents, EMPTY.counts, EMPTY.documents
    return places.documents, places.counts, places.positions


def _read_keys(reader: SegmentReader, field: str, term: bytes) -> Keys:
    documents, counts, positions = read_postings(reader, field, term)
    return (np.repeat(documents, counts).astype(np.uint64) << _DOCUMENT_SHIFT) | positions.astype(np.uint64)


def _frequency(reader: SegmentReader, field: str, term: bytes) -> int:
    return int(reader._terms.doc_frequency(field, term))


__all__ = ["EMPTY", "Postings", "count_before", "find_in_fields", "find_phrase", "read_documents", "read_postings"]

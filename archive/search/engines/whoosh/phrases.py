"""Phrases found over all segments of a snapshot: first where their pairs stand, then the documents.

The first step costs next to nothing and tells how rare a phrase is, so that the rarest of several is read first and the
others only inside what it leaves. A segment without derived arrays is answered from Whoosh's own postings, slowly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from whoosh.reading import SegmentReader

from archive.search.engines.whoosh.frequent import frequent_from
from archive.search.engines.whoosh.locate import Held, Needle, PairIndex, Places, Spans, expected_documents
from archive.search.engines.whoosh.postings import count_before, find_in_fields, read_postings
from archive.search.engines.whoosh.stream import BREAK, Extents, TextArrays, text_of
from archive.search.engines.whoosh.texts import PLACE_OF_FIELD

Numbers = npt.NDArray[np.int64]
Counts = npt.NDArray[np.floating[Any] | np.integer[Any]]
Found = tuple[Numbers, Counts, Counts, Counts]
"""Documents, ascending; how often each holds the phrase; how often in the first field of the group; in the lede."""

NOTHING: Found = (np.empty(0, np.int64), *(np.empty(0, np.float32),) * 3)


class Lookup(Protocol):
    """A phrase in one segment, looked up but not read."""

    count: int
    """Documents of the segment."""
    places: int
    """How often its rarest pair stands there: none, and there is nothing to be found."""

    def document_frequency(self) -> float:
        """About how many documents hold its rarest pair."""
        ...

    def find(self, fields: tuple[str, ...], within: Numbers | None) -> Held | Places | None:
        """The documents that hold it in any of the fields; outside `within` some may be left out."""
        ...

    def places_in(self, extents: Extents) -> Numbers:
        """Where it stands in the stream, in some documents, ascending."""
        ...


class FastLookup:
    """In a segment with derived arrays."""

    def __init__(self, index: PairIndex, needle: Needle) -> None:
        self.count = index.count
        self._index = index
        self._needle = needle
        self._spans: Spans = index.spans(needle)
        self.places = self._spans.size

    def document_frequency(self) -> float:
        return self._index.document_frequency(self._needle, self._spans)

    def find(self, fields: tuple[str, ...], within: Numbers | None) -> Held | Places | None:
        return self._index.find(fields, self._needle, self._spans, within)

    def places_in(self, extents: Extents) -> Numbers:
        return self._index.places_in(self._needle, self._spans, extents)


class SlowLookup:
    """In a segment without, or for characters that have no code of their own there."""

    def __init__(self, reader: SegmentReader, group: tuple[str, str], folded: str, ledes: Any) -> None:
        self.count = int(reader.doc_count_all())
        self._ledes = ledes
        self._reader = reader
        self._group = group
        self._folded = folded
        self.places = min((self._size(terms) for terms in self._terms()), default=0)

    def document_frequency(self) -> float:
        if len(self._folded) > 1 and self.places >= frequent_from(self.count):
            rarest = min(self._terms(), key=self._size)[0].decode()
            return float(len(find_in_fields(self._reader, self._group, self._group[0], rarest).documents))
        return expected_documents(self.places, self.count)

    def find(self, fields: tuple[str, ...], within: Numbers | None) -> Held | Places | None:
        found = find_in_fields(self._reader, fields, self._group[0], self._folded)
        ledes = np.zeros(self.count, np.int64)
        if self._group[1] in fields:
            ledes = count_before(self._reader, self._group[1], self._folded, self._ledes)
        return Held(found.documents, found.counts, found.firsts, ledes.take(found.documents))

    def places_in(self, extents: Extents) -> Numbers:
        texts: TextArrays = self._reader._terms.texts[self._group]
        found: list[int] = []
        for document, begin in zip(extents.documents.tolist(), extents.begins.tolist(), strict=True):
            text = chr(BREAK).join(text_of(texts, document))
            found += [begin + place for place in _occurrences(self._folded, text)]
        return np.array(found, np.int64)

    def _terms(self) -> list[list[bytes]]:
        """The pairs; of a single character all pairs it begins together."""
        if len(self._folded) == 1:
            prefix = self._folded.encode()
            return [sorted({term for field in self._group for term in self._reader.expand_prefix(field, prefix)})]
        return [[self._folded[place : place + 2].encode()] for place in range(len(self._folded) - 1)]

    def _size(self, terms: list[bytes]) -> int:
        return sum(len(read_postings(self._reader, field, term)[2]) for field in self._group for term in terms)


def _occurrences(wanted: str, text: str) -> Iterator[int]:
    place = text.find(wanted)
    while place >= 0:
        yield place
        place = text.find(wanted, place + 1)


class Located:
    """A phrase looked up in all segments, in their order."""

    def __init__(self, lookups: Sequence[Lookup]) -> None:
        self._lookups = lookups
        self.places = sum(lookup.places for lookup in lookups)

    @cached_property
    def document_frequency(self) -> float:
        """About how many documents hold its rarest pair, deleted ones among them."""
        return sum(lookup.document_frequency() for lookup in self._lookups if lookup.places)

    def find(self, fields: tuple[str, ...], within: Numbers | None = None) -> Found:
        """The documents that hold it in any of the fields; outside `within`, ascending, some may be left out."""
        joined = _Joined()
        base = 0
        for lookup in self._lookups:
            if lookup.places:
                inside = _part(within, base, lookup.count)
                if inside is None or len(inside):
                    joined.add(base, lookup.find(fields, inside))
            base += lookup.count
        return joined.result()

    def places_in(self, segment: int, extents: Extents) -> Numbers:
        """Where it stands in the stream of a segment, in some of its documents, ascending."""
        return self._lookups[segment].places_in(extents)


def _part(within: Numbers | None, base: int, count: int) -> Numbers | None:
    """The documents of one segment under their own numbers."""
    if within is None:
        return None
    begin, end = within.searchsorted((base, base + count))
    return within[begin:end] - base


class _Joined:
    """Collects what segments answer; places that follow one another are made documents at once."""

    def __init__(self) -> None:
        self._found: list[Found] = []
        self._places: list[Places] = []
        self._owners: list[Numbers] = []

    def add(self, base: int, found: Held | Places | None) -> None:
        if isinstance(found, Places):
            self._places.append(found)
            self._owners.append(found.documents.astype(np.int64) + base)
        elif found is not None:
            self._count_places()
            documents = found.documents.astype(np.int64)
            if base:
                documents += base
            self._found.append((documents, found.counts, found.firsts, found.ledes))

    def _count_places(self) -> None:
        owners = _concatenated(self._owners)
        if len(owners):
            changes = (owners[1:] != owners[:-1]).nonzero()[0]
            starts = np.empty(len(changes) + 2, np.int64)
            starts[0], starts[1:-1], starts[-1] = 0, changes + 1, len(owners)
            counts = (starts[1:] - starts[:-1]).astype(np.float32)
            firsts = self._marked(starts[:-1], [places.firsts for places in self._places])
            ledes = self._marked(starts[:-1], [places.ledes for places in self._places])
            self._found.append((owners.take(starts[:-1]), counts, firsts, ledes))
        self._places.clear()
        self._owners.clear()

    def _marked(self, starts: Numbers, marked: list[Numbers]) -> Counts:
        """How many of the places marked in each part each document has whose places begin at `starts`."""
        before = 0
        shifted = []
        for places, part in zip(self._places, marked, strict=True):
            shifted.append(part + before)
            before += len(places.documents)
        within = starts.searchsorted(_concatenated(shifted), side="right") - 1
        return np.bincount(within, minlength=len(starts)).astype(np.float32)

    def result(self) -> Found:
        self._count_places()
        if len(self._found) == 1:
            return self._found[0]
        documents, counts, firsts, ledes = (
            _concatenated([found[place] for found in self._found]) for place in range(4)
        )
        return documents, counts, firsts, ledes


def _concatenated(parts: list[Any]) -> Any:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


def group_of(field: str) -> tuple[str, str]:
    """The group of fields that stand in one stream."""
    return PLACE_OF_FIELD[field][0]

"""Writes the postings of a text field in Whoosh's own format, from the arrays of its character pairs.

What Whoosh's writer does for one posting at a time is done here for a whole term: the blocks, term information and
dictionary are those `whoosh.codec.whoosh3` writes and reads (pinned for that reason), only with larger blocks.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import md5
from itertools import pairwise
from pickle import dumps
from struct import Struct
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3FieldWriter, W3TermInfo
from whoosh.system import pack_int, pack_long, pack_ushort
from whoosh.util.numeric import length_to_byte

from archive.search.engines.whoosh.analyzer import END
from archive.search.engines.whoosh.stream import BLOCK_SHIFT, FIRST_CODE, OVERFLOW_CODE, PairArrays

BLOCK_LIMIT = 1024
CHUNK = 500_000
_COMPRESS_FROM = 512
_SIZES = Struct("!ii")
_PROTOCOL = 2
_POSITION_BYTES = 4

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class FieldPostings:
    """All postings of one field: term i has those from `begins[i]` to `begins[i + 1]`, ascending by document.

    Posting j is of `documents[j]` and has the positions from `places[j]` to `places[j + 1]`. `lengths` are by document,
    in the steps of Whoosh's length bytes.
    """

    terms: list[bytes]
    begins: Numbers
    documents: Numbers
    places: Numbers
    positions: npt.NDArray[np.uint32]
    lengths: npt.NDArray[np.uint8]


def field_postings(arrays: PairArrays, number: int) -> FieldPostings:
    """The postings of the first (0) or second (1) field of a group whose characters all have codes of their own."""
    pairs = np.repeat(np.arange(len(arrays.keys)), np.diff(arrays.offsets))
    documents = arrays.owners[arrays.positions >> np.uint32(BLOCK_SHIFT)]
    positions = arrays.positions - arrays.starts[documents]
    second_begins = arrays.first_lengths[documents]
    mine = positions > second_begins if number else positions < second_begins
    pairs, documents, positions = pairs[mine], documents[mine].astype(np.int64), positions[mine]
    if number:
        positions -= second_begins[mine] + np.uint32(1)
    new_pair = np.diff(pairs, prepend=-1) != 0
    places = np.flatnonzero(new_pair | (np.diff(documents, prepend=-1) != 0))
    begins = np.flatnonzero(new_pair[places])
    lengths = arrays.second_lengths if number else arrays.first_lengths
    return FieldPostings(
        terms=list(_terms(arrays, pairs[places[begins]])),
        begins=np.append(begins, len(places)),
        documents=documents[places],
        places=np.append(places, len(positions)),
        positions=positions,
        lengths=_length_bytes(lengths),
    )


def _terms(arrays: PairArrays, pairs: Numbers) -> Iterator[bytes]:
    names = {FIRST_CODE + code: chr(character) for code, character in enumerate(arrays.beyond.tolist())}
    for key in arrays.keys[pairs].tolist():
        first, second = key >> 16, key & 0xFFFF
        left = names.get(first) or chr(first)
        right = END if second <= ord("\n") else names.get(second) or chr(second)
        yield (left + right).encode()


def _length_bytes(lengths: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    unique, places = np.unique(lengths, return_inverse=True)
    steps = np.fromiter((length_to_byte(length) for length in unique.tolist()), np.uint8, len(unique))
    return steps[places]


def write_field(writer: W3FieldWriter, name: str, field: Any, postings: FieldPostings) -> None:
    """Add a field with all its terms to a segment's dictionary and postings file."""
    if not postings.terms:
        return
    writer.start_field(name, field)
    prefix = pack_ushort(writer._fieldid)
    entries: list[tuple[bytes, bytes]] = []
    for chunk in _chunks(postings):
        entries += chunk.write(prefix, writer._postfile)
    if not all(first < second for (first, _info), (second, _other) in pairwise(entries)):
        entries.sort()  # UTF-8 and the keys order characters beyond the basic plane differently
    _add_entries(writer._tindex, entries)
    writer.finish_field()


def _add_entries(table: Any, entries: list[tuple[bytes, bytes]]) -> None:
    """What `OrderedHashWriter.add` does for each entry, with one writing of the file."""
    position = table.dbfile.tell()
    written = []
    for key, value in entries:
        table.index.append(position)
        digest = int.from_bytes(md5(key, usedforsecurity=False).digest()[-4:], "big")
        table.buckets[digest & 255].append((digest, position))
        written.append(_SIZES.pack(len(key), len(value)) + key + value)
        position += len(written[-1])
    table.dbfile.write(b"".join(written))
    table.lastkey = entries[-1][0]


def _chunks(postings: FieldPostings) -> Iterator[_Chunk]:
    """The terms in runs of about CHUNK postings: plain Python numbers of all of them at once would fill the memory."""
    begin = 0
    while begin < len(postings.terms):
        limit = postings.begins[begin] + CHUNK
        end = max(begin + 1, int(np.searchsorted(postings.begins, limit, side="right")) - 1)
        yield _Chunk(postings, begin, end)
        begin = end


class _Chunk:
    """Consecutive terms with their postings as plain lists. Posting numbers are counted from its first one."""

    def __init__(self, postings: FieldPostings, first: int, last: int) -> None:
        begins = postings.begins[first : last + 1]
        base = int(begins[0])
        self._begins = begins - base
        documents = postings.documents[base : int(begins[-1])]
        places = postings.places[base : int(begins[-1]) + 1]
        counts = np.diff(places)
        steps = postings.lengths[documents]
        starts = self._begins[:-1]
        self._terms = postings.terms[first:last]
        self._infos = [
            column.tolist()
            for column in (
                np.add.reduceat(counts, starts).astype(np.float64),
                np.diff(self._begins),
                np.minimum.reduceat(steps, starts),
                np.maximum.reduceat(steps, starts),
                np.maximum.reduceat(counts, starts).astype(np.float64),
                documents[starts],
                documents[self._begins[1:] - 1],
            )
        ]
        self._documents = documents.tolist()
        self._deltas = np.diff(documents, prepend=0).tolist()
        self._weights = counts.astype(np.float64).tolist()
        self._steps = steps.tolist()
        self._cuts = ((places - places[0]) * _POSITION_BYTES).tolist()
        self._raw = postings.positions[int(places[0]) : int(places[-1])].astype("<u4").tobytes()

    def write(self, prefix: bytes, file: Any) -> list[tuple[bytes, bytes]]:
        """Put the blocks into the postings file; (key, term information) of every term."""
        entries, written, offset = [], [], file.tell()
        pack = W3TermInfo._struct.pack
        begins = self._begins.tolist()
        for number, (term, *info) in enumerate(zip(self._terms, *self._infos, strict=True)):
            start, stop = begins[number], begins[number + 1]
            if stop - start == 1:
                kept = (self._documents[start],), (self._weights[start],), self._values(start, stop)
                place = dumps(kept, _PROTOCOL)
            else:
                blocks = self._blocks(start, stop)
                place = pack_long(offset) + pack_int(len(blocks))
                written.append(blocks)
                offset += len(blocks)
            entries.append((prefix + term, pack(stop - start == 1, *info) + place))
        file.write(b"".join(written))
        return entries

    def _values(self, start: int, stop: int) -> tuple[bytes, ...]:
        cuts, raw = self._cuts, self._raw
        return tuple([raw[cuts[number] : cuts[number + 1]] for number in range(start, stop)])

    def _blocks(self, begin: int, end: int) -> bytes:
        parts = [WHOOSH3_HEADER_MAGIC]
        for start in range(begin, end, BLOCK_LIMIT):
            stop = min(start + BLOCK_LIMIT, end)
            info, data = self._block(start, stop)
            size = len(info) + len(data)
            parts += [pack_int(-size if stop == end else size), info, data]
        return b"".join(parts)

    def _block(self, start: int, stop: int) -> tuple[bytes, bytes]:
        weights, steps = self._weights[start:stop], self._steps[start:stop]
        most = max(weights)
        documents = (self._documents[start], *self._deltas[start + 1 : stop])
        data = dumps((documents, None if most == 1 else tuple(weights), self._values(start, stop)), _PROTOCOL)
        compression = 1 if len(data) >= _COMPRESS_FROM else 0
        if compression:
            data = zlib.compress(data, compression)
        facts = (stop - start, self._documents[stop - 1], most, compression, min(steps), max(steps))
        return dumps(facts, _PROTOCOL), data


def has_own_codes(arrays: PairArrays) -> bool:
    """Whether no two characters share a code, so that postings can be made from the arrays."""
    return not (arrays.is_full and bool((arrays.stream == OVERFLOW_CODE).any()))

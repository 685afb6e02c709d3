"""Terms that say no more than that a document has them (codes, identifiers, numbers), in Whoosh's own format.

What Whoosh does for one posting at a time is done here for a whole field: the blocks, term information and dictionary
are those `whoosh.codec.whoosh3` writes and reads (pinned for that reason), only with larger blocks.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from hashlib import md5
from pickle import dumps
from struct import Struct
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3FieldWriter, W3TermInfo
from whoosh.formats import Frequency
from whoosh.system import pack_int, pack_long, pack_uint, pack_ushort

from archive.search.engines.whoosh.postings import read_documents

Postings = Mapping[bytes, list[int]]
"""Documents, ascending, by term."""

BLOCK_LIMIT = 1024
_COMPRESS_FROM = 512
_SIZES = Struct("!ii")
_PROTOCOL = 2


def write_terms(writer: W3FieldWriter, name: str, field: Any, postings: Postings) -> None:
    """Add a field with all its terms to a segment's dictionary and postings file. Fields come in order of names."""
    if not postings:
        return
    writer.start_field(name, field)
    prefix = pack_ushort(writer._fieldid)
    value = pack_uint(1) if isinstance(field.format, Frequency) else b""
    pack = W3TermInfo._struct.pack
    entries, written, offset = [], [], writer._postfile.tell()
    for term in sorted(postings):
        documents = postings[term]
        count = len(documents)
        if count == 1:
            place = dumps(((documents[0],), (1.0,), (value,)), _PROTOCOL)
        else:
            blocks = _blocks(documents, value)
            place = pack_long(offset) + pack_int(len(blocks))
            written.append(blocks)
            offset += len(blocks)
        entries.append((prefix + term, pack(count == 1, count, count, 0, 0, 1.0, documents[0], documents[-1]) + place))
    writer._postfile.write(b"".join(written))
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


def _blocks(documents: list[int], value: bytes) -> bytes:
    parts = [WHOOSH3_HEADER_MAGIC]
    for start in range(0, len(documents), BLOCK_LIMIT):
        info, data = _block(documents[start : start + BLOCK_LIMIT], value)
        size = len(info) + len(data)
        parts += [pack_int(-size if start + BLOCK_LIMIT >= len(documents) else size), info, data]
    return b"".join(parts)


def _block(documents: list[int], value: bytes) -> tuple[bytes, bytes]:
    count = len(documents)
    deltas = tuple(np.diff(np.array(documents, np.int64), prepend=0).tolist())
    data = dumps((deltas, None, value * count if value else None), _PROTOCOL)
    compression = 1 if len(data) >= _COMPRESS_FROM else 0
    if compression:
        data = zlib.compress(data, compression)
    return dumps((count, documents[-1], 1.0, compression, 0, 0), _PROTOCOL), data


def read_terms(reader: Any, name: str) -> Iterator[tuple[bytes, npt.NDArray[np.uint32]]]:
    """Every term of a field of codes, identifiers or numbers with its documents, deleted ones among them."""
    for term, value in reader._terms.own_terms(name):
        if value[0]:
            yield term, np.array(W3TermInfo.from_bytes(value).inlined_postings()[0], np.uint32)
        else:
            yield term, read_documents(reader, name, term)
